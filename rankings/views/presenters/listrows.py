"""Rows of a list's table."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext

from rankings.selectors.shapes import ListView, Row
from rankings.views import links
from rankings.views.wording import labels
from rankings.views.wording.movement import Movement, movement
from rankings.views.wording.numbers import MISSING
from states.months import Month

BAR_WIDTH = 60
"""Units of the bar of the State that lost most."""


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row as it is printed. `bar` is a bar's width in SVG units (of `BAR_WIDTH`), `anchor` the row's id."""

    rank: str
    tied: bool
    first: bool
    state: str
    anchor: str
    url: str
    movement: Movement | None
    score: str
    behind: str
    lost: str
    bar: str
    months_first: str
    streak: str
    reason: str
    source: str


def table_rows(view: ListView, wanted: links.Asked, month: Month | None) -> list[TableRow]:
    """Every row in printed order; `month` goes into the links to States where it is not the newest."""
    ranks = [row.rank for row in view.ranked]
    most = max((row.marks_lost for row in view.ranked if row.marks_lost), default=Decimal(1))
    top = next((row.score for row in view.first), None)
    return [
        TableRow(
            rank=MISSING if row.rank is None else str(row.rank),
            tied=row.rank is not None and ranks.count(row.rank) > 1,
            first=row.rank == 1,
            state=labels.state_name(row.state),
            anchor=row.state.code,
            url=links.state(row.state.code, wanted, month),
            movement=None if row.rank is None else movement(row.rank_change, flagged=row.movement_flagged),
            score=MISSING if row.score is None else f"{row.score:.2f}",
            behind=_behind(row, top),
            lost=MISSING if row.marks_lost is None else f"{row.marks_lost:.2f}",
            bar=_bar(row.marks_lost, most),
            months_first=str(row.months_first),
            streak=_streak(row),
            reason=labels.reason(row.reason) if row.reason else "",
            source=row.source,
        )
        for row in view.rows
    ]


def _behind(row: Row, top: Decimal | None) -> str:
    if row.rank == 1:
        return ""
    if row.score is None or top is None:
        return MISSING
    return f"{top - row.score:.2f}"


def _bar(lost: Decimal | None, most: Decimal) -> str:
    """Its width; a loss that is not nothing shows as at least one unit."""
    if not lost:
        return ""
    return f"{max(lost * BAR_WIDTH / most, Decimal(1)):.1f}"


def _streak(row: Row) -> str:
    if row.current_streak < 2:
        return ""
    if row.streak_certain:
        return gettext("%(count)s in a row") % {"count": row.current_streak}
    return gettext("at least %(count)s in a row") % {"count": row.current_streak}
