"""Why did a State's rank change between two lists? What it did itself, what the others did, and who passed whom.

The rank change is walked in five steps, and their whole numbers sum to it:

1. *left*: those that are not ranked any more go, all others still stand at their old scores;
2. *own*: the State moves to its new printed score, the others still stand at their old ones;
3. *others*: the others move to their new scores;
4. *came*: those that were not ranked before come in at their new scores;
5. *rule*: the methodology's tie rule changes (0 where it does not).

So the second and the third step compare the States that are ranked in both lists, and nobody is said to have won a
place by its score, or by another's, that it owes to a State that sent nothing.

The order is fixed and stated, because an average of both orders would leave half places that nobody can name.
Within a step each place won or lost belongs to named States: those that stood above and no longer do
(`gained`), and those that now stand above and did not (`lost`). A State at the same printed score stands
beside, not above. With dense ranks (1, 1, 2) a step also has `shared`, the places won or lost because others
came to share a score among themselves.

Worked example. Before: A 99, B 98, we 97, C 96. After: A 99, B 97, we 97.5, C 98. Own step: 97.5 among the old
scores is still third: 0. Others' step: B falls behind (gained), C passes us (lost): third again. Change 0, and
both names are told.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from itertools import product

from metrics.scoring import Figure, ParameterRule, mark
from rankings.lists.ranks import Ties
from rankings.lists.scored_list import Worked

# Why did a State's score change? Exact parts, one per parameter and cause, that sum to the printed change.


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
    """A score change taken apart. `before`/`after` are printed scores.

    `parts` stand in the order of parameters, then of causes. sum(parts) + rounding = after − before, exactly.
    """

    before: Decimal
    after: Decimal
    parts: tuple[Part, ...]
    rounding: Fraction

    @property
    def change(self) -> Decimal:
        """The change of the printed score."""
        return self.after - self.before

    def by_cause(self) -> dict[Cause, Fraction]:
        return {
            cause: sum((part.points for part in self.parts if part.cause is cause), Fraction(0))
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
        explained = sum((part.points for part in self.parts), Fraction(0)) + self.rounding
        return Fraction(self.change) - explained

    def shown(self, decimals: int = 2) -> tuple[tuple[Part, Decimal], ...]:
        """Each part rounded (half away from 0) for a table; see `shown_rounding` for the line that closes it."""
        return tuple((part, _near(part.points, decimals)) for part in self.parts)

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
    return ScoreSplit(old.printed, new.printed, tuple(parts), rounding)


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


class Kind(StrEnum):
    """How the State stands in the two lists."""

    RANKED = "ranked"
    ENTERED = "entered"
    LEFT = "left"
    UNRANKED = "unranked"


class Mover(StrEnum):
    LEFT = "left"
    OWN = "own"
    OTHERS = "others"
    CAME = "came"
    RULE = "rule"


@dataclass(frozen=True, slots=True)
class Step:
    """From one rank to another. `places` is positive where the State moved up: gained − lost + shared."""

    mover: Mover
    from_rank: int
    to_rank: int
    gained: tuple[str, ...]
    lost: tuple[str, ...]

    @property
    def places(self) -> int:
        return self.from_rank - self.to_rank

    @property
    def shared(self) -> int:
        """Places by scores shared among others; 0 with competition ranks."""
        return self.places - len(self.gained) + len(self.lost)


@dataclass(frozen=True, slots=True)
class RankSplit:
    """A rank change taken apart. `passed` and `passed_by` are the net result among the States in both lists, by code.

    `drew_level`: those of them that stood above or below and now share the score. `came_in` and `went_out` are the
    other States that entered or left the ranking, wherever they stand; `both` says how many are ranked in both lists.
    """

    before: int
    after: int
    steps: tuple[Step, ...]
    passed: tuple[str, ...]
    passed_by: tuple[str, ...]
    drew_level: tuple[str, ...]
    came_in: tuple[str, ...]
    went_out: tuple[str, ...]
    both: int

    @property
    def change(self) -> int:
        """Positive where the State moved up."""
        return self.before - self.after

    @property
    def change_among_both(self) -> int | None:
        """The change among the States ranked in both lists; None where there is no other."""
        left_or_came = self.places(Mover.LEFT) + self.places(Mover.CAME)
        return self.change - left_or_came if self.both > 1 else None

    @property
    def residual(self) -> int:
        return self.change - sum(step.places for step in self.steps)

    def places(self, mover: Mover) -> int:
        return sum(step.places for step in self.steps if step.mover is mover)


@dataclass(frozen=True, slots=True)
class Explanation:
    """Everything that is known about a State's way from one list to another.

    `score` and `rank` are None unless the State is ranked in both; then `reason_before` and `reason_after`
    say why it is not (the codes of `NoScore`).
    """

    state: str
    kind: Kind
    methodology_changed: bool
    score: ScoreSplit | None
    rank: RankSplit | None
    reason_before: str
    reason_after: str

    @property
    def residual(self) -> Fraction:
        """The sum of what score and rank leave unexplained, without sign: 0, or the explanation is wrong."""
        left = abs(self.score.residual) if self.score else Fraction(0)
        return left + (abs(self.rank.residual) if self.rank else 0)

    def misfit(
        self, before: tuple[int | None, Decimal | None], after: tuple[int | None, Decimal | None]
    ) -> Fraction:
        """What is left unexplained of a change as printed: the (rank, score) of two stored rows.

        Where the State is not ranked in both rows, 1 for each row that this explanation ranks otherwise.
        """
        stored = Fraction((before[0] is None) != (self.kind in {Kind.ENTERED, Kind.UNRANKED}))
        stored += (after[0] is None) != (self.kind in {Kind.LEFT, Kind.UNRANKED})
        if stored or self.score is None or self.rank is None:
            return stored
        for (rank, score), own, exact in (
            (before, self.rank.before, self.score.before),
            (after, self.rank.after, self.score.after),
        ):
            assert rank is not None and score is not None  # noqa: PT018 (ranked in both, just checked)
            stored += abs(rank - own) + abs(Fraction(score) - Fraction(exact))
        return stored + self.residual


def explain(before: Worked, after: Worked, state: str) -> Explanation:
    """Explain one State's way between two lists of the same board; KeyError for a State that is not in both."""
    old, new = before.places[state], after.places[state]
    return Explanation(
        state=state,
        kind=_kind(old.rank, new.rank),
        methodology_changed=before.basis.methodology != after.basis.methodology,
        score=split_score(before, after, state),
        rank=split_rank(before, after, state),
        reason_before=old.reason,
        reason_after=new.reason,
    )


def _kind(old: int | None, new: int | None) -> Kind:
    if old is None:
        return Kind.UNRANKED if new is None else Kind.ENTERED
    return Kind.LEFT if new is None else Kind.RANKED


@dataclass(frozen=True, slots=True)
class Printed:
    """A list as it is printed: the scores of its ranked States by code, and the rule by which ties are ranked."""

    scores: Mapping[str, Decimal]
    ties: Ties


def split_rank(before: Worked, after: Worked, state: str) -> RankSplit | None:
    """The steps of a State's rank change; None where it is unranked in one of the lists."""
    return split_places(
        Printed(before.printed, before.basis.rules.ties),
        Printed(after.printed, after.basis.rules.ties),
        state,
    )


def split_places(before: Printed, after: Printed, state: str) -> RankSplit | None:
    """The same from printed scores alone: ranks rest on nothing else."""
    own_old, own_new = before.scores.get(state), after.scores.get(state)
    if own_old is None or own_new is None:
        return None
    old = {code: value for code, value in before.scores.items() if code != state}
    new = {code: value for code, value in after.scores.items() if code != state}
    stayed_old = {code: value for code, value in old.items() if code in new}
    stayed_new = {code: value for code, value in new.items() if code in old}
    worlds = [
        (own_old, old, before.ties),
        (own_old, stayed_old, before.ties),
        (own_new, stayed_old, before.ties),
        (own_new, stayed_new, before.ties),
        (own_new, new, before.ties),
        (own_new, new, after.ties),
    ]
    steps = tuple(_step(mover, worlds[index], worlds[index + 1]) for index, mover in enumerate(Mover))
    above_old, above_new = _above(own_old, stayed_old), _above(own_new, stayed_new)
    level_old, level_new = _level(own_old, stayed_old), _level(own_new, stayed_new)
    return RankSplit(
        before=steps[0].from_rank,
        after=steps[-1].to_rank,
        steps=steps,
        passed=_sorted(above_old - above_new),
        passed_by=_sorted(above_new - above_old),
        drew_level=_sorted(level_new - level_old),
        came_in=_sorted(set(new) - set(old)),
        went_out=_sorted(set(old) - set(new)),
        both=len(stayed_new) + 1,
    )


_World = tuple[Decimal, Mapping[str, Decimal], Ties]


def _step(mover: Mover, before: _World, after: _World) -> Step:
    above, still = _above(*before[:2]), _above(*after[:2])
    return Step(mover, _rank(*before), _rank(*after), _sorted(above - still), _sorted(still - above))


def _rank(own: Decimal, others: Mapping[str, Decimal], ties: Ties) -> int:
    above = [value for value in others.values() if value > own]
    return 1 + (len(above) if ties == "competition" else len(set(above)))


def _above(own: Decimal, others: Mapping[str, Decimal]) -> set[str]:
    return {code for code, value in others.items() if value > own}


def _level(own: Decimal, others: Mapping[str, Decimal]) -> set[str]:
    return {code for code, value in others.items() if value == own}


def _sorted(codes: set[str]) -> tuple[str, ...]:
    return tuple(sorted(codes))
