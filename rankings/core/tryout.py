"""Trying a version out: who would have moved, month by month and over all months."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from rankings.core.history import Standing
from rankings.core.ranks import Place
from states.months import Month


@dataclass(frozen=True, slots=True)
class Move:
    """A State under the version in force and under the one that is tried; ranks and scores None where unranked."""

    state: str
    rank: int | None
    score: Decimal | None
    tried_rank: int | None
    tried_score: Decimal | None

    @property
    def places(self) -> int | None:
        """Places gained, negative where lost; None where the State is unranked under one of the two.

        >>> Move("HR", 3, Decimal("90.00"), 1, Decimal("91.00")).places
        2
        """
        return None if self.rank is None or self.tried_rank is None else self.rank - self.tried_rank

    @property
    def changed(self) -> bool:
        return self.rank != self.tried_rank


@dataclass(frozen=True, slots=True)
class MonthTrial:
    """A month under both. `moves` in the order of the tried list; `scored` of the board's `whole` parameters."""

    month: Month
    version: str
    scored: int
    whole: int
    moves: tuple[Move, ...]

    @property
    def up(self) -> int:
        return sum(1 for one in self.moves if (one.places or 0) > 0)

    @property
    def down(self) -> int:
        return sum(1 for one in self.moves if (one.places or 0) < 0)

    @property
    def first(self) -> frozenset[str]:
        return frozenset(one.state for one in self.moves if one.rank == 1)

    @property
    def tried_first(self) -> frozenset[str]:
        return frozenset(one.state for one in self.moves if one.tried_rank == 1)


@dataclass(frozen=True, slots=True)
class StateTrial:
    """A State over all months that were tried. `best` and `worst` are its largest moves, 0 where it never moved so."""

    state: str
    months_up: int
    months_down: int
    best: int
    worst: int
    first: int
    tried_first: int


def compare(before: Mapping[str, Standing | Place], tried: Sequence[Place]) -> tuple[Move, ...]:
    """Every State of the tried list beside its place before; a State that had none was unranked.

    >>> [one.places for one in compare({"HR": Standing(2, None), "DL": Standing(1, None)},
    ...                                [Place(1, "HR", 1, None), Place(2, "DL", 2, None)])]
    [1, -1]
    """
    moves = []
    for place in tried:
        old = before.get(place.state)
        moves.append(
            Move(
                place.state,
                old.rank if old else None,
                old.score if old else None,
                place.rank,
                place.score,
            )
        )
    return tuple(moves)


def by_state(trials: Sequence[MonthTrial]) -> tuple[StateTrial, ...]:
    """Every State over all months: those that moved in most months first, then by code."""
    moves: dict[str, list[Move]] = {}
    for trial in trials:
        for one in trial.moves:
            moves.setdefault(one.state, []).append(one)
    found = [_over_all(state, own) for state, own in moves.items()]
    return tuple(sorted(found, key=lambda one: (-(one.months_up + one.months_down), one.state)))


def _over_all(state: str, moves: Sequence[Move]) -> StateTrial:
    places = [one.places or 0 for one in moves]
    return StateTrial(
        state=state,
        months_up=sum(number > 0 for number in places),
        months_down=sum(number < 0 for number in places),
        best=max(0, *places),
        worst=min(0, *places),
        first=sum(one.rank == 1 for one in moves),
        tried_first=sum(one.tried_rank == 1 for one in moves),
    )
