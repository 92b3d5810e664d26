"""Ranks under marks drawn at random: whole numbers from SHA-256, the same on every machine.

The weighted sums of all States are taken at once: each State's share, as a whole multiple of 2^-96 rounded down,
stands in its own slot of one long integer, and a draw adds these integers up. A sum so found is short of the
true one by less than the sum of the weights; where two States are closer than that, they are compared exactly.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from hashlib import sha256

from rankings.core.boxes import Shares, level

DRAWS = 10_000
_FRACTION, _SLOT = 96, 192
_STEPS = (1 << 32) - 1
_WORD, _BLOCK = 4, 32


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


def weights(marks: Sequence[int], width: int, seed: str, draw: int) -> list[int]:
    """The marks of one draw, each in whole parts of its own step: m × (100 ± width) × 2^32, evenly drawn.

    >>> weights([400, 200], 10, "2023-10", 0) == weights([400, 200], 10, "2023-10", 0)
    True
    """
    words = _words(f"{seed}/{width}/{draw}", len(marks))
    return [
        mark * (100 * _STEPS + width * (2 * word - _STEPS)) for mark, word in zip(marks, words, strict=True)
    ]


def _words(name: str, count: int) -> Iterator[int]:
    for block in range(-(-count * _WORD // _BLOCK)):
        data = sha256(f"{name}/{block}".encode()).digest()
        for start in range(0, min(_BLOCK, (count * _WORD) - block * _BLOCK), _WORD):
            yield int.from_bytes(data[start : start + _WORD], "big")


def draw_ranks(
    shares: Mapping[str, Shares], marks: Sequence[int], width: int, seed: str, count: int = DRAWS
) -> dict[str, Drawn]:
    """Every State's ranks over `count` draws from the box of ± width percent around `marks`."""
    ranking = Ranking(shares, marks)
    found: dict[str, Counter[int]] = {state: Counter() for state in shares}
    for draw in range(count):
        for state, rank in ranking.ranks(weights(marks, width, seed, draw)):
            found[state][rank] += 1
    return {state: Drawn(count, ranks[1], tuple(sorted(ranks.items()))) for state, ranks in found.items()}


class Ranking:
    """Ranks States on exact levels under any whole, positive weights, many times over."""

    def __init__(self, shares: Mapping[str, Shares], marks: Sequence[int]) -> None:
        # States with the very same shares stand level under all weights: they are ranked as one.
        self.alike: dict[tuple[Fraction | None, ...], list[str]] = {}
        for state in sorted(shares):
            self.alike.setdefault(tuple(shares[state]), []).append(state)
        self.rows = list(self.alike)
        self.groups = list(self.alike.values())
        masks = [tuple(share is not None for share in row) for row in self.rows]
        self.masks = sorted(set(masks))
        self.mask_of = [self.masks.index(mask) for mask in masks]
        columns = range(len(marks))
        self.sums = [self._packed([_scaled(row[column]) for row in self.rows]) for column in columns]
        self.totals = [self._packed([int(mask[column]) for mask in self.masks]) for column in columns]

    @staticmethod
    def _packed(values: Sequence[int]) -> int:
        return sum(value << (_SLOT * index) for index, value in enumerate(values))

    def ranks(self, weights: Sequence[int]) -> Iterator[tuple[str, int]]:
        """Each State's rank: 1 + the States strictly above it. Weights are above 0 and below 2^60."""
        keys = self._keys(weights)
        order = sorted(range(len(keys)), key=keys.__getitem__, reverse=True)
        position, above, index = 1, 0, 0
        while index < len(order):
            end = index + 1
            while end < len(order) and keys[order[end - 1]] - keys[order[end]] < 2:
                end += 1
            near = order[index:end]
            for tied in [near] if len(near) == 1 else self._exactly(near, weights):
                rank = position + above
                for one in tied:
                    for state in self.groups[one]:
                        yield state, rank
                        above += 1
            index = end

    def _keys(self, weights: Sequence[int]) -> list[int]:
        """Whole numbers with key ≤ level × 2^96 < key + 2."""
        sums = sum(map(int.__mul__, weights, self.sums))
        totals = _slots(sum(map(int.__mul__, weights, self.totals)), len(self.masks))
        return [
            value // totals[mask]
            for value, mask in zip(_slots(sums, len(self.rows)), self.mask_of, strict=True)
        ]

    def _exactly(self, near: Sequence[int], weights: Sequence[int]) -> list[list[int]]:
        """Rows that are too close to tell, best first, equal ones together."""
        levels = {one: level(self.rows[one], weights) for one in near}
        ordered = sorted(near, key=levels.__getitem__, reverse=True)
        found: list[list[int]] = []
        for one in ordered:
            if found and levels[found[-1][0]] == levels[one]:
                found[-1].append(one)
            else:
                found.append([one])
        return found


def _scaled(share: Fraction | None) -> int:
    return 0 if share is None else (share.numerator << _FRACTION) // share.denominator


def _slots(packed: int, count: int) -> list[int]:
    size = _SLOT // 8
    data = packed.to_bytes(size * count, "little")
    return [int.from_bytes(data[start : start + size], "little") for start in range(0, len(data), size)]
