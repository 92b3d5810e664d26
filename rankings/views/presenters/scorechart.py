"""A State's score over time on every board, as a chart."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from django.utils.translation import gettext

from metrics.boards import Board
from rankings.charts import scales, times
from rankings.core.history import Standing
from rankings.selectors.standings import Standings
from rankings.views.links import Asked
from rankings.views.presenters import breaks
from rankings.views.presenters.figures import ChartFigure
from rankings.views.presenters.sheets import lines_sheet
from rankings.views.presenters.ticks import year_ticks
from rankings.views.wording import charts as words
from rankings.views.wording import labels
from rankings.views.wording.months import month_name, month_short
from states.months import Month


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
    rules = breaks.rules(found.in_india.versions, months)
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
        note=" ".join(filter(None, [gettext("Score out of 100 on each board."), breaks.note(rules)])),
        drawing=times.drawing(lines, len(months), ticks, scale, rules=rules),
        payload=times.figure(lines, [month_short(one) for one in months], ticks, scale, rules=rules),
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
        short_label=labels.board_tag(board),
        leading=leading,
    )
