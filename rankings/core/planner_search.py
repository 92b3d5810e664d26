"""The exact searches behind the planner. Marks are scaled to whole numbers, so nothing here is rounded.

Every search takes the improvements, the marks needed (`need`, above 0) and gives units by parameter code; all
improvements together must reach `need`.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm

from rankings.core.improvements import Improvement

Units = dict[str, int]


def fewest(able: Sequence[Improvement], need: Fraction) -> Units:
    """As few parameters as possible, each in full: those with the most to gain, ties by code.

    No set of fewer parameters can do, for it gains at most what the same number of the largest gains.
    """
    found: Units = {}
    for one in sorted(able, key=lambda one: (-one.reach, one.rule.code)):
        if need <= 0:
            break
        found[one.rule.code] = one.steps
        need -= one.reach
    return found


def trimmed(able: Sequence[Improvement], units: Mapping[str, int], need: Fraction) -> Units:
    """The same plan without any unit that can be spared; the coarsest units are spared first.

    One pass is enough: what later parameters give back only makes the slack smaller.
    """
    used = [one for one in able if units.get(one.rule.code)]
    slack = sum((one.gain(units[one.rule.code]) for one in used), Fraction(0)) - need
    found: Units = {}
    for one in sorted(used, key=lambda one: (-one.unit, one.rule.code)):
        before = one.gain(units[one.rule.code])
        found[one.rule.code] = one.units_for(before - slack)
        slack -= before - one.gain(found[one.rule.code])
    return {code: count for code, count in found.items() if count}


def least_printed(able: Sequence[Improvement], need: Fraction, width: Fraction) -> Units:
    """The plan that overshoots `need` by as few whole `width`s as possible: the lowest printed score.

    A parameter whose units are no larger than `width` can always land inside the first one. So only sums of
    the coarse parameters are searched: all that can be made, each once, until one leaves the rest to the fine.
    """
    first = trimmed(able, fewest(able, need), need)
    gained = sum((one.gain(first.get(one.rule.code, 0)) for one in able), Fraction(0))
    if gained < need + width:
        return first
    fine = [one for one in able if one.unit <= width]
    coarse = [one for one in able if one.unit > width]
    found = _coarse_sums(coarse, need, need + width, sum((one.reach for one in fine), Fraction(0)))
    missing = need - sum((one.gain(found.get(one.rule.code, 0)) for one in coarse), Fraction(0))
    for one in fine:
        if missing > 0:
            found[one.rule.code] = one.units_for(min(missing, one.reach))
            missing -= one.gain(found[one.rule.code])
    return found


def _coarse_sums(
    coarse: Sequence[Improvement], need: Fraction, enough: Fraction, fine_reach: Fraction
) -> Units:
    """The first sum of coarse gains in [need − fine_reach, enough), else the smallest one from `enough` on."""
    rest = sum((one.reach for one in coarse), Fraction(0)) + fine_reach
    sums: dict[Fraction, Units] = {Fraction(0): {}}
    best, found = rest + 1, {one.rule.code: one.steps for one in coarse}
    if fine_reach >= need:
        return {}
    for one in sorted(coarse, key=lambda one: (-one.reach, one.rule.code)):
        rest -= one.reach
        fresh: dict[Fraction, Units] = {}
        for before, units in sums.items():
            for count in range(one.steps + 1):
                total = before + one.gain(count)
                if total >= best:
                    break
                if total + rest < need or (count and total == before):
                    continue
                now = units | {one.rule.code: count} if count else units
                if need - fine_reach <= total < enough:
                    return now
                if total >= enough:
                    best, found = total, now
                    break
                fresh.setdefault(total, now)
        sums = fresh
    return found


@dataclass(frozen=True, slots=True)
class _Item:
    """An improvement in whole numbers. `rate` is a lower bound of effort per gain, in 2^-`shift`."""

    code: str
    unit: int
    offset: int
    reach: int
    steps: int
    weight: int
    rate: int

    def gain(self, units: int) -> int:
        return min(self.reach, max(0, self.offset + self.unit * units)) if units else 0

    def units_for(self, gain: int) -> int:
        return min(self.steps, -((self.offset - gain) // self.unit))


def least_effort(able: Sequence[Improvement], need: Fraction, weights: Mapping[str, int]) -> Units:
    """The plan of least sum of units × weight, by branch and bound.

    The bound lets the parameters be used in fractions, the cheapest marks first: no plan can cost less, and
    effort is a whole number, so the bound is rounded up.
    """
    return _EffortSearch(able, need, weights).run()


class _EffortSearch:
    def __init__(self, able: Sequence[Improvement], need: Fraction, weights: Mapping[str, int]) -> None:
        fractions = [number for one in able for number in (one.unit, one.offset, one.reach)]
        scale = lcm(need.denominator, *(number.denominator for number in fractions))
        self.need = int(need * scale)
        self.shift = (self.need + 1).bit_length() + 64
        items = [self._item(one, scale, weights[one.rule.code]) for one in able]
        self.items = sorted(items, key=lambda one: (one.rate, -one.unit, one.code))
        # Sums over the items before an index: what they can gain, and the least that gaining it costs.
        self.gains, self.costs = [0], [0]
        for one in self.items:
            self.gains.append(self.gains[-1] + one.reach)
            self.costs.append(self.costs[-1] + one.rate * one.reach)
        self.best = sum(one.weight * one.steps for one in self.items) + 1
        self.found: list[int] = []

    def _item(self, one: Improvement, scale: int, weight: int) -> _Item:
        unit, offset, reach = int(one.unit * scale), int(one.offset * scale), int(one.reach * scale)
        # Effort per mark falls with every unit but for the last, which may gain less than a whole one.
        rate = (weight * one.steps << self.shift) // reach
        if one.steps > 1 and offset + unit * (one.steps - 1) > 0:
            rate = min(rate, (weight * (one.steps - 1) << self.shift) // (offset + unit * (one.steps - 1)))
        return _Item(one.rule.code, unit, offset, reach, one.steps, weight, rate)

    def run(self) -> Units:
        self._search(0, self.need, 0, [])
        return {one.code: units for one, units in zip(self.items, self.found, strict=False) if units}

    def _bound(self, index: int, need: int) -> int | None:
        """The least effort by which the items from `index` on can gain `need`; None where they cannot."""
        if need <= 0:
            return 0
        aim = self.gains[index] + need
        if aim > self.gains[-1]:
            return None
        last = bisect_left(self.gains, aim, lo=index) - 1
        cost = self.costs[last] - self.costs[index] + self.items[last].rate * (aim - self.gains[last])
        return -(-cost >> self.shift)

    def _search(self, index: int, need: int, spent: int, units: list[int]) -> None:
        if need <= 0:
            self.best, self.found = spent, list(units)
            return
        item = self.items[index]
        for count in range(item.units_for(min(need, item.reach)), -1, -1):
            left = need - item.gain(count)
            bound = self._bound(index + 1, left)
            if bound is None:
                return
            if spent + item.weight * count + bound < self.best:
                self._search(index + 1, left, spent + item.weight * count, [*units, count])
            elif count and self._only_worse(index, count, need):
                # Fewer units of the cheaper marks cannot do better; none at all still might.
                bound = self._bound(index + 1, need)
                if bound is not None and spent + bound < self.best:
                    self._search(index + 1, need, spent, [*units, 0])
                return

    def _only_worse(self, index: int, count: int, need: int) -> bool:
        """Whether giving up a whole unit saves no more than the next items must spend to make up for it."""
        item = self.items[index]
        if index + 1 == len(self.items) or count == item.steps:
            return index + 1 == len(self.items)
        return item.weight << self.shift <= self.items[index + 1].rate * item.unit
