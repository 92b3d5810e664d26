"""`states/HR/plan/`: the smallest set of improvements that brings a State to a rank."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework.request import Request

from accounts.throttles import COMPUTED
from common.api import kinds
from common.api.answers import Answer, Table
from common.asking import MalformedQueryError
from dashboard.plan import documents
from insights.plan.core import PlanStep
from insights.plan.forms import plan_typed
from insights.plan.queries import Planned, Start, planned, read_wish, start_of
from rankings.api.reading import CollectionView, OneStateView, Query, point_document, scope_of
from rankings.api.said import fields, figure, flat, four_decimals, state_brief
from rankings.lists import asked

HEAD = ("state", "month", "board", "category", "by", "target")
SHOWN = (
    "parameter",
    "unit",
    "unit_hi",
    "from",
    "to",
    "of",
    "units",
    "marks",
    "effort",
    "rank_without",
    "rank_one_less",
)
COLUMNS = (
    "state", "name", "name_hi", "month", "board", "category", "by", "target", "parameter", "parameter_name",
    "parameter_name_hi", *SHOWN[1:],
)  # fmt: skip


class Plan(OneStateView, CollectionView):
    """What would bring a State to a rank of the newest computed list, or of a named one, the others standing still.

    An exact optimum, in whole units of the State's own figures, with a proof by scoring again. Where the search ends
    at its bound before it is sure, `proven` is false and `at_least` says what no plan can go below."""

    cost = COMPUTED
    operation, shape = "plan_rank", documents.Plan
    title = _("What would bring a State to a rank")
    query = ("target", "by", "cap", "effort", "month", "board", "category", "as_of")
    problems = (
        kinds.UNKNOWN_STATE, kinds.UNKNOWN_MONTH, kinds.UNKNOWN_BOARD, kinds.UNKNOWN_CATEGORY, kinds.WITHDRAWN,
    )  # fmt: skip

    def read(self, request: Request, query: Query, **path: Any) -> Answer:
        scope = scope_of(query)
        start = start_of(path["state"], scope, asked.month(query.get("month"), "month"))
        wish, problems = read_wish(plan_typed(query), start)
        for key, told in problems.items():
            field = key.partition(":")[0]
            raise MalformedQueryError(field, f"{field}: {told}")
        found = planned(start, wish)
        document = unranked_document(start, wish.by.value) if found is None else plan_document(found)
        own = flat({key: document[key] for key in HEAD})
        rows = [
            own | {key: result[key] for key in SHOWN}
            | {"parameter_name": result["name"], "parameter_name_hi": result["name_hi"]}
            for result in document["results"]
        ]  # fmt: skip
        shown = fields(SHOWN, parameter_name="name", parameter_name_hi="name_hi")
        name = f"pragati-{start.state.code.lower()}-plan-{document['month']}-{scope.board}-{scope.category}"
        return Answer(document, Table(COLUMNS, rows, shown), name)


def plan_document(found: Planned) -> dict[str, Any]:
    plan, proof, start = found.plan, found.proof, found.start
    steps = sorted(plan.steps, key=lambda one: (-one.marks, one.parameter))
    return {
        **_head(start),
        "by": plan.notion.value,
        "target": found.target,
        "reached": plan.reached,
        "reason": None,
        "rank": {"from": plan.rank_before, "to": plan.rank},
        "score": {"from": plan.score_before, "to": plan.score},
        "needed_score": found.needed,
        "ceiling": {"rank": found.ceiling[0], "score": found.ceiling[1]},
        "marks": four_decimals(plan.marks),
        "effort": plan.effort,
        "proven": plan.proven,
        "at_least": plan.least,
        "not_reported": list(plan.blank),
        "proof": {"rank": proof.rank, "score": proof.score, "holds": proof.holds(plan)},
        "count": len(steps),
        "results": [step_document(step, found) for step in steps],
    }


def unranked_document(start: Start, by: str) -> dict[str, Any]:
    """A State without a rank has no plan; `reason` says why."""
    return {
        **_head(start),
        "by": by,
        "target": None,
        "reached": None,
        "reason": start.place.reason,
        "rank": {"from": None, "to": None},
        "score": {"from": None, "to": None},
        "needed_score": None,
        "ceiling": None,
        "marks": 0,
        "effort": 0,
        "proven": None,
        "at_least": None,
        "not_reported": [],
        "proof": None,
        "count": 0,
        "results": [],
    }


def _head(start: Start) -> dict[str, Any]:
    return {
        "state": state_brief(start.state),
        "month": str(start.ground.month),
        "board": start.scope.board,
        "category": start.scope.category,
        **point_document(start.scope),
        "sample": start.ground.list.sample,
        "methodology": start.ground.version,
    }


def step_document(one: PlanStep, found: Planned) -> dict[str, Any]:
    parameter = found.start.ground.parameters[one.parameter]
    return {
        "parameter": one.parameter,
        "name": parameter["name"],
        "name_hi": parameter["name_hi"],
        "unit": parameter["numerator"],
        "unit_hi": parameter["numerator_hi"],
        "from": figure(one.before),
        "to": figure(one.after),
        "of": figure(found.start.figures[one.parameter].denominator),
        "units": one.units,
        "marks": four_decimals(one.marks),
        "effort": one.units * found.wish.efforts.get(one.parameter, 1),
        "rank_without": found.proof.without[one.parameter],
        "rank_one_less": found.proof.one_less[one.parameter],
    }
