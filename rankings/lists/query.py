"""Which history is meant, as an address says it: board, category, origin, and the day as of which."""

from __future__ import annotations

from typing import Any, ClassVar

from django.http import HttpRequest
from django.utils.translation import gettext as _

from common.asking import MalformedQueryError
from common.forms import QueryForm, ReadField
from metrics.boards import DEFAULT_BOARD
from rankings.lists import asked
from rankings.lists.histories import Scope
from rankings.models import Origin
from states.selectors import DEFAULT_CATEGORY

_EXPLAINED = ("board", "category", "as_of")
"""What a page understands that rests on figures: recorded lists have none, so it knows no origin."""


class ListQuery(QueryForm):
    """A history of lists; pages that can be asked for more add their own fields."""

    carried = ("board", "category", "origin", "as_of")
    takes: ClassVar = {
        "rankings:state": ("board", "origin", "as_of"),
        "rankings:compare": ("board", "origin", "as_of"),
        "rankings:parameter": _EXPLAINED,
        "rankings:heatmap": _EXPLAINED,
        "rankings:parameters": ("as_of",),
        "rankings:methodology": (),
        "why:change": _EXPLAINED,
        "why:plan": _EXPLAINED,
        "why:what_if": _EXPLAINED,
        "why:sensitivity": _EXPLAINED,
        "why:decides": _EXPLAINED,
    }

    board = ReadField(
        asked.board, initial=DEFAULT_BOARD,
        help_text="The board, in any case; left out, `cctns` (where there are many lists: each).",
    )  # fmt: skip
    category = ReadField(
        asked.category, initial=DEFAULT_CATEGORY,
        help_text="The category, in any case; left out, `all` (where there are many lists: each).",
    )  # fmt: skip
    origin = ReadField(
        asked.origin,
        help_text="Lists of one origin alone; left out, the computed list of a month where there is one and the "
        "recorded one elsewhere.",
    )
    as_of = ReadField(
        asked.as_of, help_text="The day on which it was known: answers what was on record then."
    )

    @property
    def scope(self) -> Scope:
        asked_for = self.cleaned_data
        return Scope(asked_for["board"], asked_for["category"], asked_for["origin"], as_of=asked_for["as_of"])


class RescoredQuery(ListQuery):
    """A history that can be shown scored again under one methodology version.

    `under` is the version, or `latest` for the one behind the newest computed list; None: as published.
    """

    under = ReadField(str)

    def clean(self) -> dict[str, Any]:
        if self.cleaned_data["under"] and self.cleaned_data["origin"] == Origin.RECORDED:
            told = _(
                "origin: recorded lists cannot be scored again, their figures are not known; leave it out"
            )
            raise MalformedQueryError("origin", told)
        return self.cleaned_data


def rescored_address(request: HttpRequest) -> str | None:
    """The way from `?view=rescored&methodology=VERSION`, as it was once asked, to `?under=VERSION`; None elsewhere.

    Raises MalformedQueryError for a `view` that there is not and a `methodology` that goes with none.
    """
    query = request.GET.copy()
    version = asked.rescored_under(
        query.get("view"), query.get("methodology"), asked.origin(query.get("origin"))
    )
    if version is None:
        return None
    for name in ("view", "methodology", "under"):
        query.pop(name, None)
    query["under"] = version or asked.LATEST
    return f"{request.path}?{query.urlencode()}"
