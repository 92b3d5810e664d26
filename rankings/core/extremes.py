"""The best and the worst rank that any marks in a box give a State, exactly: a maximum feasible subsystem search.

Each rival gives one condition on the marks: that it stands above the State (worst rank), or that it does not (best
rank; to draw level is enough, for a rank is shared). The rank sought follows from the largest set of conditions that
one and the same marks meet. Rivals that are decided over the whole box are counted at once. For the others the
search keeps the sets found to contradict each other (*conflicts*), takes the largest set that contains none of
them, and asks `Field.solve` for marks that meet it: such marks end the search, and a new conflict goes on with it.

A condition is linear in the marks where the same parameters are applicable to both States, or where one of the
two has the same share of everything. Else it compares two ratios with different sums below. Then the State's level is
fenced in between two numbers a and b: whoever stands above it stands above a, whoever does not stands at b or
below, and these are linear. What holds for the fence in this looser form and fails in truth is decided by halving
the fence. Only where a best rank hangs on marks that meet a condition exactly at its edge, and by two such ratios,
halving could go on for ever: it stops after `MOST_FENCES`, and the bounds then say that they are not exact.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush
from itertools import count

from rankings.core.draws import Drawn
from rankings.core.fields import Fence, Field, Marks, Relation

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
    above = sum(sizes[one] for one in rivals if field.relation(own, one) is Relation.ABOVE)
    undecided = [one for one in rivals if field.relation(own, one) is Relation.OPEN]
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
            [one for one in self.rivals if self.field.holds(self.own, one, self.above, marks)]
        )

    def _weight(self, rivals: Collection[int]) -> int:
        return sum(self.sizes[one] for one in rivals)


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
        unhit = next((one for one in conflicts if not one & hit), None)
        if unhit is None:
            best[0] = hit
            return
        for one in sorted(unhit):
            search(hit | {one}, weight + sizes[one])

    search(frozenset(), 0)
    return [one for one in rivals if one not in best[0]]
