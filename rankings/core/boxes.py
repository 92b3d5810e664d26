"""Marks in a box: by how much must the marks of all parameters be free to move before two States change places?

The marks of each parameter may move on their own between m × (1 − ε) and m × (1 + ε). A State's level is
Σ marks × share ÷ Σ marks, over what is applicable to it: the exact score, unrounded.

Where the same parameters are applicable to both States, the sign of the difference of levels is that of
Σ m_p × d_p, with d_p the difference of shares. Over the box it lies between Σ m d − ε Σ m |d| and
Σ m d + ε Σ m |d|, so the order changes exactly beyond ε = |Σ m d| ÷ Σ m |d|.

Worked example. Marks 4 and 2; one State earns 100 % and 50 %, another 80 % and 80 %. d = 0.2 and −0.3, so
Σ m d = 0.2, Σ m |d| = 1.4: the first is ahead, and stays so until the marks may move by more than 1 ÷ 7.

Where something is applicable to one of the two only, levels are ratios of different sums, and the limit can be
irrational. Then it is enclosed: up to `lower` no marks reverse the order, beyond `upper` some do, and the two
are closer than `TOLERANCE`. (A reversal that would need 1 − TOLERANCE or more counts as never; in degenerate
cases the search stops early, with a wider enclosure that still holds.) The enclosure asks, for a level t between
the two States, whether marks exist that lift one to t or above and keep the other at t or below: two linear
conditions over a box, decided exactly.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from heapq import heappop, heappush

TOLERANCE = Fraction(1, 10**6)
# Shares in the enclosure are whole multiples of 2^-60, rounded so that each of its two sides stays certain.
_UNIT = 1 << 60
# Stretches of levels are halved so often at most. The enclosure holds whenever it stops.
_SPLITS = 1000

_Ends = tuple[int | None, int | None]
_Round = Callable[[Fraction], int]

Shares = Sequence[Fraction | None]
"""A State's share of each parameter's marks, 0 to 1; None where the parameter is not applicable to it."""


@dataclass(frozen=True, slots=True)
class Swap:
    """The smallest change of marks that reverses a pair: lower ≤ ε ≤ upper, equal where it is known exactly.

    Both None: no positive marks reverse it (one State is nowhere behind the other).
    """

    lower: Fraction | None
    upper: Fraction | None

    @property
    def exact(self) -> bool:
        return self.lower == self.upper


NEVER = Swap(None, None)


def level(shares: Shares, marks: Sequence[int] | Sequence[Fraction]) -> Fraction:
    """The exact score out of 1. At least one parameter with marks above 0 is applicable."""
    every: list[int | Fraction] = [*marks]
    obtained = total = Fraction(0)
    for weight, share in zip(every, shares, strict=True):
        if share is not None:
            obtained += weight * share
            total += weight
    return obtained / total


def swap(ahead: Shares, behind: Shares, marks: Sequence[int]) -> Swap:
    """The smallest ε at which `behind` can get ahead of `ahead`; `ahead` is not below it at the marks given.

    0 for two States that stand level by different shares; never for two with the same shares.
    """
    if tuple(ahead) == tuple(behind):
        return NEVER
    if max(_known(behind)) <= min(_known(ahead)):
        return NEVER
    if _alike(ahead, behind):
        return _linear(ahead, behind, marks)
    return _Enclosure(ahead, behind, marks).run()


def reversing_marks(
    ahead: Shares, behind: Shares, marks: Sequence[int], width: Fraction
) -> tuple[Fraction, ...] | None:
    """Marks within ± width that put `behind` strictly ahead: the proof of a swap; None where none were found.

    They are found for every width above the swap's `upper`, and for none up to its `lower`.
    """
    found = swap(ahead, behind, marks)
    if found.lower is None:
        return None
    if _alike(ahead, behind):
        pulls = [_sign((b or 0) - (a or 0)) for a, b in zip(ahead, behind, strict=True)]
        tried = tuple(mark * (1 + width * pull) for mark, pull in zip(marks, pulls, strict=True))
    else:
        enclosure = _Enclosure(ahead, behind, marks)
        enclosure.run()
        tried = enclosure.reversing(width)
    return tried if level(behind, tried) > level(ahead, tried) else None


def _alike(one: Shares, other: Shares) -> bool:
    """Whether the same parameters are applicable to both."""
    return [share is None for share in one] == [share is None for share in other]


def _known(shares: Shares) -> list[Fraction]:
    return [share for share in shares if share is not None]


def _linear(ahead: Shares, behind: Shares, marks: Sequence[int]) -> Swap:
    gaps = [
        weight * (one - other)
        for weight, one, other in zip(marks, ahead, behind, strict=True)
        if one is not None and other is not None
    ]
    lead, spread = sum(gaps, Fraction(0)), sum((abs(gap) for gap in gaps), Fraction(0))
    return NEVER if lead == spread else Swap(lead / spread, lead / spread)


class _Enclosure:
    """Branch and bound over the level t that comes to lie between the two States.

    For a level t and a mixture λ of the two conditions, −Σ m v ÷ Σ m |v| (v = λ × lifted + (1 − λ) × kept) is a
    change of marks that is needed at least; the largest over λ is the change that is needed. For a fixed λ
    it is a straight line over a convex function of t, so on a stretch of levels it is least at an end.
    """

    def __init__(self, ahead: Shares, behind: Shares, marks: Sequence[int]) -> None:
        up, down = _up, _down
        # Each condition at its easiest, for the lower side, and at its hardest, for the upper one.
        self.easy = [self._ends(*pair, up, down) for pair in zip(behind, ahead, strict=True)]
        self.hard = [self._ends(*pair, down, up) for pair in zip(behind, ahead, strict=True)]
        self.marks = marks

    @staticmethod
    def _ends(behind: Fraction | None, ahead: Fraction | None, lifted: _Round, kept: _Round) -> _Ends:
        return (
            None if behind is None else lifted(behind * _UNIT),
            None if ahead is None else kept(ahead * _UNIT),
        )

    def run(self) -> Swap:
        upper, self.at = Fraction(1), 0
        open_: list[tuple[Fraction, int, int]] = [(Fraction(0), 0, _UNIT)]
        for _ in range(_SPLITS):
            lower, low, high = open_[0]
            if lower >= 1 - TOLERANCE:
                return NEVER
            if upper - lower <= TOLERANCE or high - low == 1:
                break
            heappop(open_)
            middle = (low + high) // 2
            needed = self._needed(self.hard, middle)[0]
            if needed < upper:
                upper, self.at = needed, middle
            for start, end in ((low, middle), (middle, high)):
                heappush(open_, (max(lower, self._lower(start, end)), start, end))
        return Swap(open_[0][0], max(open_[0][0], upper))

    def reversing(self, width: Fraction) -> tuple[Fraction, ...]:
        """After `run`: marks at the edge of the box that pull the two past the level found, for width > upper."""
        # The mixture under which the two conditions together are hardest to meet in a box of this width.
        part, whole = min(
            self._mixtures(self.hard, self.at), key=lambda one: self._slack(one[0], one[1], width)
        )
        found: list[Fraction] = []
        free = []
        conditions = self._conditions(self.hard, self.at)
        for index, (pair, mark) in enumerate(zip(conditions, self.marks, strict=True)):
            value = part * pair[0] + (whole - part) * pair[1]
            if value == 0 and pair[0] * pair[1] < 0:
                free.append(index)
            found.append(mark * (1 + width * _sign(value or pair[0] or pair[1])))
        # The free ones now all serve the first condition; give them to the second one by one, until it holds.
        for index in free:
            found[index] = self.marks[index] * (1 + width * _sign(conditions[index][1]))
            if sum(one * pair[1] for one, pair in zip(found, conditions, strict=True)) >= 0:
                found[index] = self._between(found, index, width)
                break
        return tuple(found)

    def _between(self, marks: list[Fraction], free: int, width: Fraction) -> Fraction:
        """The middle of the marks of one parameter that fulfil both conditions, all others being fixed."""
        conditions = self._conditions(self.hard, self.at)
        low, high = self.marks[free] * (1 - width), self.marks[free] * (1 + width)
        for side in (0, 1):
            slope = conditions[free][side]
            rest = sum((marks[p] * conditions[p][side] for p in range(len(marks)) if p != free), Fraction(0))
            edge = -rest / slope
            low, high = (max(low, edge), high) if slope > 0 else (low, min(high, edge))
        return (low + high) / 2

    def _lower(self, low: int, high: int) -> Fraction:
        """No smaller ε can bring the two past any level in between."""
        mixtures = {self._needed(self.easy, (low + high) // 2)[1:], (0, 1), (1, 1)}
        return max(min(self._ratio(self.easy, end, *mixture) for end in (low, high)) for mixture in mixtures)

    def _needed(self, shares: list[_Ends], at: int) -> tuple[Fraction, int, int]:
        """The ε that brings the two past this level (1 where none does), and the mixture that shows it.

        On the stretches between the mixtures at which some v is 0 the ratio is monotone: those and the ends
        are enough.
        """
        return max((self._ratio(shares, at, *one), *one) for one in self._mixtures(shares, at))

    def _mixtures(self, shares: list[_Ends], at: int) -> list[tuple[int, int]]:
        mixtures = {(0, 1), (1, 1)}
        for lifted, kept in self._conditions(shares, at):
            if lifted * kept < 0:
                mixtures.add((abs(kept), abs(lifted) + abs(kept)))
        return sorted(mixtures)

    def _slack(self, part: int, whole: int, width: Fraction) -> Fraction:
        """The most that marks in the box make of the mixture, at the level found."""
        values = [
            mark * (part * lifted + (whole - part) * kept)
            for (lifted, kept), mark in zip(self._conditions(self.hard, self.at), self.marks, strict=True)
        ]
        return (sum(values) + width * sum(map(abs, values))) / whole

    def _ratio(self, shares: list[_Ends], at: int, part: int, whole: int) -> Fraction:
        short = spread = 0
        for (lifted, kept), weight in zip(self._conditions(shares, at), self.marks, strict=True):
            value = weight * (part * lifted + (whole - part) * kept)
            short -= value
            spread += abs(value)
        return Fraction(short, spread) if short > 0 else Fraction(0)

    @staticmethod
    def _conditions(shares: list[_Ends], at: int) -> list[tuple[int, int]]:
        return [(0 if one is None else one - at, 0 if two is None else at - two) for one, two in shares]


def _up(value: Fraction) -> int:
    return -(-value.numerator // value.denominator)


def _down(value: Fraction) -> int:
    return value.numerator // value.denominator


def _sign(value: Fraction | int) -> int:
    return (value > 0) - (value < 0)
