"""What a form of a plan carries in its address: compact, and only what was changed."""

from __future__ import annotations

from django.http import HttpRequest

from rankings.core import wishes
from rankings.core.planner import Notion
from rankings.selectors.planning import Wish
from rankings.selectors.typed import DOT


def is_compact(request: HttpRequest) -> bool:
    """Whether the address says nothing in a form's long way, and nothing empty."""
    return not any(DOT in key or not value for key, value in request.GET.items())


def plan_query(wish: Wish) -> dict[str, str]:
    """A plan's question as an address carries it."""
    query = {}
    if wish.target is not None:
        query["target"] = str(wish.target)
    if wish.by is not Notion.FEWEST:
        query["by"] = wish.by.value
    if wish.caps:
        query["cap"] = wishes.joined({code: wishes.plain(value) for code, value in wish.caps.items()})
    efforts = {code: str(value) for code, value in wish.efforts.items() if value != 1}
    if efforts:
        query["effort"] = wishes.joined(efforts)
    return query
