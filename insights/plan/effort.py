"""The plan of least effort: an exact search whose work depends on the weights, not on how many units there are.

A parameter's gain per unit never grows, but for one whose first units earn nothing: those are either left alone or
*opened*, which pays for the lump up to the first unit that earns. Which ones are opened is decided by branch and
bound; what is left is a concave problem, solved exactly around its greedy plan.

Let x be the greedy plan just before it reaches the marks needed, z a best plan, and D the largest weight. Both cost
the same but for D at most, so the single units in which they differ can be lined up so that the difference of effort
stays within (−D, D]. With 2D units or more it takes some value twice, and the units between could be exchanged at no
effort and no loss. So a best plan lies within 2D − 1 units of x, and only those are tried: parameter after parameter,
those of nearly the same price first, of equal effort only the plan of most gain, none that can no longer be best.

Many lumps of nearly the same price could take the branches to any number, so the search ends after `STEPS`. Then the
plan is the best one found, the greedy one made whole among them, and the greedy price of the marks needed stays as
what no plan can go below.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import gcd, lcm

from insights.plan.improvements import Improvement

Units = dict[str, int]
Chain = tuple["Chain", str, int] | None
"""Changes of a plan against the greedy one: the changes before, the parameter, its units more or less."""
State = tuple[int, Chain]

STEPS = 30_000
"""How many segments and plans one question may look at: 20 times what the sample months need."""


@dataclass(frozen=True, slots=True)
class _Part:
    """A parameter in whole numbers: `lump` units earn `lump_gain`, then each `unit`, up to `reach` after `most`.

    `lump` is 0 where every unit earns.
    """

    code: str
    weight: int
    lump: int
    lump_gain: int
    unit: int
    reach: int
    most: int

    def gain(self, count: int) -> int:
        """Of so many units beyond the lump."""
        return min(self.reach, self.unit * count)

    def price(self, count: int) -> Fraction:
        """Effort per gain of the next unit."""
        return Fraction(self.weight, self.gain(count + 1) - self.gain(count))

    def cheapest(self) -> Fraction:
        """The least effort per gain at which any number of units comes, lump and all."""
        counts = {self.most, max(0, self.most - 1)}
        return min(
            Fraction(self.weight * (self.lump + count), self.lump_gain + self.gain(count)) for count in counts
        )


@dataclass(frozen=True, slots=True)
class _Segment:
    """Units of one price: `count` of them, each of `gain`. A `relaxed` one stands for a lump not yet decided on."""

    price: Fraction
    part: _Part
    count: int
    gain: int
    relaxed: bool = False


def least_effort(
    able: Sequence[Improvement], need: Fraction, weights: Mapping[str, int]
) -> tuple[Units, int | None]:
    """The plan of least sum of units × weight (whole numbers from 1) that gains `need`, above 0.

    All improvements together must reach `need`. Beside it None, or where the search ended at its bound, an effort
    that no plan goes below.
    """
    search = _Search(able, need, weights)
    search.branch(0, frozenset(), frozenset())
    least = None if search.left > 0 else search.rounded() * search.common
    return search.found, least


class _Search:
    def __init__(self, able: Sequence[Improvement], need: Fraction, weights: Mapping[str, int]) -> None:
        fractions = [number for one in able for number in (one.unit, one.offset, one.reach)]
        scale = lcm(need.denominator, *(number.denominator for number in fractions))
        self.common = gcd(*(weights[one.rule.code] for one in able))
        self.need = int(need * scale)
        self.parts = [_part(one, scale, weights[one.rule.code] // self.common) for one in able]
        self.odd = [part for part in self.parts if part.lump]
        self.segments = sorted(_segments(self.parts), key=lambda one: (one.price, one.part.code, one.count))
        self.best = sum(part.weight * (part.lump + part.most) for part in self.parts) + 1
        self.found = {one.rule.code: one.steps for one in able}
        self.left = STEPS

    def branch(self, index: int, opened: frozenset[str], closed: frozenset[str]) -> None:
        """Decide on the odd part at `index` and on all after it. Parts in `opened` have paid for their lump."""
        paid = [one for one in self.odd if one.code in opened]
        effort = sum(one.weight * one.lump for one in paid)
        need = self.need - sum(one.lump_gain for one in paid)
        if need <= 0:
            if effort < self.best:
                self.best, self.found = effort, {one.code: one.lump for one in paid}
            return
        if self.left <= 0:
            return
        self.left -= len(self.segments)
        taken = self._greedy(need, opened, closed)
        if taken is None or effort + taken[1] >= self.best:
            return
        if index < len(self.odd):
            code = self.odd[index].code
            self.branch(index + 1, opened | {code}, closed)
            self.branch(index + 1, opened, closed | {code})
        else:
            self._around(taken[0], need, effort, opened)

    def rounded(self) -> int:
        """Try the plan that opens every lump which the greedy one touches; returns the least that `need` can cost."""
        none: frozenset[str] = frozenset()
        counts, least, last = self._greedy(self.need, none, none) or ({}, 0, "")
        opened = frozenset(one.code for one in self.odd if counts.get(one.code) or one.code == last)
        self.left = STEPS // 5
        self.branch(len(self.odd), opened, frozenset(one.code for one in self.odd) - opened)
        return least

    def _greedy(
        self, need: int, opened: frozenset[str], closed: frozenset[str]
    ) -> tuple[Units, int, str] | None:
        """The cheapest units first, up to the last that leaves `need` unmet, what `need` costs at the least, and
        whose unit is next.

        None where `need` cannot be reached.
        """
        counts: Units = {}
        gained, cost = 0, Fraction(0)
        for segment in self.segments:
            code = segment.part.code
            odd = segment.part.lump > 0
            if code in closed or (odd and segment.relaxed == (code in opened)):
                continue
            if gained + segment.gain * segment.count >= need:
                counts[code] = counts.get(code, 0) + (need - gained - 1) // segment.gain
                cost += segment.price * (need - gained)
                return counts, -(-cost.numerator // cost.denominator), code
            counts[code] = counts.get(code, 0) + segment.count
            gained += segment.gain * segment.count
            cost += segment.price * segment.gain * segment.count
        return None

    def _around(self, start: Units, need: int, effort: int, opened: frozenset[str]) -> None:
        """The best plan near the greedy one, for the parts without a lump and those that are opened."""
        parts = [part for part in self.parts if not part.lump or part.code in opened]
        paid = {part.code: part.lump for part in parts if part.lump}
        begun = {part.code: start.get(part.code, 0) for part in parts}
        core = _Core(parts, begun, need, self.best - effort, self.left)
        better = core.run()
        self.left = core.left
        if better:
            self.best = effort + core.best
            counts = {code: core.plan[code] + paid.get(code, 0) for code in core.plan}
            self.found = {code: count for code, count in counts.items() if count}


class _Core:
    """Plans near `start`, by effort: of each the most gain. Prices are those of the parts not yet looked at."""

    def __init__(self, parts: Sequence[_Part], start: Units, need: int, best: int, left: int) -> None:
        self.start, self.need, self.best, self.left = start, need, best, left
        self.plan: Units = {}
        self.window = 2 * max((part.weight for part in parts), default=1) - 1
        self.effort = sum(part.weight * start[part.code] for part in parts)
        self.gained = sum(part.gain(start[part.code]) for part in parts)
        self.parts = sorted(parts, key=lambda one: (self._apart(one, parts), one.code))
        self.up: Fraction | None = None
        self.down = Fraction(0)

    def run(self) -> bool:
        """Whether a plan of less effort than `best` was found: then `best` is its effort, `plan` its units."""
        states: dict[int, State] = {self.effort: (self.gained, None)}
        chain: Chain = None
        for index, part in enumerate(self.parts):
            self._prices(self.parts[index + 1 :])
            fresh: dict[int, State] = {}
            for effort, (gain, before) in states.items():
                if self.left <= 0:
                    break
                for change, spent, now in self._changes(part, effort, gain):
                    self.left -= 1
                    if spent in fresh and fresh[spent][0] >= now:
                        continue
                    fresh[spent] = now, (before, part.code, change) if change else before
                    if now >= self.need and spent < self.best:
                        self.best, chain = spent, fresh[spent][1]
                        self.plan = dict(self.start)
            states = _undominated(fresh)
        while chain is not None:
            chain, code, change = chain
            self.plan[code] += change
        return bool(self.plan)

    def _apart(self, part: _Part, parts: Sequence[_Part]) -> Fraction:
        """How far the part's prices are from where the greedy plan stands, at the side that is nearer."""
        at = self.start[part.code]
        here = min(part.price(self.start[part.code]) for part in parts if self.start[part.code] < part.most)
        nearer = [part.price(at) - here] if at < part.most else []
        return min([*nearer, here - part.price(at - 1)] if at else nearer, default=Fraction(0))

    def _prices(self, rest: Iterable[_Part]) -> None:
        """The lowest price at which the rest can gain more, and the highest at which it can give back."""
        parts = [(one, self.start[one.code]) for one in rest]
        self.up = min((one.price(at) for one, at in parts if at < one.most), default=None)
        self.down = max((one.price(at - 1) for one, at in parts if at), default=Fraction(0))

    def _bound(self, effort: int, gain: int) -> int | None:
        """The least effort of any plan that goes on from here; None where none reaches the marks needed."""
        missing = self.need - gain
        if missing > 0:
            if self.up is None:
                return None
            return effort - (-missing * self.up.numerator // self.up.denominator)
        return effort - (-missing * self.down.numerator // self.down.denominator)

    def _changes(self, part: _Part, effort: int, gain: int) -> Iterator[tuple[int, int, int]]:
        """Units of the part more or less, with the effort and gain that they lead to, as long as it can be best.

        The bound is convex in the units: once it is too high and rises, it stays so.
        """
        at = self.start[part.code]
        base = gain - part.gain(at)
        for step, last in ((1, min(self.window, part.most - at)), (-1, min(self.window, at))):
            before: int | None = None
            for size in range(0 if step == 1 else 1, last + 1):
                change = step * size
                spent, now = effort + part.weight * change, base + part.gain(at + change)
                bound = self._bound(spent, now)
                if bound is not None and bound < self.best:
                    yield change, spent, now
                elif (bound is None and step < 0) or (
                    bound is not None and before is not None and bound > before
                ):
                    break
                before = bound


def _undominated(states: dict[int, State]) -> dict[int, State]:
    """Those of which none gains as much for less effort."""
    kept: dict[int, State] = {}
    most = -1
    for effort in sorted(states):
        if states[effort][0] > most:
            most = states[effort][0]
            kept[effort] = states[effort]
    return kept


def _part(one: Improvement, scale: int, weight: int) -> _Part:
    unit, offset, reach = int(one.unit * scale), int(one.offset * scale), int(one.reach * scale)
    lump = min(one.steps, -offset // unit + 1) if offset < 0 else 0
    earned = min(reach, offset + unit * lump) if lump else 0
    return _Part(one.rule.code, weight, lump, earned, unit, reach - earned, one.steps - lump)


def _segments(parts: Iterable[_Part]) -> Iterator[_Segment]:
    for one in parts:
        last = one.reach - one.unit * (one.most - 1) if one.most else 0
        whole = one.most if last == one.unit else one.most - 1
        if one.lump:
            reach = one.lump_gain + one.reach
            yield _Segment(one.cheapest(), one, 1, reach, relaxed=True)
        if whole > 0:
            yield _Segment(Fraction(one.weight, one.unit), one, whole, one.unit)
        if one.most and last < one.unit:
            yield _Segment(Fraction(one.weight, last), one, 1, last)
