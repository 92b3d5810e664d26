"""What the height of a chart stands for: ranks, counts, percents."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

_WORST_RANKS = (5, 10, 20, 30, 36, 40)
# Spans below the full score, each with the step of its lines.
_SPANS = ((1, Decimal("0.25")), (2, Decimal("0.5")), (5, Decimal(1)), (10, Decimal(2)), (20, Decimal(5)),
          (30, Decimal(5)), (40, Decimal(10)), (60, Decimal(10)), (80, Decimal(20)), (100, Decimal(20)))  # fmt: skip

Value = int | Decimal


@dataclass(frozen=True, slots=True)
class Scale:
    """What the height of the plot stands for: `top` above, `bottom` below, and the lines in between."""

    top: Value
    bottom: Value
    ticks: tuple[Value, ...]

    def share(self, value: Value) -> Fraction:
        return Fraction(value - self.top) / Fraction(self.bottom - self.top)


def rank_scale(worst: int) -> Scale:
    """Ranks with 1 on top, down to a round number below the worst one shown.

    >>> rank_scale(14).ticks
    (1, 5, 10, 15, 20)
    """
    bottom = next((rank for rank in _WORST_RANKS if rank >= worst), worst)
    return Scale(1, bottom, tuple(sorted({1, *range(5, bottom + 1, 5)})))


def count_scale(most: int) -> Scale:
    """Counts with 0 at the bottom, up to a round number above the most."""
    step = 1 if most <= 5 else 2 if most <= 10 else 5 if most <= 30 else 10
    top = -(-max(most, 1) // step) * step
    return Scale(top, 0, tuple(range(0, top + 1, step)))


def share_scale(lowest: Value, highest: Value) -> Scale:
    """Percents of which none may come near 100: from 0 to a round number above the highest, where that is low.

    >>> share_scale(0, Decimal("11.20")).ticks, share_scale(62, 96).bottom
    ((20, 15, 10, 5, 0), Decimal('60'))
    """
    if highest > 50:
        return percent_scale(lowest)
    top, step = next(
        (top, step) for top, step in ((5, 1), (10, 2), (20, 5), (30, 10), (50, 10)) if top >= highest
    )
    return Scale(top, 0, tuple(range(top, -1, -step)))


def percent_scale(lowest: Value) -> Scale:
    """Scores or percents with 100 on top, down to a round number at or below the lowest one shown.

    >>> percent_scale(Decimal("99.40")).ticks[:2], percent_scale(41).bottom
    ((Decimal('99.00'), Decimal('99.25')), Decimal('40'))
    """
    span, step = next((span, step) for span, step in _SPANS if 100 - span <= lowest or span == 100)
    count = int(Fraction(span) / Fraction(step))
    ticks = tuple(100 - span + number * step for number in range(count + 1))
    return Scale(Decimal(100), ticks[0], ticks)
