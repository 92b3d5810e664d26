"""Score of one State on one board: marks obtained over marks applicable, times 100, rounded once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Literal

from common.numbers import rounded
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
