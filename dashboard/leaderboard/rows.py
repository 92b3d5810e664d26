"""Rows of a list's table."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext

from common.charts.drawing import short
from common.charts.small import Spark, spark
from common.dates import month_short
from common.months import Month
from dashboard.leaderboard.queries import Leaderboard, Recent
from dashboard.robustness.wording import plus_minus, span
from insights.sensitivity.core import Ranges
from rankings.lists import labels, links
from rankings.lists.labels import state_name
from rankings.lists.links import SORTS, Look
from rankings.lists.numbers import MISSING, Movement, movement_of
from rankings.lists.shapes import ListView, OtherRank, Row
from rankings.models import Origin

# A State's sensitivity range as a thin bar beside its rank: from its best to its worst rank under varied marks.

WIDTH, WINDOW = 40, 4
"""Units of the bar, and the ranks that it shows on either side of the State's own, which stands in the middle."""


@dataclass(frozen=True, slots=True)
class RankRange:
    """The bar goes from `start` on over `width`, in units of `WIDTH`; both empty where no marks change the rank."""

    words: str
    start: str
    width: str


def rank_range(ranges: Ranges | None, state: str, rank: int | None) -> RankRange | None:
    """The narrowest width's; None where the list was not studied or the State is unranked."""
    if ranges is None or rank is None or state not in ranges.states:
        return None
    found = ranges.of(state, ranges.widths[0])
    values = {"width": plus_minus(found.width), "range": span(found)}
    words = gettext("Sensitivity range, marks %(width)s: rank %(range)s") % values
    if found.best == found.worst:
        return RankRange(words, "", "")
    begin, end = (_place(one - rank) for one in (found.best, found.worst))
    return RankRange(words, short(begin), short(end - begin))


def _place(away: int) -> Fraction:
    """Ranks better stand to the left; what lies outside the window ends at its edge."""
    return Fraction(WIDTH * (WINDOW + max(-WINDOW, min(WINDOW, away))), 2 * WINDOW)


# A list in another order: by links, so that each order has its address.

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


BAR_WIDTH = 100
"""Units of a bar: one for each mark of a full score."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A score out of 100: what is missing stands at the right end, from `start` on, so wide as `lost`."""

    start: str
    lost: str


@dataclass(frozen=True, slots=True)
class Course:
    """The ranks of some months as a sparkline, and in words."""

    spark: Spark
    words: str


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row as it is printed; `code` is the row's id, `why` leads to why it moved.

    `course` is None where nothing is on record.
    """

    rank: str
    tied: bool
    first: bool
    found: bool
    code: str
    state: str
    url: str
    movement: Movement | None
    why: str
    range: RankRange | None
    score: str
    bar: Bar | None
    behind: str
    lost: str
    other: str
    months_first: str
    streak: str
    course: Course | None
    reason: str
    source: str


def table_rows(
    found: Leaderboard, wanted: links.Asked, month: Month | None, look: links.Look = links.AS_PRINTED
) -> list[TableRow]:
    """Every row in the order of `look`; `month` goes into the links to States where it is not the newest."""
    view = found.shown
    ranks = [row.rank for row in view.ranked]
    top = next((row.score for row in view.first), None)
    return [
        TableRow(
            rank=MISSING if row.rank is None else str(row.rank),
            tied=row.rank is not None and ranks.count(row.rank) > 1,
            first=row.rank == 1,
            found=row.state.code == look.state,
            code=row.state.code,
            state=labels.state_name(row.state),
            url=links.state(row.state.code, wanted, month),
            movement=None if row.rank is None else movement_of(row),
            why=_why(row, view, wanted),
            range=rank_range(found.ranges, row.state.code, row.rank),
            score=MISSING if row.score is None else f"{row.score:.2f}",
            bar=_bar(row.marks_lost),
            behind=_behind(row, top),
            lost=MISSING if row.marks_lost is None else f"{row.marks_lost:.2f}",
            other=_other(row, found.elsewhere),
            months_first=str(row.months_first),
            streak=_streak(row),
            course=_course(row, found.recent),
            reason=labels.reason(row.reason) if row.reason else "",
            source=row.source,
        )
        for row in ordered(view.rows, look)
    ]


def _why(row: Row, view: ListView, wanted: links.Asked) -> str:
    """Empty where one of the two lists has no figures to explain a movement by."""
    if row.rank_change is None or {view.origin, view.previous_origin} != {Origin.COMPUTED.value}:
        return ""
    return links.why(row.state.code, wanted, view.month.previous(), view.month)


def _behind(row: Row, top: Decimal | None) -> str:
    if row.rank == 1:
        return ""
    if row.score is None or top is None:
        return MISSING
    return f"{top - row.score:.2f}"


def _bar(lost: Decimal | None) -> Bar | None:
    """A loss that is not nothing shows as at least one unit."""
    if lost is None:
        return None
    wide = max(lost, Decimal(1)) if lost else Decimal(0)
    return Bar(f"{BAR_WIDTH - wide:.1f}", f"{wide:.1f}")


def _other(row: Row, elsewhere: Mapping[str, OtherRank]) -> str:
    """The other rank that is quoted: `3 of 10 hilly/NE`."""
    other = elsewhere.get(row.state.code)
    if other is None or other.rank is None:
        return MISSING
    values = {
        "rank": other.rank, "ranked": other.ranked, "category": labels.category_tag(other.category),
    }  # fmt: skip
    if other.complete:
        return gettext("%(rank)s of %(ranked)s %(category)s") % values
    return gettext("%(rank)s %(category)s") % values


def _course(row: Row, recent: Recent) -> Course | None:
    """The sparkline, and `Nov 2022 to Oct 2023: 1, 1, –, 5` for those who do not see it."""
    ranks = recent.ranks.get(row.state.code, ())
    if len(recent.months) < 2 or not any(ranks):
        return None
    values = {
        "first": month_short(recent.months[0]), "last": month_short(recent.months[-1]),
        "ranks": ", ".join(MISSING if rank is None else str(rank) for rank in ranks),
    }  # fmt: skip
    return Course(spark(ranks, recent.worst), gettext("Rank, %(first)s to %(last)s: %(ranks)s") % values)


def _streak(row: Row) -> str:
    if row.current_streak < 2:
        return ""
    if row.streak_certain:
        return gettext("%(count)s in a row") % {"count": row.current_streak}
    return gettext("at least %(count)s in a row") % {"count": row.current_streak}
