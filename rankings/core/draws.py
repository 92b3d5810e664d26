"""Ranks under marks drawn at random, the same on every machine, at little more than the cost of a matrix product.

*The draws.* A seed's SHA-256 sets the state of PCG64 (a 128-bit congruential generator with a published
definition); its output is cut into words of 16 bits, of which the upper 12 are used. So each parameter's marks
are drawn evenly from 4,096 steps across the box, as whole numbers: m × (100 × 4095 + width × (2 × word − 4095)).

*The sums.* Each State's share of each parameter's marks is rounded down to a whole multiple of a power of two, so
small that the weighted sum of any draw stays below 2^52: all whole numbers up to 2^53 are exact in the
processor's floating point, whatever the order of additions, so its fast matrix product gives exact sums. Such a
sum is short of the true one by less than the sum of the weights; where two States come closer than that, they
are compared as fractions. No rank hangs on a rounding.

*The order.* To each sum 2^52 is added, in the product itself: from there to 2^53 a double's lower 52 bits are the
whole number, so that a shift by 12 leaves the sum alone, with room below it for its State's number, and whole
numbers can be sorted without having been converted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from hashlib import sha256
from math import gcd

import numpy as np
from numpy.typing import NDArray

from rankings.core.boxes import Shares, level

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

    @property
    def first_share(self) -> Fraction:
        return Fraction(self.first, self.draws)


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


def draw_ranks(
    shares: Mapping[str, Shares], marks: Sequence[int], width: int, seed: str, count: int = DRAWS
) -> dict[str, Drawn]:
    """Every State's ranks over `count` draws from the box of ± width percent around `marks`."""
    return Draws(shares, marks, width, seed, count).drawn()


def orders(draws: Draws) -> Iterator[list[list[int]]]:
    """Every draw's groups, best first, equal ones together; for whoever wants to check them one by one."""
    plain = iter(draws.order.tolist())
    for draw in range(draws.count):
        yield draws.exactly[draw] if draw in draws.exactly else [[index] for index in reversed(next(plain))]
