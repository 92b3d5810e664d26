"""Which public addresses are kept as bytes (common/cache.py), and which of them a release renders ahead."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import product
from urllib.parse import urlencode

from rest_framework.renderers import BaseRenderer

from common.api.language import FORMAT, preferred
from common.cache import Route
from dashboard.leaderboard.api import MonthList
from dashboard.packages.views import WholePackage
from metrics.boards import DEFAULT_BOARD, Board
from rankings.models import Origin, RankingList
from states.selectors import CATEGORIES, DEFAULT_CATEGORY

LANGUAGES = ("", "/hi")
_LIST = r"rankings/[0-9]{4}-[0-9]{2}/(?:rev/[1-9][0-9]{0,5}/)?"
_BOARDS = (DEFAULT_BOARD.value, *(board.value for board in Board if board != DEFAULT_BOARD))
_CATEGORIES = (DEFAULT_CATEGORY, *(category for category in CATEGORIES if category != DEFAULT_CATEGORY))
_BOARD, _CATEGORY, _ORIGIN = {"board": _BOARDS}, {"category": _CATEGORIES}, {"origin": ("", *Origin.values)}


def _wanted(renderers: Iterable[type[BaseRenderer]]) -> dict[str, tuple[str, Callable[[str], str]]]:
    """The format follows from Accept where the query names none."""
    offered = [renderer() for renderer in renderers]

    def choose(accept: str) -> str:
        chosen = preferred(accept, offered)
        return "" if chosen is None else str(chosen.format)

    return {FORMAT: ("HTTP_ACCEPT", choose)}


ROUTES = (
    Route(re.compile(rf"(?:/hi)?/(?:{_LIST})?"), _BOARD | _CATEGORY | _ORIGIN),
    Route(re.compile(r"(?:/hi)?/(?:states/(?:[A-Z]{2}/)?|streaks/)"), _BOARD | _ORIGIN),
    Route(
        re.compile(rf"/api/v1/(?:{_LIST}|rankings/latest/)"),
        _BOARD | _CATEGORY | _ORIGIN | {FORMAT: ("json", "csv")},
        _wanted(MonthList.renderer_classes),
        dated=True,
    ),
    Route(
        re.compile(r"/api/v1/(?:states|streaks|rankings/changes)/"),
        {FORMAT: ("json", "csv")},
        _wanted(MonthList.renderer_classes),
        dated=True,
    ),
    Route(
        re.compile(r"/api/v1/(?:rankings/(?:[0-9]{4}-[0-9]{2}|latest)/)?datapackage\.json"),
        {FORMAT: ("json",)},
        _wanted(WholePackage.renderer_classes),
        dated=True,
    ),
)


def newest() -> Iterator[str]:
    """What is asked first after a release: the newest month's pages in both languages, and its documents."""
    current = RankingList.objects.filter(is_current=True).order_by("-month").first()
    if current is None:
        return
    for board, category in product(_BOARDS, _CATEGORIES):
        chosen = {"board": board, "category": category}
        usual = {"board": _BOARDS[0], "category": _CATEGORIES[0]}
        query = urlencode({name: value for name, value in chosen.items() if value != usual[name]})
        for path in ("", f"rankings/{current.month}/"):
            pages = [f"{language}/{path}" for language in LANGUAGES]
            yield from (f"{page}?{query}" if query else page for page in pages)
        for path in ("rankings/latest/", f"rankings/{current.month}/"):
            yield f"/api/v1/{path}?{query}" if query else f"/api/v1/{path}"
            yield f"/api/v1/{path}?{query}{'&' if query else ''}format=csv"
    yield from (f"{language}/{path}/" for language in LANGUAGES for path in ("states", "streaks"))
