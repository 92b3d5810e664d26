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
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Any

from insights.sensitivity.order_reversal import DRAWS, Drawn, Draws, Shares, Swap, level, swap
from insights.sensitivity.rank_search import Bounds, Field, extremes
from metrics.scoring import rounded
from rankings.lists.scored_list import Worked

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
            shares = self.levels.shares
            self._swaps[ahead, behind] = swap(shares[ahead], shares[behind], self.levels.marks)
        return self._swaps[ahead, behind]


# A sensitivity as it is stored with its list: whole numbers and text only, so that its digest is the same anywhere.

DECIMALS = 4
"""Of the percent by which marks must move to swap a pair."""


@dataclass(frozen=True, slots=True)
class Range:
    """A State under marks varied by ± `width` percent.

    `best` and `worst` are what no marks exceed, attained where `exact`; `first` counts the draws in which it is
    first, alone or shared; `ranks` holds (rank, draws) for each rank that came up, best first.
    """

    width: int
    best: int
    worst: int
    exact: bool
    first: int
    ranks: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Pair:
    """Neighbours in the exact order, and by how many percent marks must move to swap them; None: none do.

    Not `exact`: the true value is lower by less than the last digit.
    """

    ahead: str
    behind: str
    percent: Decimal | None
    exact: bool


@dataclass(frozen=True, slots=True)
class Ranges:
    """Read back: each State's ranges by width, in the exact order of States, and the neighbouring pairs."""

    seed: str
    draws: int
    widths: tuple[int, ...]
    states: Mapping[str, tuple[Range, ...]]
    pairs: tuple[Pair, ...]

    def of(self, state: str, width: int) -> Range:
        """KeyError for a State that is not ranked."""
        return next(one for one in self.states[state] if one.width == width)


def ranges_document(found: Sensitivity, order: tuple[str, ...]) -> dict[str, Any]:
    """What is stored; `order` holds the States in the exact order."""
    return {
        "seed": found.seed,
        "draws": found.draws,
        "widths": [box.width for box in found.boxes],
        "states": [
            {"state": state, "ranges": [_range(box, state) for box in found.boxes]} for state in order
        ],
        "pairs": [
            {"ahead": ahead, "behind": behind, "percent": _percent(pair), "exact": pair.exact}
            for ahead, behind, pair in found.neighbours
        ],
    }


def _range(box: Box, state: str) -> dict[str, Any]:
    bounds, drawn = box.bounds[state], box.drawn[state]
    return {
        "width": box.width,
        "best": bounds.best,
        "worst": bounds.worst,
        "exact": bounds.exact,
        "first": drawn.first,
        "ranks": [list(rank) for rank in drawn.ranks],
    }


def _percent(pair: Swap) -> str | None:
    return None if pair.upper is None else f"{rounded(100 * pair.upper, DECIMALS)}"


def read_ranges(document: Mapping[str, Any]) -> Ranges:
    """The inverse of `ranges_document`."""
    return Ranges(
        seed=document["seed"],
        draws=document["draws"],
        widths=tuple(document["widths"]),
        states={
            state["state"]: tuple(
                Range(
                    width=each["width"],
                    best=each["best"],
                    worst=each["worst"],
                    exact=each["exact"],
                    first=each["first"],
                    ranks=tuple((rank, draws) for rank, draws in each["ranks"]),
                )
                for each in state["ranges"]
            )
            for state in document["states"]
        },
        pairs=tuple(
            Pair(
                pair["ahead"],
                pair["behind"],
                None if pair["percent"] is None else Decimal(pair["percent"]),
                pair["exact"],
            )
            for pair in document["pairs"]
        ),
    )
