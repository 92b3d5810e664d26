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

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from hashlib import sha256
from heapq import heappop, heappush
from math import gcd

import numpy as np
from numpy.typing import NDArray

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
        upper = Fraction(1)
        open_: list[tuple[Fraction, int, int]] = [(Fraction(0), 0, _UNIT)]
        for _ in range(_SPLITS):
            lower, low, high = open_[0]
            if lower >= 1 - TOLERANCE:
                return NEVER
            if upper - lower <= TOLERANCE or high - low == 1:
                break
            heappop(open_)
            middle = (low + high) // 2
            upper = min(upper, self._needed(self.hard, middle)[0])
            for start, end in ((low, middle), (middle, high)):
                heappush(open_, (max(lower, self._lower(start, end)), start, end))
        return Swap(open_[0][0], max(open_[0][0], upper))

    def _lower(self, low: int, high: int) -> Fraction:
        """No smaller ε can bring the two past any level in between."""
        mixtures = {self._needed(self.easy, (low + high) // 2)[1:], (0, 1), (1, 1)}
        return max(min(self._ratio(self.easy, end, *mixture) for end in (low, high)) for mixture in mixtures)

    def _needed(self, shares: list[_Ends], at: int) -> tuple[Fraction, int, int]:
        """The ε that brings the two past this level (1 where none does), and the mixture that shows it.

        On the stretches between the mixtures at which some v is 0 the ratio is monotone: those and the ends
        are enough.
        """
        return max((self._ratio(shares, at, *mixture), *mixture) for mixture in self._mixtures(shares, at))

    def _mixtures(self, shares: list[_Ends], at: int) -> list[tuple[int, int]]:
        mixtures = {(0, 1), (1, 1)}
        for lifted, kept in self._conditions(shares, at):
            if lifted * kept < 0:
                mixtures.add((abs(kept), abs(lifted) + abs(kept)))
        return sorted(mixtures)

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


# Ranks under marks drawn at random, the same on every machine, at little more than the cost of a matrix product.

DRAWS = 10_000
_AT_ONCE = 512  # draws that are worked on at a time: they stay in the processor's nearest memory, on one core
_BITS = 12
_STEPS = (1 << _BITS) - 1
_MANTISSA = 52
_BELOW = 64 - _MANTISSA
"""Bits below a sum, where its State's number rides in the lowest byte."""

_MOST = 64
"""States that a list may hold: more would leave the shares of marks too few bits in between."""

_MADE_WHOLE = float(1 << _MANTISSA)


@dataclass(frozen=True, slots=True)
class Drawn:
    """A State over all draws. `first` counts the draws in which it is first, alone or shared.

    `ranks` holds (rank, draws) for each rank that came up, best first.
    """

    draws: int
    first: int
    ranks: tuple[tuple[int, int], ...]

    @property
    def best(self) -> int:
        return self.ranks[0][0]

    @property
    def worst(self) -> int:
        return self.ranks[-1][0]


def words(seed: str, width: int, count: int, parameters: int) -> NDArray[np.uint16]:
    """The random words, 0 to 4095: a row for each draw, a column for each parameter.

    Fewer draws are the first of more.
    """
    digest = sha256(f"{seed}/{width}/{parameters}".encode()).digest()
    generator = np.random.PCG64()
    generator.state = {
        "bit_generator": "PCG64",
        "state": {"state": int.from_bytes(digest[:16], "big"), "inc": int.from_bytes(digest[16:], "big") | 1},
        "has_uint32": 0,
        "uinteger": 0,
    }
    raw = generator.random_raw(-(-count * parameters // 4)).astype("<u8", copy=False).view("<u2")
    found: NDArray[np.uint16] = raw[: count * parameters] >> np.uint16(16 - _BITS)
    return found.reshape(count, parameters)


def weights(marks: Sequence[int], width: int, seed: str, draw: int) -> list[int]:
    """The marks of one draw, in whole parts of 1 ÷ (100 × 4095).

    >>> weights([400, 200], 10, "2023-10", 0) == weights([400, 200], 10, "2023-10", 0)
    True
    """
    row = words(seed, width, draw + 1, len(marks))[draw].tolist()
    return [
        mark * (100 * _STEPS + width * (2 * word - _STEPS)) for mark, word in zip(marks, row, strict=True)
    ]


class Draws:
    """The order of all States in each of `count` draws from the box of ± width percent around `marks`.

    States whose levels are the same under all marks (equal shares, or one and the same share of everything that
    applies to them) are ranked as one. Raises ValueError for more than 64 States.
    """

    def __init__(
        self, shares: Mapping[str, Shares], marks: Sequence[int], width: int, seed: str, count: int = DRAWS
    ) -> None:
        self.groups = alike(shares)
        if len(self.groups) > _MOST:
            raise ValueError(f"{len(self.groups)} States; at most {_MOST} can be drawn")
        common = gcd(*marks)
        self.marks = [mark // common for mark in marks]
        self.rows = [tuple(shares[group[0]]) for group in self.groups]
        self.width, self.seed, self.count = width, seed, count
        self.masks = _places_of([tuple([share is not None for share in row]) for row in self.rows])
        order = np.empty((count, len(self.groups)), dtype=np.uint8)
        near: list[int] = []
        short = np.uint64(self._short() << _BELOW)
        for start, packed in self._sorted():
            order[start : start + len(packed)] = packed.astype(np.uint8)
            near += [start + row for row in _near(packed, short)]
        self.exactly = {draw: self._exactly(draw, order[draw].tolist()) for draw in near}
        self.order: NDArray[np.uint8] = np.delete(order, near, axis=0) if near else order

    def _sorted(self) -> Iterator[tuple[int, NDArray[np.uint64]]]:
        """Some draws at a time: the first one's number, and row by row the keys of the groups, worst first.

        A key holds its group's number in its lowest byte. It is good until the next one is asked for.
        """
        greatest = (100 + self.width) * _STEPS  # what a unit of marks weighs at most
        bits = _MANTISSA - greatest.bit_length() - sum(self.marks).bit_length()
        values = self._weighted([self._scaled(row, bits) for row in self.rows], _MADE_WHOLE)
        others = list(self.masks.values())[1:]
        sums = self._weighted([self._counted(mask) for mask in self.masks]) if others else None
        drawn = words(self.seed, self.width, self.count, len(self.marks))
        # The weight of a draw is a constant and a multiple of its word: the constant goes in as one more column.
        factors = np.ones((min(self.count, _AT_ONCE), len(self.marks) + 1))
        keys = np.empty((len(factors), len(self.rows)))
        numbers = np.arange(len(self.rows), dtype=np.uint64)
        for start in range(0, self.count, _AT_ONCE):
            rows = drawn[start : start + _AT_ONCE]
            many = len(rows)
            factors[:many, :-1] = rows
            part = np.matmul(factors[:many], values, out=keys[:many])
            if sums is not None:
                of = factors[:many] @ sums
                for number, inside in enumerate(others, start=1):
                    share = part[:, inside] - _MADE_WHOLE
                    part[:, inside] = share * (of[:, 0] / of[:, number])[:, None] + _MADE_WHOLE
            packed = part.view(np.uint64)
            packed <<= np.uint64(_BELOW)
            packed |= numbers
            packed.sort(axis=1)
            yield start, packed

    def _weighted(self, rows: Sequence[Sequence[int]], more: float = 0) -> NDArray[np.float64]:
        """A row for each column of the factors: what a step adds, and the constant, `more` included."""
        values = np.array(rows, dtype=np.float64)
        step = 2 * self.width * values
        constant = (100 - self.width) * _STEPS * values.sum(axis=1) + more
        return np.ascontiguousarray(np.column_stack([step, constant]).T)

    def _scaled(self, row: Shares, bits: int) -> list[int]:
        scaled = []
        for mark, share in zip(self.marks, row, strict=True):
            above, below = (0, 1) if share is None else share.as_integer_ratio()
            scaled.append((mark * above << bits) // below)
        return scaled

    def _counted(self, mask: Sequence[bool]) -> list[int]:
        return [mark if counts else 0 for mark, counts in zip(self.marks, mask, strict=True)]

    def _short(self) -> int:
        """By less than this a sum can fall short of the true one."""
        # Every parameter falls short by less than its factor; a key of another mask is scaled by the ratio of two
        # totals, its rounding far below that.
        return int(len(self.marks) * (100 + self.width) * _STEPS * self._widest_ratio()) + 4

    def _widest_ratio(self) -> Fraction:
        """The most by which a key can be scaled, at least 1."""
        totals = [sum(self._counted(mask)) for mask in self.masks]
        spread = Fraction(100 + self.width, 100 - self.width)
        return max(Fraction(max(totals), min(totals)) * spread, Fraction(1))

    def _exactly(self, draw: int, order: list[int]) -> list[list[int]]:
        """The groups of one draw, best first, equal ones together."""
        row = weights(self.marks, self.width, self.seed, draw)
        levels = {index: level(self.rows[index], row) for index in order}
        found: dict[Fraction, list[int]] = {}
        for index in sorted(order):
            found.setdefault(levels[index], []).append(index)
        return [found[one] for one in sorted(found, reverse=True)]

    def drawn(self, among: Collection[str] | None = None) -> dict[str, Drawn]:
        """Every State's ranks, all together or among some: 1 + the States strictly above it."""
        members = [[one for one in group if among is None or one in among] for group in self.groups]
        sizes = np.array([len(group) for group in members], dtype=np.int64)
        counts = self._counts(sizes)
        for tied in self.exactly.values():
            above = 0
            for together in tied:
                for index in together:
                    counts[index, above + 1] += 1
                above += int(sizes[together].sum())
        found: dict[str, Drawn] = {}
        for index, group in enumerate(members):
            ranks = tuple((rank, count) for rank, count in enumerate(counts[index].tolist()) if count)
            for state in group:
                found[state] = Drawn(self.count, dict(ranks).get(1, 0), ranks)
        return {state: found[state] for state in sorted(found)}

    def _counts(self, sizes: NDArray[np.int64]) -> NDArray[np.int64]:
        """How often each group (row) had each rank (column) in the draws that need no second look."""
        most = int(sizes.sum()) + 2
        if (sizes == 1).all():
            ranks = np.arange(len(sizes), 0, -1)
        else:
            lined = sizes[self.order]
            ranks = lined[:, ::-1].cumsum(axis=1)[:, ::-1] - lined + 1
        flat = np.zeros(len(sizes) * most, dtype=np.int64)
        places = np.empty((min(self.count, _AT_ONCE), len(sizes)), dtype=np.int64)
        for start in range(0, len(self.order), _AT_ONCE):
            part = self.order[start : start + _AT_ONCE]
            here = np.multiply(part, most, out=places[: len(part)], dtype=np.int64)
            here += ranks if ranks.ndim == 1 else ranks[start : start + _AT_ONCE]
            flat += np.bincount(here.ravel(), minlength=len(flat))
        return flat.reshape(len(sizes), most)


def _places_of(masks: Sequence[tuple[bool, ...]]) -> dict[tuple[bool, ...], list[int]]:
    """The rows of each mask; first comes the one that most rows have."""
    found: dict[tuple[bool, ...], list[int]] = {mask: [] for mask, _ in Counter(masks).most_common()}
    for index, mask in enumerate(masks):
        found[mask].append(index)
    return found


def _near(packed: NDArray[np.uint64], short: np.uint64) -> list[int]:
    """The rows of sorted keys in which two are too close to tell."""
    # The last of a row and the first of the next wrap around to a huge gap, or cost that draw a second look.
    flat = packed.reshape(-1)
    gaps = flat[1:] - flat[:-1]
    if gaps.min(initial=short) >= short:
        return []
    close = np.flatnonzero(gaps < short)
    return sorted({int(index) // packed.shape[1] for index in close})


def alike(shares: Mapping[str, Shares]) -> list[list[str]]:
    """States in groups that stand level under all marks, in order of their codes."""
    groups: dict[object, list[str]] = {}
    for state in sorted(shares):
        groups.setdefault(_identity(shares[state]), []).append(state)
    return list(groups.values())


def _identity(shares: Shares) -> object:
    """Two levels are the same function of the marks where the shares are, or where both are constant and equal."""
    # As pairs of whole numbers, which are quickly hashed; a fraction is not.
    pairs = tuple(None if share is None else share.as_integer_ratio() for share in shares)
    known = {pair for pair in pairs if pair is not None}
    return known.pop() if len(known) == 1 else pairs
