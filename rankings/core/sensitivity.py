"""How sure is the order? Ranks under other reasonable marks: a sensitivity range, never a confidence interval.

The marks of each parameter move on their own within ± width around the methodology's. States are compared on
their exact scores, unrounded, so that a rounding does not hide an order; equal exact scores share a rank and
the next skips, whatever the methodology's tie rule (rank = 1 + States strictly above). A printed tie can so be
an order here, and unranked States have no part in it.

Two answers stand side by side. *Draws*: 10,000 sets of marks out of the box, the same on every machine (see
`draws`). *Bounds*: the best and the worst rank that any marks in the box give, exactly (see `extremes`).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from rankings.core.boxes import Shares, Swap, level, swap
from rankings.core.draws import DRAWS, Drawn, Draws
from rankings.core.extremes import Bounds, extremes
from rankings.core.fields import Field
from rankings.core.worked import Worked

WIDTHS = (10, 25)


@dataclass(frozen=True, slots=True)
class Levels:
    """The ranked States of a list by their shares of each parameter's marks.

    `states` stand in the exact order, equal ones by name; `marks` are the methodology's, in hundredths.
    """

    parameters: tuple[str, ...]
    marks: tuple[int, ...]
    states: tuple[str, ...]
    shares: Mapping[str, Shares]

    def level(self, state: str) -> Fraction:
        return level(self.shares[state], self.marks)


@dataclass(frozen=True, slots=True)
class Box:
    """One width: draws and bounds by State. `width` is in percent."""

    width: int
    drawn: Mapping[str, Drawn]
    bounds: Mapping[str, Bounds]


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """All widths, and the swap of every neighbouring pair in the exact order (ahead, behind, swap)."""

    seed: str
    draws: int
    boxes: tuple[Box, ...]
    neighbours: tuple[tuple[str, str, Swap], ...]


def levels_of(worked: Worked) -> Levels:
    """The shares behind a list. Marks have two decimals at most, so hundredths are whole."""
    rules = worked.basis.on_board()
    marks = tuple(int(rule.max_marks * 100) for rule in rules.values())
    shares: dict[str, Shares] = {}
    for state in worked.printed:
        own = [worked.marks[state][code] for code in rules]
        shares[state] = tuple(one.marks / Fraction(one.max_marks) if one.counts else None for one in own)
    names = worked.basis.names
    exact = {state: level(own, marks) for state, own in shares.items()}
    ordered = sorted(shares, key=lambda state: (-exact[state], names[state], state))
    return Levels(tuple(rules), marks, tuple(ordered), shares)


def swaps(levels: Levels) -> dict[tuple[str, str], Swap]:
    """The swap of every pair, by (State ahead, State behind) in the exact order."""
    return {
        (ahead, behind): _swap(levels, ahead, behind)
        for index, ahead in enumerate(levels.states)
        for behind in levels.states[index + 1 :]
    }


class Study:
    """A month's board, studied once for the list of all and for the list inside each category.

    The same seed and figures give the same result on every machine. Where nobody is ranked there is nothing to study.
    """

    def __init__(
        self, levels: Levels, seed: str, *, widths: Sequence[int] = WIDTHS, count: int = DRAWS
    ) -> None:
        self.levels, self.seed, self.count = levels, seed, count
        studied = widths if levels.states else ()
        self.fields = {width: Field(levels.shares, levels.marks, width) for width in studied}
        self.draws = {width: Draws(levels.shares, levels.marks, width, seed, count) for width in studied}
        self._swaps: dict[tuple[str, str], Swap] = {}

    def result(self, among: Collection[str] | None = None) -> Sensitivity:
        """Among all, or among some of the States."""
        boxes = []
        for width, field in self.fields.items():
            drawn = self.draws[width].drawn(among)
            boxes.append(Box(width, drawn, extremes(field, drawn, among)))
        inside = [state for state in self.levels.states if among is None or state in among]
        near = tuple((ahead, behind, self._swap(ahead, behind)) for ahead, behind in pairwise(inside))
        return Sensitivity(self.seed, self.count, tuple(boxes), near)

    def _swap(self, ahead: str, behind: str) -> Swap:
        """Neighbours in India are often neighbours in their category."""
        if (ahead, behind) not in self._swaps:
            self._swaps[ahead, behind] = _swap(self.levels, ahead, behind)
        return self._swaps[ahead, behind]


def sensitivity(
    levels: Levels, seed: str, *, widths: Sequence[int] = WIDTHS, count: int = DRAWS
) -> Sensitivity:
    """Everything about one list."""
    return Study(levels, seed, widths=widths, count=count).result()


def _swap(levels: Levels, ahead: str, behind: str) -> Swap:
    return swap(levels.shares[ahead], levels.shares[behind], levels.marks)
