"""The numbers behind charts over months, as sheets to take away; columns are named as the API names them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from types import MappingProxyType

from rankings.core.history import Standing
from rankings.core.sheets import Sheet
from states.months import Month


def standings_sheet(
    months: Sequence[Month],
    standings: Mapping[Month, Standing],
    courses: Mapping[str, Mapping[Month, Standing]] = MappingProxyType({}),
    others: Iterable[str] = (),
) -> Sheet:
    """A State's rank and score, and its ranks on `others`; empty in a month in which it is not on record."""
    beside = tuple(others)
    rows = []
    for month in months:
        own = standings.get(month)
        there = [courses[board].get(month) for board in beside]
        rows.append(
            (
                str(month),
                own.rank if own else None,
                own.score if own else None,
                *(one.rank if one else None for one in there),
            )
        )
    return Sheet(("month", "rank", "score", *(f"rank_{board}" for board in beside)), rows)


def lines_sheet(
    months: Sequence[Month], lines: Sequence[tuple[str, Sequence[int | Decimal | None]]]
) -> Sheet:
    """A column for each line, by its name, and a row for each month."""
    return Sheet(
        ("month", *(name for name, _ in lines)),
        [(str(month), *(values[number] for _, values in lines)) for number, month in enumerate(months)],
    )
