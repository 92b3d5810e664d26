"""`states/HR/plan/`: the smallest set of improvements that brings a State to a rank."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework.request import Request

from accounts.throttles import COMPUTED
from common.api import kinds
from common.api.answers import Answer, Table
from dashboard.plan import documents
from dashboard.plan.forms import WISH, PlanQuery
from insights.plan.core import PlanStep, Proof
from insights.plan.queries import Planned, Start, planned, start_of
from rankings.api.reading import CollectionView, OneStateView, Query, point_document
from rankings.api.said import fields, figure, flat, four_decimals, state_brief

HEAD = ("state", "month", "board", "category", "by", "target")
SHOWN = (
    "parameter", "unit", "unit_hi", "from", "to", "of", "units", "marks", "effort", "rank_without", "rank_one_less",
)  # fmt: skip
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
    query = (*WISH, "month", "board", "category", "as_of")
    problems = (
        kinds.UNKNOWN_STATE, kinds.UNKNOWN_MONTH, kinds.UNKNOWN_BOARD, kinds.UNKNOWN_CATEGORY, kinds.WITHDRAWN,
    )  # fmt: skip

    def read(self, request: Request, query: Query, **path: Any) -> Answer:
        asked = PlanQuery.read(query)
        start = start_of(path["state"], asked.scope, asked.cleaned_data["month"])
        asked.check(start)
        asked.refuse_problems()
        document = plan_document(start, asked, planned(start, **asked.wish))
        own = flat({key: document[key] for key in HEAD})
        rows = [
            own | {key: result[key] for key in SHOWN}
            | {"parameter_name": result["name"], "parameter_name_hi": result["name_hi"]}
            for result in document["results"]
        ]  # fmt: skip
        shown = fields(SHOWN, parameter_name="name", parameter_name_hi="name_hi")
        scope = asked.scope
        name = f"pragati-{start.state.code.lower()}-plan-{document['month']}-{scope.board}-{scope.category}"
        return Answer(document, Table(COLUMNS, rows, shown), name)


def plan_document(start: Start, asked: PlanQuery, answer: Planned | None) -> dict[str, Any]:
    """A State without a rank has no plan; `reason` says why."""
    scope = asked.scope
    document = {
        "state": state_brief(start.state),
        "month": str(start.ground.month),
        "board": scope.board,
        "category": scope.category,
        **point_document(scope),
        "sample": start.ground.list.sample,
        "methodology": start.ground.version,
        "by": asked.cleaned_data["by"].value,
        "target": None,
        "reached": None,
        "reason": start.place.reason or None,
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
    if answer is None:
        return document
    plan, proof = answer.plan, answer.proof
    return document | {
        "target": answer.target,
        "reached": plan.reached,
        "rank": {"from": plan.rank_before, "to": plan.rank},
        "score": {"from": plan.score_before, "to": plan.score},
        "needed_score": answer.needed,
        "ceiling": {"rank": answer.ceiling[0], "score": answer.ceiling[1]},
        "marks": four_decimals(plan.marks),
        "effort": plan.effort,
        "proven": plan.proven,
        "at_least": plan.least,
        "not_reported": list(plan.blank),
        "proof": {"rank": proof.rank, "score": proof.score, "holds": proof.holds(plan)},
        "count": len(plan.steps),
        "results": [
            step_document(step, start, proof)
            for step in sorted(plan.steps, key=lambda step: (-step.marks, step.parameter))
        ],
    }


def step_document(step: PlanStep, start: Start, proof: Proof) -> dict[str, Any]:
    code, parameter = step.parameter, start.ground.parameters[step.parameter]
    return {
        "parameter": code,
        "name": parameter["name"],
        "name_hi": parameter["name_hi"],
        "unit": parameter["numerator"],
        "unit_hi": parameter["numerator_hi"],
        "from": figure(step.before),
        "to": figure(step.after),
        "of": figure(start.question.figures[code].denominator),
        "units": step.units,
        "marks": four_decimals(step.marks),
        "effort": step.effort,
        "rank_without": proof.without[code],
        "rank_one_less": proof.one_less[code],
    }
