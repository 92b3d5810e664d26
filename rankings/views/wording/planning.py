"""What would bring a State to a rank, in sentences and in the State's own units."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext, gettext_lazy, ngettext

from rankings.core.planner import Notion, Plan, PlanStep
from rankings.views.wording.labels import either, some_of
from rankings.views.wording.numbers import grouped
from rankings.views.wording.ordinals import place

_NOTIONS = {
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


def notion_name(notion: Notion) -> str:
    return str(_NOTIONS[notion])


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


def headline(state: str, plan: Plan) -> str:
    """`Himachal Pradesh: improvements in 2 parameters lead from 4th to 1st place`"""
    values = {
        "state": state, "before": place(plan.rank_before), "after": place(plan.rank),
        "target": place(plan.target), "count": len(plan.steps),
    }  # fmt: skip
    if not plan.reached:
        return (
            gettext("%(target)s place is out of reach for %(state)s; the best it can reach is %(after)s")
            % values
        )
    if not plan.steps:
        return gettext("%(state)s stands in %(before)s place already") % values
    text = ngettext(
        "%(state)s: improving %(count)s parameter leads from %(before)s to %(after)s place",
        "%(state)s: improving %(count)s parameters leads from %(before)s to %(after)s place",
        len(plan.steps),
    )
    return text % values


def needed(score: str, holders: Sequence[str]) -> str:
    """`The score to meet is 99.97, that of Kerala; an equal score shares the rank.`"""
    if not holders:
        return gettext("Any score has that rank.")
    values = {"score": score, "states": some_of(holders)}
    return (
        gettext("The score to meet is %(score)s, that of %(states)s; an equal score shares the rank.")
        % values
    )


def out_of_reach(rank: int, score: str) -> str:
    """What holds a target out of reach."""
    values = {"score": score, "rank": place(rank)}
    return (
        gettext(
            "With every parameter at its limit and the others standing still, the score is %(score)s: %(rank)s place."
        )
        % values
    )


def blank(codes: Sequence[str]) -> str:
    """Parameters that were not reported are no part of a plan; empty where there are none."""
    if not codes:
        return ""
    told = gettext(
        "Not reported, and so no part of a plan: %(codes)s. What they could earn is not known before they are sent."
    )
    return told % {"codes": ", ".join(codes)}


def in_units(step: PlanStep, parameter: Mapping[str, Any]) -> str:
    """`14 more IIF-4 records entered`: the change of the numerator in what the parameter counts."""
    values = {
        "count": grouped(abs(step.after - step.before)),
        "what": either(parameter["numerator"], parameter["numerator_hi"]),
    }
    if step.after > step.before:
        return gettext("%(count)s more %(what)s") % values
    return gettext("%(count)s fewer %(what)s") % values


def proof(plan: Plan, rank: int, score: str) -> str:
    """What scoring again says of the whole plan."""
    values = {"rank": place(rank), "score": score}
    return gettext("All steps applied and scored again: score %(score)s, %(rank)s place.") % values


def spared(plan: Plan, *, holds: bool) -> str:
    """What scoring again says of its parts."""
    if not holds:
        return gettext("The plan does not stand the test. Please tell us.")
    goal = place(plan.target if plan.reached else plan.rank)
    return gettext(
        "Without any one step, or with any step one unit smaller, %(rank)s place is missed; the table says by how much."
    ) % {"rank": goal}
