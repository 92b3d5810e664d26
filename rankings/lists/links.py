"""Addresses of pages and data, and choices that keep the rest of an address as it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import get_script_prefix, get_urlconf, reverse
from django.utils.translation import get_language

from common.asking import Choice
from common.months import Month
from metrics.boards import DEFAULT_BOARD
from rankings.lists import asked, labels
from rankings.lists.histories import Scope
from rankings.lists.progress_rank import SPANS, Measure
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
    address = _address(name, tuple(map(str, args)), get_language(), get_script_prefix(), get_urlconf())
    return f"{address}?{urlencode(query)}" if query else address


@lru_cache(maxsize=4096)
def _address(name: str, args: tuple[str, ...], *_within: str | None) -> str:
    """Found once for each language and place of the site: a page has two hundred links."""
    return reverse(f"rankings:{name}", args=args)


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


def why(code: str, wanted: Asked, first: Month | None = None, last: Month | None = None) -> str:
    """Why a State's rank changed between two lists; by default the newest and the one before it."""
    window = {key: str(value) for key, value in (("from", first), ("to", last)) if value is not None}
    return _explained("change", code, wanted, window)


def plan(code: str, wanted: Asked, month: Month | None = None, query: Mapping[str, str] | None = None) -> str:
    """What would bring a State to a rank: by default to the next better place of the newest list."""
    own = {} if month is None else {"month": str(month)}
    return _explained("plan", code, wanted, own | dict(query or {}), safe=":,")


def what_if(month: Month, wanted: Asked, query: Mapping[str, str] | None = None) -> str:
    """A list ranked again with other figures or marks."""
    return _explained("what_if", str(month), wanted, query, safe=":,/")


def _explained(
    name: str, of: str, wanted: Asked, more: Mapping[str, str] | None = None, *, safe: str = ""
) -> str:
    """A page that rests on figures, so it knows no origin; `safe` are signs that stay readable in its query."""
    query = {key: value for key, value in wanted.query.items() if key != "origin"} | dict(more or {})
    address = reverse(f"why:{name}", args=[of])
    return f"{address}?{urlencode(query, safe=safe)}" if query else address


def sureness(month: Month, wanted: Asked) -> str:
    """How sure the order of a computed list is."""
    return _explained("sensitivity", str(month), wanted)


def deciding(month: Month, wanted: Asked) -> str:
    """What decides a computed list."""
    return _explained("decides", str(month), wanted)


def progress(month: Month | None, wanted: Asked, span: int = SPANS[0], by: Measure = Measure.CHANGE) -> str:
    """Who moved most over so many months; of the newest month where `month` is None."""
    query = wanted.query | progress_query(span, by)
    address = reverse("why:progress", args=[str(month or asked.LATEST)])
    return f"{address}?{urlencode(query)}" if query else address


def progress_query(span: int, by: Measure) -> dict[str, str]:
    """What differs from progress over one month in points."""
    query = {"span": str(span)} if span != SPANS[0] else {}
    return query | ({"measure": by.value} if by is not Measure.CHANGE else {})


def streaks(wanted: Asked, first: Month | None = None, last: Month | None = None) -> str:
    window = {key: str(value) for key, value in (("from", first), ("to", last)) if value is not None}
    return page("streaks", query=wanted.query | window)


def annual(wanted: Asked, year: int | None = None) -> str:
    """The ranking of a calendar year; the newest whole one where `year` is None."""
    return page("annual", query=wanted.query | ({} if year is None else {"year": str(year)}))


def query_string(query: Mapping[str, str]) -> str:
    """A query as an address carries it, without its question mark."""
    return urlencode(query)


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


def parameters(wanted: Asked, version: str = "", month: Month | None = None) -> str:
    """What is measured, on all boards: of a version, or in a month; the newest where neither is given."""
    query = {"methodology": version, "month": str(month or ""), "as_of": wanted.query.get("as_of", "")}
    return page("parameters", query={key: value for key, value in query.items() if value})


def parameter(code: str, wanted: Asked, month: Month | None = None) -> str:
    """One parameter on a board and in a category; the newest month where `month` is None."""
    return page("parameter", code, query=_measured(wanted, month))


def heatmap(wanted: Asked, month: Month | None = None) -> str:
    return page("heatmap", query=_measured(wanted, month))


def _measured(wanted: Asked, month: Month | None) -> dict[str, str]:
    """Figures stand behind computed lists only, so a page that shows them knows no origin."""
    query = wanted.of_origin(None).query
    return query if month is None else query | {"month": str(month)}


def data(path: str, query: Mapping[str, str]) -> str:
    """An address of the public API, which has no language."""
    address = f"{get_script_prefix()}api/v1/{path}"
    return f"{address}?{urlencode(query)}" if query else address


def board_choices(wanted: Asked, address: Mapping[str, str]) -> list[Choice]:
    """The four boards; `address` holds the page of each board that has one."""
    return [
        Choice(labels.board_name(code), address.get(code, ""), code == wanted.board, labels.board_long(code))
        for code in labels.BOARDS
    ]


def category_choices(wanted: Asked, address: Mapping[str, str]) -> list[Choice]:
    """The four categories, likewise."""
    return [
        Choice(labels.category_short(code), address.get(code, ""), code == wanted.category)
        for code in labels.CATEGORIES
    ]


def list_path(month: Month, revision: int | None = None) -> str:
    """The address of a list in the API; of a revision, for ever the same bytes."""
    if revision is None:
        return reverse("api:month", args=[str(month)])
    return reverse("api:revision", args=[str(month), str(revision)])
