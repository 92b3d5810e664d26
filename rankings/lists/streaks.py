"""Months in first place, over a window of the history."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from common.asking import MalformedQueryError
from common.months import Month
from rankings.lists.counts import count_all, coverage
from rankings.lists.histories import Scope, history
from rankings.lists.history import History
from rankings.lists.queries import StreakRow, StreaksView, states_by_code


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
    codes = sorted(
        {code for month in months.values() for code in month.rows}, key=lambda code: states[code].name
    )
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


# Months in first place in a window, with the months that could be chosen instead.


@dataclass(frozen=True, slots=True)
class Window:
    """`months` are all that have a list of the board, category and origin, oldest first; `history` holds the lists."""

    view: StreaksView
    months: tuple[Month, ...]
    history: History


def window(lists: History, scope: Scope, first: Month | None, last: Month | None) -> Window:
    """A window of the history that was read by `scope`. One query.

    Raises MalformedQueryError for a window that is open on one side and begins after, or ends before, the record.
    """
    months = tuple(lists)
    if months and first and last is None and first > months[-1]:
        told = _("from: %(first)s lies after %(newest)s, the newest month on record")
        raise MalformedQueryError("from", told % {"first": first, "newest": months[-1]})
    if months and last and first is None and last < months[0]:
        told = _("to: %(last)s lies before %(oldest)s, the oldest month on record")
        raise MalformedQueryError("to", told % {"last": last, "oldest": months[0]})
    return Window(streaks_of(lists, scope, first, last), months, lists)
