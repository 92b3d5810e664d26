"""The numbers behind charts over months, as sheets to take away; columns are named as the API names them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from rankings.core.history import Standing
from rankings.core.sheets import Sheet
from states.months import Month


def standings_sheet(months: Sequence[Month], standings: Mapping[Month, Standing]) -> Sheet:
    """A State's rank and score; empty in a month in which it is not on record."""
    named = [(month, standings.get(month)) for month in months]
    return Sheet(
        ("month", "rank", "score"),
        [(str(month), one.rank if one else None, one.score if one else None) for month, one in named],
    )


def lines_sheet(
    months: Sequence[Month], lines: Sequence[tuple[str, Sequence[int | Decimal | None]]]
) -> Sheet:
    """A column for each line, by its name, and a row for each month."""
    return Sheet(
        ("month", *(name for name, _ in lines)),
        [(str(month), *(values[number] for _, values in lines)) for number, month in enumerate(months)],
    )
