"""From marks lost back to a figure: the inverse of `metrics.scoring.mark`, in whole numbers."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from math import ceil, floor

from metrics.scoring import Figure, ParameterRule, mark


def figure(numerator: int, denominator: int) -> Figure:
    return Figure(Decimal(numerator), Decimal(denominator))


def lost(rule: ParameterRule, numerator: int, denominator: int) -> Fraction:
    """Marks that a figure falls short of the parameter's maximum."""
    return Fraction(rule.max_marks) - mark(rule, figure(numerator, denominator)).marks


def unit(rule: ParameterRule, denominator: int) -> Fraction:
    """Marks that hang on one more or less in the numerator."""
    width = abs(Fraction(rule.best_percent) - Fraction(rule.worst_percent))
    return 100 * Fraction(rule.max_marks) / (width * denominator)


def full(rule: ParameterRule, denominator: int) -> int:
    """The least numerator with full marks (the greatest, where lower is better)."""
    exact = Fraction(rule.best_percent) * denominator / 100
    return ceil(exact) if rule.best_percent > rule.worst_percent else floor(exact)


def numerator_losing(rule: ParameterRule, denominator: int, marks: Fraction, limit: Fraction) -> int:
    """The numerator that loses as nearly as possible `marks`, and never more than `limit`.

    >>> rule = ParameterRule("SEX-01", "SEX", Decimal(100), Decimal(0), Decimal(4), frozenset({"cctns"}))
    >>> numerator_losing(rule, 10, Fraction(1), Fraction(4)), numerator_losing(rule, 10, Fraction(1), Fraction(1))
    (7, 8)
    """
    best, worst = Fraction(rule.best_percent), Fraction(rule.worst_percent)
    percent = best - (best - worst) * marks / Fraction(rule.max_marks)
    exact = percent * denominator / 100
    nearest = sorted({floor(exact), ceil(exact)}, key=lambda one: (abs(one - exact), one))
    for numerator in nearest:
        if 0 <= numerator <= denominator and lost(rule, numerator, denominator) <= limit:
            return numerator
    return full(rule, denominator)
