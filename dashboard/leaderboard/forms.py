"""What may be asked of a list's page: which list, in which order, as a table or a map, with which State found."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from common.forms import ReadField
from rankings.lists import asked
from rankings.lists.query import ListQuery
from states.selectors import state_by_code

SORTS = {"rank": "asc", "name": "asc", "moved": "desc", "score": "desc", "lost": "asc", "first": "desc"}
"""What a list can be sorted by, each with the order that it begins with."""


class LeaderboardQuery(ListQuery):
    """`state` is the code of the State to be found, empty where none is asked for. Raises UnknownStateError too."""

    sort = ReadField(lambda text: asked.one_of(text, "sort", SORTS), initial="rank")
    order = ReadField(lambda text: asked.one_of(text, "order", ("asc", "desc")))
    view = ReadField(lambda text: asked.one_of(text, "view", ("table", "map")), initial="table")
    state = ReadField(lambda text: state_by_code(text).code, initial="")

    def clean_order(self) -> str:
        order: str | None = self.cleaned_data["order"]
        return order or SORTS[self.cleaned_data["sort"]]

    def usual(self, name: str, values: Mapping[str, Any]) -> Any:
        """Each column has an order of its own that it begins with."""
        return SORTS[values["sort"]] if name == "order" else super().usual(name, values)
