"""What would bring a State to a rank of a list: what is asked, what it may hold, and the answers with their proof."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext

from common.asking import UnknownNameError
from common.months import Month
from insights.plan import forms
from insights.plan.core import NoPlanError, Notion, Plan, Proof, Question, ceiling, needed_score, plan, prove
from insights.plan.forms import Typed
from insights.plan.improvements import Improvement, improvements
from metrics.scoring import Figure
from metrics.selectors import document_of
from rankings.lists.histories import Scope
from rankings.lists.marks import MarksView, parameter_mark
from rankings.lists.queries import refuse_withdrawn_month, states_by_code
from rankings.lists.ranks import Place
from rankings.lists.scored_list import Worked, work
from rankings.lists.scored_lists import Ground, NoFiguresError, basis_of, category_of, grounds_of, one_list
from rankings.models import Origin, RankingList
from states.models import State

HIGHEST_WEIGHT = 100
_SHOWN = 40


@dataclass(frozen=True, slots=True)
class Wish:
    """What was asked, checked. `target` is None for the next better place."""

    target: int | None = None
    by: Notion = Notion.FEWEST
    caps: Mapping[str, Decimal] = field(default_factory=dict)
    efforts: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Start:
    """A State in a computed list. `category` is the State's own; `able` is what can gain marks, without limits."""

    state: State
    scope: Scope
    category: str
    months: tuple[Month, ...]
    ground: Ground
    able: tuple[Improvement, ...]
    states: Mapping[str, State]

    @property
    def place(self) -> Place:
        return self.ground.worked.places[self.state.code]

    @property
    def figures(self) -> Mapping[str, Figure]:
        return self.ground.worked.basis.figures.get(self.state.code, {})

    @property
    def next_better(self) -> int:
        """The rank of the next better place; 1 where there is none."""
        own = self.place.rank or 1
        ranks = [place.rank for place in self.ground.worked.places.values() if place.rank is not None]
        return max((rank for rank in ranks if rank < own), default=1)

    def question(self, wish: Wish) -> Question:
        worked = self.ground.worked
        others = {code: one.printed for code, one in worked.scores.items() if code != self.state.code}
        return Question(
            worked.basis.board, worked.basis.parameters, worked.basis.rules, self.figures, others,
            wish.caps, wish.efforts,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Planned:
    """The answer by the notion asked for, with its proof.

    `needed` is the printed score that has the target rank, and who has it is in `holders`. `ceiling` is the rank
    and score with every parameter at its limit.
    """

    start: Start
    wish: Wish
    target: int
    plan: Plan
    proof: Proof
    needed: Decimal
    holders: tuple[State, ...]
    ceiling: tuple[int, Decimal]


def start_of(state: State, scope: Scope, month: Month | None) -> Start:
    """The newest list where `month` is None.

    Raises NoFiguresError, WithdrawnListError, and UnknownNameError for a category or list that the State is not in.
    """
    category = category_of(state, scope)
    try:
        found, months = one_list(scope, month)
    except NoFiguresError:
        if month is not None:
            refuse_withdrawn_month(scope, month, computed_only=True)
        raise
    [ground] = grounds_of([found])
    if state.code not in ground.worked.places:
        raise UnknownNameError("state", state.code, sorted(ground.worked.places))
    basis = ground.worked.basis
    able = improvements(basis.on_board().values(), basis.figures.get(state.code, {}), {})
    return Start(state, scope, category, months, ground, tuple(able), states_by_code())


def planned(start: Start, wish: Wish) -> Planned | None:
    """None for a State that is unranked."""
    if start.place.rank is None:
        return None
    question = start.question(wish)
    target = wish.target or start.next_better
    answer = plan(question, target, wish.by)
    needed = needed_score(question, target)
    holders = [code for code, score in question.others.items() if score == needed]
    return Planned(
        start=start,
        wish=wish,
        target=target,
        plan=answer,
        proof=prove(question, answer),
        needed=needed,
        holders=tuple(start.states[code] for code in sorted(holders)),
        ceiling=ceiling(question),
    )


def read_wish(typed: Typed, start: Start) -> tuple[Wish, dict[str, str]]:
    """What was typed, checked against the list, and what is wrong with it by field.

    Fields are `target`, `by`, `cap:CODE` and `effort:CODE`. What is wrong is left out of the wish.
    """
    problems: dict[str, str] = {}
    wish = Wish(
        target=_target(typed.target, len(start.ground.worked.places), problems),
        by=_notion(typed.by, problems),
        caps=_caps(typed.caps, start, problems),
        efforts=_efforts(typed.efforts, start, problems),
    )
    return wish, problems


def _target(text: str, most: int, problems: dict[str, str]) -> int | None:
    if not text:
        return None
    try:
        rank = forms.whole(text)
    except ValueError:
        rank = 0
    if 1 <= rank <= most:
        return rank
    told = gettext("“%(value)s” is not a rank of this list; give a whole number from 1 to %(most)s")
    problems["target"] = told % {"value": text[:_SHOWN], "most": most}
    return None


def _notion(text: str, problems: dict[str, str]) -> Notion:
    if not text:
        return Notion.FEWEST
    try:
        return Notion(text.lower())
    except ValueError:
        told = gettext("it is one of %(known)s, not “%(value)s”")
        problems["by"] = told % {"known": ", ".join(Notion), "value": text[:_SHOWN]}
        return Notion.FEWEST


def _caps(typed: Mapping[str, str], start: Start, problems: dict[str, str]) -> dict[str, Decimal]:
    found = {}
    able = {one.rule.code: one for one in start.able}
    for code, text in typed.items():
        if code not in able:
            problems[f"cap:{code}"] = _not_able(code, start)
            continue
        low, high = _span(able[code], start)
        try:
            value = forms.number(text)
        except ValueError:
            value = None
        if value is not None and low <= value <= high:
            found[code] = value
            continue
        told = gettext("%(code)s: “%(value)s” is not a number from %(low)s to %(high)s")
        problems[f"cap:{code}"] = told % {
            "code": code, "value": text[:_SHOWN], "low": forms.plain(low), "high": forms.plain(high),
        }  # fmt: skip
    return found


def _span(one: Improvement, start: Start) -> tuple[Decimal, Decimal]:
    """Between what the numerator is and what it can be."""
    return (one.limit, one.start) if one.limit < one.start else (one.start, one.limit)


def _efforts(typed: Mapping[str, str], start: Start, problems: dict[str, str]) -> dict[str, int]:
    found = {}
    able = {one.rule.code for one in start.able}
    for code, text in typed.items():
        if code not in able:
            problems[f"effort:{code}"] = _not_able(code, start)
            continue
        try:
            value = forms.whole(text)
        except ValueError:
            value = 0
        if 1 <= value <= HIGHEST_WEIGHT:
            found[code] = value
            continue
        told = gettext("%(code)s: “%(value)s” is not a whole number from 1 to %(most)s")
        problems[f"effort:{code}"] = told % {"code": code, "value": text[:_SHOWN], "most": HIGHEST_WEIGHT}
    return found


def _not_able(code: str, start: Start) -> str:
    if code in start.ground.worked.basis.on_board():
        told = gettext("%(code)s has nothing to gain, so it takes no limit and no effort")
    else:
        told = gettext("there is no parameter “%(code)s” on this board")
    return told % {"code": code[:_SHOWN]}


# A computed list worked out from its figures, with the names of what it measures.

_BLANK = Figure(None, None)


@dataclass(frozen=True, slots=True)
class Workings:
    """`parameters` and `groups` are those of the methodology, by code, as its file describes them."""

    worked: Worked
    sample: bool
    parameters: Mapping[str, Mapping[str, Any]]
    groups: Mapping[str, Mapping[str, Any]]


def workings(one: RankingList) -> Workings | None:
    """None for a list that was not computed here, so that its figures are not known. Five queries."""
    if one.methodology is None or one.origin != Origin.COMPUTED:
        return None
    document = document_of(one.methodology)
    return Workings(
        work(basis_of(one, document=document)),
        one.sample,
        {each["code"]: each for each in document.document["parameters"]},
        {each["code"]: each for each in document.document["groups"]},
    )


def marks_in(found: Workings, state: State) -> MarksView | None:
    """The marks of one State, on this board or not, in the methodology's order; None where the list has it not."""
    basis = found.worked.basis
    marks = found.worked.marks.get(state.code)
    if marks is None:
        return None
    figures = basis.figures.get(state.code, {})
    rows = tuple(
        parameter_mark(
            found.parameters[rule.code]["name"],
            found.parameters[rule.code]["name_hi"],
            rule,
            figures.get(rule.code, _BLANK),
            marks[rule.code],
        )
        for rule in basis.parameters
    )
    return MarksView(state, basis.month, basis.methodology, found.sample, rows)


def step_up(found: Workings, state: State) -> Plan | None:
    """What would bring the State to the next better place with the fewest units; None where there is none better."""
    worked = found.worked
    place = worked.places.get(state.code)
    if place is None or place.rank is None:
        return None
    own = place.rank
    better = [place.rank for place in worked.places.values() if place.rank is not None and place.rank < own]
    if not better:
        return None
    question = Question(
        board=worked.basis.board,
        parameters=worked.basis.parameters,
        rules=worked.basis.rules,
        figures=worked.basis.figures.get(state.code, {}),
        others={code: one.printed for code, one in worked.scores.items() if code != state.code},
    )
    try:
        return plan(question, max(better), Notion.EFFORT)
    except NoPlanError:
        return None
