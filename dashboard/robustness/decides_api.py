"""`rankings/2023-10/decides/`: what decides the order of a list."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Any, TypedDict

from django.utils.translation import gettext_lazy as _
from rest_framework.request import Request

from accounts.throttles import COMPUTED
from common.api import kinds
from common.api.answers import Answer, Table
from insights.decides.core import TOP, LeftOut
from insights.decides.queries import Decided, decided
from metrics.scoring import rounded_away
from rankings.api.reading import CollectionView, Query, point_document, scope_of
from rankings.api.said import (
    Board,
    Category,
    Code,
    Count,
    DigestText,
    Known,
    MonthText,
    ParameterCode,
    Revision,
    Sample,
    Version,
    fields,
    says,
)
from rankings.lists.histories import Scope

# `rankings/2023-10/decides/`: what decides the order of a list.

GroupCode = Annotated[str, says("A group of parameters.", minLength=1, maxLength=3, examples=["REG"])]
Share = Annotated[Decimal, says("In percent, to two decimals.")]


class MovedState(TypedDict):
    """A State that would stand elsewhere; `change` is positive where it would move up."""

    state: Code
    rank: Annotated[int, says("Its rank there.", minimum=1)]
    change: int


class WithoutThem(TypedDict):
    """The list as it would be without some parameters: never published, and nothing follows from it."""

    first: Annotated[list[Code], says("Who would be first.")]
    moved: Annotated[list[MovedState], says("Whoever would stand elsewhere, in the order of rank.")]


class DecidingParameter(TypedDict):
    """A parameter: how saturated it is, what it weighs, and the list without it."""

    parameter: ParameterCode
    name: str
    name_hi: str
    group: GroupCode
    full_marks: Annotated[int, says("States at full marks.", minimum=0)]
    applicable: Annotated[int, says("Ranked States to which it is applicable.", minimum=0)]
    nominal_weight: Annotated[
        Share, says("Its share of the board's marks, in percent.", minimum=0, maximum=100)
    ]
    effective_weight: Annotated[
        Decimal | None,
        says(
            "Its share of the differences between the States' scores, in percent; null where all are the same "
            "or fewer than three States are ranked."
        ),
    ]
    top_weight: Annotated[
        Decimal | None,
        says("The same among the States ranked first to fifth; null where it makes no difference there."),
    ]
    without: WithoutThem


class DecidingGroup(TypedDict):
    """A group of parameters, and the list without all of them."""

    group: GroupCode
    parameters: list[ParameterCode]
    without: WithoutThem


class PairOfParameters(TypedDict):
    """Two parameters, and how far their shares of marks go together."""

    one: ParameterCode
    other: ParameterCode
    states: Annotated[int, says("Ranked States to which both are applicable.", minimum=3)]
    correlation: Annotated[Decimal, says("Pearson's, to two decimals.", minimum=-1, maximum=1)]


class Decides(Known):
    """What decides the order of a computed list."""

    month: MonthText
    board: Board
    category: Category
    revision: Revision
    sample: Sample
    methodology: Version | None
    list_digest: DigestText
    top: Annotated[int, says("`top_weight` looks at the ranks from 1 to here.", minimum=1)]
    count: Count
    results: list[DecidingParameter]
    groups: list[DecidingGroup]
    correlations: list[PairOfParameters]


OWN = (
    "parameter", "name", "name_hi", "group", "full_marks", "applicable", "nominal_weight", "effective_weight",
    "top_weight",
)  # fmt: skip
COLUMNS = ("month", "board", "category", *OWN, "moved_without", "first_without")


class DecidesView(CollectionView):
    """What decides the order of a computed list, parameter by parameter.

    Saturation, weight by marks and by the differences between scores, correlations, and the list as it would be without
    each parameter and each group.
    """

    cost = COMPUTED
    operation, shape = "get_decides", Decides
    title = _("What decides the order of a list")
    query = ("board", "category", "as_of")
    problems = (
        kinds.UNKNOWN_MONTH, kinds.UNKNOWN_BOARD, kinds.UNKNOWN_CATEGORY, kinds.WITHDRAWN,
    )  # fmt: skip

    def read(self, request: Request, query: Query, **path: Any) -> Answer:
        scope = scope_of(query)
        document = decides_document(decided(scope, path["month"]), scope)
        own = {key: document[key] for key in ("month", "board", "category")}
        rows = [
            own | {key: result[key] for key in OWN}
            | {
                "moved_without": len(result["without"]["moved"]),
                "first_without": " ".join(result["without"]["first"]),
            }
            for result in document["results"]
        ]  # fmt: skip
        shown = fields(OWN, moved_without="without", first_without="without")
        name = f"pragati-{document['month']}-{scope.board}-{scope.category}-decides"
        return Answer(document, Table(COLUMNS, rows, shown), name)


def decides_document(found: Decided, scope: Scope) -> dict[str, Any]:
    one, deciding = found.list, found.deciding
    top = {each.parameter: each.effective for each in deciding.top}
    results = [
        {
            "parameter": full.parameter,
            "name": found.parameters[full.parameter]["name"],
            "name_hi": found.parameters[full.parameter]["name_hi"],
            "group": found.worked.basis.on_board()[full.parameter].group,
            "full_marks": full.full,
            "applicable": full.applicable,
            "nominal_weight": percent(weight.nominal),
            "effective_weight": percent(weight.effective),
            "top_weight": percent(top.get(full.parameter)),
            "without": _without(left),
        }
        for full, weight, left in zip(deciding.saturation, deciding.weights, deciding.parameters, strict=True)
    ]
    return {
        "month": str(one.month),
        "board": one.board,
        "category": one.category,
        **point_document(scope),
        "revision": one.revision,
        "sample": one.sample,
        "methodology": one.methodology_id,
        "list_digest": one.digest,
        "top": TOP,
        "count": len(results),
        "results": results,
        "groups": [
            {"group": code, "parameters": list(left.parameters), "without": _without(left)}
            for code, left in deciding.groups
        ],
        "correlations": [
            {"one": each.one, "other": each.other, "states": each.states, "correlation": each.printed()}
            for each in deciding.correlations
        ],
    }


def percent(share: Fraction | None) -> Decimal | None:
    """A share in percent to two decimals, half away from 0.

    >>> percent(Fraction(1, 8)), percent(Fraction(-1, 300)), percent(None)
    (Decimal('12.50'), Decimal('-0.33'), None)
    """
    return None if share is None else rounded_away(100 * share)


def _without(left: LeftOut) -> dict[str, Any]:
    ranked = sorted(
        ((rank, state) for state, rank in left.ranks.items() if rank is not None),
    )
    return {
        "first": [state for rank, state in ranked if rank == 1],
        "moved": [
            {"state": state, "rank": rank, "change": left.changes[state]}
            for rank, state in ranked
            if left.changes.get(state)
        ],
    }
