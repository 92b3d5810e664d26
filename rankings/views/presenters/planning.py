"""What would bring a State to a rank: the form, the steps in the State's own units, and the proof."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from django.utils.translation import gettext

from metrics.boards import Board
from rankings.core.planner import Notion, PlanStep, Proof
from rankings.core.whatif import Change
from rankings.selectors.planning import HIGHEST_WEIGHT, Planned
from rankings.selectors.whatifs import change_query
from rankings.views import links
from rankings.views.asking import plan_query
from rankings.views.presenters.planningform import Inquiry, LimitLine, figure_of, limit_line
from rankings.views.wording import labels
from rankings.views.wording import planning as words
from rankings.views.wording.months import month_name
from rankings.views.wording.numbers import grouped, two_decimals
from states.asking import Choice
from states.selectors import ALL_INDIA

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
                wanted, {one.value: inquiry.url(wanted=wanted.on_board(one.value)) for one in Board}
            )
        ),
        categories=tuple(_categories(inquiry)),
        targets=tuple(_targets(inquiry, found)),
        hidden=tuple(one for one in wanted.query.items() if one[0] not in {"origin", "month"}),
        months=tuple((str(one), month_name(one)) for one in reversed(start.months)),
        month=str(shown),
        target=inquiry.typed.target or (str(found.target) if found else ""),
        most=len(start.ground.worked.places),
        highest_weight=HIGHEST_WEIGHT,
        notions=tuple(Choice(words.notion_name(one), one.value, one is inquiry.wish.by) for one in Notion),
        problems=inquiry.problems,
        strange=tuple(text for key, text in inquiry.problems.items() if key not in known),
        limits=tuple(limit_line(one, inquiry) for one in start.able),
        opened=bool(inquiry.typed.caps or inquiry.typed.efforts),
        steps=tuple(_steps(found)) if found else (),
        steps_caption=words.smallest(found.plan) if found else "",
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
        return words.headline(name, found.plan)
    if inquiry.problems:
        return gettext("%(state)s: this plan cannot be worked out as it was asked") % {"state": name}
    reason = labels.reason(inquiry.start.place.reason)
    return gettext("%(state)s is unranked: %(reason)s") % {"state": name, "reason": reason}


def _said(found: Planned) -> list[str]:
    plan = found.plan
    told = [words.needed(f"{found.needed:.2f}", [labels.state_name(one) for one in found.holders])]
    if not plan.reached:
        rank, score = found.ceiling
        told.append(words.out_of_reach(rank, f"{score:.2f}"))
    return [*told, *filter(None, [words.blank(plan.blank)])]


def _categories(inquiry: Inquiry) -> list[Choice]:
    own = {ALL_INDIA, inquiry.start.category}
    return [
        Choice(
            labels.category_short(one), inquiry.url(wanted=inquiry.wanted.in_category(one)),
            one == inquiry.wanted.category,
        )
        for one in labels.CATEGORIES
        if one in own
    ]  # fmt: skip


def _targets(inquiry: Inquiry, found: Planned | None) -> list[Choice]:
    own = inquiry.start.place.rank or 1
    chosen = found.target if found else None
    better = sorted(
        {*(one for one in SHORT_CUTS if one < own), *([inquiry.start.next_better] if own > 1 else [])}
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
        said=words.in_units(one, parameter),
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
        words.proof(plan, proof.rank, f"{proof.score:.2f}"),
        words.spared(plan, holds=proof.holds(plan)),
    ]


def _compared(inquiry: Inquiry) -> list[Choice]:
    return [
        Choice(words.notion_name(one), inquiry.url(replace(inquiry.wish, by=one)), one is inquiry.wish.by)
        for one in Notion
    ]


def _tried(inquiry: Inquiry, found: Planned | None) -> Choice:
    """The whole list with the plan applied."""
    start = inquiry.start
    figures = {
        (start.state.code, one.parameter): replace(start.figures[one.parameter], numerator=one.after)
        for one in (found.plan.steps if found else ())
    }
    label = gettext("The whole list with this plan") if figures else gettext("What if")
    query = change_query(Change(figures=figures)) | {"state": start.state.code}
    return Choice(label, links.what_if(start.ground.month, inquiry.wanted, query))


def _data(inquiry: Inquiry, **more: str) -> str:
    query = {"month": str(inquiry.start.ground.month), "board": inquiry.wanted.board}
    query |= {"category": inquiry.wanted.category} | plan_query(inquiry.wish) | more
    return links.data(f"states/{inquiry.start.state.code}/plan/", query)
