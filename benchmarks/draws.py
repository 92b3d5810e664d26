"""Rows about sensitivity: 10,000 draws of marks, the ranks of 36 States in each.

Ours draws the marks, takes exact sums, settles what is too close to tell in fractions, and counts ranks. The others
are given drawn marks and only sum and sort, or rank.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.clock import seconds
from benchmarks.house import House
from benchmarks.runner import AtLeast, AtMost, NoAim, Pair, row
from benchmarks.scoring import a_month, by_pymcdm, by_scikit_criteria
from insights.sensitivity.order_reversal import DRAWS, Draws, Shares, words
from metrics.scoring import mark

MEASURED = "sensitivity, 10,000 draws"
PEERS_DRAWS = 200
"""The peers rank so many draws, and their time is multiplied: they have no work in common between draws."""

SEED, WIDTH = "2023-10/overall", 10


def a_list() -> tuple[dict[str, Shares], list[int]]:
    """The shares of a made-up month, on all parameters, and their marks in hundredths."""
    rules, figures = a_month()
    shares: dict[str, Shares] = {
        state: tuple(mark(rule, one).marks / Fraction(rule.max_marks) for rule, one in zip(rules, own, strict=True))
        for state, own in figures.items()
    }  # fmt: skip
    return shares, [int(rule.max_marks * 100) for rule in rules]


def plainly() -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The same shares (States × parameters) and drawn marks (draws × parameters), as floats."""
    shares, marks = a_list()
    drawn = words(SEED, WIDTH, DRAWS, len(marks)) / 4095
    values = np.array([[float(share or 0) for share in own] for own in shares.values()])
    return values, np.array(marks) * (1 + WIDTH / 100 * (2 * drawn - 1))


def sorted_sums(values: NDArray[np.float64], drawn: NDArray[np.float64]) -> NDArray[np.float64]:
    sums: NDArray[np.float64] = drawn @ values.T
    sums.sort(axis=1)
    return sums


def ours() -> float:
    shares, marks = a_list()
    return seconds(lambda: Draws(shares, marks, WIDTH, SEED, DRAWS).drawn())


@row("draws", measured=MEASURED, against="numpy matrix product and sort", aim=AtMost(2))
def draws(house: House) -> Pair:
    given = plainly()
    return Pair(ours=ours, theirs=lambda: seconds(lambda: sorted_sums(*given)))


def faster_than(rank: Callable[[NDArray[np.float64], NDArray[np.float64]], Any]) -> Pair:
    values, drawn = plainly()
    weights = drawn[:PEERS_DRAWS] / drawn[:PEERS_DRAWS].sum(axis=1, keepdims=True)

    def work() -> None:
        for one in weights:
            rank(values, one)

    return Pair(ours=lambda: 1 / ours(), theirs=lambda: PEERS_DRAWS / (DRAWS * seconds(work, times=1)))


@row("draws-pymcdm", measured=MEASURED, against="pymcdm in its own loop", aim=AtLeast(300))
def draws_pymcdm(house: House) -> Pair:
    return faster_than(by_pymcdm)


@row("draws-scikit", measured=MEASURED, against="scikit-criteria in its own loop", aim=NoAim())
def draws_scikit(house: House) -> Pair:
    return faster_than(by_scikit_criteria)
