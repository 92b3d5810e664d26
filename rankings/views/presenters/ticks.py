"""Which months of a long row are named under a chart."""

from __future__ import annotations

from collections.abc import Sequence

from rankings.charts.times import Tick
from rankings.views.wording.months import month_short
from states.months import Month

FEW_MONTHS = 6


def year_ticks(months: Sequence[Month]) -> list[Tick]:
    """The Januaries by their year, and the first month where it is not too near to one; few months all by name."""
    if len(months) <= FEW_MONTHS:
        return [Tick(index, month_short(month)) for index, month in enumerate(months)]
    ticks = [Tick(index, str(month.year)) for index, month in enumerate(months) if month.number == 1]
    if not ticks or ticks[0].index > len(months) // 8:
        ticks.insert(0, Tick(0, month_short(months[0])))
    return ticks
