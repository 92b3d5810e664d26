"""A State's ranks and scores over time, on every board, as charts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from django.utils.translation import gettext

from common.charts import times
from common.dates import month_name, place
from common.months import Month
from dashboard.site.charted import ChartFigure, hovers, lines_sheet, over_time, standings_sheet
from dashboard.state.queries import Past, Profile
from metrics.boards import Board
from rankings.lists.history import Standing
from rankings.lists.labels import board_name, board_tag


def _line(
    board: str, values: Mapping[Month, int | Decimal], months: Sequence[Month], text: str, *, leading: bool
) -> times.Series:
    """A board's line; `text` prints a value where it is pointed at."""
    name = board_name(board)
    own = [values.get(month) for month in months]
    last = next(value for value in reversed(own) if value is not None)
    return times.Series(
        name=name,
        values=tuple(own),
        hovers=hovers(months, [None if value is None else text % {"rank": value} for value in own], name),
        end_label=f"{name} {last}",
        short_label=f"{board_tag(board)} {last}",
        leading=leading,
    )


def _known(found: Profile, part: str, months: Sequence[Month]) -> dict[str, dict[Month, int | Decimal]]:
    """Ranks or scores by board, where there are any in these months; the board that is shown last, to lie on top."""
    boards = [*(board.value for board in Board if board != found.scope.board), found.scope.board]
    known = {
        board: {
            month: value
            for month, standing in found.courses.get(board, {}).items()
            if (value := getattr(standing, part)) is not None
        }
        for board in boards
    }
    return {board: values for board, values in known.items() if any(month in values for month in months)}


def _months(past: Past) -> list[Month]:
    """Every calendar month from the first on record."""
    return list(min(past.history).to(max(past.history)))


def ranks_chart(found: Profile) -> ChartFigure | None:
    """Rank over time, the other boards in grey behind the one that is shown; None where it was never ranked on it."""
    past = found.in_india
    standings = past.standings if past else {}
    held = {month: standing.rank for month, standing in standings.items() if standing.rank is not None}
    if past is None or not held:
        return None
    name, board, months, ranks = (
        found.state.label,
        found.scope.board,
        _months(past),
        list(held.values()),
    )
    rank = gettext("rank %(rank)s")
    texts = [_rank_and_score(standings.get(month), rank) for month in months]
    series = replace(_line(board, held, months, rank, leading=True), name=name, hovers=hovers(months, texts))
    others = {
        other: _line(other, values, months, rank, leading=False)
        for other, values in sorted(_known(found, "rank", months).items())
        if other != board
    }
    lines = [*others.values(), series]
    first, last = min(held), max(held)
    ranked = [
        sum(row.rank is not None for row in past.history[month].rows.values())
        if past.history[month].complete
        else None
        for month in (first, last)
    ]
    note = (
        gettext("Rank in India on each board, first on top; %(board)s in front, the others in grey.")
        if others
        else gettext("Rank in India on the board %(board)s, first on top.")
    ) % {"board": board_name(board)}
    amber = gettext("Amber: in first place.") if 1 in ranks else ""
    return over_time(
        lines,
        months,
        times.rank_scale(max(int(value) for line in lines for value in line.values if value is not None)),
        past.versions,
        key="ranks",
        title=until(ranks_title(ranks, len(ranks), ranked), last, months[-1], unranked=months[-1] in standings),
        alternative=ranks_alternative(
            name, ranks, month_name(first), month_name(last), board_name(board),
            [line.end_label for line in others.values()],
        ),
        note=f"{note} {amber}".strip(),
        sheet=standings_sheet(months, standings, found.courses, others),
        mark_first=True,
    )  # fmt: skip


def _rank_and_score(standing: Standing | None, rank: str) -> str | None:
    if standing is None or standing.rank is None:
        return None
    text = rank % {"rank": standing.rank}
    return text if standing.score is None else f"{text} · {standing.score:.2f}"


def scores_chart(found: Profile) -> ChartFigure | None:
    """The board that is shown in the colour of data, the others in grey; None where fewer than two scores are known."""
    board, past = found.scope.board, found.in_india
    months = _months(past) if past else []
    known = _known(found, "score", months)
    own = known.get(board, {})
    if past is None or len(own) < 2:
        return None
    lines = {
        other: _line(other, scores, months, "%(rank)s", leading=other == board)
        for other, scores in known.items()
    }
    at_ends = gettext("%(board)s %(first)s at the start, %(last)s at the end")
    alternative = gettext(
        "Line chart of the scores of %(state)s from %(first_month)s to %(last_month)s: %(boards)s."
    )
    ends = {
        other: {"board": board_name(other), "first": scores[min(scores)], "last": scores[max(scores)]}
        for other, scores in known.items()
    }
    title = gettext("%(board)s: score from %(first)s to %(last)s") % ends[board]
    return over_time(
        list(lines.values()),
        months,
        times.percent_scale(min(min(scores.values()) for scores in known.values())),
        past.versions,
        key="scores",
        title=until(title, max(own), months[-1], unranked=months[-1] in past.standings),
        alternative=alternative % {
            "state": found.state.label,
            "first_month": month_name(months[0]), "last_month": month_name(months[-1]),
            "boards": "; ".join(at_ends % end for end in ends.values()),
        },
        note=gettext("Score out of 100 on each board."),
        sheet=lines_sheet(months, [(other, line.values) for other, line in lines.items()]),
    )  # fmt: skip


# What the charts say: titles, and text alternatives for those who do not see them.


def until(title: str, last: Month, shown: Month, *, unranked: bool) -> str:
    """A title of what ended before the month that is shown: `… until September 2023; unranked in October 2023`

    `unranked`: the list of that month names the State without a rank; else it does not name it.
    """
    if last == shown:
        return title
    text = (
        gettext("%(title)s until %(last)s; unranked in %(shown)s")
        if unranked
        else gettext("%(title)s until %(last)s; not on record in %(shown)s")
    )
    return text % {"shown": month_name(shown), "last": month_name(last), "title": title}


def ranks_title(ranks: Sequence[int], months: int, ranked: Sequence[int | None] = (None, None)) -> str:
    """`From 14th to 6th in 29 months`; `ranks` are those on record, oldest first, in so many `months`.

    `ranked` is how many were ranked in the first and in the last of them, None where that is not known: the places are
    `14th of 36` and `6th of 16` where the two differ.
    """
    first, last = ranks[0], ranks[-1]
    best, worst = place(min(ranks)), place(max(ranks))
    values: dict[str, str | int | None] = {
        "first": place(first), "last": place(last), "months": months, "best": best, "worst": worst,
    }  # fmt: skip
    if months == 1:
        return gettext("In %(last)s place, the only month with a rank") % values
    if min(ranks) == max(ranks):
        return gettext("In %(last)s place in each of %(months)s months") % values
    if first == last == min(ranks):
        return (
            gettext("In %(last)s place, as at the start of these %(months)s months; at worst in %(worst)s")
            % values
        )
    if first == last:
        return (
            gettext("In %(last)s place, as at the start of these %(months)s months; at best in %(best)s")
            % values
        )
    if None not in ranked and ranked[0] != ranked[1]:
        values |= {"of_first": ranked[0], "of_last": ranked[1]}
        return (
            gettext("From %(first)s of %(of_first)s to %(last)s of %(of_last)s in %(months)s months") % values
        )
    return gettext("From %(first)s to %(last)s place in %(months)s months") % values


def ranks_alternative(
    state: str, ranks: Sequence[int], first_month: str, last_month: str, board: str, others: Sequence[str]
) -> str:
    """`Line chart of the rank of Uttarakhand …: 14 at first, 6 at last, best 5, worst 16; first in 0 months.`

    `others` are the lines of the other boards, each with its last rank: `Overall 6`.
    """
    values = {
        "state": state, "board": board, "first_month": first_month, "last_month": last_month,
        "first": ranks[0], "last": ranks[-1], "best": min(ranks), "worst": max(ranks), "count": ranks.count(1),
    }  # fmt: skip
    text = (
        gettext(
            "Line chart of the rank of %(state)s on the board %(board)s from %(first_month)s to %(last_month)s: "
            "rank %(first)s at the start, rank %(last)s at the end, rank %(best)s at best, rank %(worst)s at worst; "
            "months in first place: %(count)s."
        )
        % values
    )
    if not others:
        return text
    return (
        text
        + " "
        + gettext("The other boards, in grey, at the end: %(boards)s.") % {"boards": ", ".join(others)}
    )
