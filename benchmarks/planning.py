"""Rows about the planner: how long an answer takes, printed and never asserted."""

from __future__ import annotations

import time
from collections.abc import Iterator
from itertools import product

from benchmarks.house import House
from benchmarks.runner import AtMost, Pair, row
from benchmarks.scoring import a_month
from insights.plan.core import Notion, Question, plan
from metrics.boards import Board
from metrics.scoring import Figure, Rules, mark, score

TARGETS = (1, 5)


def questions(board: Board) -> Iterator[Question]:
    """A made-up month as each of its 36 States sees it; the efforts of the 33 parameters' units differ."""
    rules, rows = a_month()
    figures = {
        state: {rule.code: one for rule, one in zip(rules, row, strict=True)} for state, row in rows.items()
    }
    here = frozenset(rule.code for rule in rules if board in rule.boards)
    weights = {rule.code: 1 + number * 7 % 19 for number, rule in enumerate(rules)}

    def printed(own: dict[str, Figure]) -> Question:
        others = {
            state: score(
                [mark(rule, sent[rule.code]) for rule in rules], on_board=here, rules=Rules()
            ).printed
            for state, sent in figures.items()
            if sent is not own
        }
        return Question(board, rules, Rules(), own, others, {}, weights)

    return (printed(own) for own in figures.values())


def slowest() -> float:
    """Seconds of the slowest answer: every board, State and notion, two targets."""
    took = []
    for board in Board:
        for question, target, notion in product(questions(board), TARGETS, Notion):
            began = time.perf_counter()
            plan(question, target, notion)
            took.append(time.perf_counter() - began)
    return max(took)


@row(
    "plan",
    measured="the slowest plan, 36 States × 33 parameters, all notions",
    against="one second",
    aim=AtMost(1.0),
)
def planning(house: House) -> Pair:
    return Pair(ours=slowest, theirs=lambda: 1.0)
