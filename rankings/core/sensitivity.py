"""How sure is the order? Ranks under other reasonable marks: a sensitivity range, never a confidence interval.

The marks of each parameter move on their own within ± width around the methodology's. States are compared on
their exact scores, unrounded, so that a rounding does not hide an order; equal exact scores share a rank and
the next skips, whatever the methodology's tie rule (rank = 1 + States strictly above). A printed tie can so be
an order here, and unranked States have no part in it.

Two answers stand side by side. *Draws*: the same seed gives the same marks on every machine, for they come as
whole numbers out of SHA-256; each parameter's marks are drawn evenly from 2^32 steps across the box. *Bounds*:
what no marks in the box can exceed, from the exact swap of every pair (see `boxes`): a State's best bound counts
those above it that no marks in the box bring level with it or behind; its worst bound counts those that can get ahead.
Each pair is decided exactly, but the pairs need not all turn at the same marks: `best_shown` and `worst_shown`
are ranks that marks found in the box do give, and where they meet the bound, the bound is attained and exact.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from rankings.core.boxes import Shares, Swap, level, swap
from rankings.core.draws import DRAWS, Drawn, draw_ranks
from rankings.core.targets import aimed_ranks
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
    ordered = sorted(shares, key=lambda state: (-level(shares[state], marks), names[state], state))
    return Levels(tuple(rules), marks, tuple(ordered), shares)


def swaps(levels: Levels) -> dict[tuple[str, str], Swap]:
    """The swap of every pair, by (State ahead, State behind) in the exact order."""
    return {
        (ahead, behind): _swap(levels, ahead, behind)
        for index, ahead in enumerate(levels.states)
        for behind in levels.states[index + 1 :]
    }


def neighbours(levels: Levels) -> tuple[tuple[str, str, Swap], ...]:
    """The swap of each State with the next one in the exact order."""
    return tuple((ahead, behind, _swap(levels, ahead, behind)) for ahead, behind in pairwise(levels.states))


def bounds(
    levels: Levels, pairs: Mapping[tuple[str, str], Swap], width: int, drawn: Mapping[str, Drawn]
) -> dict[str, Bounds]:
    """What no marks within ± width percent can exceed, and what some marks among those tried do give."""
    best = dict.fromkeys(levels.states, 1)
    worst = dict.fromkeys(levels.states, 1)
    exact = {state: levels.level(state) for state in levels.states}
    for (ahead, behind), pair in pairs.items():
        box, above = Fraction(width, 100), exact[ahead] > exact[behind]
        # Two States that stand level by different shares are parted by the least change, either way.
        worst[behind] += above or pair.possible(box)
        worst[ahead] += pair.possible(box)
        # A rank is shared: to draw level with those above is enough.
        best[behind] += above and not pair.level_within(box)
    found = {}
    for state in levels.states:
        tried = aimed_ranks(levels.shares, levels.marks, state, width, best[state], worst[state])
        shown = (min(drawn[state].best, tried[0]), max(drawn[state].worst, tried[1]))
        found[state] = Bounds(best[state], worst[state], *shown)
    return found


def sensitivity(
    levels: Levels, seed: str, *, widths: Sequence[int] = WIDTHS, count: int = DRAWS
) -> Sensitivity:
    """Everything about one list; the same seed and figures give the same result on every machine."""
    pairs = swaps(levels)
    boxes = []
    for width in widths:
        drawn = draw_ranks(levels.shares, levels.marks, width, seed, count)
        boxes.append(Box(width, drawn, bounds(levels, pairs, width, drawn)))
    near = tuple((ahead, behind, pairs[ahead, behind]) for ahead, behind in pairwise(levels.states))
    return Sensitivity(seed, count, tuple(boxes), near)


def _swap(levels: Levels, ahead: str, behind: str) -> Swap:
    return swap(levels.shares[ahead], levels.shares[behind], levels.marks)
