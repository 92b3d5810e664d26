"""What a view answers with, before it becomes bytes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from rankings.core.sheets import Cell


@dataclass(frozen=True, slots=True)
class Table:
    """A collection as rows and columns. `columns` stands even where there is no row; `rows` hold every column."""

    columns: tuple[str, ...]
    rows: Sequence[Mapping[str, Cell]]


@dataclass(frozen=True, slots=True)
class Answer:
    """A document, and for a collection its table.

    `name` is the stem of the file name. `frozen` says that this address gives these bytes for ever. `modified`
    is the time of the last change where the view knows it better than “the newest act overall”. `links` are
    (relation, address) pairs of the `Link` header.
    """

    document: Mapping[str, Any]
    table: Table | None = None
    name: str = ""
    frozen: bool = False
    modified: datetime | None = None
    links: Sequence[tuple[str, str]] = field(default=())
