"""The rank over time of the States that led, as a chart: who passed whom, month by month."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext

from common.charts import scales, times
from common.charts.theme import LOOKS
from common.dates import month_name, month_short
from common.months import Month
from dashboard.site import chart_wording as chart_words
from dashboard.site import chart_wording as words
from dashboard.site import figures
from dashboard.site.figures import ChartFigure, lines_sheet, year_ticks
from rankings.lists import labels
from rankings.lists.history import History
from rankings.lists.links import Asked
from rankings.lists.queries import StreakRow, StreaksView
from states.models import State

# How the months in first place add up, as a chart.

MOST_LINES = 6
"""Lines in the chart; more would cover one another."""


def firsts_chart(
    view: StreaksView, led: Sequence[StreakRow], shown: Sequence[Month], wanted: Asked
) -> ChartFigure | None:
    """How the months in first place add up, for the States that have most."""
    if not led or len(shown) < 2:
        return None
    lines = [_firsts_series(row, shown, leading=number == 0) for number, row in enumerate(led[:MOST_LINES])]
    top = led[0]
    elsewhere = {month for row in led[1:] for month in row.count.first_months}
    ticks, scale = year_ticks(shown), scales.count_scale(top.count.months_first)
    rules = figures.rules(versions_of(view, shown), shown)
    span = month_name(shown[0]), month_name(shown[-1])
    leaders = [(labels.state_name(row.state), row.count.months_first) for row in led[:MOST_LINES]]
    note = gettext("Months in first place, added up. The counts are in the table.")
    return ChartFigure(
        key="firsts",
        title=chart_words.firsts_title(
            leaders[0][0],
            top.count.months_first,
            [labels.state_name(row.state) for row in led[1:]],
            len(elsewhere),
        ),
        alternative=chart_words.firsts_alternative(leaders, *span, labels.board_name(wanted.board)),
        note=" ".join(filter(None, [note, figures.note(rules)])),
        payload=times.figure(lines, [month_short(one) for one in shown], ticks, scale, rules=rules),
        sheet=lines_sheet(
            shown, [(row.state.code, one.values) for row, one in zip(led, lines, strict=False)]
        ),
    )


def _firsts_series(row: StreakRow, shown: Sequence[Month], *, leading: bool) -> times.Series:
    """The running count; broken in months in which the State's place is not on record, but for the last one."""
    total, values, hovers = 0, [], []
    undecided = set(row.count.undecided_months)
    name = labels.state_name(row.state)
    for month in shown:
        total += month in row.count.first_months
        values.append(None if month in undecided else total)
        hovers.append("" if month in undecided else f"{name}, {month_name(month)}: {total}")
    return times.Series(
        name, tuple(values), tuple(hovers), f"{name} {total}", f"{row.state.code} {total}", leading
    )


def versions_of(view: StreaksView, shown: Sequence[Month]) -> dict[Month, str | None]:
    """The methodology version of each month that is shown and on record."""
    return {month: view.versions[month] for month in shown if month in view.versions}


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
    rules = figures.rules(versions_of(view, shown), shown)
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
        note=" ".join(filter(None, [note % {"board": board}, figures.note(rules)])),
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
