"""Months in first place, over a window of the history."""

from __future__ import annotations

from rankings.core.counts import count_all, coverage
from rankings.core.history import History
from rankings.selectors.histories import Scope, history
from rankings.selectors.lists import states_by_code
from rankings.selectors.shapes import StreakRow, StreaksView
from states.months import Month


def streaks_view(scope: Scope, first: Month | None, last: Month | None) -> StreaksView:
    """Counts for every State that a list of the history names; the window defaults to all that is on record.

    Most months first; then the longer longest streak, then the State's name.
    """
    return streaks_of(history(scope), scope, first, last)


def streaks_of(months: History, scope: Scope, first: Month | None, last: Month | None) -> StreaksView:
    """`streaks_view` of a history that was read before; `scope` is the one it was read by. One query."""
    if not months:
        return StreaksView(scope.board, scope.category, first, last, None, (), {}, {})
    start, end = first or min(months), last or max(months)
    states = states_by_code()
    codes = sorted({code for one in months.values() for code in one.rows}, key=lambda code: states[code].name)
    counts = count_all(months, codes, start, end)
    rows = sorted(
        (StreakRow(states[code], counts[code]) for code in codes),
        key=lambda row: (-row.count.months_first, -row.count.longest_streak, row.state.name),
    )
    firsts = {
        month: tuple(code for code in codes if month in months and months[month].was_first(code))
        for month in start.to(end)
    }
    return StreaksView(
        scope.board,
        scope.category,
        start,
        end,
        coverage(months, start, end),
        tuple(rows),
        firsts,
        {month: one.methodology for month, one in months.items()},
    )
