"""Which addresses are rendered once: those that a release brings, and how a reader may spell them.

`canonical` reads an address as it came; `published` names all that are rendered when a list is published.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import product
from urllib.parse import urlencode

from metrics.boards import DEFAULT_BOARD, Board
from rankings.models import Origin, RankingList, Status
from states.months import Month
from states.selectors import CATEGORIES, DEFAULT_CATEGORY

LANGUAGES = ("", "/hi")
_LIST = r"rankings/[0-9]{4}-[0-9]{2}/(?:rev/[1-9][0-9]{0,5}/)?"
_PAGE = re.compile(rf"(?:/hi)?/(?:{_LIST})?")
_PLAIN_PAGE = re.compile(r"(?:/hi)?/(?:states|streaks)/")
_DATA = re.compile(rf"/api/v1/(?:{_LIST}|rankings/latest/)")
_PLAIN_DATA = re.compile(
    r"/api/v1/(?:(?:states|streaks|rankings/changes)/|(?:rankings/(?:[0-9]{4}-[0-9]{2}|latest)/)?datapackage\.json)"
)
_CHOICES: dict[str, tuple[str, ...]] = {
    "board": tuple(Board),
    "category": CATEGORIES,
    "origin": tuple(Origin),
    "format": ("json", "csv"),
}
_DEFAULTS = {"board": DEFAULT_BOARD.value, "category": DEFAULT_CATEGORY, "format": "json"}


def _query(chosen: dict[str, str]) -> str:
    """A query in the order in which our links give it, defaults left out."""
    return urlencode(
        {key: chosen[key] for key in _CHOICES if chosen.get(key) not in {None, "", _DEFAULTS.get(key)}}
    )


# A page leads to itself in the other language, query and all, so only the spelling of our own links is taken.
_PAGE_QUERIES = frozenset(
    _query({"board": board, "category": category, "origin": origin})
    for board, category, origin in product(Board, CATEGORIES, ("", *Origin))
)


def canonical(path: str, query: str, *, wanted: str = "json") -> str | None:
    """The address under which an answer is kept; None for one that is not kept.

    `wanted` is the format that the client prefers, where the query names none. An answer names itself in its
    links, so each spelling of a query has its own.

    >>> canonical("/api/v1/rankings/2023-10/", "category=all&board=ICJS"), canonical("/", "as_of=2024-01-15")
    (None, None)
    >>> canonical("/api/v1/rankings/2023-10/", "category=all", wanted="csv")
    '/api/v1/rankings/2023-10/?category=all&format=csv'
    """
    if path.startswith("/api/"):
        chosen = _chosen(query)
        if chosen is None or not (_DATA.fullmatch(path) or (_PLAIN_DATA.fullmatch(path) and not query)):
            return None
        if "format" not in chosen and wanted != "json":
            if wanted not in _CHOICES["format"]:
                return None
            query = f"{query}&format={wanted}" if query else f"format={wanted}"
    elif not (_PAGE.fullmatch(path) and query in _PAGE_QUERIES) and not (
        _PLAIN_PAGE.fullmatch(path) and not query
    ):
        return None
    return f"{path}?{query}" if query else path


def _chosen(query: str) -> dict[str, str] | None:
    """The choices of a query that says nothing else and nothing twice."""
    chosen: dict[str, str] = {}
    for part in query.split("&") if query else ():
        key, equals, value = part.partition("=")
        if key in chosen or not equals or value not in _CHOICES.get(key, ()):
            return None
        chosen[key] = value
    return chosen


def published() -> list[str]:
    """Every address that the lists on record have: newest first, what is read most before the rest. One query."""
    lists = RankingList.objects.filter(status=Status.PUBLISHED).order_by("-month", "-revision")
    known = list(lists.values_list("month", "board", "category", "origin", "revision"))
    computed = {one[:3] for one in known if one[3] == Origin.COMPUTED}
    addresses: dict[str, None] = {}
    for board, category in product(Board, CATEGORIES):
        addresses |= dict.fromkeys(_forms("", "rankings/latest/", board.value, category, ""))
    for path in ("states/", "streaks/"):
        addresses |= dict.fromkeys([*(f"{language}/{path}" for language in LANGUAGES), f"/api/v1/{path}"])
    for month, board_code, category, origin, revision in known:
        shadowed = origin == Origin.RECORDED and (month, board_code, category) in computed
        for path in _paths(month, revision):
            asked = origin if shadowed else ""
            addresses |= dict.fromkeys(_forms(path, path, board_code, category, asked))
    packages = (f"rankings/{month}/" for month, *_ in known)
    addresses |= dict.fromkeys(
        f"/api/v1/{path}datapackage.json" for path in ("rankings/latest/", *packages, "")
    )
    addresses["/api/v1/rankings/changes/"] = None
    return list(addresses)


def _paths(month: Month, revision: int) -> tuple[str, str]:
    return f"rankings/{month}/", f"rankings/{month}/rev/{revision}/"


def _forms(page: str, data: str, board: str, category: str, origin: str) -> Iterator[str]:
    """The page in each language, JSON and CSV."""
    chosen = {"board": board, "category": category, "origin": origin}
    addresses = [(f"{language}/{page}", chosen) for language in LANGUAGES]
    addresses += [(f"/api/v1/{data}", chosen), (f"/api/v1/{data}", chosen | {"format": "csv"})]
    for path, wanted in addresses:
        query = _query(wanted)
        yield f"{path}?{query}" if query else path
