"""A State's rank over time as a chart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from django.utils.translation import gettext

from rankings.charts import scales, times
from rankings.core.history import Standing
from rankings.selectors.standings import Past
from rankings.views.links import Asked
from rankings.views.presenters import breaks
from rankings.views.presenters.figures import ChartFigure
from rankings.views.presenters.sheets import standings_sheet
from rankings.views.presenters.ticks import year_ticks
from rankings.views.wording import charts as chart_words
from rankings.views.wording import labels
from rankings.views.wording.months import month_name, month_short
from states.months import Month

Courses = Mapping[str, Mapping[Month, Standing]]


def ranks_chart(
    name: str, past: Past | None, wanted: Asked, courses: Courses = MappingProxyType({})
) -> ChartFigure | None:
    """Rank over time, over every calendar month from the first on record; None where it was never ranked.

    `courses` are the State's places by board: the other boards are drawn in grey behind the one that is shown.
    """
    if past is None:
        return None
    ranks = [one.rank for one in past.standings.values() if one.rank is not None]
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
    rules = breaks.rules(past.versions, months)
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
        note=f"{_note(board, ranks, alone=not others)} {breaks.note(rules)}".strip(),
        drawing=times.drawing(lines, len(months), ticks, scale, mark_first=True, rules=rules),
        payload=times.figure(
            lines, [month_short(one) for one in months], ticks, scale, mark_first=True, rules=rules
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
