"""What may be asked of the pages of what is measured."""

from __future__ import annotations

from typing import ClassVar

from common.forms import ReadField
from metrics.boards import Board
from rankings.lists import asked
from rankings.lists.query import ListQuery
from states.selectors import ALL_INDIA

_MONTH = ("board", "category", "as_of", "month")


class MonthQuery(ListQuery):
    """`month` is None for the newest list."""

    takes: ClassVar = {**ListQuery.takes, "rankings:parameter": _MONTH, "rankings:heatmap": _MONTH}

    month = ReadField(lambda text: asked.month(text, "month"))


class ParametersQuery(MonthQuery):
    """A version of the methodology, empty for the newest; all parameters are measured, in all of India."""

    takes: ClassVar = {**MonthQuery.takes, "rankings:parameters": ("methodology", "month", "as_of")}

    methodology = ReadField(str, initial="")

    def clean_board(self) -> str:
        return Board.OVERALL.value

    def clean_category(self) -> str:
        return ALL_INDIA
