"""A sensitivity as it is stored with its list: whole numbers and text only, so that its digest is the same anywhere."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from metrics.scoring import rounded
from rankings.core.boxes import Swap
from rankings.core.sensitivity import Box, Sensitivity

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

    @property
    def drawn_best(self) -> int:
        return self.ranks[0][0]

    @property
    def drawn_worst(self) -> int:
        return self.ranks[-1][0]


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

    def share_first(self, state: str, width: int) -> Fraction:
        """In which share of the draws it is first."""
        return Fraction(self.of(state, width).first, self.draws)

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
        "ranks": [list(one) for one in drawn.ranks],
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
            one["state"]: tuple(
                Range(
                    width=each["width"],
                    best=each["best"],
                    worst=each["worst"],
                    exact=each["exact"],
                    first=each["first"],
                    ranks=tuple((rank, draws) for rank, draws in each["ranks"]),
                )
                for each in one["ranges"]
            )
            for one in document["states"]
        },
        pairs=tuple(
            Pair(
                one["ahead"],
                one["behind"],
                None if one["percent"] is None else Decimal(one["percent"]),
                one["exact"],
            )
            for one in document["pairs"]
        ),
    )
