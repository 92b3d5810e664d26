"""A State's rank over time as a chart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from types import MappingProxyType

from django.utils.translation import gettext

from common.charts import scales, times
from common.dates import month_name, month_short
from common.months import Month
from dashboard.site import chart_wording as chart_words
from dashboard.site import chart_wording as words
from dashboard.site import figures
from dashboard.site.figures import ChartFigure, lines_sheet, standings_sheet, year_ticks
from dashboard.state.queries import Past, Standings
from metrics.boards import Board
from rankings.lists import labels
from rankings.lists.history import Standing
from rankings.lists.links import Asked

Courses = Mapping[str, Mapping[Month, Standing]]


def ranks_chart(
    name: str, past: Past | None, wanted: Asked, courses: Courses = MappingProxyType({})
) -> ChartFigure | None:
    """Rank over time, over every calendar month from the first on record; None where it was never ranked.

    `courses` are the State's places by board: the other boards are drawn in grey behind the one that is shown.
    """
    if past is None:
        return None
    ranks = [standing.rank for standing in past.standings.values() if standing.rank is not None]
    if not ranks:
        return None
    months = list(past.months[0].to(past.months[-1]))
    held = [month for month, one in past.standings.items() if one.rank is not None]
    values = [past.standings[month].rank if month in past.standings else None for month in months]
    last = ranks[-1]
    series = times.Series(
        name=name,
        values=tuple(values),
        hovers=tuple(_hover(month, past) for month in months),
        end_label=f"{labels.board_name(wanted.board)} {last}",
        short_label=f"{labels.board_tag(wanted.board)} {last}",
    )
    others = {
        board: _other(board, course, months)
        for board, course in courses.items()
        if board != wanted.board and any(month in course and course[month].rank for month in months)
    }
    lines = [*others.values(), series]  # the board that is shown lies on top
    worst = max(int(value) for line in lines for value in line.values if value is not None)
    ticks, scale = year_ticks(months), scales.rank_scale(worst)
    rules = figures.rules(past.versions, months)
    board = labels.board_name(wanted.board)
    return ChartFigure(
        key="ranks",
        title=chart_words.until(
            chart_words.ranks_title(ranks, len(ranks), [past.ranked.get(held[0]), past.ranked.get(held[-1])]),
            held[-1],
            past.months[-1],
            unranked=past.months[-1] in past.standings,
        ),
        alternative=chart_words.ranks_alternative(
            name,
            ranks,
            month_name(held[0]),
            month_name(held[-1]),
            board,
            [line.end_label for line in others.values()],
        ),
        note=f"{_note(board, ranks, alone=not others)} {figures.note(rules)}".strip(),
        payload=times.figure(
            lines, [month_short(month) for month in months], ticks, scale, mark_first=True, rules=rules
        ),
        sheet=standings_sheet(months, past.standings, courses, others),
    )


def _other(board: str, course: Mapping[Month, Standing], months: Sequence[Month]) -> times.Series:
    name = labels.board_name(board)
    ranks = [course[month].rank if month in course else None for month in months]
    last = next(rank for rank in reversed(ranks) if rank is not None)
    rank_words = gettext("rank %(rank)s")
    return times.Series(
        name=name,
        values=tuple(ranks),
        hovers=tuple(
            "" if rank is None else f"{name}, {month_name(month)}: {rank_words % {'rank': rank}}"
            for month, rank in zip(months, ranks, strict=True)
        ),
        end_label=f"{name} {last}",
        short_label=f"{labels.board_tag(board)} {last}",
        leading=False,
    )


def _note(board: str, ranks: list[int], *, alone: bool) -> str:
    if alone:
        note = gettext("Rank in India on the board %(board)s, first on top.") % {"board": board}
    else:
        note = gettext(
            "Rank in India on each board, first on top; %(board)s in front, the others in grey."
        ) % {"board": board}
    return note + " " + gettext("Amber: in first place.") if 1 in ranks else note


def _hover(month: Month, past: Past) -> str:
    standing = past.standings.get(month)
    if standing is None or standing.rank is None:
        return ""
    rank = gettext("rank %(rank)s") % {"rank": standing.rank}
    return f"{month_name(month)}: {rank}" + ("" if standing.score is None else f" · {standing.score:.2f}")


# A State's score over time on every board, as a chart.


def scores_chart(name: str, found: Standings, wanted: Asked) -> ChartFigure | None:
    """The board that is shown in the colour of data, the others in grey; None where fewer than two scores are known."""
    own = _scores(found.courses.get(wanted.board, {}))
    if found.in_india is None or len(own) < 2:
        return None
    months = list(found.in_india.months[0].to(found.in_india.months[-1]))
    # The board that is shown lies on top.
    boards = [*(board.value for board in Board if board != wanted.board), wanted.board]
    known = {board: scores for board in boards if (scores := _scores(found.courses.get(board, {})))}
    lines = [
        _series(board, scores, months, leading=board == wanted.board)
        for board, scores in known.items()
        if any(month in scores for month in months)
    ]
    lowest = min(value for line in lines for value in line.values if value is not None)
    ticks, scale = year_ticks(months), scales.percent_scale(lowest)
    rules = figures.rules(found.in_india.versions, months)
    return ChartFigure(
        key="scores",
        title=words.until(
            words.scores_over_time_title(labels.board_name(wanted.board), list(own.values())),
            max(own),
            months[-1],
            unranked=months[-1] in found.in_india.standings,
        ),
        alternative=words.scores_over_time_alternative(
            name,
            [(labels.board_name(board), list(scores.values())) for board, scores in known.items()],
            month_name(months[0]),
            month_name(months[-1]),
        ),
        note=" ".join(filter(None, [gettext("Score out of 100 on each board."), figures.note(rules)])),
        payload=times.figure(lines, [month_short(month) for month in months], ticks, scale, rules=rules),
        sheet=lines_sheet(months, [(board, line.values) for board, line in zip(known, lines, strict=False)]),
    )


def _scores(course: Mapping[Month, Standing]) -> dict[Month, Decimal]:
    return {month: one.score for month, one in course.items() if one.score is not None}


def _series(
    board: str, scores: Mapping[Month, Decimal], months: list[Month], *, leading: bool
) -> times.Series:
    name = labels.board_name(board)
    last = next(scores[month] for month in reversed(months) if month in scores)
    return times.Series(
        name=name,
        values=tuple(scores.get(month) for month in months),
        hovers=tuple(
            f"{name}, {month_name(month)}: {scores[month]:.2f}" if month in scores else "" for month in months
        ),
        end_label=f"{name} {last:.2f}",
        short_label=f"{labels.board_tag(board)} {last:.2f}",
        leading=leading,
    )
