"""The rank over time of the States that led, as a chart: who passed whom, month by month."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext

from rankings.charts import scales, times
from rankings.charts.theme import LOOKS
from rankings.core.history import History
from rankings.selectors.shapes import StreaksView
from rankings.views.links import Asked
from rankings.views.presenters import breaks
from rankings.views.presenters.figures import ChartFigure
from rankings.views.presenters.firstschart import versions_of
from rankings.views.presenters.sheets import lines_sheet
from rankings.views.presenters.ticks import year_ticks
from rankings.views.wording import charts as words
from rankings.views.wording import labels
from rankings.views.wording.months import month_name, month_short
from states.models import State
from states.months import Month

FEW = 4
"""Where fewer States were ever first, those best placed at the end are drawn beside them."""


def bump_chart(
    view: StreaksView, history: History, shown: Sequence[Month], wanted: Asked
) -> ChartFigure | None:
    """Ranks of at most as many States as one chart can tell apart; None where there is nothing to compare."""
    if len(shown) < 2:
        return None
    leading = _leading(view, history, shown)
    if len(leading) < 2:
        return None
    lines = [_series(state, number, history, shown) for number, state in enumerate(leading)]
    ranks = [value for line in lines for value in line.values if value is not None]
    ticks, scale = year_ticks(shown), scales.rank_scale(max(int(rank) for rank in ranks))
    rules = breaks.rules(versions_of(view, shown), shown)
    board = labels.board_name(wanted.board)
    note = gettext("Rank on the board %(board)s, first on top, of the States that were first most often.")
    last = [(labels.state_name(state), line) for state, line in zip(leading, lines, strict=True)]
    return ChartFigure(
        key="ranks",
        title=words.bump_title(view),
        alternative=words.bump_alternative(
            [(name, [int(value) for value in line.values if value is not None]) for name, line in last],
            month_name(shown[0]), month_name(shown[-1]), board,
        ),
        note=" ".join(filter(None, [note % {"board": board}, breaks.note(rules)])),
        drawing=times.drawing(lines, len(shown), ticks, scale, rules=rules),
        payload=times.figure(lines, [month_short(one) for one in shown], ticks, scale, rules=rules),
        sheet=lines_sheet(
            shown, [(state.code, line.values) for state, line in zip(leading, lines, strict=True)]
        ),
    )  # fmt: skip


def _leading(view: StreaksView, history: History, shown: Sequence[Month]) -> list[State]:
    """Those that were first most often; where they are few, also those best placed in the last month on record."""
    first = [row.state for row in view.rows if row.count.months_first][: len(LOOKS)]
    last = next((month for month in reversed(shown) if month in history), None)
    placed = {
        row.state: rank
        for row in view.rows
        if last is not None and row.state not in first and (rank := _rank(row.state, last, history))
    }
    best = sorted(placed, key=lambda state: (placed[state], state.name))
    return first + best[: max(FEW - len(first), 0)]


def _rank(state: State, month: Month, history: History) -> int | None:
    standing = history[month].rows.get(state.code) if month in history else None
    return standing.rank if standing else None


def _series(state: State, number: int, history: History, shown: Sequence[Month]) -> times.Series:
    name = labels.state_name(state)
    values = [_rank(state, month, history) for month in shown]
    last = next(value for value in reversed(values) if value is not None)
    rank = gettext("rank %(rank)s")
    return times.Series(
        name=name,
        values=tuple(values),
        hovers=tuple(
            "" if value is None else f"{name}, {month_name(month)}: {rank % {'rank': value}}"
            for month, value in zip(shown, values, strict=True)
        ),
        end_label=f"{last} {name}",
        short_label=f"{last} {state.code}",
        look=number,
    )
