"""Marks aimed at one State's best or worst rank: a search that only has to find, for every rank found is real."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rankings.core.boxes import Shares, level
from rankings.core.draws import Ranking

_ROUNDS = 24
_SCALE = 1 << 32


def aimed_ranks(
    shares: Mapping[str, Shares], marks: Sequence[int], state: str, width: int, best: int, worst: int
) -> tuple[int, int]:
    """The best and the worst rank of the State that corners of the box, aimed at it, do give.

    `best` and `worst` are the ranks beyond which nothing is to be found; the search stops where it meets them.
    """
    aim = _Aim(shares, marks, state, width)
    return aim.search(1, best), aim.search(-1, worst)


class _Aim:
    def __init__(self, shares: Mapping[str, Shares], marks: Sequence[int], state: str, width: int) -> None:
        self.shares, self.marks, self.state, self.width = shares, marks, state, width
        self.slopes = {one: _slopes(own, marks) for one, own in shares.items()}

    def search(self, sense: int, goal: int) -> int:
        """The best (sense 1) or worst (−1) rank found.

        Each round moves to the corner that favours the State most against the rivals that still matter, and
        gives more weight to those that it has not overcome there; the mean of the corners is tried as well.
        """
        ranking = self.ranking
        pull = {one: 1 for one in self.shares if self.shares[one] != self.shares[self.state]}
        total = [0] * len(self.marks)
        found = dict(ranking.ranks([mark * 100 for mark in self.marks]))[self.state]
        for _ in range(_ROUNDS):
            if found == goal or not pull:
                return found
            corner = self._corner(pull, sense)
            total = [one + other for one, other in zip(total, corner, strict=True)]
            for weights in (corner, total):
                ranks = dict(ranking.ranks(weights))
                found = min(found, ranks[self.state]) if sense > 0 else max(found, ranks[self.state])
            own = ranks[self.state]
            for one in pull:
                if (ranks[one] - own) * sense <= 0:
                    pull[one] *= 2
        return found

    @property
    def ranking(self) -> Ranking:
        return Ranking(self.shares, self.marks)

    def _corner(self, pull: Mapping[str, int], sense: int) -> list[int]:
        own = self.slopes[self.state]
        push = [
            sense * sum(force * (own[column] - self.slopes[one][column]) for one, force in pull.items())
            for column in range(len(self.marks))
        ]
        return [
            mark * (100 + self.width if value > 0 else 100 - self.width)
            for mark, value in zip(self.marks, push, strict=True)
        ]


def _slopes(shares: Shares, marks: Sequence[int]) -> list[int]:
    """How the State's level answers to each parameter's marks, around the marks given."""
    own = level(shares, marks)
    total = sum(weight for weight, share in zip(marks, shares, strict=True) if share is not None)
    return [0 if share is None else int((share - own) * _SCALE * _SCALE / total) for share in shares]
