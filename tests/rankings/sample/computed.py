"""The sample months sent through the real computation."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from common.months import Month
from metrics.catalogue import MethodologyDocument, load_all
from metrics.scoring import Mark, mark, score
from rankings.lists.ranks import Place, Scored, places
from tools.sample import sample_history
from tools.sample.__main__ import Given, read_given
from tools.sample.history import MonthFigures

ROOT = Path(__file__).parents[3]


@cache
def documents() -> tuple[MethodologyDocument, ...]:
    return tuple(load_all())


def document_of(month: Month) -> MethodologyDocument:
    return [one for one in documents() if one.holds_from <= month][-1]


@cache
def given() -> Given:
    return read_given()


@cache
def history() -> dict[Month, MonthFigures]:
    known = given()
    return sample_history(known.states, known.methodologies, known.record)


@cache
def marks(month: Month, state: str) -> tuple[Mark, ...]:
    figures = history()[month][state]
    return tuple(mark(rule, figures.get(rule.code)) for rule in document_of(month).parameter_rules())


@cache
def ranking(month: Month, board: str, category: str = "all") -> tuple[Place, ...]:
    document = document_of(month)
    codes = frozenset(rule.code for rule in document.parameter_rules() if board in rule.boards)
    scored = []
    for state in given().states:
        if category in {"all", state.category}:
            worth = score(marks(month, state.code), on_board=codes, rules=document.rules)
            scored.append(Scored(state.code, given().names[state.code], worth.printed, worth.reason or ""))
    return places(scored, document.rules.ties)


def place(month: Month, board: str, category: str, state: str) -> Place:
    return next(one for one in ranking(month, board, category) if one.state == state)


def firsts(month: Month, board: str) -> list[str]:
    return [one.state for one in ranking(month, board) if one.rank == 1]
