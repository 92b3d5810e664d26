"""Ranks or scores of up to six States over time, each line by its own colour, dashes and marker."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from django.utils.translation import gettext, ngettext

from common.charts import times
from common.dates import month_name
from common.months import Month
from common.sheets import Sheet
from dashboard.compare.queries import Ahead, Compared, ahead
from dashboard.site.charted import ChartFigure, hovers, over_time
from rankings.lists import labels
from rankings.lists.labels import MISSING
from states.models import State

RANK, SCORE = "rank", "score"


def compare_chart(found: Compared, board: str, show: str) -> ChartFigure | None:
    """None where no State has a place, or there is one month only."""
    if len(found.lists) < 2:
        return None
    months = list(min(found.lists).to(max(found.lists)))
    lines = [
        line
        for look, state in enumerate(found.states)
        if (line := _line(state, months, found, show, look)) is not None
    ]
    if not lines:
        return None
    values = [value for line in lines for value in line.values if value is not None]
    scale = times.percent_scale(min(values)) if show == SCORE else times.rank_scale(int(max(values)))
    versions = {month: listed.methodology for month, listed in found.lists.items()}
    span = month_name(months[0]), month_name(months[-1])
    board = labels.board_name(board)
    names = {state.code: state.label for state in found.states}
    ends = [(line.name, MISSING if line.values[-1] is None else str(line.values[-1])) for line in lines]
    told = (
        gettext("Score out of 100 on the board %(board)s.")
        if show == SCORE
        else gettext("Rank in India on the board %(board)s, first on top.")
    )
    return over_time(
        lines,
        months,
        scale,
        versions,
        key="compared",
        title=ahead_title(ahead(found.lists, list(names)), names),
        alternative=alternative(board, *span, ends, scores=show == SCORE),
        note=told % {"board": board},
        sheet=_sheet(found, months),
    )


def _line(
    state: State, months: Sequence[Month], found: Compared, show: str, look: int
) -> times.Series | None:
    values = [_value(found, month, state.code, show) for month in months]
    known = [value for value in values if value is not None]
    if not known:
        return None
    name = state.label
    last = str(known[-1])
    return times.Series(
        name=name,
        values=tuple(values),
        hovers=hovers(months, [None if value is None else str(value) for value in values], name),
        end_label=f"{name} {last}",
        short_label=f"{state.code} {last}",
        look=look,
    )


def _value(found: Compared, month: Month, code: str, show: str) -> int | Decimal | None:
    one = found.lists[month].rows.get(code) if month in found.lists else None
    if one is None:
        return None
    return one.score if show == SCORE else one.rank


def _sheet(found: Compared, months: Sequence[Month]) -> Sheet:
    """Rank and score of each State, month by month; empty where it is not on record."""
    codes = [state.code for state in found.states]
    return Sheet(
        ("month", *(f"{code}_{kind}" for code in codes for kind in (RANK, SCORE))),
        [
            (str(month), *(_value(found, month, code, kind) for code in codes for kind in (RANK, SCORE)))
            for month in months
        ],
    )


def ahead_title(found: Ahead, names: dict[str, str]) -> str:
    """`Haryana was ahead of the others in 24 of 29 months`"""
    if not found.months:
        return gettext("Two of them were never ranked in the same month")
    most = found.most
    if most is None:
        return ngettext(
            "Nobody was ahead most often in %(months)s month",
            "Nobody was ahead most often in %(months)s months",
            found.months,
        ) % {"months": found.months}
    if len(found.counts) == 2:
        other = next(names[code] for code, _ in found.counts if code != most[0])
        return ngettext(
            "%(state)s was ahead of %(other)s in %(count)s of %(months)s month",
            "%(state)s was ahead of %(other)s in %(count)s of %(months)s months",
            found.months,
        ) % {"state": names[most[0]], "other": other, "count": most[1], "months": found.months}
    return ngettext(
        "%(state)s was ahead of the rest in %(count)s of %(months)s month",
        "%(state)s was ahead of the rest in %(count)s of %(months)s months",
        found.months,
    ) % {"state": names[most[0]], "count": most[1], "months": found.months}


def alternative(board: str, first: str, last: str, ends: Sequence[tuple[str, str]], *, scores: bool) -> str:
    """`ends` are (name, last value) of each line."""
    values = {
        "board": board, "first": first, "last": last,
        "ends": ", ".join(f"{name} {value}" for name, value in ends),
    }  # fmt: skip
    if scores:
        told = gettext(
            "Line chart of the scores on the board %(board)s from %(first)s to %(last)s; at the end: %(ends)s."
        )
    else:
        told = gettext(
            "Line chart of the ranks in India on the board %(board)s from %(first)s to %(last)s; at the end: %(ends)s."
        )
    return told % values
