"""Rows about the arithmetic: twenty years of months scored and ranked, exactly, beside floats and beside peers.

Everybody begins with arrays of figures (the peers even with the shares of the marks that figures earn) and ends with
the ranks of 36 States on four boards in 240 months.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from decimal import Decimal
from functools import cache
from typing import Any

import numpy as np
import skcriteria
from numpy.typing import NDArray
from pymcdm.methods import WSM
from skcriteria.agg.simple import WeightedSumModel

from benchmarks.clock import seconds
from benchmarks.house import House
from benchmarks.runner import AtLeast, AtMost, NoAim, Pair, row
from metrics.boards import Board
from metrics.catalogue import load_all
from metrics.scoring import Figure, ParameterRule, Rules
from metrics.scoring.arrays import BLANK, Arrays, Sheet, Whole
from rankings.lists.ranks import ordered

STATES = tuple(f"S{number:02d}" for number in range(36))
MONTHS = 240
PEERS_MONTHS = 12
"""The peers go through so many months, and their time is multiplied: they have no work in common between months."""

MEASURED = "scores and ranks, 36 × 33 × 240 months, exact"
Floats = NDArray[np.float64]


def a_month(seed: int = 2023) -> tuple[tuple[ParameterRule, ...], dict[str, list[Figure]]]:
    """The rules of the newest methodology, and made-up figures of 36 States for every parameter."""
    rules = load_all()[-1].parameter_rules()
    dice = random.Random(seed)
    figures = {}
    for state in STATES:
        denominators = [dice.randint(1, 50_000) for _ in rules]
        figures[state] = [Figure(Decimal(dice.randint(0, one)), Decimal(one)) for one in denominators]
    return rules, figures


class History:
    """Made-up figures of all months; one in fifty was not reported, one in fifty not applicable."""

    def __init__(self, months: int = MONTHS, seed: int = 2023) -> None:
        rules = load_all()[-1].parameter_rules()
        self.months = months
        self.boards = [frozenset(one.code for one in rules if board in one.boards) for board in Board]
        self.arrays = Arrays(rules, self.boards, Rules())
        dice = np.random.default_rng(seed)
        shape = (len(rules), months * len(STATES))
        downs = dice.integers(1, 50_000, shape) * 100
        ups = downs * dice.integers(0, 1001, shape) // 1000
        kind = dice.integers(0, 50, shape)
        downs[kind == 0], downs[kind == 1] = BLANK, 0
        ups[kind < 2] = 0
        self.sheet = Sheet(ups, downs)

    def exactly(self) -> tuple[Whole, Whole, Whole]:
        """Printed scores (boards × columns); and for each board and month the States in order, with their ranks."""
        scores = self.arrays.printed(self.sheet)
        return scores, *ordered(scores.reshape(-1, len(STATES)))

    @property
    def floats(self) -> tuple[Floats, Floats, list[tuple[float, float, float]], Floats]:
        """What the naive road begins with: figures, not-a-number for what was not reported, rules, who counts where."""
        downs = np.where(self.sheet.denominators == BLANK, np.nan, self.sheet.denominators / 100)
        rules = self.arrays.parameters
        counts = np.array([[one.code in here for one in rules] for here in self.boards], dtype=np.float64)
        plain = [(float(one.best_percent), float(one.worst_percent), float(one.max_marks)) for one in rules]
        return self.sheet.numerators / 100, downs, plain, counts


def naively(
    ups: Floats, downs: Floats, rules: list[tuple[float, float, float]], counts: Floats
) -> tuple[Floats, NDArray[np.int64], NDArray[np.int64]]:
    """The same job in numpy's floats: rounded as numpy rounds, nothing certain at the edges."""
    best, worst, most = (np.array(one)[:, None] for one in zip(*rules, strict=True))
    with np.errstate(invalid="ignore", divide="ignore"):
        share = ((100 * ups / downs - worst) / (best - worst)).clip(0, 1)
        share[np.isnan(downs) | (downs == 0)] = 0
        scores = np.round(100 * (counts @ (share * most)) / (counts @ (most * (downs != 0))), 2)
    rows = scores.reshape(-1, len(STATES))
    order = np.argsort(-rows, axis=1, kind="stable")
    lined = np.take_along_axis(rows, order, axis=1)
    fresh = np.ones(rows.shape, dtype=np.int64)
    fresh[:, 1:] = lined[:, 1:] != lined[:, :-1]
    return scores, order, np.maximum.accumulate(fresh * np.arange(1, len(STATES) + 1), axis=1)


@cache
def history() -> History:
    return History()


def shares(known: History) -> list[list[tuple[Floats, Floats]]]:
    """For the peers, month by month and board by board: the matrix of shares (States × parameters), the weights."""
    ups, downs, rules, counts = known.floats
    best, worst, most = (np.array(one)[:, None] for one in zip(*rules, strict=True))
    with np.errstate(invalid="ignore", divide="ignore"):
        share = np.nan_to_num(((100 * ups / downs - worst) / (best - worst)).clip(0, 1))
    found = []
    for month in range(min(PEERS_MONTHS, known.months)):
        own = share[:, month * len(STATES) : (month + 1) * len(STATES)].T
        weights = [(most[:, 0][here] / most[:, 0][here].sum(), here) for here in counts.astype(bool)]
        found.append([(np.ascontiguousarray(own[:, here]), weight) for weight, here in weights])
    return found


def by_pymcdm(matrix: Floats, weights: Floats) -> Any:
    method = WSM(lambda column, cost: column)
    return method.rank(method(matrix, weights, np.ones(len(weights))))


def by_scikit_criteria(matrix: Floats, weights: Floats) -> Any:
    decision = skcriteria.mkdm(matrix, [max] * len(weights), weights=weights)
    return WeightedSumModel().evaluate(decision).rank_


def peer(rank: Callable[[Floats, Floats], Any]) -> Callable[[], float]:
    """The seconds that a peer takes for all months."""
    given = shares(history())

    def work() -> None:
        for month in given:
            for matrix, weights in month:
                rank(matrix, weights)

    return lambda: seconds(work, times=1) * MONTHS / len(given)


def faster_than(theirs: Callable[[], float]) -> Pair:
    """How many times as many months a second."""
    return Pair(ours=lambda: 1 / seconds(history().exactly), theirs=lambda: 1 / theirs())


@row("exact-pymcdm", measured=MEASURED, against="pymcdm in its own loop", aim=AtLeast(20))
def exact_pymcdm(house: House) -> Pair:
    return faster_than(peer(by_pymcdm))


@row("exact-scikit", measured=MEASURED, against="scikit-criteria in its own loop", aim=NoAim())
def exact_scikit(house: House) -> Pair:
    return faster_than(peer(by_scikit_criteria))


@row("exact", measured=MEASURED, against="numpy floats, no exactness", aim=AtMost(3))
def exact(house: House) -> Pair:
    given = history().floats
    return Pair(ours=lambda: seconds(history().exactly), theirs=lambda: seconds(lambda: naively(*given)))
