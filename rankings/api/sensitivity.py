"""`rankings/2023-10/sensitivity/`: how far the ranks of a list would move under other marks."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework.request import Request

from rankings.api import kinds
from rankings.api.answers import Answer, Table
from rankings.api.documents import sensitivity as documents
from rankings.api.reading import CollectionView, Query, point_document, scope_of
from rankings.api.throttles import COMPUTED
from rankings.api.values import STATE_FIELDS, fields, state_brief
from rankings.core.ranges import Pair, Range, Ranges
from rankings.models import ListRow
from rankings.selectors.histories import Scope
from rankings.selectors.sensitivities import Sureness
from rankings.services.sensitivity import sure

RANGE_COLUMNS = ("width", "best", "worst", "exact", "first_share")
COLUMNS = (
    "month", "board", "category", "seed", "draws", "rank", "state", "name", "name_hi", "score", *RANGE_COLUMNS,
)  # fmt: skip


class Sensitivity(CollectionView):
    """How sure the order of a computed list is: the ranks that marks within ±10 % and ±25 % make of it.

    10,000 seeded draws, the exact best and worst rank, and what would swap each State with the next. A sensitivity
    range, not a confidence interval: it says nothing about errors in the figures.
    """

    cost = COMPUTED
    operation, shape = "get_sensitivity", documents.Sensitivity
    title = _("How sure the order of a list is")
    query = ("board", "category", "as_of")
    problems = (
        kinds.UNKNOWN_MONTH, kinds.UNKNOWN_BOARD, kinds.UNKNOWN_CATEGORY, kinds.WITHDRAWN,
    )  # fmt: skip

    def read(self, request: Request, query: Query, **path: Any) -> Answer:
        scope = scope_of(query)
        found = sure(scope, path["month"])
        document = sensitivity_document(found, scope)
        own = {key: document[key] for key in ("month", "board", "category", "seed", "draws")}
        rows = [
            own | {"rank": one["rank"], "score": one["score"], **_named(one["state"])}
            | {key: each[key] for key in RANGE_COLUMNS}
            for one in document["results"]
            for each in one["ranges"]
        ]  # fmt: skip
        shown = fields(("rank", "score"), **STATE_FIELDS, **dict.fromkeys(RANGE_COLUMNS, "ranges"))
        name = f"pragati-{document['month']}-{scope.board}-{scope.category}-sensitivity"
        return Answer(document, Table(COLUMNS, rows, shown), name)


def sensitivity_document(found: Sureness, scope: Scope) -> dict[str, Any]:
    """`found` has its ranges."""
    one, ranges = found.list, found.ranges
    assert ranges is not None
    pairs = {pair.ahead: pair for pair in ranges.pairs}
    results = [_row(row, ranges, pairs) for row in found.rows if row.state_id in ranges.states]
    return {
        "month": str(one.month),
        "board": one.board,
        "category": one.category,
        **point_document(scope),
        "revision": one.revision,
        "sample": one.sample,
        "methodology": one.methodology_id,
        "list_digest": one.digest,
        "digest": found.digest,
        "seed": ranges.seed,
        "draws": ranges.draws,
        "widths": list(ranges.widths),
        "count": len(results),
        "results": results,
    }


def _row(row: ListRow, ranges: Ranges, pairs: dict[str, Pair]) -> dict[str, Any]:
    pair = pairs.get(row.state_id)
    return {
        "rank": row.rank,
        "state": state_brief(row.state),
        "score": row.score,
        "ranges": [_range(one, ranges.draws) for one in ranges.states[row.state_id]],
        "swap": None if pair is None else {"with": pair.behind, "percent": pair.percent, "exact": pair.exact},
    }


def _range(one: Range, draws: int) -> dict[str, Any]:
    return {
        "width": one.width,
        "best": one.best,
        "worst": one.worst,
        "exact": one.exact,
        "first_share": Decimal(one.first) / draws,
        "ranks": [{"rank": rank, "draws": count} for rank, count in one.ranks],
    }


def _named(state: dict[str, str]) -> dict[str, str]:
    return {"state": state["code"], "name": state["name"], "name_hi": state["name_hi"]}
