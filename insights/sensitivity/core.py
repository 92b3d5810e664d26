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
from dataclasses import asdict, dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Any

from insights.sensitivity.order_reversal import DRAWS, Draws, Shares, level, swap
from insights.sensitivity.rank_search import Field, extremes
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
    """Each State's ranges by width, in the exact order of States, and the neighbouring pairs."""

    seed: str
    draws: int
    widths: tuple[int, ...]
    states: Mapping[str, tuple[Range, ...]]
    pairs: tuple[Pair, ...]

    def of(self, state: str, width: int) -> Range:
        """KeyError for a State that is not ranked."""
        return next(each for each in self.states[state] if each.width == width)


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
        self._pairs: dict[tuple[str, str], Pair] = {}

    def result(self, among: Collection[str] | None = None) -> Ranges:
        """Among all, or among some of the States."""
        order = [state for state in self.levels.states if among is None or state in among]
        ranges: dict[str, list[Range]] = {state: [] for state in order}
        for width, field in self.fields.items():
            drawn = self.draws[width].drawn(among)
            for state, bounds in extremes(field, drawn, among).items():
                own = drawn[state]
                ranges[state].append(
                    Range(width, bounds.best, bounds.worst, bounds.exact, own.first, own.ranks)
                )
        states = {state: tuple(own) for state, own in ranges.items()}
        pairs = tuple(self._pair(ahead, behind) for ahead, behind in pairwise(order))
        return Ranges(self.seed, self.count, tuple(self.fields), states, pairs)

    def _pair(self, ahead: str, behind: str) -> Pair:
        """Neighbours in India are often neighbours in their category."""
        if (ahead, behind) not in self._pairs:
            shares = self.levels.shares
            least = swap(shares[ahead], shares[behind], self.levels.marks)
            percent = None if least.upper is None else rounded(100 * least.upper, DECIMALS)
            self._pairs[ahead, behind] = Pair(ahead, behind, percent, least.exact)
        return self._pairs[ahead, behind]


# A sensitivity as it is stored with its list: whole numbers and text only, so that its digest is the same anywhere.


def ranges_document(ranges: Ranges) -> dict[str, Any]:
    """What is stored."""
    return {
        "seed": ranges.seed,
        "draws": ranges.draws,
        "widths": list(ranges.widths),
        "states": [
            {
                "state": state,
                "ranges": [asdict(each) | {"ranks": [list(rank) for rank in each.ranks]} for each in own],
            }
            for state, own in ranges.states.items()
        ],
        "pairs": [
            asdict(pair) | {"percent": None if pair.percent is None else f"{pair.percent}"}
            for pair in ranges.pairs
        ],
    }


def read_ranges(document: Mapping[str, Any]) -> Ranges:
    """The inverse of `ranges_document`."""
    return Ranges(
        seed=document["seed"],
        draws=document["draws"],
        widths=tuple(document["widths"]),
        states={
            state["state"]: tuple(
                Range(**{**each, "ranks": tuple((rank, draws) for rank, draws in each["ranks"])})
                for each in state["ranges"]
            )
            for state in document["states"]
        },
        pairs=tuple(
            Pair(**{**pair, "percent": None if pair["percent"] is None else Decimal(pair["percent"])})
            for pair in document["pairs"]
        ),
    )
