"""Figures in JSON: read back exactly, and never below zero."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

from django.db.models import BooleanField, Func
from django.utils.deconstruct import deconstructible

LIMIT = 10**13


class ExactDecoder(json.JSONDecoder):
    """Numbers as they are written: whole ones as `int`, others as `Decimal`.

    >>> json.loads('{"REG-01": [380, 393.50]}', cls=ExactDecoder)
    {'REG-01': [380, Decimal('393.50')]}
    """

    def __init__(self, **options: Any) -> None:
        super().__init__(**options | {"parse_float": Decimal})


@deconstructible(path="submissions.models.exact.FiguresInRange")
class FiguresInRange(Func):
    """Whether every number two levels deep is from 0 to below 10,000,000,000,000.

    For a constraint of the table. SQLite can look into JSON only by a subquery, which it takes in no constraint:
    there the one service that writes figures is alone to hold it.
    """

    output_field = BooleanField()
    template = f"NOT jsonb_path_exists(%(expressions)s, '$.*[*] ? (@ < 0 || @ >= {LIMIT})')"
    arity = 1

    def as_sqlite(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        return self.as_sql(compiler, connection, template="%(expressions)s IS NOT NULL", **extra)
