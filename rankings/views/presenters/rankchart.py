"""A State's rank over time as a chart."""

from __future__ import annotations

from django.utils.translation import gettext

from rankings.charts import scales, times
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


def ranks_chart(name: str, past: Past | None, wanted: Asked) -> ChartFigure | None:
    """Rank over time, over every calendar month from the first on record; None where it was never ranked."""
    if past is None:
        return None
    ranks = [one.rank for one in past.standings.values() if one.rank is not None]
    if not ranks:
        return None
    months = list(past.months[0].to(past.months[-1]))
    values = [past.standings[month].rank if month in past.standings else None for month in months]
    last = ranks[-1]
    series = times.Series(
        name=name,
        values=tuple(values),
        hovers=tuple(_hover(month, past) for month in months),
        end_label=gettext("rank %(rank)s") % {"rank": last},
        short_label=str(last),
    )
    ticks, scale = year_ticks(months), scales.rank_scale(max(ranks))
    rules = breaks.rules(past.versions, months)
    board = labels.board_name(wanted.board)
    return ChartFigure(
        key="ranks",
        title=chart_words.ranks_title(ranks, len(past.months)),
        alternative=chart_words.ranks_alternative(
            name, ranks, month_name(months[0]), month_name(months[-1]), board
        ),
        note=f"{_note(board, ranks)} {breaks.note(rules)}".strip(),
        drawing=times.drawing([series], len(months), ticks, scale, mark_first=True, rules=rules),
        payload=times.figure(
            [series], [month_short(one) for one in months], ticks, scale, mark_first=True, rules=rules
        ),
        sheet=standings_sheet(months, past.standings),
    )


def _note(board: str, ranks: list[int]) -> str:
    note = gettext("Rank in India on the board %(board)s, first on top.") % {"board": board}
    return note + " " + gettext("Amber: in first place.") if 1 in ranks else note


def _hover(month: Month, past: Past) -> str:
    standing = past.standings.get(month)
    if standing is None or standing.rank is None:
        return ""
    rank = gettext("rank %(rank)s") % {"rank": standing.rank}
    return f"{month_name(month)}: {rank}" + ("" if standing.score is None else f" · {standing.score:.2f}")
