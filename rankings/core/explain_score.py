"""Why did a State's score change? Exact parts, one per parameter and cause, that sum to the printed change.

The exact score is S = 100 × O ÷ D: O is the sum of the marks obtained, D of the marks applicable. Between two
lists both may move, so each parameter's share in the change is taken at the midpoint of the two lists:

    points of a parameter = 100 × (Δo − S̄/100 × Δd) ÷ D̄        S̄ = (S₀ + S₁) ÷ 2,  D̄ = (D₀ + D₁) ÷ 2

where Δo and Δd are what the parameter added to O and to D. These points sum to S₁ − S₀ exactly (multiply out:
ΔO − S̄/100 × ΔD = (S₁ − S₀) × D̄ ÷ 100), they only change sign where the two lists are exchanged, and where D
stands still they are plainly 100 × Δo ÷ D. A parameter that comes in helps if it is worth more than the State's
mean level S̄, and hurts if it is worth less.

Δo and Δd of one parameter come from three causes, which are averaged over the six orders in which they can be
applied (so no cause is favoured by coming first; the three again sum to the whole exactly):

- *own figures*: the figure of the month before or of this month, or no figure;
- *methodology*: maximum, best and worst percent, whether the parameter is on the board at all;
- *applicability*: whether there was anything to measure (denominator above 0).

A side on which a parameter is not measured, or has nothing to measure, has no figure of its own to compare with:
it takes the other side's, so that all of the effect lies with the methodology or with the applicability.

Worked example. Before: A earns 3 of 4 marks, B 1 of 4: S₀ = 50. After: A earns 4 of 4, and B has nothing to
measure: S₁ = 100. D̄ = 6, S̄ = 75. Own figures of A: 100 × (1 − 0) ÷ 6 = 16⅔. Applicability of B: Δo = −1,
Δd = −4: 100 × (−1 + 0.75 × 4) ÷ 6 = 33⅓. Together 50, which is the change.

The printed change differs from the exact one by the two roundings; that remainder is kept as a part of its own.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from itertools import product

from metrics.scoring import Figure, ParameterRule, mark
from rankings.core.worked import Worked


class Cause(StrEnum):
    FIGURES = "figures"
    METHODOLOGY = "methodology"
    APPLICABILITY = "applicability"


_CAUSES = tuple(Cause)
# How often a cause is added to a given set of causes already applied, over the six orders.
_WEIGHTS = {0: Fraction(1, 3), 1: Fraction(1, 6), 2: Fraction(1, 3)}


@dataclass(frozen=True, slots=True)
class Part:
    """One parameter's points of the score change by one cause; never 0."""

    parameter: str
    cause: Cause
    points: Fraction


@dataclass(frozen=True, slots=True)
class Largest:
    """A score change in few lines: the parameters that moved it most, with their points to two decimals.

    `others` counts those that moved it too; `rest` is what they and all roundings make up. The points and `rest`
    sum to the printed change, exactly.
    """

    parameters: tuple[tuple[str, Decimal], ...]
    others: int
    rest: Decimal


@dataclass(frozen=True, slots=True)
class ScoreSplit:
    """A score change taken apart. `before`/`after` are printed, `exact_*` unrounded scores.

    `parts` stand in the order of parameters, then of causes. sum(parts) + rounding = after − before, exactly.
    """

    before: Decimal
    after: Decimal
    exact_before: Fraction
    exact_after: Fraction
    parts: tuple[Part, ...]
    rounding: Fraction

    @property
    def change(self) -> Decimal:
        """The change of the printed score."""
        return self.after - self.before

    def by_cause(self) -> dict[Cause, Fraction]:
        return {
            cause: sum((one.points for one in self.parts if one.cause is cause), Fraction(0))
            for cause in _CAUSES
        }

    def by_parameter(self) -> dict[str, Fraction]:
        """Points by parameter code; a parameter that changed nothing is absent."""
        found: dict[str, Fraction] = {}
        for one in self.parts:
            found[one.parameter] = found.get(one.parameter, Fraction(0)) + one.points
        return found

    @property
    def residual(self) -> Fraction:
        """What the parts leave unexplained of the printed change: 0, or the explanation is wrong."""
        explained = sum((one.points for one in self.parts), Fraction(0)) + self.rounding
        return Fraction(self.change) - explained

    def shown(self, decimals: int = 2) -> tuple[tuple[Part, Decimal], ...]:
        """Each part rounded (half away from 0) for a table; see `shown_rounding` for the line that closes it."""
        return tuple((one, _near(one.points, decimals)) for one in self.parts)

    def shown_rounding(self, decimals: int = 2) -> Decimal:
        """The last line of the table: with it the shown parts sum to the printed change, to the last digit."""
        return self.change - sum((value for _, value in self.shown(decimals)), Decimal(0))

    def shown_by_cause(self, decimals: int = 2) -> dict[Cause, Decimal]:
        """The shown parts summed by cause, so that with `shown_rounding` the causes close as well."""
        return {
            cause: sum((value for part, value in self.shown(decimals) if part.cause is cause), Decimal(0))
            for cause in _CAUSES
        }

    def largest(self, most: int) -> Largest:
        """Up to `most` parameters that moved the score by 0.01 or more as rounded, the largest first."""
        ordered = sorted(self.by_parameter().items(), key=lambda one: (-abs(one[1]), one[0]))
        near = [(code, rounded) for code, points in ordered if (rounded := _near(points, 2))][:most]
        return Largest(
            tuple(near), len(ordered) - len(near), self.change - sum((one for _, one in near), Decimal(0))
        )


def split_score(before: Worked, after: Worked, state: str) -> ScoreSplit | None:
    """The parts of a State's score change; None where it is unranked in one of the lists."""
    old, new = before.scores[state], after.scores[state]
    if old.exact is None or new.exact is None or old.printed is None or new.printed is None:
        return None
    level, applicable = (old.exact + new.exact) / 200, (old.applicable + new.applicable) / 2
    parts = []
    for code, sides in _sides(before, after, state).items():
        for cause, (obtained, counted) in _by_cause(*sides).items():
            points = 100 * (obtained - level * counted) / applicable
            if points:
                parts.append(Part(code, cause, points))
    rounding = (Fraction(new.printed) - new.exact) - (Fraction(old.printed) - old.exact)
    return ScoreSplit(old.printed, new.printed, old.exact, new.exact, tuple(parts), rounding)


@dataclass(frozen=True, slots=True)
class _Side:
    """One parameter in one list: `rule` is None where it does not count on the board."""

    rule: ParameterRule | None
    figure: Figure | None
    applicable: bool


def _sides(before: Worked, after: Worked, state: str) -> dict[str, tuple[_Side, _Side]]:
    old, new = before.basis.on_board(), after.basis.on_board()
    # The new methodology's order, and what went away behind it.
    codes = [*new, *(code for code in old if code not in new)]
    return {code: (_side(before, old, state, code), _side(after, new, state, code)) for code in codes}


def _side(worked: Worked, rules: dict[str, ParameterRule], state: str, code: str) -> _Side:
    rule = rules.get(code)
    if rule is None:
        return _Side(None, None, False)
    figure = worked.basis.figures.get(state, {}).get(code)
    # Marks of a figure from another month must not fail on a rule that it was not checked against.
    return _Side(replace(rule, numerator_may_exceed=True), figure, worked.marks[state][code].counts)


def _by_cause(old: _Side, new: _Side) -> dict[Cause, tuple[Fraction, Fraction]]:
    """What each cause added to the marks obtained and to the marks applicable."""
    if (old.rule, old.applicable) == (new.rule, new.applicable):  # the everyday case, cut short
        if old.rule is None or new.rule is None or not old.applicable:
            return {}
        gained = mark(new.rule, new.figure).marks - mark(old.rule, old.figure).marks
        return {Cause.FIGURES: (gained, Fraction(0))}
    worlds = {world: _worth(old, new, world) for world in product((0, 1), repeat=len(_CAUSES))}
    found = {}
    for index, cause in enumerate(_CAUSES):
        obtained = counted = Fraction(0)
        for world, (o, d) in worlds.items():
            if world[index]:
                without = worlds[(*world[:index], 0, *world[index + 1 :])]
                weight = _WEIGHTS[sum(world) - 1]
                obtained += weight * (o - without[0])
                counted += weight * (d - without[1])
        found[cause] = obtained, counted
    return found


def _worth(old: _Side, new: _Side, world: tuple[int, ...]) -> tuple[Fraction, Fraction]:
    """Marks obtained and applicable with each of figures, methodology, applicability as before (0) or after (1)."""
    figures, methodology, applicability = world
    sides = (old, new)
    rule = sides[methodology].rule
    if rule is None or not _or_other(sides, applicability, measured=False).applicable:
        return Fraction(0), Fraction(0)
    rated = mark(rule, _or_other(sides, figures, measured=True).figure)
    return rated.marks, Fraction(rule.max_marks)


def _or_other(sides: tuple[_Side, _Side], index: int, *, measured: bool) -> _Side:
    """The side meant, or the other where this one has nothing to say (see the module's text)."""
    own = sides[index]
    if own.rule is None or (measured and not own.applicable):
        return sides[1 - index]
    return own


def _near(value: Fraction, decimals: int) -> Decimal:
    scaled = abs(value) * 10**decimals
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    return Decimal(whole if value >= 0 else -whole).scaleb(-decimals)
