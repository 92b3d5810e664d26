"""Trying a version out: who would have moved, month by month and over all months."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from common.months import Month
from metrics.boards import Board
from metrics.scoring import ParameterRule, Rules
from rankings.lists.history import Standing
from rankings.lists.ranks import Figures, Lists, Place, Roll, place_month


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
        return sum(1 for move in self.moves if (move.places or 0) > 0)

    @property
    def down(self) -> int:
        return sum(1 for move in self.moves if (move.places or 0) < 0)

    @property
    def first(self) -> frozenset[str]:
        return frozenset(move.state for move in self.moves if move.rank == 1)

    @property
    def tried_first(self) -> frozenset[str]:
        return frozenset(move.state for move in self.moves if move.tried_rank == 1)


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


def compare(
    before: Mapping[str, Standing | Place], tried: Mapping[str, Standing | Place]
) -> tuple[Move, ...]:
    """Two rankings of the same States: each of the tried one beside its place before, unranked where it had none.

    >>> moves = compare({"HR": Standing(2, None), "DL": Standing(1, None)},
    ...                 {"HR": Standing(1, None), "DL": Standing(2, None), "LD": Standing(3, None)})
    >>> [move.places for move in moves]
    [1, -1, None]
    """
    unranked = Standing(None, None)
    both = [(state, before.get(state, unranked), place) for state, place in tried.items()]
    return tuple(Move(state, old.rank, old.score, new.rank, new.score) for state, old, new in both)


def by_state(trials: Sequence[MonthTrial]) -> tuple[StateTrial, ...]:
    """Every State over all months: those that moved in most months first, then by code."""
    moves: dict[str, list[Move]] = {}
    for trial in trials:
        for move in trial.moves:
            moves.setdefault(move.state, []).append(move)
    trialled = []
    for state, own in moves.items():
        places = [move.places or 0 for move in own]
        trialled.append(
            StateTrial(
                state=state,
                months_up=sum(number > 0 for number in places),
                months_down=sum(number < 0 for number in places),
                best=max(0, *places),
                worst=min(0, *places),
                first=sum(move.rank == 1 for move in own),
                tried_first=sum(move.tried_rank == 1 for move in own),
            )
        )
    return tuple(sorted(trialled, key=lambda trial: (-(trial.months_up + trial.months_down), trial.state)))


# A past month scored again under another methodology version, as far as its figures allow.


@dataclass(frozen=True, slots=True)
class MonthFigures:
    """A month's figures, and the codes of the parameters that its own version asked for."""

    month: Month
    figures: Figures
    asked: frozenset[str]

    def measured(self, parameters: Iterable[ParameterRule]) -> tuple[ParameterRule, ...]:
        """Those of a version's parameters that the month has figures for, each taking the figures as they are."""
        known = self.asked.union(*(sent.keys() for sent in self.figures.values()))
        return tuple(
            replace(parameter, numerator_may_exceed=True)
            for parameter in parameters
            if parameter.code in known
        )


@dataclass(frozen=True, slots=True)
class Rescored:
    """A month's lists under one version. `scored` and `whole`: board → parameters scored there, and in the version."""

    month: Month
    lists: Lists
    scored: Mapping[str, int]
    whole: Mapping[str, int]


def rescore(
    sent: MonthFigures,
    parameters: Sequence[ParameterRule],
    rules: Rules,
    roll: Roll,
    categories: Sequence[str] | None = None,
    boards: Sequence[str] = tuple(Board),
) -> Rescored:
    """The lists of a month as another version would rank them. `categories` and `boards` as `place_month` takes them.

    >>> from decimal import Decimal
    >>> from metrics.scoring import Figure
    >>> old, new = (ParameterRule(code, "REG", Decimal(100), Decimal(0), Decimal(50), frozenset({"cctns"}))
    ...             for code in ("REG-01", "REG-02"))
    >>> sent = MonthFigures(Month(2022, 1), {"HR": {"REG-01": Figure(Decimal(3), Decimal(4))}}, frozenset({"REG-01"}))
    >>> again = rescore(sent, [old, new], Rules(), Roll({"HR": "Haryana"}, {"HR": frozenset({"all"})}))
    >>> again.lists["cctns", "all"][0].score, again.scored["cctns"], again.whole["cctns"]
    (Decimal('75.00'), 1, 2)
    """
    measured = sent.measured(parameters)
    lists = place_month(measured, rules, sent.figures, roll, categories, boards)
    return Rescored(
        month=sent.month,
        lists=lists,
        scored={board: sum(board in one.boards for one in measured) for board in boards},
        whole={board: sum(board in parameter.boards for parameter in parameters) for board in boards},
    )
