"""The printed scores of many States at once, in whole numbers, the very ones that `score` gives.

*Shares.* A figure earns the share (a × numerator + c × denominator) ÷ (s × denominator) of a parameter's marks, cut
off at 0 and 1; a, c and s are small whole numbers that follow from the rule. It is divided in 64-bit whole numbers
and rounded down to a multiple of 2^-K. A State with a figure whose products could reach 2^54 is not divided here: it
is rated by itself, in Python's numbers, which have no end.

*Scores.* The sum of marks × share is so short of the true one by less than the marks in it, in units of 2^-K. Both
ends of that stretch are rounded to the printed score. Where they agree, that is the score, for the true one lies
between them. Where they differ (it lies within some billionths of an edge of the rounding, most often exactly on it)
the State is rated by itself, in fractions. No score hangs on a rounding.

K is as large as fits: 2 × 10,000 × (sum of all marks) × 2^K stays below 2^62. Small figures are divided in one step,
large ones as by hand, some digits at a time.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Context, Decimal, Inexact, InvalidOperation
from fractions import Fraction
from itertools import pairwise
from math import gcd, lcm

import numpy as np
from numpy.typing import NDArray

from metrics.scoring.marks import Figure, Mark, NoScore, ParameterRule, Rules, mark, score

Whole = NDArray[np.int64]

BLANK = -1
"""The denominator of a figure that was not reported; its numerator is 0."""

CODES = {NoScore.NOT_REPORTED: -1, NoScore.NOT_APPLICABLE: -2}
"""Stand in the place of a score that a State does not have."""

REASONS = {code: reason for reason, code in CODES.items()}

_ROOM, _WORD = 54, 62
_ENOUGH = 32
"""Bits of a share that leave next to no score to be rated by itself."""

_AT_ONCE = 1024
"""Columns that are worked on at a time, so that they stay in the processor's nearest memory."""

_CONTEXT = Context(prec=28, traps=[Inexact, InvalidOperation])
_HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class Sheet:
    """Figures in hundredths: a row for each parameter, a column for each State (or State and month).

    Numerators are cut off at their denominators, and 0 where the denominator is 0 or BLANK. `apart` are the columns
    that hold a figure too large or too finely divided for a sheet, or one that cannot be rated; they say nothing.
    """

    numerators: Whole
    denominators: Whole
    apart: frozenset[int] = frozenset()

    def part(self, start: int) -> tuple[Whole, Whole]:
        columns = slice(start, start + _AT_ONCE)
        return self.numerators[:, columns], self.denominators[:, columns]


Marks = Callable[[int], Sequence[Mark]]
"""The marks of every parameter, exactly, of the State in a column."""


class Arrays:
    """The rules of a methodology version in whole numbers. `boards` holds the codes that count on each board.

    A sheet has a row for each of `parameters`, in that order: those of the same boards stand together.
    """

    def __init__(
        self, parameters: Sequence[ParameterRule], boards: Sequence[frozenset[str]], rules: Rules
    ) -> None:
        self.boards, self.rules = tuple(boards), rules
        self.parameters = tuple(sorted(parameters, key=self._kind))
        scale = lcm(*(Fraction(parameter.max_marks).denominator for parameter in parameters))
        self.marks = np.array(
            [int(Fraction(parameter.max_marks) * scale) for parameter in self.parameters], dtype=object
        )
        self.grid = 2 * 100 * 10**rules.decimals
        self.bits = _WORD - (self.grid * max(self.marks.sum(), 1)).bit_length()
        self.lines = [_line(parameter) for parameter in self.parameters]
        self.most = [((1 << _ROOM) - 1) // max(abs(a) + abs(c), s) for a, c, s in self.lines]
        self.bent = [row for row, line in enumerate(self.lines) if line != (1, 0, 1)]
        self.blocks = self._blocks()

    def _kind(self, one: ParameterRule) -> tuple[bool, ...]:
        return tuple(one.code in codes for codes in self.boards)

    def _blocks(self) -> list[tuple[slice, list[int]]]:
        """Neighbouring rows that count on the same boards, with those boards."""
        kinds = [self._kind(parameter) for parameter in self.parameters]
        starts = [row for row, kind in enumerate(kinds) if row == 0 or kind != kinds[row - 1]]
        return [
            (slice(start, end), [board for board, counts in enumerate(kinds[start]) if counts])
            for start, end in pairwise([*starts, len(kinds)])
        ]

    def printed(self, sheet: Sheet, marks: Marks | None = None) -> Whole:
        """Printed scores times 10^decimals, or a code of CODES: a row for each board, a column for each State.

        `marks` are asked for the columns that must be rated by themselves (from the sheet where None).
        Raises ValueError as `mark` does.
        """
        given = marks or (lambda column: self.marks_in(sheet, column))
        scores = np.zeros((len(self.boards), sheet.numerators.shape[1]), np.int64)
        unsure = np.ones(scores.shape, np.bool_)
        if self.bits > 0 and self.parameters:  # else marks so fine that no 64 bits hold their sum
            for start in range(0, scores.shape[1], _AT_ONCE):
                columns = slice(start, start + _AT_ONCE)
                self._look(*sheet.part(start), scores[:, columns], unsure[:, columns])
        unsure[:, sorted(sheet.apart)] = True
        for column in np.flatnonzero(unsure.any(axis=0)).tolist():
            own = given(column)
            for board in np.flatnonzero(unsure[:, column]).tolist():
                scores[board, column] = self._exactly(own, board)
        return scores

    def marks_in(self, sheet: Sheet, column: int) -> list[Mark]:
        """The marks of one column, in fractions."""
        pairs = zip(sheet.numerators[:, column].tolist(), sheet.denominators[:, column].tolist(), strict=True)
        figures = [
            None if down == BLANK else Figure(_hundredths(up), _hundredths(down)) for up, down in pairs
        ]
        return [mark(rule, one) for rule, one in zip(self.parameters, figures, strict=True)]

    def _exactly(self, marks: Sequence[Mark], board: int) -> int:
        found = score(marks, on_board=self.boards[board], rules=self.rules)
        if found.reason is not None:
            return CODES[found.reason]
        assert found.printed is not None
        return int(found.printed.scaleb(self.rules.decimals))

    def _look(self, ups: Whole, downs: Whole, scores: Whole, unsure: NDArray[np.bool_]) -> None:
        """Write the scores of some columns, and which of them are not certain."""
        gaps = bool(downs.min(initial=1) < 1)
        above, below = self._fractions(ups, downs, gaps=gaps)
        bits, shares = _divided(above, below, self.bits)
        marks = self.marks.astype(np.int64)
        obtained = np.zeros(scores.shape, np.int64)
        total = np.zeros((len(scores), scores.shape[1] if gaps else 1), np.int64)
        for rows, boards in self.blocks:
            obtained[boards] += np.einsum("p,ps->s", marks[rows], shares[rows])
            total[boards] += marks[rows] @ (downs[rows] != 0) if gaps else marks[rows].sum()
        self._round(obtained, total, bits, scores, unsure)
        if gaps:
            silent = (downs == BLANK).all(axis=0)
            scores[:, silent], unsure[:, silent] = CODES[NoScore.NOT_REPORTED], False

    def _fractions(self, ups: Whole, downs: Whole, *, gaps: bool) -> tuple[Whole, Whole]:
        """The share of each figure's marks as a fraction from 0 to 1; 0 where there is no figure."""
        above, below = ups, np.maximum(downs, 1) if gaps else downs
        if self.bent:
            above, below = above.copy(), below.copy() if below is downs else below
        for row in self.bent:
            a, c, s = self.lines[row]
            line = a * above[row] + c * below[row]
            below[row] *= s
            np.clip(line, 0, below[row], out=above[row])
        if gaps and self.bent:
            above[downs < 1] = 0
        return above, below

    def _round(
        self, obtained: Whole, total: Whole, bits: int, scores: Whole, unsure: NDArray[np.bool_]
    ) -> None:
        """Round half up, (grid × obtained + total) ÷ (2 × total), where what is missing makes no difference."""
        absent = total == 0
        whole = np.where(absent, 1, total) << bits
        obtained *= self.grid
        obtained += whole
        whole *= 2
        np.floor_divide(obtained, whole, out=scores)
        np.greater_equal(obtained - scores * whole + self.grid * total, whole, out=unsure)
        if absent.any():
            places = np.broadcast_to(absent, scores.shape)
            scores[places], unsure[places] = CODES[NoScore.NOT_APPLICABLE], False

    def sheet(self, sent: Sequence[Mapping[str, Figure]]) -> Sheet:
        """The figures of States, each by parameter code."""
        ups = [[0] * len(sent) for _ in self.parameters]
        downs = [[BLANK] * len(sent) for _ in self.parameters]
        apart = set()
        rows = {rule.code: (row, rule.numerator_may_exceed) for row, rule in enumerate(self.parameters)}
        for column, own in enumerate(sent):
            for code, one in own.items():
                if code not in rows or one.is_blank:
                    continue
                row, may_exceed = rows[code]
                up, down = _whole(one.numerator), _whole(one.denominator)
                if up < 0 or not 0 <= down <= self.most[row] or (up > down and not may_exceed):
                    apart.add(column)
                else:
                    ups[row][column], downs[row][column] = min(up, down), down
        shape = (len(self.parameters), len(sent))
        return Sheet(
            np.array(ups, np.int64).reshape(shape),
            np.array(downs, np.int64).reshape(shape),
            frozenset(apart),
        )


def _whole(number: Decimal | None) -> int:
    """Hundredths; −1 where there is no number, or one with more than two decimals or 26 digits."""
    if number is None:
        return -1
    try:
        return int(_CONTEXT.to_integral_exact(_CONTEXT.multiply(number, _HUNDRED)))
    except (Inexact, InvalidOperation):
        return -1


def _hundredths(number: int) -> Decimal:
    return Decimal(number).scaleb(-2)


def _line(rule: ParameterRule) -> tuple[int, int, int]:
    """The share of the marks as (a × numerator + c × denominator) ÷ (s × denominator), s above 0.

    >>> _line(ParameterRule("CYB-01", "CYB", Decimal(30), Decimal(0), Decimal(4), frozenset()))
    (10, 0, 3)
    """
    best, worst = Fraction(rule.best_percent), Fraction(rule.worst_percent)
    scale = lcm(best.denominator, worst.denominator)
    turn = 1 if best > worst else -1
    a, c, s = 100 * scale * turn, -int(worst * scale) * turn, int((best - worst) * scale) * turn
    common = gcd(a, c, s)
    return a // common, c // common, s // common


def _divided(above: Whole, below: Whole, most: int) -> tuple[int, Whole]:
    """K, at most `most`, and above × 2^K ÷ below rounded down, for 0 ≤ above ≤ below < 2^54."""
    room = _WORD - int(below.max(initial=1)).bit_length()
    bits = min(room, most)
    above = above << bits
    digits = found = above // below
    while bits < min(most, _ENOUGH):
        step = min(room, most - bits)
        above = (above - digits * below) << step
        digits = above // below
        found = (found << step) + digits
        bits += step
    return bits, found
