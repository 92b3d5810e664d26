"""`rankings/2023-10/sensitivity/`: how far the ranks of a list would move under other marks."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any, TypedDict

from django.utils.translation import gettext_lazy as _
from rest_framework.request import Request

from accounts.throttles import COMPUTED
from common.api import kinds
from common.api.answers import Answer, Table
from insights.sensitivity.core import Pair, Range, Ranges
from insights.sensitivity.services import Sureness, sure
from rankings.api.reading import CollectionView, Query, point_document, scope_of
from rankings.api.said import (
    STATE_FIELDS,
    Board,
    Category,
    Code,
    Count,
    DigestText,
    Known,
    MonthText,
    Rank,
    Revision,
    Sample,
    Score,
    StateBrief,
    Version,
    fields,
    says,
    state_brief,
)
from rankings.lists.histories import Scope
from rankings.models import ListRow

# `rankings/2023-10/sensitivity/`: how far the ranks of a list would move under other marks.

Width = Annotated[
    int, says("Marks move within this many percent around the methodology's.", minimum=1, maximum=99)
]
Draws = Annotated[int, says("How many sets of marks.", minimum=0)]


class DrawnRank(TypedDict):
    """In how many draws a rank came up."""

    rank: Rank
    draws: Draws


class SensitivityRange(TypedDict):
    """A State's ranks under marks within one width. A sensitivity range, not a confidence interval."""

    width: Width
    best: Annotated[int, says("No marks within the width give a better rank.", minimum=1)]
    worst: Annotated[int, says("No marks within the width give a worse rank.", minimum=1)]
    exact: Annotated[bool, says("Whether some marks within the width give both.")]
    first_share: Annotated[Decimal, says("The share of draws in which it is first.", minimum=0, maximum=1)]
    ranks: Annotated[list[DrawnRank], says("Every rank that came up in the draws, best first.")]


_With = TypedDict("_With", {"with": Code})


class SwapWith(_With):
    """What would bring the next State in the exact order ahead of this one."""

    percent: Annotated[
        Decimal | None,
        says("By how many percent marks must move at least; null where no marks do it.", minimum=0),
    ]
    exact: Annotated[bool, says("False: the true value is lower by less than the last digit.")]


class SensitivityRow(TypedDict):
    """A ranked State: its published rank, its ranges, and what would swap it with the next."""

    rank: Rank
    state: StateBrief
    score: Score | None
    ranges: list[SensitivityRange]
    swap: Annotated[SwapWith | None, says("Null for the last in the exact order.")]


class Sensitivity(Known):
    """How sure the order of a computed list is. States are compared on their exact scores, unrounded."""

    month: MonthText
    board: Board
    category: Category
    revision: Revision
    sample: Sample
    methodology: Version | None
    list_digest: DigestText
    digest: Annotated[DigestText, says("Of the sensitivity's own canonical JSON.")]
    seed: Annotated[str, says("Of the draws; the same seed and figures give the same draws on any machine.")]
    draws: Draws
    widths: list[Width]
    count: Count
    results: list[SensitivityRow]


RANGE_COLUMNS = ("width", "best", "worst", "exact", "first_share")
COLUMNS = (
    "month", "board", "category", "seed", "draws", "rank", "state", "name", "name_hi", "score", *RANGE_COLUMNS,
)  # fmt: skip


class SensitivityView(CollectionView):
    """How sure the order of a computed list is: the ranks that marks within ±10 % and ±25 % make of it.

    10,000 seeded draws, the exact best and worst rank, and what would swap each State with the next. A sensitivity
    range, not a confidence interval: it says nothing about errors in the figures.
    """

    cost = COMPUTED
    operation, shape = "get_sensitivity", Sensitivity
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
            own | {"rank": result["rank"], "score": result["score"], **_named(result["state"])}
            | {key: each[key] for key in RANGE_COLUMNS}
            for result in document["results"]
            for each in result["ranges"]
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
        "ranges": [_range(state, ranges.draws) for state in ranges.states[row.state_id]],
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
