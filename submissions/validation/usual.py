"""The State's usual range of a parameter, learned from its own past months."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from metrics.scoring import Figure, rounded

FEWEST_MONTHS = 3
LEAST_MARGIN = Fraction(5)


@dataclass(frozen=True, slots=True)
class UsualRange:
    """Percent to two decimals, ends included, and the number of months that it was learned from."""

    low: Decimal
    high: Decimal
    months: int

    def holds(self, percent: Decimal) -> bool:
        return self.low <= percent <= self.high


def usual_range(past: Sequence[Fraction], denominator: Decimal) -> UsualRange | None:
    """From the lowest to the highest percent of the past months, widened on both sides; None below three months.

    It is widened by half its own width, and at least by five points, and at least by what one case more or less
    makes of this month's denominator: where two cases a month are the rule, one of them is no jump. `denominator`
    is above 0. Ends are kept within 0 and 100 and rounded to two decimals, as they are printed.

    >>> usual_range([Fraction(90), Fraction(94), Fraction(92)], Decimal(400))
    UsualRange(low=Decimal('85.00'), high=Decimal('99.00'), months=3)
    """
    if len(past) < FEWEST_MONTHS:
        return None
    low, high = min(past), max(past)
    margin = max(LEAST_MARGIN, (high - low) / 2, 100 / Fraction(denominator))
    low, high = max(low - margin, Fraction(0)), min(high + margin, Fraction(100))
    return UsualRange(rounded(low), rounded(high), len(past))


def percent_of(figure: Figure) -> Decimal | None:
    """The percent of a figure as it is printed, never above 100; None where there is nothing to divide."""
    return None if (exact := figure.percent) is None else rounded(exact)
