"""What would bring a State to a rank of a list: what is asked, what it may hold, and the answers with their proof."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from common.asking import UnknownNameError
from common.months import Month
from insights.plan.core import Notion, Plan, Proof, Question, ceiling, needed_score, plan, prove
from insights.plan.improvements import NoPlanError
from rankings.lists.histories import Scope
from rankings.lists.queries import states_by_code
from rankings.lists.ranks import Place
from rankings.lists.scored_list import Worked
from rankings.lists.scored_lists import Ground, category_of, grounds_of, one_list
from states.models import State


@dataclass(frozen=True, slots=True)
class Start:
    """A State in a computed list; `question` is without limits and efforts. `category` is the State's own."""

    state: State
    category: str
    months: tuple[Month, ...]
    ground: Ground
    question: Question

    @property
    def place(self) -> Place:
        return self.ground.worked.places[self.state.code]


@dataclass(frozen=True, slots=True)
class Planned:
    """The answer by the notion asked for, with its proof.

    `needed` is the printed score that has the target rank, and who has it is in `holders`. `ceiling` is the rank
    and score with every parameter at its limit.
    """

    target: int
    plan: Plan
    proof: Proof
    needed: Decimal
    holders: tuple[State, ...]
    ceiling: tuple[int, Decimal]


def question_of(worked: Worked, code: str) -> Question:
    """What a State of the list can ask, without limits and with equal efforts."""
    basis = worked.basis
    others = {other: score.printed for other, score in worked.scores.items() if other != code}
    return Question(basis.board, basis.parameters, basis.rules, basis.figures.get(code, {}), others)


def next_better(worked: Worked, code: str) -> int | None:
    """The rank of the next better place; None for a State that is first or unranked."""
    own = worked.places[code].rank or 1
    return max(
        (place.rank for place in worked.places.values() if place.rank and place.rank < own), default=None
    )


def start_of(state: State, scope: Scope, month: Month | None) -> Start:
    """The newest list where `month` is None.

    Raises NoFiguresError, WithdrawnListError, and UnknownNameError for a category or list that the State is not in.
    """
    category = category_of(state, scope)
    ranking, months = one_list(scope, month)
    [ground] = grounds_of([ranking])
    if state.code not in ground.worked.places:
        raise UnknownNameError("state", state.code, sorted(ground.worked.places))
    return Start(state, category, months, ground, question_of(ground.worked, state.code))


def planned(
    start: Start, target: int | None, by: Notion, cap: Mapping[str, Decimal], effort: Mapping[str, int]
) -> Planned | None:
    """To the next better place where `target` is None. None for a State that is unranked."""
    if start.place.rank is None:
        return None
    question = replace(start.question, caps=cap, weights=effort)
    target = target or next_better(start.ground.worked, start.state.code) or 1
    answer, needed, states = plan(question, target, by), needed_score(question, target), states_by_code()
    return Planned(
        target=target,
        plan=answer,
        proof=prove(question, answer),
        needed=needed,
        holders=tuple(states[code] for code, score in sorted(question.others.items()) if score == needed),
        ceiling=ceiling(question),
    )


def step_up(found: Ground, code: str) -> Plan | None:
    """What would bring the State to the next better place with the fewest units; None where there is none better."""
    better = next_better(found.worked, code) if code in found.worked.places else None
    if better is None:
        return None
    try:
        return plan(question_of(found.worked, code), better, Notion.EFFORT)
    except NoPlanError:
        return None
