"""What would bring a State to a rank of a list: what is asked, what it may hold, and the answers with their proof."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from django.utils.translation import gettext

from metrics.scoring import Figure
from rankings.core import wishes
from rankings.core.improvements import Improvement, improvements
from rankings.core.planner import Notion, Plan, Proof, Question, ceiling, needed_score, plan, prove
from rankings.core.ranks import Place
from rankings.selectors.explained import NoFiguresError
from rankings.selectors.grounds import Ground, category_of, grounds_of, one_list
from rankings.selectors.histories import Scope
from rankings.selectors.lists import states_by_code
from rankings.selectors.typed import Typed
from rankings.selectors.withdrawals import refuse_withdrawn_month
from states.asking import UnknownNameError
from states.models import State
from states.months import Month

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
        ranks = [one.rank for one in self.ground.worked.places.values() if one.rank is not None]
        return max((one for one in ranks if one < own), default=1)

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
        rank = wishes.whole(text)
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
            value = wishes.number(text)
        except ValueError:
            value = None
        if value is not None and low <= value <= high:
            found[code] = value
            continue
        told = gettext("%(code)s: “%(value)s” is not a number from %(low)s to %(high)s")
        problems[f"cap:{code}"] = told % {
            "code": code, "value": text[:_SHOWN], "low": wishes.plain(low), "high": wishes.plain(high),
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
            value = wishes.whole(text)
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
