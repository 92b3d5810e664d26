"""Charts of the months in first place: how they add up, and who passed whom in rank."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext, ngettext

from common.charts import times
from common.charts.theme import LOOKS
from common.dates import month_name
from common.months import Month
from dashboard.site.charted import ChartFigure, hovers, lines_sheet, over_time
from rankings.lists.history import Count
from rankings.lists.labels import board_name, listed
from rankings.lists.streaks import Streaks
from states.models import State

MOST_LINES = 6
"""Lines in the chart; more would cover one another."""
FEW = 4
"""Where fewer States were ever first, those best placed at the end are drawn beside them."""


def versions_of(found: Streaks) -> dict[Month, str | None]:
    """The methodology version of each month that is shown and on record."""
    return {month: found.history[month].methodology for month in found.months if month in found.history}


def firsts_chart(found: Streaks) -> ChartFigure | None:
    """How the months in first place add up, for the States that have most."""
    led, months = found.led, found.months
    if not led or len(months) < 2:
        return None
    drawn = led[:MOST_LINES]
    lines = [_sums(state, count, months, leading=row == led[0]) for row in drawn for state, count in [row]]
    elsewhere = {month for _, count in led[1:] for month in count.first_months}
    note = gettext("Months in first place, added up. The counts are in the table.")
    alternative = gettext(
        "Line chart of months in first place on the board %(board)s, added up from %(first_month)s "
        "to %(last_month)s: %(counts)s."
    )
    return over_time(
        lines,
        months,
        times.count_scale(led[0][1].months_first),
        versions_of(found),
        key="firsts",
        title=firsts_title(
            led[0][0].label,
            led[0][1].months_first,
            [state.label for state, _ in led[1:]],
            len(elsewhere),
        ),
        alternative=alternative % {
            "board": board_name(found.scope.board),
            "first_month": month_name(months[0]), "last_month": month_name(months[-1]),
            "counts": ", ".join(f"{state.label} {count.months_first}" for state, count in drawn),
        },
        note=note,
        sheet=lines_sheet(
            months, [(state.code, line.values) for (state, _), line in zip(drawn, lines, strict=True)]
        ),
    )  # fmt: skip


def _sums(state: State, count: Count, months: Sequence[Month], *, leading: bool) -> times.Series:
    """The running count; broken in months in which the State's place is not on record, but for the last one."""
    total, name, values = 0, state.label, []
    for month in months:
        total += month in count.first_months
        values.append(None if month in count.undecided_months else total)
    texts = hovers(months, [None if value is None else str(value) for value in values], name)
    return times.Series(name, tuple(values), texts, f"{name} {total}", f"{state.code} {total}", leading)


def firsts_title(name: str, count: int, others: Sequence[str], months: int) -> str:
    """`Haryana has been first in 20 months, 3 other States in 9 between them`.

    `others` are the other States that were first at all, `months` those in which any of them was.
    """
    values = {"state": name, "count": count, "others": len(others), "months": months, "other": listed(others)}
    if not others:
        text = ngettext(
            "%(state)s has been first in %(count)s month; no other State is on record as first",
            "%(state)s has been first in %(count)s months; no other State is on record as first",
            count,
        )
    elif len(others) == 1:
        text = ngettext(
            "%(state)s has been first in %(count)s month, %(other)s in %(months)s",
            "%(state)s has been first in %(count)s months, %(other)s in %(months)s",
            count,
        )
    else:
        text = ngettext(
            "%(state)s has been first in %(count)s month, %(others)s other States in %(months)s between them",
            "%(state)s has been first in %(count)s months, %(others)s other States in %(months)s between them",
            count,
        )
    return text % values


def ranks_chart(found: Streaks) -> ChartFigure | None:
    """Ranks of at most as many States as one chart can tell apart; None where there is nothing to compare."""
    months = found.months
    states = _drawn(found) if len(months) > 1 else []
    if len(states) < 2:
        return None
    lines = [_ranks(state, number, found) for number, state in enumerate(states)]
    known = [[int(value) for value in line.values if value is not None] for line in lines]
    board = board_name(found.scope.board)
    note = gettext("Rank on the board %(board)s, first on top, of the States that were first most often.")
    line_text = gettext("%(state)s, rank %(last)s at the end, %(best)s at best, %(worst)s at worst")
    alternative = gettext(
        "Line chart of ranks on the board %(board)s from %(first_month)s to %(last_month)s: %(lines)s."
    )
    return over_time(
        lines,
        months,
        times.rank_scale(max(map(max, known))),
        versions_of(found),
        key="ranks",
        title=ranks_title(found),
        alternative=alternative % {
            "board": board, "first_month": month_name(months[0]), "last_month": month_name(months[-1]),
            "lines": "; ".join(
                line_text
                % {"state": line.name, "last": ranks[-1], "best": min(ranks), "worst": max(ranks)}
                for line, ranks in zip(lines, known, strict=True)
            ),
        },
        note=note % {"board": board},
        sheet=lines_sheet(
            months, [(state.code, line.values) for state, line in zip(states, lines, strict=True)]
        ),
    )  # fmt: skip


def _drawn(found: Streaks) -> list[State]:
    """Those that were first most often; where they are few, also those best placed in the last month on record."""
    first = [state for state, _ in found.led][: len(LOOKS)]
    last = next((month for month in reversed(found.months) if month in found.history), None)
    placed = {
        state: rank
        for state, _ in found.rows
        if last is not None and state not in first and (rank := _rank(state, last, found))
    }
    best = sorted(placed, key=lambda state: (placed[state], state.name))
    return first + best[: max(FEW - len(first), 0)]


def _rank(state: State, month: Month, found: Streaks) -> int | None:
    standing = found.history[month].rows.get(state.code) if month in found.history else None
    return standing.rank if standing else None


def _ranks(state: State, number: int, found: Streaks) -> times.Series:
    name, months = state.label, found.months
    values = [_rank(state, month, found) for month in months]
    last = next(value for value in reversed(values) if value is not None)
    rank = gettext("rank %(rank)s")
    return times.Series(
        name=name,
        values=tuple(values),
        hovers=hovers(months, [None if value is None else rank % {"rank": value} for value in values], name),
        end_label=f"{last} {name}",
        short_label=f"{last} {state.code}",
        look=number,
    )


def ranks_title(found: Streaks) -> str:
    """`Haryana has held first place since May 2023`, or who is first in the last month on record."""
    month = max((month for month, states in found.firsts.items() if states), default=None)
    if month is None:
        return gettext("Ranks of the States that led")
    now = [(state, count) for state, count in found.rows if state in found.firsts[month]]
    values = {"states": listed([state.label for state, _ in now]), "month": month_name(month)}
    if len(now) > 1:
        return gettext("%(states)s share first place in %(month)s") % values
    count = now[0][1]
    if month == found.last and count.current_streak_from is not None and count.current_streak > 1:
        values["month"] = month_name(count.current_streak_from)
        if count.streak_certain:
            return gettext("%(states)s has held first place since %(month)s") % values
        return gettext("%(states)s has held first place at least since %(month)s") % values
    return gettext("%(states)s is first in %(month)s") % values
