"""Score of one State on one board: marks obtained over marks applicable, times 100, rounded once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Literal

from metrics.scoring.marks import Mark, Status


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


def rounded(value: Fraction, decimals: int = 2) -> Decimal:
    """Round half up (away from zero on the upper side), exactly; `value` is 0 or more, else ValueError.

    >>> rounded(Fraction(99995, 1000)), rounded(Fraction(2, 3))
    (Decimal('100.00'), Decimal('0.67'))
    """
    if value < 0:
        raise ValueError(f"{value} is below 0")
    scaled = value * 10**decimals
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    return Decimal(whole).scaleb(-decimals)


def rounded_away(value: Fraction, decimals: int = 2) -> Decimal:
    """As `rounded`, for values of either sign: half away from 0.

    >>> rounded_away(Fraction(-1, 3)), rounded_away(Fraction(1, 8))
    (Decimal('-0.33'), Decimal('0.13'))
    """
    size = rounded(abs(value), decimals)
    return size if value >= 0 else -size


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
