"""What one parameter can still gain, unit by unit of its numerator."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from metrics.scoring import Figure, ParameterRule, Status, mark


class NoPlanError(ValueError):
    """A question without an answer: an unranked State, a rank below 1, a faulty cap or weight."""


@dataclass(frozen=True, slots=True)
class Improvement:
    """A parameter that can gain marks by moving its numerator from `start` towards `limit`.

    After k units it has gained min(reach, max(0, offset + unit × k)) marks; `offset` is below 0 where the
    first units only lead up to the percent from which marks are earned. `steps` is the fewest units that gain
    `reach`, all that can be gained; both are above 0.
    """

    rule: ParameterRule
    start: Decimal
    limit: Decimal
    unit: Fraction
    offset: Fraction
    reach: Fraction
    steps: int

    def numerator(self, units: int) -> Decimal:
        """The numerator after so many units; the last one may be cut short by the limit."""
        if self.limit < self.start:
            return max(self.start - units, self.limit)
        return min(self.start + units, self.limit)

    def gain(self, units: int) -> Fraction:
        """The marks gained by 0 to `steps` units."""
        if units <= 0:
            return Fraction(0)
        return min(self.reach, max(Fraction(0), self.offset + self.unit * units))

    def units_for(self, marks: Fraction) -> int:
        """The fewest units that gain at least so many marks (`reach` at most)."""
        if marks <= 0:
            return 0
        return min(self.steps, _ceil((marks - self.offset) / self.unit))


def improvements(
    rules: Iterable[ParameterRule], figures: Mapping[str, Figure], caps: Mapping[str, Decimal]
) -> list[Improvement]:
    """The parameters with something to gain, in the order of the rules.

    Blank and inapplicable figures have nothing to move. A cap on the wrong side of the numerator leaves
    nothing to gain. Raises NoPlanError for a cap on a parameter that is not among the rules.

    >>> rule = ParameterRule("REG-05", "REG", Decimal(100), Decimal(0), Decimal(5), frozenset({"cctns"}))
    >>> [one] = improvements([rule], {"REG-05": Figure(Decimal(40), Decimal(50))}, {})
    >>> one.steps, one.gain(6), one.numerator(6)
    (10, Fraction(3, 5), Decimal('46'))
    """
    every = list(rules)
    unknown = sorted(set(caps) - {rule.code for rule in every})
    if unknown:
        raise NoPlanError(f"no such parameter on this board: {', '.join(unknown)}")
    found = [_improvement(rule, figures.get(rule.code), caps.get(rule.code)) for rule in every]
    return [one for one in found if one is not None]


def _improvement(rule: ParameterRule, figure: Figure | None, cap: Decimal | None) -> Improvement | None:
    now = mark(rule, figure)
    if now.status is not Status.REPORTED or figure is None:
        return None
    start, denominator = figure.numerator, figure.denominator
    assert start is not None  # a reported figure is whole
    assert denominator is not None
    limit = _limit(rule, start, denominator, cap)
    reach = mark(rule, Figure(limit, denominator)).marks - now.marks
    if reach <= 0:
        return None
    full, span = Fraction(rule.max_marks), Fraction(rule.best_percent) - Fraction(rule.worst_percent)
    unit = abs(full * 100 / Fraction(denominator) / span)
    # Where the clamp holds the marks at 0, the straight line of the formula lies below them.
    line = full * (100 * Fraction(start) / Fraction(denominator) - Fraction(rule.worst_percent)) / span
    offset = line - now.marks
    return Improvement(rule, start, limit, unit, offset, reach, _ceil((reach - offset) / unit))


def _limit(rule: ParameterRule, start: Decimal, denominator: Decimal, cap: Decimal | None) -> Decimal:
    """How far the numerator may go: the cap within 0 and the denominator, never back behind the start."""
    if rule.best_percent < rule.worst_percent:
        return min(start, max(Decimal(0), cap if cap is not None else Decimal(0)))
    return max(start, min(denominator, cap if cap is not None else denominator))


def _ceil(value: Fraction) -> int:
    return -(-value.numerator // value.denominator)
