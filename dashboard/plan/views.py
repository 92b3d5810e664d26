"""`/states/HR/plan/?target=1`: what would bring a State to a rank of a computed list, with its proof."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy, ngettext

from common.dates import place
from common.http import redirect_with_query
from common.templatetags.pragati import address
from dashboard.plan.forms import HIGHEST_WEIGHT, WISH, PlanQuery
from dashboard.site.errors import explained
from dashboard.site.notes import known
from insights.plan.core import Notion, Plan, PlanStep
from insights.plan.queries import Planned, Start, next_better, planned, start_of
from insights.what_if.queries import figures_text
from rankings.lists import labels, links
from rankings.lists.labels import either, grouped, two_decimals
from states.selectors import ALL_INDIA, state_by_code

SHORT_CUTS = (1, 2, 3, 5, 10)
"""Ranks that can be asked for with one click, where they are better than the State's own."""

NOTIONS = {
    Notion.FEWEST: gettext_lazy("fewest parameters"),
    Notion.MARKS: gettext_lazy("least marks"),
    Notion.EFFORT: gettext_lazy("least effort"),
}
_SMALLEST = {
    Notion.FEWEST: gettext_lazy("No choice of fewer parameters reaches the rank, whatever is entered there."),
    Notion.MARKS: gettext_lazy("No plan that prints a lower score reaches the rank."),
    Notion.EFFORT: gettext_lazy(
        "No plan of less effort reaches the rank; one unit of a parameter costs the effort set for it, 1 where none is."
    ),
}


@explained
def plan(request: HttpRequest, code: str) -> HttpResponse:
    """The newest list where `month` is empty. A form's long address leads to the compact one that can be shared.

    What cannot be read stands beside its field, with status 400.
    """
    state = state_by_code(code)
    if code.upper() != state.code:
        return redirect_with_query(request, reverse("why:plan", args=[state.code]))
    query = PlanQuery.read(request.GET)
    start = start_of(state, query.scope, query.cleaned_data["month"])
    query.check(start)
    here = ("why:plan", state.code)
    if not query.problems and not query.is_compact:
        return redirect(address(here, query=query.carried_to("why:plan")))
    answer = None if query.problems else planned(start, **query.wish)
    scope, own_categories = query.scope, (ALL_INDIA, start.category)
    data = {"month": str(start.ground.month), "board": scope.board, "category": scope.category}
    context = {
        "query": query, "start": start, "state": state, "ground": start.ground, "here": here, "answer": answer,
        "headline": headline(state.label, query, start, answer),
        "boards": labels.BOARDS,
        "categories": [category for category in labels.CATEGORIES if category in own_categories],
        "targets": _targets(start),
        "notions": NOTIONS.items(), "highest_weight": HIGHEST_WEIGHT,
        "limits": [(each, _problems(each.rule.code, query)) for each in start.question.able],
        "data": links.data(f"states/{state.code}/plan/", data | query.parts(("as_of", *WISH))),
        **(_answered(start, answer) if answer else {}),
        "lede": labels.list_name(start.ground.month, scope.board, scope.category),
        **known(query.scope),
    }  # fmt: skip
    return render(request, "dashboard/why/plan.html", context, status=400 if query.problems else 200)


def _targets(start: Start) -> list[int]:
    own, better = start.place.rank or 1, next_better(start.ground.worked, start.state.code)
    return sorted({*(rank for rank in SHORT_CUTS if rank < own), *([better] if better else [])})


def _problems(code: str, query: PlanQuery) -> list[str]:
    keys = (f"cap.{code}", f"effort.{code}")
    return [query.problems[key] for key in keys if key in query.problems]


def _answered(start: Start, answer: Planned) -> dict[str, Any]:
    """The steps, the most marks first, and their figures as another list can be tried with them."""
    sent, parameters = start.question.figures, start.ground.parameters
    after = {
        step.parameter: replace(sent[step.parameter], numerator=step.after) for step in answer.plan.steps
    }
    return {
        "steps": [
            (step, in_units(step, parameters[step.parameter]), gained(step), after[step.parameter])
            for step in sorted(answer.plan.steps, key=lambda step: (-step.marks, step.parameter))
        ],
        "smallest": smallest(answer.plan),
        "holds": answer.proof.holds(answer.plan),
        "tried": figures_text({(start.state.code, code): figure for code, figure in after.items()}),
    }


def headline(state: str, query: PlanQuery, start: Start, answer: Planned | None) -> str:
    """`Himachal Pradesh: improving 2 parameters leads from 4th to 1st place`"""
    if query.problems:
        return gettext("%(state)s: this plan cannot be worked out as it was asked") % {"state": state}
    if answer is None:
        reason = labels.reason(start.place.reason)
        return gettext("%(state)s is unranked: %(reason)s") % {"state": state, "reason": reason}
    plan = answer.plan
    values = {
        "state": state, "before": place(plan.rank_before), "after": place(plan.rank),
        "target": place(plan.target), "count": len(plan.steps),
    }  # fmt: skip
    if not plan.reached:
        text = gettext("%(target)s place is out of reach for %(state)s; the best it can reach is %(after)s")
    elif not plan.steps:
        text = gettext("%(state)s stands in %(before)s place already")
    else:
        text = ngettext(
            "%(state)s: improving %(count)s parameter leads from %(before)s to %(after)s place",
            "%(state)s: improving %(count)s parameters leads from %(before)s to %(after)s place",
            len(plan.steps),
        )
    return text % values


def smallest(plan: Plan) -> str:
    """In which sense the plan is the smallest, or how small any plan must be where that is not proven."""
    if plan.proven:
        return str(_SMALLEST[plan.notion])
    if plan.notion is Notion.MARKS:
        text = gettext(
            "The best plan found within the bound of the search. A lower score may do, but none below %(least)s."
        )
        return text % {"least": f"{plan.least:.2f}"}
    text = gettext(
        "The best plan found within the bound of the search. Less effort may do, but none below %(least)s."
    )
    return text % {"least": grouped(plan.least)}


def in_units(step: PlanStep, parameter: Mapping[str, Any]) -> str:
    """`14 more IIF-4 records entered`: the change of the numerator in what the parameter counts."""
    values = {
        "count": grouped(abs(step.after - step.before)),
        "what": either(parameter["numerator"], parameter["numerator_hi"]),
    }
    if step.after > step.before:
        return gettext("%(count)s more %(what)s") % values
    return gettext("%(count)s fewer %(what)s") % values


def gained(step: PlanStep) -> str:
    """The marks of a step, never as nothing."""
    printed = two_decimals(step.marks)
    return f"+{printed}" if Decimal(printed) else "< +0.01"
