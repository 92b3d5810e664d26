"""What decides a list: saturated parameters, effective weights, correlations, and the list without a parameter.

Definitions, all over the ranked States and in exact numbers:

- *Saturation* of a parameter: the States at full marks among those to which it is applicable.
- *Nominal weight*: its marks over the marks of the board. *Effective weight*: its share in the differences
  between the States' scores. A State's score is the sum of its points, points = 100 × marks of the parameter ÷
  marks applicable to the State; the effective weight is Σ (points − mean points) × (score − mean score) ÷
  Σ (score − mean score)². All effective weights sum to 1. A parameter in which all are equal has 0, however many
  marks it carries; one in which the States ahead do worse is below 0. Fewer than three States have no spread but one
  difference, of which shares far above 1 come out: there nothing is told.
- *Correlation* of two parameters: Pearson's, of the shares of marks, over the States to which both are
  applicable (a figure that was not sent counts as share 0); kept as its sign and its exact square.

Worked example. Two parameters of 50 marks; three States earn 50, 50, 50 in the first and 50, 40, 30 in the second.
The nominal weights are ½ and ½, the effective ones 0 and 1; the first is saturated (3 of 3).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import combinations
from math import isqrt, lcm

from rankings.lists.scored_list import Worked, scored_and_placed

TOP = 5
FEWEST = 3
"""So many States are needed to tell what their differences come from, and what goes together."""


@dataclass(frozen=True, slots=True)
class Saturation:
    """`full` of the `applicable` States are at full marks; `share` is None where it is applicable to nobody."""

    parameter: str
    full: int
    applicable: int

    @property
    def share(self) -> Fraction | None:
        return Fraction(self.full, self.applicable) if self.applicable else None


@dataclass(frozen=True, slots=True)
class Weight:
    """`effective` is None where fewer than three States are ranked or their scores are all the same."""

    parameter: str
    nominal: Fraction
    effective: Fraction | None


@dataclass(frozen=True, slots=True)
class Correlation:
    """`sign` × √`squared`, for two parameters over so many States; see `printed`."""

    one: str
    other: str
    states: int
    sign: int
    squared: Fraction

    def printed(self, decimals: int = 2) -> Decimal:
        """The correlation rounded half up in size, without a float on the way.

        >>> Correlation("A", "B", 5, -1, Fraction(1, 2)).printed()
        Decimal('-0.71')
        """
        # √x rounds to k where (2k − 1)² ≤ 4x < (2k + 1)², in units of the last digit.
        scaled = 4 * self.squared * 100**decimals
        size = (isqrt(scaled.numerator // scaled.denominator) + 1) // 2
        return Decimal(self.sign * size).scaleb(-decimals)


@dataclass(frozen=True, slots=True)
class LeftOut:
    """The list without some parameters: `ranks` and `scores` by State; `changes` is positive where it moves up.

    A State that is ranked in only one of the two lists is not in `changes`.
    """

    parameters: tuple[str, ...]
    ranks: Mapping[str, int | None]
    scores: Mapping[str, Decimal | None]
    changes: Mapping[str, int]

    @property
    def moved(self) -> int:
        """How many States stand elsewhere."""
        return sum(change != 0 for change in self.changes.values())


def saturation(worked: Worked) -> tuple[Saturation, ...]:
    """How saturated each parameter of the board is, in the methodology's order."""
    found = []
    for code in worked.basis.on_board():
        marks = [worked.marks[state][code] for state in worked.printed]
        found.append(
            Saturation(code, sum(mark.full_marks for mark in marks), sum(mark.counts for mark in marks))
        )
    return tuple(found)


def weights(worked: Worked, states: Iterable[str] | None = None) -> tuple[Weight, ...]:
    """Nominal and effective weight of each parameter, over the ranked States or some of them."""
    ranked = [state for state in worked.printed if states is None or state in set(states)]
    rules = worked.basis.on_board()
    total = sum((Fraction(rule.max_marks) for rule in rules.values()), Fraction(0))
    scores = [_exact(worked, state) for state in ranked]
    spread = _cross(scores, scores) if len(scores) >= FEWEST else Fraction(0)
    found = []
    for code, rule in rules.items():
        points = [100 * worked.marks[state][code].marks / worked.scores[state].applicable for state in ranked]
        effective = _cross(points, scores) / spread if spread else None
        found.append(Weight(code, Fraction(rule.max_marks) / total, effective))
    return tuple(found)


def top_deciders(worked: Worked, top: int = TOP) -> tuple[Weight, ...]:
    """The parameters that decide among the States ranked 1 to `top`, the greatest effective weight first.

    Only those that make a difference there; empty where the scores are all the same, or fewer than three.
    """
    rows = [state for state, place in worked.places.items() if place.rank is not None and place.rank <= top]
    found = [weight for weight in weights(worked, rows) if weight.effective]
    return tuple(sorted(found, key=lambda one: (-(one.effective or 0), one.parameter)))


def correlations(worked: Worked) -> tuple[Correlation, ...]:
    """Every pair of parameters that both vary over three States or more, in the methodology's order."""
    columns = {code: _whole_shares(worked, code) for code in worked.basis.on_board()}
    found = []
    for one, other in combinations(columns, 2):
        both = sorted(set(columns[one]) & set(columns[other]))
        xs, ys = [columns[one][state] for state in both], [columns[other][state] for state in both]
        across, down = _whole_cross(xs, xs), _whole_cross(ys, ys)
        if len(both) >= FEWEST and across and down:
            joint = _whole_cross(xs, ys)
            sign = (joint > 0) - (joint < 0)
            found.append(Correlation(one, other, len(both), sign, Fraction(joint * joint, across * down)))
    return tuple(found)


def _whole_shares(worked: Worked, code: str) -> dict[str, int]:
    """The shares of a parameter's marks by State, times their common denominator: a correlation knows no unit."""
    shares = {
        state: one.marks / Fraction(one.max_marks)
        for state in worked.printed
        if (one := worked.marks[state][code]).counts
    }
    common = lcm(*(share.denominator for share in shares.values()))
    return {state: share.numerator * (common // share.denominator) for state, share in shares.items()}


def _whole_cross(xs: Sequence[int], ys: Sequence[int]) -> int:
    """n × Σ (x − mean x) × (y − mean y)."""
    return len(xs) * sum(x * y for x, y in zip(xs, ys, strict=True)) - sum(xs) * sum(ys)


def left_out(worked: Worked, codes: Iterable[str]) -> LeftOut:
    """The list as it would be without these parameters. Raises ValueError for one that is not on the board."""
    gone = tuple(sorted(set(codes)))
    unknown = set(gone) - set(worked.basis.on_board())
    if unknown:
        raise ValueError(f"not on {worked.basis.board}: {', '.join(sorted(unknown))}")
    # Whoever sent nothing but these would have sent nothing at all, and is not ranked.
    marks = {
        state: {code: one for code, one in own.items() if code not in gone}
        for state, own in worked.marks.items()
    }
    fresh = scored_and_placed(worked.basis, marks)[1]
    ranks = {state: place.rank for state, place in fresh.items()}
    before = {state: place.rank for state, place in worked.places.items()}
    changes = {
        state: old - new
        for state, new in ranks.items()
        if new is not None and (old := before[state]) is not None
    }
    return LeftOut(gone, ranks, {state: one.score for state, one in fresh.items()}, changes)


def _exact(worked: Worked, state: str) -> Fraction:
    exact = worked.scores[state].exact
    assert exact is not None  # the State is ranked
    return exact


def _cross(xs: Sequence[Fraction], ys: Sequence[Fraction]) -> Fraction:
    """Σ (x − mean x) × (y − mean y); 0 for no values."""
    if not xs:
        return Fraction(0)
    products = sum((x * y for x, y in zip(xs, ys, strict=True)), Fraction(0))
    return products - sum(xs, Fraction(0)) * sum(ys, Fraction(0)) / len(xs)
