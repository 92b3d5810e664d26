"""A computed list worked out from its figures, with the names of what it measures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from metrics.scoring import Figure
from metrics.selectors import document_of
from rankings.core.planner import NoPlanError, Notion, Plan, Question, plan
from rankings.core.worked import Worked, work
from rankings.models import Origin, RankingList
from rankings.selectors.explained import basis_of
from rankings.selectors.profiles import MarksView, parameter_mark
from states.models import State

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
    better = [one.rank for one in worked.places.values() if one.rank is not None and one.rank < own]
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
