"""What would bring a State to a rank: the form, the steps in the State's own units, and the proof."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy, ngettext

from common.asking import Choice
from common.dates import month_name, place
from common.months import Month
from dashboard.site.errors import explained
from dashboard.site.notes import known
from insights.plan import forms
from insights.plan.core import Notion, Plan, PlanStep, Proof
from insights.plan.forms import DOT, Typed, plan_typed
from insights.plan.improvements import Improvement
from insights.plan.queries import HIGHEST_WEIGHT, Planned, Start, Wish, planned, read_wish, start_of
from insights.what_if.core import Change
from insights.what_if.queries import change_query
from metrics.boards import Board
from rankings.lists import asked, labels, links
from rankings.lists.labels import MISSING, either, grouped, plain, some_of, two_decimals
from rankings.lists.links import Asked
from states.selectors import ALL_INDIA, state_by_code

# What a form of a plan carries in its address: compact, and only what was changed.


def is_compact(request: HttpRequest) -> bool:
    """Whether the address says nothing in a form's long way, and nothing empty."""
    return not any(DOT in key or not value for key, value in request.GET.items())


def plan_query(wish: Wish) -> dict[str, str]:
    """A plan's question as an address carries it."""
    query = {}
    if wish.target is not None:
        query["target"] = str(wish.target)
    if wish.by is not Notion.FEWEST:
        query["by"] = wish.by.value
    if wish.caps:
        query["cap"] = forms.joined({code: forms.plain(value) for code, value in wish.caps.items()})
    efforts = {code: str(value) for code, value in wish.efforts.items() if value != 1}
    if efforts:
        query["effort"] = forms.joined(efforts)
    return query


# What would bring a State to a rank: what was asked of whom, and the fields of the form that asks it.


@dataclass(frozen=True, slots=True)
class Inquiry:
    """What was asked of whom: `typed` as it was written, `wish` what of it could be read, `problems` what could not."""

    start: Start
    wanted: Asked
    month: Month | None
    typed: Typed
    wish: Wish
    problems: Mapping[str, str]

    def url(self, wish: Wish | None = None, wanted: Asked | None = None) -> str:
        """The page with one thing chosen otherwise. Another list has other limits, so they stay behind."""
        asked = wish or (self.wish if wanted is None else replace(self.wish, caps={}, efforts={}))
        return links.plan(self.start.state.code, wanted or self.wanted, self.month, plan_query(asked))


@dataclass(frozen=True, slots=True)
class LimitLine:
    """A parameter that can gain marks, with its two fields; `high` is how far its numerator can go."""

    code: str
    name: str
    figures: str
    gain: str
    high: str
    cap: str
    effort: str
    problems: tuple[str, ...]


def limit_line(one: Improvement, inquiry: Inquiry) -> LimitLine:
    code = one.rule.code
    parameter = inquiry.start.ground.parameters[code]
    keys = (f"cap:{code}", f"effort:{code}")
    return LimitLine(
        code=code,
        name=labels.either(parameter["name"], parameter["name_hi"]),
        figures=figure_of(one.start, inquiry.start.figures[code].denominator),
        gain=two_decimals(one.reach),
        high=plain(one.limit),
        cap=inquiry.typed.caps.get(code, ""),
        effort=inquiry.typed.efforts.get(code, ""),
        problems=tuple(inquiry.problems[key] for key in keys if key in inquiry.problems),
    )


def figure_of(part: Decimal, whole: Decimal | None) -> str:
    values = {"part": grouped(part), "whole": MISSING if whole is None else grouped(whole)}
    return gettext("%(part)s of %(whole)s") % values


# What would bring a State to a rank, in sentences and in the State's own units.

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


def proof_text(plan: Plan, rank: int, score: str) -> str:
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


SHORT_CUTS = (1, 2, 3, 5, 10)
"""Ranks that can be asked for with one click, where they are better than the State's own."""


@dataclass(frozen=True, slots=True)
class StepLine:
    """A step in the State's own units; `without` and `one_less` are the ranks that sparing it leaves."""

    said: str
    name: str
    code: str
    figures: tuple[str, str]
    marks: str
    effort: str
    without: str
    one_less: str


@dataclass(frozen=True, slots=True)
class PlanPage:
    """Everything the page prints. Without an answer (something typed is wrong, or unranked) `steps` is empty."""

    state: Choice
    title: str
    headline: str
    lede: tuple[str, ...]
    said: tuple[str, ...]
    sample: bool
    answered: bool
    boards: tuple[Choice, ...]
    categories: tuple[Choice, ...]
    targets: tuple[Choice, ...]
    hidden: tuple[tuple[str, str], ...]
    months: tuple[tuple[str, str], ...]
    month: str
    target: str
    most: int
    highest_weight: int
    notions: tuple[Choice, ...]
    problems: Mapping[str, str]
    strange: tuple[str, ...]
    limits: tuple[LimitLine, ...]
    opened: bool
    steps: tuple[StepLine, ...]
    steps_caption: str
    totals: tuple[str, str]
    proof: tuple[str, ...]
    sound: bool
    compared: tuple[Choice, ...]
    list: Choice
    why: Choice
    tried: Choice
    data: tuple[Choice, ...]
    canonical: str


def plan_page(inquiry: Inquiry, found: Planned | None) -> PlanPage:
    """`found` is None where something typed is wrong, and for a State that is unranked."""
    start, wanted = inquiry.start, inquiry.wanted
    shown, code = start.ground.month, start.state.code
    name = labels.state_name(start.state)
    known = {f"{kind}:{one.rule.code}" for one in start.able for kind in ("cap", "effort")} | {"target", "by"}
    return PlanPage(
        state=Choice(name, links.state(code, wanted, inquiry.month)),
        title=_title(name, inquiry),
        headline=_headline(name, inquiry, found),
        lede=(month_name(shown), labels.board_name(wanted.board), labels.category_name(wanted.category)),
        said=tuple(_said(found)) if found else (),
        sample=start.ground.list.sample,
        answered=found is not None,
        boards=tuple(
            links.board_choices(
                wanted, {board.value: inquiry.url(wanted=wanted.on_board(board.value)) for board in Board}
            )
        ),
        categories=tuple(_categories(inquiry)),
        targets=tuple(_targets(inquiry, found)),
        hidden=tuple(one for one in wanted.query.items() if one[0] not in {"origin", "month"}),
        months=tuple((str(month), month_name(month)) for month in reversed(start.months)),
        month=str(shown),
        target=inquiry.typed.target or (str(found.target) if found else ""),
        most=len(start.ground.worked.places),
        highest_weight=HIGHEST_WEIGHT,
        notions=tuple(
            Choice(notion_name(notion), notion.value, notion is inquiry.wish.by) for notion in Notion
        ),
        problems=inquiry.problems,
        strange=tuple(text for key, text in inquiry.problems.items() if key not in known),
        limits=tuple(limit_line(one, inquiry) for one in start.able),
        opened=bool(inquiry.typed.caps or inquiry.typed.efforts),
        steps=tuple(_steps(found)) if found else (),
        steps_caption=smallest(found.plan) if found else "",
        totals=(two_decimals(found.plan.marks), grouped(found.plan.effort)) if found else ("", ""),
        proof=tuple(_proof(found)) if found else (),
        sound=found is None or found.proof.holds(found.plan),
        compared=tuple(_compared(inquiry)) if found and found.plan.steps else (),
        list=Choice(month_name(shown), links.leaderboard(shown, wanted)),
        why=Choice(gettext("Why the rank changed"), links.why(code, wanted)),
        tried=_tried(inquiry, found),
        data=(Choice("JSON", _data(inquiry)), Choice("CSV", _data(inquiry, format="csv"))),
        canonical=inquiry.url(),
    )


def _title(name: str, inquiry: Inquiry) -> str:
    parts = [
        gettext("%(state)s: what would make it first") % {"state": name},
        labels.board_name(inquiry.wanted.board),
        labels.category_name(inquiry.wanted.category),
        month_name(inquiry.start.ground.month),
    ]
    return " · ".join(parts)


def _headline(name: str, inquiry: Inquiry, found: Planned | None) -> str:
    if found is not None:
        return headline(name, found.plan)
    if inquiry.problems:
        return gettext("%(state)s: this plan cannot be worked out as it was asked") % {"state": name}
    reason = labels.reason(inquiry.start.place.reason)
    return gettext("%(state)s is unranked: %(reason)s") % {"state": name, "reason": reason}


def _said(found: Planned) -> list[str]:
    plan = found.plan
    told = [needed(f"{found.needed:.2f}", [labels.state_name(holder) for holder in found.holders])]
    if not plan.reached:
        rank, score = found.ceiling
        told.append(out_of_reach(rank, f"{score:.2f}"))
    return [*told, *filter(None, [blank(plan.blank)])]


def _categories(inquiry: Inquiry) -> list[Choice]:
    own = {ALL_INDIA, inquiry.start.category}
    return [
        Choice(
            labels.category_short(category), inquiry.url(wanted=inquiry.wanted.in_category(category)),
            category == inquiry.wanted.category,
        )
        for category in labels.CATEGORIES
        if category in own
    ]  # fmt: skip


def _targets(inquiry: Inquiry, found: Planned | None) -> list[Choice]:
    own = inquiry.start.place.rank or 1
    chosen = found.target if found else None
    better = sorted(
        {*(cut for cut in SHORT_CUTS if cut < own), *([inquiry.start.next_better] if own > 1 else [])}
    )
    return [Choice(str(one), inquiry.url(replace(inquiry.wish, target=one)), one == chosen) for one in better]


def _steps(found: Planned) -> list[StepLine]:
    """The most marks first."""
    ordered = sorted(found.plan.steps, key=lambda one: (-one.marks, one.parameter))
    return [_step(one, found, found.proof) for one in ordered]


def _step(one: PlanStep, found: Planned, proof: Proof) -> StepLine:
    start = found.start
    parameter = start.ground.parameters[one.parameter]
    return StepLine(
        said=in_units(one, parameter),
        name=labels.either(parameter["name"], parameter["name_hi"]),
        code=one.parameter,
        figures=(grouped(one.before), figure_of(one.after, start.figures[one.parameter].denominator)),
        marks=_gained(one.marks),
        effort=grouped(one.units * found.wish.efforts.get(one.parameter, 1)),
        without=str(proof.without[one.parameter]),
        one_less=str(proof.one_less[one.parameter]),
    )


def _gained(marks: Fraction) -> str:
    printed = two_decimals(marks)
    return f"+{printed}" if Decimal(printed) else "< +0.01"


def _proof(found: Planned) -> list[str]:
    plan, proof = found.plan, found.proof
    if not plan.steps:
        return []
    return [
        proof_text(plan, proof.rank, f"{proof.score:.2f}"),
        spared(plan, holds=proof.holds(plan)),
    ]


def _compared(inquiry: Inquiry) -> list[Choice]:
    return [
        Choice(notion_name(notion), inquiry.url(replace(inquiry.wish, by=notion)), notion is inquiry.wish.by)
        for notion in Notion
    ]


def _tried(inquiry: Inquiry, found: Planned | None) -> Choice:
    """The whole list with the plan applied."""
    start = inquiry.start
    figures = {
        (start.state.code, step.parameter): replace(start.figures[step.parameter], numerator=step.after)
        for step in (found.plan.steps if found else ())
    }
    label = gettext("The whole list with this plan") if figures else gettext("What if")
    query = change_query(Change(figures=figures)) | {"state": start.state.code}
    return Choice(label, links.what_if(start.ground.month, inquiry.wanted, query))


def _data(inquiry: Inquiry, **more: str) -> str:
    query = {"month": str(inquiry.start.ground.month), "board": inquiry.wanted.board}
    query |= {"category": inquiry.wanted.category} | plan_query(inquiry.wish) | more
    return links.data(f"states/{inquiry.start.state.code}/plan/", query)


# `/states/HR/plan/?target=1`: what would bring a State to a rank of a computed list.


@explained
def plan(request: HttpRequest, code: str) -> HttpResponse:
    """The newest list where `month` is empty. A form's long address leads to the compact one that can be shared.

    What cannot be read stands beside its field, with status 400.
    """
    wanted = Asked.of(request)
    state = state_by_code(code)
    if code.upper() != state.code:
        query = request.META.get("QUERY_STRING", "")
        address = reverse("why:plan", args=[state.code])
        return redirect(f"{address}?{query}" if query else address, permanent=True)
    month = asked.month(request.GET.get("month"), "month")
    start = start_of(state, wanted.scope, month)
    typed = plan_typed(request.GET.dict())
    wish, problems = read_wish(typed, start)
    named = None if month == start.months[-1] else month
    inquiry = Inquiry(start, wanted, named, typed, wish, problems)
    if not problems and not is_compact(request):
        return redirect(inquiry.url())
    page = plan_page(inquiry, None if problems else planned(start, wish))
    context = {"page": page, **known(wanted)}
    return render(request, "dashboard/why/plan.html", context, status=400 if problems else 200)
