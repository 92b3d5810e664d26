"""The marks in a box under which the least of several linear conditions is greatest: a small simplex, twice.

    maximise δ   where   c_i + Σ_p a_ip x_p ≥ δ   for every i,   −1 ≤ x_p ≤ 1

First in floating point, which is fast and may be wrong; then, where its answer cannot be proved, with fractions,
which is exact. Who calls proves what it is told: a point by putting it in, a bound by the multipliers λ ≥ 0 with
Σ λ = 1: no point can give more than max over the box of Σ λ_i (c_i + Σ_p a_ip x_p).

Worked example. x and −x: whatever x is, one of the two is at most 0; λ = (½, ½) proves it.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

_TOLERANCE = 1e-11
_MOST_PIVOTS = 2000


@dataclass(frozen=True, slots=True)
class Maximin:
    """The greatest least value, a point that gives it, and the multipliers that prove it, 0 where one plays no part."""

    value: Any
    point: tuple[Any, ...]
    multipliers: tuple[Any, ...]


class StalledError(ArithmeticError):
    """Too many pivots: the floating point has lost its way."""


def maximin(constants: NDArray[Any], slopes: NDArray[Any]) -> Maximin:
    """Solve it in the arrays' own arithmetic: exact for arrays of Fraction (dtype object), near for floats.

    `constants` holds c (n of them, at least one), `slopes` a (n × p). Raises StalledError for floats only.
    """
    return _Simplex(constants, slopes).run()


class _Simplex:
    """A dictionary: basic variables and the objective δ as linear functions of the nonbasic ones, all at 0.

    Variables 0 to p − 1 are y = x + 1, from 0 to 2; those from p on are the slacks of the conditions, from 0. A
    variable that leaves at its upper bound is turned round (y → 2 − y), so that nonbasic ones are always at 0.
    """

    def __init__(self, constants: NDArray[Any], slopes: NDArray[Any]) -> None:
        self.exact = constants.dtype == object
        self.conditions, self.variables = slopes.shape
        low = constants - slopes.sum(axis=1)
        least = min(range(self.conditions), key=lambda row: low[row])
        rest = [row for row in range(self.conditions) if row != least]
        one = -np.ones(1, dtype=slopes.dtype) if not self.exact else np.array([Fraction(-1)], dtype=object)
        self.value = low[least]
        self.gains = np.concatenate([slopes[least], one])
        self.levels = low[rest] - low[least]
        self.table = np.column_stack([slopes[rest] - slopes[least], np.repeat(-one, len(rest))])
        self.nonbasic = [*range(self.variables), self.variables + least]
        self.basic = [self.variables + row for row in rest]
        self.turned: set[int] = set()
        self.zero = Fraction(0) if self.exact else _TOLERANCE

    def run(self) -> Maximin:
        pivots = 0
        while True:
            column = self._entering(steep=pivots < 4 * (self.conditions + self.variables))
            if column is None:
                return self._answer()
            self._advance(column)
            pivots += 1
            if pivots > _MOST_PIVOTS and not self.exact:
                raise StalledError

    def _entering(self, *, steep: bool) -> int | None:
        """The steepest gain; after a while the first one (Bland's rule, which never goes round in circles)."""
        if steep and not self.exact:
            column = int(self.gains.argmax())
            return column if self.gains[column] > self.zero else None
        able = [index for index in range(len(self.gains)) if self.gains[index] > self.zero]
        if steep:
            return max(able, key=lambda index: self.gains[index], default=None)
        return min(able, key=lambda index: self.nonbasic[index], default=None)

    def _advance(self, column: int) -> None:
        """Raise the entering variable until something stops it, and let that take its place."""
        room = self._upper(self.nonbasic[column])
        stop, at_upper = None, False
        for row, slope in enumerate(self.table[:, column]):
            upper = self._upper(self.basic[row])
            if slope < -self.zero:
                reach, up = self.levels[row] / -slope, False
            elif slope > self.zero and upper is not None:
                reach, up = (upper - self.levels[row]) / slope, True
            else:
                continue
            if (
                room is None
                or reach < room
                or (reach == room and stop is not None and self.basic[row] < self.basic[stop])
            ):
                room, stop, at_upper = reach, row, up
        assert room is not None  # δ is bounded: every condition is, over the box
        if stop is None:
            self._turn_nonbasic(column, room)
            return
        if at_upper:
            self._turn_basic(stop)
        self._pivot(stop, column)

    def _upper(self, variable: int) -> int | None:
        return 2 if variable < self.variables else None

    def _turn_nonbasic(self, column: int, upper: Any) -> None:
        self.levels = self.levels + self.table[:, column] * upper
        self.value += self.gains[column] * upper
        self.table[:, column] = -self.table[:, column]
        self.gains[column] = -self.gains[column]
        self.turned ^= {self.nonbasic[column]}

    def _turn_basic(self, row: int) -> None:
        self.levels[row] = 2 - self.levels[row]
        self.table[row] = -self.table[row]
        self.turned ^= {self.basic[row]}

    def _pivot(self, row: int, column: int) -> None:
        pivot = self.table[row, column]
        line, level = -self.table[row] / pivot, -self.levels[row] / pivot
        line[column] = 1 / pivot
        slopes = self.table[:, column].copy()
        self.levels = self.levels + slopes * level
        self.table[:, column] = 0
        self.table = self.table + np.outer(slopes, line)
        self.table[row], self.levels[row] = line, level
        gain = self.gains[column]
        self.gains[column] = 0
        self.gains = self.gains + gain * line
        self.value += gain * level
        self.basic[row], self.nonbasic[column] = self.nonbasic[column], self.basic[row]

    def _answer(self) -> Maximin:
        nought = Fraction(0) if self.exact else 0.0
        point = [nought] * self.variables
        for row, variable in enumerate(self.basic):
            if variable < self.variables:
                point[variable] = self.levels[row]
        shown = tuple((2 - one if index in self.turned else one) - 1 for index, one in enumerate(point))
        multipliers = [nought] * self.conditions
        for column, variable in enumerate(self.nonbasic):
            if variable >= self.variables:
                multipliers[variable - self.variables] = -self.gains[column]
        return Maximin(self.value, shown, tuple(multipliers))
