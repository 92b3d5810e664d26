"""What a view answers with, before it becomes bytes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Table:
    """A collection as rows and columns. `columns` stands even where there is no row.

    `rows` hold a cell (`rankings.core.sheets.Cell`) for every column.

    `fields` says which part of an entry a column shows, such as `state.code`; a column that is not in it
    repeats in every row what the whole collection is about.
    """

    columns: tuple[str, ...]
    rows: Sequence[Mapping[str, Any]]
    fields: Mapping[str, str] = field(default_factory=dict)


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
