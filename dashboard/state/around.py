"""Who stands next to a State in the list, and what would move it up by one place."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext

from common.asking import Choice
from common.dates import place
from common.months import Month
from dashboard.state.queries import Standings
from insights.plan.core import PlanStep
from insights.plan.queries import Workings, step_up
from rankings.lists import labels, links
from rankings.lists.links import Asked
from rankings.lists.numbers import MISSING, grouped

NEAR = 2
"""States above and below that are named."""


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A row near the State's own; `gap` is how much more the other scores, negative where less."""

    rank: str
    state: Choice
    gap: str
    own: bool


@dataclass(frozen=True, slots=True)
class Step:
    """What brings the State to the next better place: the steps in words, `reached` where they suffice.

    `more` leads to the plan with its proof, and to other places.
    """

    title: str
    text: str
    steps: tuple[str, ...]
    reached: bool
    more: Choice


def neighbours(found: Standings, wanted: Asked, month: Month | None) -> tuple[Neighbour, ...]:
    """The States next above and next below in the list of all India; none where the State is not ranked in it."""
    ranked = [(code, one) for code, one in found.listed.items() if one.rank is not None]
    codes = [code for code, _ in ranked]
    if found.state.code not in codes:
        return ()
    at = codes.index(found.state.code)
    own = ranked[at][1].score
    shown = ranked[max(at - NEAR, 0) : at + NEAR + 1]
    if len(shown) == 1:
        return ()
    return tuple(
        Neighbour(
            rank=str(one.rank),
            state=Choice(labels.state_name(found.states[code]), links.state(code, wanted, month)),
            gap=_score(own) if code == found.state.code else _gap(own, one.score),
            own=code == found.state.code,
        )
        for code, one in shown
    )


def _score(score: Decimal | None) -> str:
    return MISSING if score is None else f"{score:.2f}"


def _gap(own: Decimal | None, other: Decimal | None) -> str:
    if own is None or other is None:
        return MISSING
    gap = other - own
    return f"+{gap:.2f}" if gap > 0 else f"−{-gap:.2f}" if gap < 0 else "="


def step(found: Standings, wanted: Asked) -> Step | None:
    """None where the figures are not known, and for a State that is unranked or first."""
    if found.workings is None:
        return None
    plan = step_up(found.workings, found.state)
    if plan is None:
        return None
    place_now = next(one for code, one in found.listed.items() if code == found.state.code)
    ahead = [code for code, one in found.listed.items() if one.rank == plan.target]
    names = labels.listed([labels.state_name(found.states[code]) for code in ahead])
    gap = max(one.score or Decimal(0) for code, one in found.listed.items() if code in ahead)
    values = {
        "states": names, "place": place(plan.target),
        "gap": f"{gap - (place_now.score or Decimal(0)):.2f}",
    }  # fmt: skip
    text = gettext("%(gap)s more in score draws level with %(states)s.") % values
    if plan.reached:
        text += " " + gettext("The fewest cases that do it, while the others stand still:")
    else:
        text += " " + gettext("Its own figures cannot reach that while the others stand still.")
    return Step(
        title=gettext("To be in %(place)s place") % values,
        text=text,
        steps=tuple(_step(step, found.workings, found) for step in plan.steps) if plan.reached else (),
        reached=plan.reached,
        more=Choice(
            gettext("The plan, its proof, and other places"),
            links.plan(found.state.code, wanted, None if found.newest else found.month, {"by": "effort"}),
        ),
    )


def _step(one: PlanStep, workings: Workings, found: Standings) -> str:
    """`Sexual-offence investigations completed in 60 days (ITSSO): 57 → 60 of 66`"""
    parameter = workings.parameters[one.parameter]
    whole = workings.worked.basis.figures[found.state.code][one.parameter].denominator
    values = {
        "name": labels.either(parameter["name"], parameter["name_hi"]),
        "before": grouped(one.before), "after": grouped(one.after),
        "whole": MISSING if whole is None else grouped(whole),
    }  # fmt: skip
    return gettext("%(name)s: %(before)s → %(after)s of %(whole)s") % values
