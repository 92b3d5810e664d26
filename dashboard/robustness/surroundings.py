"""What the pages about one computed list have in common: how they are called, and the ways on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from common.dates import month_name
from common.months import Month
from common.templatetags.pragati import address
from dashboard.site.notes import month_nav, scope_choices
from dashboard.site.points import known
from rankings.lists import labels, links
from rankings.lists.query import ListQuery
from rankings.models import RankingList


def surroundings(
    name: str, title: str, query: ListQuery, ranking: RankingList, months: Sequence[Month]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """What a page about one computed list says of itself, and the ways on; `months` are all that have such a list."""

    def page_of(month: Month | None = ranking.month, **changes: str) -> str:
        return address((f"why:{name}", month or months[-1]), query=query.carried_to(f"why:{name}", **changes))

    scope = {"board": ranking.board, "category": ranking.category}
    lede = [
        month_name(ranking.month),
        labels.board_name(ranking.board),
        labels.category_name(ranking.category),
    ]
    page = {"title": " · ".join([title, *lede]), "sample": ranking.sample, "canonical": page_of()}
    return page, {
        "query": query,
        "list": ranking,
        "lede": lede,
        "nav": month_nav(months, ranking.month, page_of),
        **scope_choices(query, page_of),
        "data": links.data(f"rankings/{ranking.month}/{name}/", scope),
        **known(query.asked),
    }
