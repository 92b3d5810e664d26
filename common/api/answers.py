"""What a view answers with, before it becomes bytes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from common.asking import MalformedQueryError


@dataclass(frozen=True, slots=True)
class Table:
    """A collection as rows and columns. `columns` stands even where there is no row.

    `rows` hold a cell (`common.sheets.Cell`) for every column.

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


# `fields=`: of every entry only the parts that were asked for, in the order in which the API gives them.

FIELDS = "fields"


def selected(answer: Answer, text: str, known: list[str]) -> Answer:
    """The answer with these parts of its entries alone. What stands around the entries, and in a table beside
    them, stays.

    `text` names the parts, separated by commas: `rank,state.code,score`. Raises MalformedQueryError for a part
    that is not `known`.
    """
    names = [name.strip() for name in text.split(",")] if text.strip() else []
    for name in names:
        if name not in known:
            told = _("fields: there is no “%(value)s” here. There are: %(known)s.")
            raise MalformedQueryError(FIELDS, told % {"value": name[:40], "known": ", ".join(known)})
    if not names:
        return answer
    wanted = frozenset(names)
    results = [part_of(row, wanted) for row in answer.document["results"]]
    table = answer.table and _columns(answer.table, wanted)
    return replace(answer, document={**answer.document, "results": results}, table=table)


def part_of(row: Mapping[str, Any], wanted: frozenset[str], inside: str = "") -> dict[str, Any]:
    """The wanted parts of an entry.

    >>> part_of({"rank": 1, "state": {"code": "HR", "name": "Haryana"}}, frozenset({"state.code"}))
    {'state': {'code': 'HR'}}
    """
    part: dict[str, Any] = {}
    for name, value in row.items():
        path = f"{inside}{name}"
        if path in wanted:
            part[name] = value
        elif isinstance(value, Mapping) and any(one.startswith(f"{path}.") for one in wanted):
            part[name] = part_of(value, wanted, f"{path}.")
    return part


def _columns(table: Table, wanted: frozenset[str]) -> Table:
    kept = [name for name in table.columns if _is_wanted(table.fields.get(name), wanted)]
    return replace(table, columns=tuple(kept))


def _is_wanted(path: str | None, wanted: frozenset[str]) -> bool:
    """A column without a path tells what the whole document is about."""
    return path is None or path in wanted or path.partition(".")[0] in wanted
