"""A chart as the page holds it: message, text alternative, drawing, and the figure for Plotly."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext

from rankings.charts import rows
from rankings.charts.drawing import Drawing
from rankings.core.sheets import Sheet
from rankings.selectors.shapes import ListView
from rankings.views.wording import charts as words
from rankings.views.wording.labels import board_name, state_name
from rankings.views.wording.months import month_name


@dataclass(frozen=True, slots=True)
class ChartFigure:
    """`key` is unique in the page. `note` stands under the chart and says where the same numbers are.

    `sheet` holds the chart's own numbers, for whoever takes them away; its columns are named as the API names them.
    `single`: one month's list is drawn, whatever else its page counts.
    """

    key: str
    title: str
    alternative: str
    note: str
    drawing: Drawing
    payload: dict[str, Any]
    sheet: Sheet
    single: bool = False

    @property
    def data_id(self) -> str:
        return f"chart-{self.key}"


def scores(view: ListView) -> ChartFigure | None:
    """The scores of a list as a dot plot; None where fewer than two are on record."""
    ranked = [row for row in view.ranked if row.score is not None]
    if len(ranked) < 2:
        return None
    points = [
        rows.RowPoint(
            name=state_name(row.state),
            short=row.state.code,
            value=row.score,
            printed=f"{row.score:.2f}",
            hover=f"{row.rank}. {state_name(row.state)} · {row.score:.2f}",
            first=row.rank == 1,
        )
        for row in ranked
        if row.score is not None
    ]
    return ChartFigure(
        key="scores",
        title=words.scores_title(ranked, complete=view.complete),
        alternative=words.scores_alternative(ranked, month_name(view.month), board_name(view.board)),
        note=gettext("Score out of 100, in the order of rank. The same scores are in the table."),
        drawing=rows.scores_drawing(points),
        payload=rows.scores_figure(points),
        sheet=Sheet(
            ("rank", "state", "name", "score"),
            [(row.rank, row.state.code, state_name(row.state), row.score) for row in ranked],
        ),
        single=True,
    )
