"""How the months in first place add up, as a chart."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext

from rankings.charts import scales, times
from rankings.selectors.shapes import StreakRow, StreaksView
from rankings.views.links import Asked
from rankings.views.presenters import breaks
from rankings.views.presenters.figures import ChartFigure
from rankings.views.presenters.sheets import lines_sheet
from rankings.views.presenters.ticks import year_ticks
from rankings.views.wording import charts as chart_words
from rankings.views.wording import labels
from rankings.views.wording.months import month_name, month_short
from states.months import Month

MOST_LINES = 6
"""Lines in the chart; more would cover one another."""


def firsts_chart(
    view: StreaksView, led: Sequence[StreakRow], shown: Sequence[Month], wanted: Asked
) -> ChartFigure | None:
    """How the months in first place add up, for the States that have most."""
    if not led or len(shown) < 2:
        return None
    lines = [_series(row, shown, leading=number == 0) for number, row in enumerate(led[:MOST_LINES])]
    top = led[0]
    elsewhere = {month for row in led[1:] for month in row.count.first_months}
    ticks, scale = year_ticks(shown), scales.count_scale(top.count.months_first)
    rules = breaks.rules(versions_of(view, shown), shown)
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
        note=" ".join(filter(None, [note, breaks.note(rules)])),
        drawing=times.drawing(lines, len(shown), ticks, scale, rules=rules),
        payload=times.figure(lines, [month_short(one) for one in shown], ticks, scale, rules=rules),
        sheet=lines_sheet(
            shown, [(row.state.code, one.values) for row, one in zip(led, lines, strict=False)]
        ),
    )


def _series(row: StreakRow, shown: Sequence[Month], *, leading: bool) -> times.Series:
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
