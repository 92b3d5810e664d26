"""A list in another order: by links, so that each order has its address."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from rankings.selectors.shapes import Row
from rankings.views.links import SORTS, Look
from rankings.views.wording.labels import state_name

_VALUES: dict[str, Callable[[Row], Any]] = {
    "rank": lambda row: row.rank,
    "name": lambda row: state_name(row.state),
    "moved": lambda row: row.change_among_both,
    "score": lambda row: row.score,
    "lost": lambda row: row.marks_lost,
    "first": lambda row: row.months_first,
}


@dataclass(frozen=True, slots=True)
class Head:
    """A column's head: `url` sorts by it (or turns the order about), `sorted` is what `aria-sort` says of it."""

    url: str
    sorted: str
    arrow: str


def ordered(rows: Sequence[Row], look: Look) -> list[Row]:
    """The rows in the order that was asked for; equal ones as printed, those without a value last in both orders."""
    value = _VALUES[look.sort]
    known = [row for row in rows if value(row) is not None]
    unknown = [row for row in rows if value(row) is None]
    return [*sorted(known, key=value, reverse=look.order == "desc"), *unknown]


def heads(look: Look, address: Callable[[Look], str]) -> dict[str, Head]:
    """A head for each column that sorts, by the name of its order; `address` is the page's own in another look."""
    return {sort: _head(sort, look, address) for sort in SORTS}


def _head(sort: str, look: Look, address: Callable[[Look], str]) -> Head:
    if sort != look.sort:
        return Head(address(replace(look, sort=sort, order=SORTS[sort])), "", "")
    other = "asc" if look.order == "desc" else "desc"
    named, arrow = ("ascending", "▲") if look.order == "asc" else ("descending", "▼")
    return Head(address(replace(look, order=other)), named, arrow)
