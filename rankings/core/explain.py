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
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from rankings.core.explain_score import ScoreSplit, split_score
from rankings.core.ranks import Ties
from rankings.core.worked import Worked


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
