"""Rows about the arithmetic: what exactness costs."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from decimal import Decimal

from benchmarks.house import House
from benchmarks.runner import AtMost, Pair, row
from metrics.boards import Board
from metrics.catalogue import load_all
from metrics.scoring import Figure, ParameterRule, Rules, mark, score
from rankings.core.ranks import Scored, places

STATES = tuple(f"S{number:02d}" for number in range(36))
TIMES = 5


def a_month(seed: int = 2023) -> tuple[tuple[ParameterRule, ...], dict[str, list[Figure]]]:
    """The rules of the newest methodology, and made-up figures of 36 States for every parameter."""
    rules = load_all()[-1].parameter_rules()
    dice = random.Random(seed)
    figures = {}
    for state in STATES:
        denominators = [dice.randint(1, 50_000) for _ in rules]
        figures[state] = [Figure(Decimal(dice.randint(0, one)), Decimal(one)) for one in denominators]
    return rules, figures


def exactly(rules: tuple[ParameterRule, ...], figures: dict[str, list[Figure]]) -> list[list[str]]:
    """The order of every board, by the project's own functions."""
    marks = {state: [mark(*pair) for pair in zip(rules, row, strict=True)] for state, row in figures.items()}
    orders = []
    for board in Board:
        here = frozenset(rule.code for rule in rules if board in rule.boards)
        scored = [
            Scored(state, state, score(one, on_board=here, rules=Rules()).printed)
            for state, one in marks.items()
        ]
        orders.append([place.state for place in places(scored)])
    return orders


def naively(
    rules: tuple[ParameterRule, ...], figures: dict[str, list[tuple[float, float]]]
) -> list[list[str]]:
    """The same in floats, with neither exactness nor special cases."""
    plain = [(float(rule.best_percent), float(rule.worst_percent), float(rule.max_marks)) for rule in rules]
    marks = {
        state: [
            most * min(max((100 * up / down - worst) / (best - worst), 0.0), 1.0)
            for (best, worst, most), (up, down) in zip(plain, row, strict=True)
        ]
        for state, row in figures.items()
    }
    orders = []
    for board in Board:
        here = [number for number, rule in enumerate(rules) if board in rule.boards]
        total = sum(plain[number][2] for number in here)
        scores = {state: round(100 * sum(one[n] for n in here) / total, 2) for state, one in marks.items()}
        orders.append(sorted(scores, key=lambda state: (-scores[state], state)))
    return orders


def seconds(work: Callable[[], object]) -> float:
    """The quickest of TIMES runs: what else the machine does only ever adds."""
    took = []
    for _ in range(TIMES):
        began = time.perf_counter()
        work()
        took.append(time.perf_counter() - began)
    return min(took)


@row(
    "exact", measured="a month scored and ranked exactly", against="the same in naive floats", aim=AtMost(3.0)
)
def exact(house: House) -> Pair:
    rules, figures = a_month()
    floats = {
        state: [(float(one.numerator or 0), float(one.denominator or 1)) for one in row]
        for state, row in figures.items()
    }
    return Pair(
        ours=lambda: seconds(lambda: exactly(rules, figures)),
        theirs=lambda: seconds(lambda: naively(rules, floats)),
    )
