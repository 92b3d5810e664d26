"""`rankings/2023-10/decides/`: what decides the order of a list."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework.request import Request

from metrics.scoring import rounded_away
from rankings.api import kinds
from rankings.api.answers import Answer, Table
from rankings.api.documents import decides as documents
from rankings.api.reading import CollectionView, Query, point_document, scope_of
from rankings.api.throttles import COMPUTED
from rankings.api.values import fields
from rankings.core.decides import TOP, LeftOut
from rankings.selectors.decided import Decided, decided
from rankings.selectors.histories import Scope

OWN = (
    "parameter", "name", "name_hi", "group", "full_marks", "applicable", "nominal_weight", "effective_weight",
    "top_weight",
)  # fmt: skip
COLUMNS = ("month", "board", "category", *OWN, "moved_without", "first_without")


class Decides(CollectionView):
    """What decides the order of a computed list, parameter by parameter.

    Saturation, weight by marks and by the differences between scores, correlations, and the list as it would be without
    each parameter and each group.
    """

    cost = COMPUTED
    operation, shape = "get_decides", documents.Decides
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
            own | {key: one[key] for key in OWN}
            | {
                "moved_without": len(one["without"]["moved"]),
                "first_without": " ".join(one["without"]["first"]),
            }
            for one in document["results"]
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
