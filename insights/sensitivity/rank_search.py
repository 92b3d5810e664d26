"""Two States under marks that may move in a box: who is above whom for certain, and under which conditions.

A condition is kept as whole numbers κ, one for each parameter: it holds where Σ marks × κ is above 0 (or not below
it). Floating point only proposes; what it proposes is proved in whole numbers, or worked out in fractions.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction
from functools import cached_property
from heapq import heappop, heappush
from itertools import count
from math import lcm
from typing import Any

import numpy as np
from numpy.typing import NDArray

from insights.sensitivity.order_reversal import Drawn, Shares, alike

# The marks in a box under which the least of several linear conditions is greatest: a small simplex, twice.

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


Condition = Sequence[int]
"""κ for each parameter; 0 where it plays no part."""

Marks = tuple[int, ...]
"""Marks in the box, in any unit."""

_GRID = 1 << 24
_SURE = 1e-9
_SHARE = 1 << 30
_FENCE_UNIT = 1 << 40
_STEEP = 1 << 20


class Relation(Enum):
    """How a rival stands to a State over the whole box."""

    ABOVE = "above"
    NEVER = "never above"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Fence:
    """The State's level lies between `low` and `high`."""

    low: Fraction
    high: Fraction

    def halves(self) -> tuple[Fence, Fence]:
        middle = (self.low + self.high) / 2
        return Fence(self.low, middle), Fence(middle, self.high)


@dataclass(frozen=True, slots=True)
class _Row:
    """A State's shares over one denominator: `parts` ÷ `whole`, 0 where `counts` says that nothing is applicable.

    `constant` is the one part that it has of everything applicable, None where they differ.
    """

    parts: tuple[int, ...]
    whole: int
    counts: tuple[bool, ...]
    constant: int | None

    @classmethod
    def of(cls, shares: Shares) -> _Row:
        whole = lcm(*(share.denominator for share in shares if share is not None))
        parts = [0 if share is None else share.numerator * (whole // share.denominator) for share in shares]
        known = {part for part, share in zip(parts, shares, strict=True) if share is not None}
        constant = known.pop() if len(known) == 1 else None
        return cls(tuple(parts), whole, tuple(share is not None for share in shares), constant)

    def level(self, marks: Sequence[int]) -> tuple[int, int]:
        """(numerator, denominator)"""
        counted = sum(mark for mark, counts in zip(marks, self.counts, strict=True) if counts)
        return sum(map(int.__mul__, marks, self.parts)), self.whole * counted

    def against(self, part: int, whole: int) -> list[int]:
        """κ of “the level is above part ÷ whole”."""
        return [
            mine * whole - part * self.whole if counts else 0
            for mine, counts in zip(self.parts, self.counts, strict=True)
        ]


class Field:
    """The States of a list by their shares, and marks within ± width percent."""

    def __init__(self, shares: Mapping[str, Shares], marks: Sequence[int], width: int) -> None:
        self.groups = alike(shares)
        self.rows = [_Row.of(shares[group[0]]) for group in self.groups]
        self.marks, self.width = tuple(marks), width
        self._conditions: dict[tuple[int, int], Condition] = {}

    def relation(self, own: int, rival: int) -> Relation:
        """Decided exactly, but for a rival of other parameters whose range of levels overlaps: that one is open."""
        return self._relations[own][rival]

    def linear(self, own: int, rival: int) -> bool:
        """Whether “the rival is above” is one linear condition on the marks."""
        one, two = self.rows[own], self.rows[rival]
        return one.counts == two.counts or one.constant is not None or two.constant is not None

    def fence(self, own: int, rivals: Sequence[int]) -> Fence | None:
        """All levels that the State can have, rounded outwards; None where no rival needs a fence."""
        if all(self.linear(own, rival) for rival in rivals):
            return None
        low, high = self._ranges[own]
        return Fence(
            Fraction(low * _FENCE_UNIT // 1, _FENCE_UNIT), Fraction(-(-high * _FENCE_UNIT // 1), _FENCE_UNIT)
        )

    def condition(self, own: int, rival: int, above: bool, fence: Fence | None) -> Condition:
        """That the rival is above, or that it is not; with a fence in its looser form, where it needs one."""
        if self.linear(own, rival):
            found = self._linear(own, rival)
        else:
            assert fence is not None
            edge = fence.low if above else fence.high
            found = self.rows[rival].against(edge.numerator, edge.denominator)
        return found if above else [-one for one in found]

    def walls(self, own: int, fence: Fence | None) -> list[Condition]:
        """That the State's level lies within the fence."""
        if fence is None:
            return []
        row = self.rows[own]
        low = row.against(fence.low.numerator, fence.low.denominator)
        high = row.against(fence.high.numerator, fence.high.denominator)
        return [low, [-one for one in high]]

    def holds(self, own: int, rival: int, above: bool, marks: Marks) -> bool:
        """The truth under given marks."""
        mine, one = self.rows[own].level(marks)
        theirs, two = self.rows[rival].level(marks)
        return (theirs * one > mine * two) is above

    def solve(
        self, conditions: Sequence[Condition], walls: Sequence[Condition], *, strict: bool
    ) -> Marks | list[int]:
        """Marks that meet all conditions and stand within the walls, or the numbers of some that contradict.

        `strict`: they are met above 0; else not below it.
        """
        every = [*conditions, *walls]
        if not every:
            return self.marks
        try:
            answer = self._near(every, len(conditions), strict=strict)
        except StalledError:
            answer = None
        return self._exactly(every, strict=strict) if answer is None else answer

    def _near(self, conditions: Sequence[Condition], plain: int, *, strict: bool) -> Marks | list[int] | None:
        """By floating point, and proved; None where it cannot be. All after the first `plain` are walls."""
        # Whole numbers of a thousand digits do not fit a float: only their first 60 bits count here.
        shifts = [max(max(map(abs, row)).bit_length() - 60, 0) for row in conditions]
        kappas = np.array(
            [[one >> shift for one in row] for row, shift in zip(conditions, shifts, strict=True)],
            dtype=np.float64,
        )
        constants = kappas @ self._marks
        slopes = kappas * self._marks * (self.width / 100)
        size = np.abs(constants) + np.abs(slopes).sum(axis=1)
        if not size.all():
            return None
        # Marks are sought where the rivals' conditions are met best, not in the middle between two walls.
        size[plain:] /= _STEEP
        found = maximin(constants / size, slopes / size[:, None])
        if found.value > _SURE:
            marks = self._rounded(found.point)
            return marks if all(_meets(row, marks, strict=strict) for row in conditions) else None
        if found.value < -_SURE:
            # The conditions were divided by their sizes: so are the multipliers.
            shares = [one / two for one, two in zip(found.multipliers, size.tolist(), strict=True)]
            most, highest = max(shares), max(shifts)
            whole = [
                round(one / most * _SHARE) << (highest - shift)
                for one, shift in zip(shares, shifts, strict=True)
            ]
            part = [index for index, one in enumerate(whole) if one > 0]
            proved = self._contradict([conditions[i] for i in part], [whole[i] for i in part], strict=strict)
            return part if proved else None
        return None

    def _rounded(self, point: Sequence[float]) -> Marks:
        """A point of the box on a grid, as marks."""
        steps = [max(-_GRID, min(_GRID, round(one * _GRID))) for one in point]
        return tuple(
            mark * (100 * _GRID + self.width * step) for mark, step in zip(self.marks, steps, strict=True)
        )

    def _contradict(
        self, conditions: Sequence[Condition], multipliers: Sequence[int], *, strict: bool
    ) -> bool:
        """Whether no marks in the box bring the weighted sum of the conditions above 0 (or up to it)."""
        most = 0
        for index, mark in enumerate(self.marks):
            value = sum(share * row[index] for share, row in zip(multipliers, conditions, strict=True))
            most += mark * (100 * value + self.width * abs(value))
        return most <= 0 if strict else most < 0

    def _exactly(self, conditions: Sequence[Condition], *, strict: bool) -> Marks | list[int]:
        weighted = [
            [Fraction(mark * one) for mark, one in zip(self.marks, row, strict=True)] for row in conditions
        ]
        constants = np.array([sum(row, Fraction(0)) for row in weighted], dtype=object)
        slopes = np.array([[one * self.width / 100 for one in row] for row in weighted], dtype=object)
        found = maximin(constants, slopes)
        if found.value > 0 or (found.value == 0 and not strict):
            unit = lcm(*(one.denominator for one in found.point))
            return tuple(
                mark * (100 * unit + self.width * int(one * unit))
                for mark, one in zip(self.marks, found.point, strict=True)
            )
        return [index for index, one in enumerate(found.multipliers) if one > 0]

    def _linear(self, own: int, rival: int) -> Condition:
        """κ of “the rival is above”, kept: it is asked for again and again."""
        if (own, rival) not in self._conditions:
            self._conditions[own, rival] = self._kappas(self.rows[own], self.rows[rival])
        return self._conditions[own, rival]

    @staticmethod
    def _kappas(mine: _Row, theirs: _Row) -> Condition:
        if mine.constant is not None:
            return theirs.against(mine.constant, mine.whole)
        if theirs.constant is not None:
            return [-one for one in mine.against(theirs.constant, theirs.whole)]
        pairs = zip(theirs.parts, mine.parts, strict=True)
        return [one * mine.whole - two * theirs.whole for one, two in pairs]

    @cached_property
    def _marks(self) -> NDArray[np.float64]:
        return np.array(self.marks, dtype=np.float64)

    @cached_property
    def _ranges(self) -> list[tuple[Fraction, Fraction]]:
        """The lowest and the highest level of each group over the box, exactly."""
        return [(self._extreme(row, -1), self._extreme(row, 1)) for row in self.rows]

    def _extreme(self, row: _Row, sense: int) -> Fraction:
        """The highest (sense 1) or lowest level over the box: from the middle to ever better corners."""
        part, whole = row.level(self.marks)
        while True:
            better = [one * sense > 0 for one in row.against(part, whole)]
            corner = [
                mark * (100 + self.width if up else 100 - self.width)
                for mark, up in zip(self.marks, better, strict=True)
            ]
            new, total = row.level(corner)
            if (new * whole - part * total) * sense <= 0:
                return Fraction(part, whole)
            part, whole = new, total

    @cached_property
    def _relations(self) -> list[list[Relation]]:
        shares = np.array([[part / row.whole for part in row.parts] for row in self.rows])
        weighted = shares * self._marks
        # [own, rival, parameter]: what the rival has more.
        more = weighted[None, :, :] - weighted[:, None, :]
        middle, spread = more.sum(axis=2), np.abs(more).sum(axis=2) * self.width / 100
        scale = float(self._marks.sum()) * _SURE
        lows, highs = (middle - spread).tolist(), (middle + spread).tolist()
        return [
            [
                self._apart(own, rival)
                if self.rows[own].counts != self.rows[rival].counts
                else _relation(low > 0, high > 0)
                if abs(low) > scale and abs(high) > scale
                else self._settled(own, rival)
                for rival, (low, high) in enumerate(zip(lows[own], highs[own], strict=True))
            ]
            for own in range(len(self.rows))
        ]

    def _settled(self, own: int, rival: int) -> Relation:
        """By whole numbers."""
        if own == rival:
            return Relation.NEVER
        more = list(map(int.__mul__, self.marks, self._linear(own, rival)))
        middle, spread = 100 * sum(more), self.width * sum(map(abs, more))
        return _relation(middle - spread > 0, middle + spread > 0)

    def _apart(self, own: int, rival: int) -> Relation:
        """By the ranges of levels, where other parameters are applicable."""
        mine, theirs = self._ranges[own], self._ranges[rival]
        return _relation(theirs[0] > mine[1], theirs[1] > mine[0])


def _relation(always: bool, ever: bool) -> Relation:
    return Relation.ABOVE if always else Relation.OPEN if ever else Relation.NEVER


def _meets(condition: Condition, marks: Marks, *, strict: bool) -> bool:
    value = sum(map(int.__mul__, marks, condition))
    return value > 0 if strict else value >= 0


# The best and the worst rank that any marks in a box give a State, exactly: a maximum feasible subsystem search.

MOST_FENCES = 400


@dataclass(frozen=True, slots=True)
class Bounds:
    """No marks in the box give a rank better than `best` or worse than `worst`; some give each `_shown` rank."""

    best: int
    worst: int
    best_shown: int
    worst_shown: int

    @property
    def exact(self) -> bool:
        """Whether both bounds are attained."""
        return (self.best, self.worst) == (self.best_shown, self.worst_shown)


def extremes(
    field: Field, drawn: Mapping[str, Drawn], among: Collection[str] | None = None
) -> dict[str, Bounds]:
    """The exact bounds of every State's rank, in the list of all or of some; `drawn` holds ranks that do come up."""
    sizes = [sum(1 for one in group if among is None or one in among) for group in field.groups]
    found = {}
    for own, group in enumerate(field.groups):
        members = [one for one in group if among is None or one in among]
        if members:
            bounds = _of(field, own, sizes, drawn[members[0]])
            found.update(dict.fromkeys(members, bounds))
    return found


def _of(field: Field, own: int, sizes: Sequence[int], drawn: Drawn) -> Bounds:
    rivals = [one for one in range(len(sizes)) if one != own and sizes[one]]
    above = sum(sizes[rival] for rival in rivals if field.relation(own, rival) is Relation.ABOVE)
    undecided = [rival for rival in rivals if field.relation(own, rival) is Relation.OPEN]
    whole = sum(sizes[one] for one in undecided)
    up = _Search(field, own, undecided, sizes, above=True).run(drawn.worst - 1 - above)
    down = _Search(field, own, undecided, sizes, above=False).run(whole - (drawn.best - 1 - above))
    return Bounds(
        best=1 + above + whole - down[1],
        worst=1 + above + up[1],
        best_shown=1 + above + whole - down[0],
        worst_shown=1 + above + up[0],
    )


Conflict = frozenset[int]


class _Search:
    """The most rivals (counted by `sizes`) that some marks put above the State, or put level with it or below."""

    def __init__(
        self, field: Field, own: int, rivals: Sequence[int], sizes: Sequence[int], *, above: bool
    ) -> None:
        self.field, self.own, self.rivals, self.sizes, self.above = field, own, rivals, sizes, above
        self.fences = 0

    def run(self, found: int) -> tuple[int, int]:
        """(what some marks do give, what none exceed); `found` is known to come up. Equal but for the cases above."""
        self.found = found
        order = count()
        open_: list[tuple[int, int, Fence | None, list[Conflict]]] = []
        fence = self.field.fence(self.own, self.rivals)
        heappush(open_, (-self._weight(self.rivals), next(order), fence, []))
        while open_:
            bound, _, fence, conflicts = heappop(open_)
            if -bound <= self.found:
                break
            if self.fences >= MOST_FENCES:
                return self.found, -bound
            self.fences += 1
            for part in self._settle(fence, conflicts):
                best = self._weight(_largest(self.rivals, conflicts, self.sizes))
                if best > self.found:
                    heappush(open_, (-best, next(order), part, list(conflicts)))
        return self.found, self.found

    def _settle(self, fence: Fence | None, conflicts: list[Conflict]) -> tuple[Fence, ...]:
        """Find out what holds within a fence: new conflicts are added; the halves that are still to be looked at."""
        while True:
            chosen = _largest(self.rivals, conflicts, self.sizes)
            if self._weight(chosen) <= self.found:
                return ()
            conditions = [self.field.condition(self.own, one, self.above, fence) for one in chosen]
            answer = self.field.solve(conditions, self.field.walls(self.own, fence), strict=self.above)
            if isinstance(answer, tuple):
                self.found = max(self.found, self._given(answer))
                if self._weight(chosen) <= self.found:
                    return ()
                assert fence is not None  # without one the conditions are what they stand for
                return fence.halves()
            conflicts.append(frozenset(chosen[index] for index in answer if index < len(chosen)))

    def _given(self, marks: Marks) -> int:
        return self._weight(
            [rival for rival in self.rivals if self.field.holds(self.own, rival, self.above, marks)]
        )

    def _weight(self, rivals: Collection[int]) -> int:
        return sum(self.sizes[rival] for rival in rivals)


def _largest(rivals: Sequence[int], conflicts: Sequence[Conflict], sizes: Sequence[int]) -> list[int]:
    """The largest set of rivals that contains no conflict: all but the lightest that hits every one of them.

    An empty conflict says that nothing at all is possible: then no rival is left.
    """
    if frozenset() in conflicts:
        return []
    best: list[frozenset[int]] = [frozenset(rivals)]

    def search(hit: frozenset[int], weight: int) -> None:
        if weight >= sum(sizes[one] for one in best[0]):
            return
        unhit = next((conflict for conflict in conflicts if not conflict & hit), None)
        if unhit is None:
            best[0] = hit
            return
        for one in sorted(unhit):
            search(hit | {one}, weight + sizes[one])

    search(frozenset(), 0)
    return [rival for rival in rivals if rival not in best[0]]
