"""Addresses of pages and data, and choices that keep the rest of an address as it is."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlencode

from django.urls import get_script_prefix, reverse

from common.asking import Choice
from common.months import Month
from common.templatetags.pragati import address
from rankings.lists import labels
from rankings.lists.histories import Scope


def page(name: str, *args: object, query: Mapping[str, str] | None = None) -> str:
    """The address of one of our pages, in the active language."""
    path = address((f"rankings:{name}", *args), query={})
    return f"{path}?{urlencode(query)}" if query else path


def leaderboard(month: Month | None, wanted: Scope, revision: int | None = None) -> str:
    """A list's page: the latest one where `month` is None."""
    query = wanted.query
    if month is None:
        return page("latest", query=query)
    if revision is None:
        return page("month", month, query=query)
    return page("revision", month, revision, query=query)


def state(code: str, wanted: Scope, month: Month | None = None) -> str:
    """A State's profile on a board; the newest month where `month` is None."""
    query = {key: value for key, value in wanted.query.items() if key != "category"}
    if month is not None:
        query["month"] = str(month)
    return page("state", code, query=query)


def why(code: str, wanted: Scope, first: Month, last: Month) -> str:
    """Why a State's rank changed between two lists. It rests on figures, so it knows no origin."""
    query = {key: value for key, value in wanted.query.items() if key != "origin"}
    return f"{reverse('why:change', args=[code])}?{urlencode(query | {'from': str(first), 'to': str(last)})}"


def claim(wanted: Scope, parts: Mapping[str, str], first: Month, last: Month) -> str:
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


def board_choices(wanted: Scope, addresses: Mapping[str, str]) -> list[Choice]:
    """The four boards; `addresses` holds the page of each board that has one."""
    return [
        Choice(
            labels.board_name(code), addresses.get(code, ""), code == wanted.board, labels.board_long(code)
        )
        for code in labels.BOARDS
    ]


def category_choices(wanted: Scope, addresses: Mapping[str, str]) -> list[Choice]:
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
