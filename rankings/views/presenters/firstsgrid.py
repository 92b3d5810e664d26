"""The timeline of first places as a table: a State to a row, a month to a column."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext

from rankings.core.counts import Count
from rankings.selectors.shapes import StreakRow
from rankings.selectors.windows import Window
from rankings.views import links
from rankings.views.links import Asked
from rankings.views.presenters import breaks
from rankings.views.wording import labels, streaks
from rankings.views.wording.months import month_abbreviation, month_name
from states.months import Month


@dataclass(frozen=True, slots=True)
class GridMonth:
    """A column of the timeline. `january` begins a year; `changed`: another methodology version from here on."""

    label: str
    short: str
    url: str
    january: bool
    changed: str


@dataclass(frozen=True, slots=True)
class GridCell:
    """`kind` is first, other or gap; `words` says it, `url` leads to the list of a month in first place."""

    kind: str
    words: str
    url: str
    january: bool


@dataclass(frozen=True, slots=True)
class CountRow:
    state: str
    url: str
    count: int
    now: str
    longest: str
    longest_months: str
    cells: tuple[GridCell, ...]


def column(month: Month, found: Window, wanted: Asked) -> GridMonth:
    """The head of a month's column."""
    url = links.leaderboard(month, wanted) if month in found.months else ""
    changed = breaks.changes(found.view.versions).get(month, "")
    return GridMonth(month_name(month), month_abbreviation(month), url, month.number == 1, changed)


def count_row(row: StreakRow, shown: Sequence[Month], wanted: Asked) -> CountRow:
    """A State's counts and its months, as many as are shown."""
    count = row.count
    return CountRow(
        state=labels.state_name(row.state),
        url=links.state(row.state.code, wanted),
        count=count.months_first,
        now=_now(count),
        longest=streaks.length(count),
        longest_months=streaks.longest(count),
        cells=tuple(_cell(month, count, wanted) for month in shown),
    )


def _now(count: Count) -> str:
    if not count.current_streak:
        return ""
    if count.streak_certain:
        return str(count.current_streak)
    return gettext("at least %(count)s") % {"count": count.current_streak}


def _cell(month: Month, count: Count, wanted: Asked) -> GridCell:
    january = month.number == 1
    if month in count.first_months:
        return GridCell("first", gettext("first"), links.leaderboard(month, wanted), january)
    if month in count.undecided_months:
        return GridCell("gap", gettext("not on record"), "", january)
    return GridCell("other", gettext("not first"), "", january)
