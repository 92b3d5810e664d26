"""Addresses of pages and data, and choices that keep the rest of an address as it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import get_script_prefix, reverse

from common.asking import Choice
from common.months import Month
from common.templatetags.pragati import address
from metrics.boards import DEFAULT_BOARD
from rankings.lists import asked, labels
from rankings.lists.histories import Scope
from rankings.models import Origin
from states.selectors import DEFAULT_CATEGORY


@dataclass(frozen=True, slots=True)
class Asked:
    """The board, category and origin that a page was asked for, and the day as of which, each checked."""

    board: str
    category: str
    origin: Origin | None
    as_of: date | None = None

    @classmethod
    def of(cls, request: HttpRequest) -> Asked:
        """Read the query. Raises UnknownNameError or MalformedQueryError."""
        query = request.GET
        return cls(
            asked.board(query.get("board")).value,
            asked.category(query.get("category")),
            asked.origin(query.get("origin")),
            asked.as_of(query.get("as_of")),
        )

    @property
    def scope(self) -> Scope:
        return Scope(self.board, self.category, self.origin, as_of=self.as_of)

    def on_board(self, board: str) -> Asked:
        return replace(self, board=board)

    def in_category(self, category: str) -> Asked:
        return replace(self, category=category)

    def of_origin(self, origin: Origin | None) -> Asked:
        return replace(self, origin=origin)

    @property
    def query(self) -> dict[str, str]:
        """What differs from the defaults, as a query says it."""
        query = {}
        if self.board != DEFAULT_BOARD:
            query["board"] = self.board
        if self.category != DEFAULT_CATEGORY:
            query["category"] = self.category
        if self.origin is not None:
            query["origin"] = self.origin.value
        if self.as_of is not None:
            query["as_of"] = self.as_of.isoformat()
        return query


def page(name: str, *args: object, query: Mapping[str, str] | None = None) -> str:
    """The address of one of our pages, in the active language."""
    path = address((f"rankings:{name}", *args), query={})
    return f"{path}?{urlencode(query)}" if query else path


def leaderboard(month: Month | None, wanted: Asked, revision: int | None = None) -> str:
    """A list's page: the latest one where `month` is None."""
    query = wanted.query
    if month is None:
        return page("latest", query=query)
    if revision is None:
        return page("month", month, query=query)
    return page("revision", month, revision, query=query)


def state(code: str, wanted: Asked, month: Month | None = None) -> str:
    """A State's profile on a board; the newest month where `month` is None."""
    query = {key: value for key, value in wanted.query.items() if key != "category"}
    if month is not None:
        query["month"] = str(month)
    return page("state", code, query=query)


def why(code: str, wanted: Asked, first: Month, last: Month) -> str:
    """Why a State's rank changed between two lists. It rests on figures, so it knows no origin."""
    query = {key: value for key, value in wanted.query.items() if key != "origin"}
    return f"{reverse('why:change', args=[code])}?{urlencode(query | {'from': str(first), 'to': str(last)})}"


def claim(wanted: Asked, parts: Mapping[str, str], first: Month, last: Month) -> str:
    """The permanent address of a claim and its verdict."""
    query = wanted.query | dict(parts) | {"from": str(first), "to": str(last)}
    return page("claims", query=query) + "#claim"


def said(text: str) -> str:
    """The claim checker asked in words."""
    return page("claims", query={"said": text}) + "#claim"


def methodology(version: str, against: str = "") -> str:
    """A version of the rules, compared with another one where `against` names it."""
    return page("methodology", version, query={"against": against} if against else None)


def data(path: str, query: Mapping[str, str]) -> str:
    """An address of the public API, which has no language."""
    path = f"{get_script_prefix()}api/v1/{path}"
    return f"{path}?{urlencode(query)}" if query else path


def board_choices(wanted: Asked, addresses: Mapping[str, str]) -> list[Choice]:
    """The four boards; `addresses` holds the page of each board that has one."""
    return [
        Choice(
            labels.board_name(code), addresses.get(code, ""), code == wanted.board, labels.board_long(code)
        )
        for code in labels.BOARDS
    ]


def category_choices(wanted: Asked, addresses: Mapping[str, str]) -> list[Choice]:
    """The four categories, likewise."""
    return [
        Choice(labels.category_short(code), addresses.get(code, ""), code == wanted.category)
        for code in labels.CATEGORIES
    ]


def list_path(month: Month, revision: int | None = None) -> str:
    """The address of a list in the API; of a revision, for ever the same bytes."""
    if revision is None:
        return reverse("api:month", args=[str(month)])
    return reverse("api:revision", args=[str(month), str(revision)])
