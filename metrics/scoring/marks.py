"""Marks of one parameter (DOMAIN rules, printed on the methodology page).

percent = 100 × numerator ÷ denominator
marks   = max × clamp((percent − worst) ÷ (best − worst), 0, 1)

The same formula serves both directions: where lower is better, best lies below worst.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from functools import lru_cache
from typing import Literal

from common.numbers import rounded

# Score of one State on one board: marks obtained over marks applicable, times 100, rounded once.


class NoScore(StrEnum):
    """Why a State has no score on a board."""

    NOT_REPORTED = "not_reported"
    NOT_APPLICABLE = "not_applicable"


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules of a methodology version that are not a parameter's own."""

    decimals: int = 2
    rounding: Literal["half_up"] = "half_up"
    ties: Literal["competition", "dense"] = "competition"
    missing: Literal["zero_marks"] = "zero_marks"


@dataclass(frozen=True, slots=True)
class BoardScore:
    """`exact` and `printed` are None where the State is unranked; then `reason` says why."""

    obtained: Fraction
    applicable: Fraction
    exact: Fraction | None
    printed: Decimal | None
    reason: NoScore | None


def score(marks: Iterable[Mark], *, on_board: frozenset[str], rules: Rules) -> BoardScore:
    """Score a State on the board whose parameter codes are `on_board`.

    `marks` holds the marks of every parameter of the methodology, on this board or not: a State that sent
    nothing at all is unranked everywhere, while one that reported elsewhere scores 0.00 here.
    """
    every = list(marks)
    here = [one for one in every if one.parameter in on_board]
    obtained = sum((one.marks for one in here), Fraction(0))
    applicable = sum((Fraction(one.max_marks) for one in here if one.counts), Fraction(0))
    if all(one.status is Status.NOT_REPORTED for one in every):
        return BoardScore(obtained, applicable, None, None, NoScore.NOT_REPORTED)
    if applicable == 0:
        return BoardScore(obtained, applicable, None, None, NoScore.NOT_APPLICABLE)
    exact = 100 * obtained / applicable
    return BoardScore(obtained, applicable, exact, rounded(exact, rules.decimals), None)


# Of the few bounds and maxima of the rules, asked for with every figure.
_exact = lru_cache(maxsize=1024)(Fraction)


class Status(StrEnum):
    """Three different things, all the way to the page: a figure, no figure, and nothing to measure."""

    REPORTED = "reported"
    NOT_REPORTED = "not_reported"
    NOT_APPLICABLE = "not_applicable"


@dataclass(frozen=True, slots=True)
class Figure:
    """What a State sent for one parameter. Both None: not reported. Denominator 0: not applicable."""

    numerator: Decimal | None
    denominator: Decimal | None

    @property
    def is_blank(self) -> bool:
        return self.numerator is None and self.denominator is None

    @property
    def percent(self) -> Fraction | None:
        """100 × numerator ÷ denominator, at most 100; None where there is nothing to divide."""
        if self.numerator is None or not self.denominator:
            return None
        if self.numerator >= self.denominator:
            return Fraction(100)
        above, above_scale = self.numerator.as_integer_ratio()
        below, below_scale = self.denominator.as_integer_ratio()
        return Fraction(100 * above * below_scale, above_scale * below)


@dataclass(frozen=True, slots=True)
class ParameterRule:
    """How one parameter earns marks. Percentages as Decimal, `boards` as board codes."""

    code: str
    group: str
    best_percent: Decimal
    worst_percent: Decimal
    max_marks: Decimal
    boards: frozenset[str]
    numerator_may_exceed: bool = False


@dataclass(frozen=True, slots=True)
class Mark:
    """The worth of one figure, exactly. `percent` and `marks` are None where there is no figure to rate."""

    parameter: str
    status: Status
    percent: Fraction | None
    marks: Fraction
    max_marks: Decimal

    @property
    def full_marks(self) -> bool:
        """Decided on the exact value, never on a rounded one."""
        return self.status is Status.REPORTED and self.marks == self.max_marks

    @property
    def counts(self) -> bool:
        """Whether the parameter's maximum stays in the total."""
        return self.status is not Status.NOT_APPLICABLE


def mark(rule: ParameterRule, figure: Figure | None) -> Mark:
    """Rate one figure; None stands for a figure that was not sent.

    Raises ValueError for a figure that verification must have stopped: half a figure, a negative number,
    or a numerator above its denominator (of 0 too) where the catalogue does not allow it.

    >>> rule = ParameterRule("CYB-01", "CYB", Decimal(30), Decimal(0), Decimal(4), frozenset({"cctns"}))
    >>> mark(rule, Figure(Decimal(15), Decimal(100))).marks
    Fraction(2, 1)
    """
    if figure is None or figure.is_blank:
        return Mark(rule.code, Status.NOT_REPORTED, None, Fraction(0), rule.max_marks)
    numerator, denominator = figure.numerator, figure.denominator
    if numerator is None or denominator is None:
        raise ValueError(f"{rule.code}: half a figure ({numerator} / {denominator})")
    if numerator < 0 or denominator < 0:
        raise ValueError(f"{rule.code}: a negative figure ({numerator} / {denominator})")
    if numerator > denominator and not rule.numerator_may_exceed:
        raise ValueError(f"{rule.code}: numerator {numerator} above denominator {denominator}")
    if denominator == 0:
        return Mark(rule.code, Status.NOT_APPLICABLE, None, Fraction(0), rule.max_marks)
    percent = figure.percent
    assert percent is not None
    best, worst, most = _exact(rule.best_percent), _exact(rule.worst_percent), _exact(rule.max_marks)
    share = min(max((percent - worst) / (best - worst), Fraction(0)), Fraction(1))
    return Mark(rule.code, Status.REPORTED, percent, most * share, rule.max_marks)
