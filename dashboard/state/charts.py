"""A State's ranks and scores over time, on every board, as charts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from django.utils.translation import gettext

from common.charts import scales, times
from common.dates import month_name, month_short, place
from common.months import Month
from dashboard.site import figures
from dashboard.site.figures import ChartFigure, lines_sheet, standings_sheet, year_ticks
from dashboard.state.queries import Past, Profile
from metrics.boards import Board
from rankings.lists.history import Standing
from rankings.lists.labels import board_name, board_tag, state_name


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
    name, board = state_name(found.state), board_name(found.scope.board)
    months, ranks = _months(past), list(held.values())
    series = times.Series(
        name=name,
        values=tuple(held.get(month) for month in months),
        hovers=tuple(_hover(month, standings.get(month)) for month in months),
        end_label=f"{board} {ranks[-1]}",
        short_label=f"{board_tag(found.scope.board)} {ranks[-1]}",
    )
    others = {
        other: _other_ranks(other, course, months)
        for other, course in found.courses.items()
        if other != found.scope.board and any(month in course and course[month].rank for month in months)
    }
    lines = [*others.values(), series]  # the board that is shown lies on top
    worst = max(int(value) for line in lines for value in line.values if value is not None)
    rules = figures.rules(past.versions, months)
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
    ) % {"board": board}
    amber = gettext("Amber: in first place.") if 1 in ranks else ""
    return ChartFigure(
        key="ranks",
        title=until(ranks_title(ranks, len(ranks), ranked), last, months[-1], unranked=months[-1] in standings),
        alternative=ranks_alternative(
            name, ranks, month_name(first), month_name(last), board, [line.end_label for line in others.values()]
        ),
        note=" ".join(filter(None, [note, amber, figures.note(rules)])),
        payload=times.figure(
            lines, [month_short(month) for month in months], year_ticks(months), scales.rank_scale(worst),
            mark_first=True, rules=rules,
        ),
        sheet=standings_sheet(months, standings, found.courses, others),
    )  # fmt: skip


def _hover(month: Month, standing: Standing | None) -> str:
    if standing is None or standing.rank is None:
        return ""
    rank = gettext("rank %(rank)s") % {"rank": standing.rank}
    return f"{month_name(month)}: {rank}" + ("" if standing.score is None else f" · {standing.score:.2f}")


def _other_ranks(board: str, course: Mapping[Month, Standing], months: Sequence[Month]) -> times.Series:
    name, rank_words = board_name(board), gettext("rank %(rank)s")
    ranks = [course[month].rank if month in course else None for month in months]
    last = next(rank for rank in reversed(ranks) if rank is not None)
    return times.Series(
        name=name,
        values=tuple(ranks),
        hovers=tuple(
            "" if rank is None else f"{name}, {month_name(month)}: {rank_words % {'rank': rank}}"
            for month, rank in zip(months, ranks, strict=True)
        ),
        end_label=f"{name} {last}",
        short_label=f"{board_tag(board)} {last}",
        leading=False,
    )


def scores_chart(found: Profile) -> ChartFigure | None:
    """The board that is shown in the colour of data, the others in grey; None where fewer than two scores are known."""
    board, past = found.scope.board, found.in_india
    own = _scores(found.courses.get(board, {}))
    if past is None or len(own) < 2:
        return None
    months = _months(past)
    # The board that is shown lies on top.
    boards = [*(other.value for other in Board if other != board), board]
    known = {other: scores for other in boards if (scores := _scores(found.courses.get(other, {})))}
    lines = {
        other: _score_line(other, scores, months, leading=other == board)
        for other, scores in known.items()
        if any(month in scores for month in months)
    }
    lowest = min(value for line in lines.values() for value in line.values if value is not None)
    rules = figures.rules(past.versions, months)
    ends = [
        (board_name(other), *(f"{list(scores.values())[at]:.2f}" for at in (0, -1)))
        for other, scores in known.items()
    ]
    at_ends = gettext("%(board)s %(first)s at the start, %(last)s at the end")
    alternative = gettext(
        "Line chart of the scores of %(state)s from %(first_month)s to %(last_month)s: %(boards)s."
    )
    title = gettext("%(board)s: score from %(first)s to %(last)s")
    first, *_, last = own.values()
    return ChartFigure(
        key="scores",
        title=until(
            title % {"board": board_name(board), "first": f"{first:.2f}", "last": f"{last:.2f}"},
            max(own), months[-1], unranked=months[-1] in past.standings,
        ),
        alternative=alternative % {
            "state": state_name(found.state),
            "first_month": month_name(months[0]), "last_month": month_name(months[-1]),
            "boards": "; ".join(
                at_ends % {"board": name, "first": start, "last": end} for name, start, end in ends
            ),
        },
        note=" ".join(filter(None, [gettext("Score out of 100 on each board."), figures.note(rules)])),
        payload=times.figure(
            list(lines.values()), [month_short(month) for month in months], year_ticks(months),
            scales.percent_scale(lowest), rules=rules,
        ),
        sheet=lines_sheet(months, [(other, line.values) for other, line in lines.items()]),
    )  # fmt: skip


def _scores(course: Mapping[Month, Standing]) -> dict[Month, Decimal]:
    return {month: standing.score for month, standing in course.items() if standing.score is not None}


def _score_line(
    board: str, scores: Mapping[Month, Decimal], months: list[Month], *, leading: bool
) -> times.Series:
    name = board_name(board)
    last = next(scores[month] for month in reversed(months) if month in scores)
    return times.Series(
        name=name,
        values=tuple(scores.get(month) for month in months),
        hovers=tuple(
            f"{name}, {month_name(month)}: {scores[month]:.2f}" if month in scores else "" for month in months
        ),
        end_label=f"{name} {last:.2f}",
        short_label=f"{board_tag(board)} {last:.2f}",
        leading=leading,
    )


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
