"""Spreading a State's lost marks over its parameters until the score is the one aimed at."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import isqrt

from common.months import Month
from metrics.scoring import ParameterRule
from tools.sample.noise import draw, swing, wave
from tools.sample.volumes import DRIVERS
from tools.sample.worth import full, lost, numerator_losing, unit

# Whole numbers of millionths of a mark, so that no fraction grows while marks are spread.
_FINE = 10**6
# Of a parameter's marks, nobody who reports loses more than this share.
_MOST = Fraction(9, 10)
# A carrier of the last bit must come this near in steps of one: below the half of 0.01 of a score.
_STEP = Fraction(7, 1000)


@dataclass(frozen=True)
class Cell:
    """A parameter that may lose marks this month, with its denominator above 0."""

    rule: ParameterRule
    denominator: int

    @cached_property
    def unit(self) -> Fraction:
        """Marks that hang on one more or less in the numerator."""
        return unit(self.rule, self.denominator)

    @cached_property
    def most(self) -> Fraction:
        """Marks that it may lose at the most."""
        return Fraction(self.rule.max_marks) * _MOST


def spread(
    state: str, month: Month, cells: Sequence[Cell], marks: Fraction, only: str | None
) -> dict[str, int]:
    """Numerators, by parameter, that together lose `marks` as nearly as whole numbers allow.

    `only` names the one parameter that takes it all; without it, the nearer to full marks, the fewer lose any.
    """
    carriers = _carriers(state, month, cells, marks, only)
    parts = _pour(
        int(marks * _FINE),
        _weights(state, month, cells, carriers),
        [int(cell.most * _FINE) for cell in carriers],
    )
    numerators = {cell.rule.code: untroubled(state, month, cell) for cell in cells}
    left, over = marks, Fraction(0)
    for cell, part in zip(carriers, parts, strict=True):
        wanted, limit = min(max(Fraction(part, _FINE) + over, Fraction(0)), cell.most), left
        if cell is carriers[-1]:
            wanted, limit = min(max(left, Fraction(0)), Fraction(cell.rule.max_marks)), left + cell.unit / 2
        numerator = numerator_losing(cell.rule, cell.denominator, wanted, limit=limit)
        loss = lost(cell.rule, numerator, cell.denominator)
        if loss:
            numerators[cell.rule.code] = numerator
        over += Fraction(part, _FINE) - loss
        left -= loss
    return numerators


def untroubled(state: str, month: Month, cell: Cell) -> int:
    """A numerator with full marks: just enough, or more where more is allowed."""
    enough = full(cell.rule, cell.denominator)
    if cell.rule.best_percent < cell.rule.worst_percent:
        return enough
    if cell.rule.best_percent < 100:
        return min(
            cell.denominator, enough + enough * draw(150, state, month, cell.rule.code, "more") // 1000
        )
    if not cell.rule.numerator_may_exceed or DRIVERS[cell.rule.code].stock:
        return enough
    return enough + enough * max(0, draw(20, state, month, cell.rule.code, "more") - 14) // 1000


def _carriers(
    state: str, month: Month, cells: Sequence[Cell], marks: Fraction, only: str | None
) -> list[Cell]:
    """Who loses marks, coarsest first; the last one is fine enough to meet the score."""
    if marks <= 0:
        return []
    if only is not None:
        return [cell for cell in cells if cell.rule.code == only]
    total = sum(cell.rule.max_marks for cell in cells)
    gap = int(10000 * marks / Fraction(total)) if total else 0
    count = 1 + isqrt(gap) * 35 // 100
    ordered = sorted(cells, key=lambda cell: (-_weight(state, month, cell), cell.rule.code))
    chosen: list[Cell] = []
    room = Fraction(0)
    for cell in ordered:
        if len(chosen) >= count and room >= marks:
            break
        chosen.append(cell)
        room += cell.most
    if chosen and min(cell.unit for cell in chosen) > _STEP:
        chosen.append(min(ordered, key=lambda cell: (cell.unit, cell.rule.code)))
    return _coarsest_first(chosen)


def _coarsest_first(cells: Iterable[Cell]) -> list[Cell]:
    unique = {cell.rule.code: cell for cell in cells}
    return sorted(unique.values(), key=lambda cell: (-cell.unit, cell.rule.code))


def _weights(state: str, month: Month, cells: Sequence[Cell], carriers: Sequence[Cell]) -> list[int]:
    """Weights of the carriers above the heaviest other cell, so that nobody joins or leaves them with a jolt."""
    others = [_weight(state, month, cell) for cell in cells if cell not in carriers]
    ground = max(others, default=0)
    return [max(_weight(state, month, cell) - ground, 0) + 1 for cell in carriers]


def _weight(state: str, month: Month, cell: Cell) -> int:
    """How readily this State loses marks here now, per mark: its habit, with wander and swing."""
    code = cell.rule.code
    habit = 40 + draw(13, state, code, "habit of loss") ** 2
    mood = 100 + wave(35, 5, month, state, code, "mood") + swing(12, state, month, code, "mood")
    return DRIVERS[code].hard * habit * mood


def _pour(total: int, weights: Sequence[int], caps: Sequence[int]) -> list[int]:
    """Split `total` by weight times cap; what a full vessel cannot take goes to the others."""
    parts = [0] * len(caps)
    open_ones = set(range(len(caps)))
    while open_ones:
        rest = total - sum(part for at, part in enumerate(parts) if at not in open_ones)
        whole = sum(weights[at] * caps[at] for at in open_ones)
        for at in open_ones:
            parts[at] = max(rest, 0) * weights[at] * caps[at] // whole
        spilling = {at for at in open_ones if parts[at] > caps[at]}
        if not spilling:
            break
        for at in spilling:
            parts[at] = caps[at]
        open_ones -= spilling
    return parts
