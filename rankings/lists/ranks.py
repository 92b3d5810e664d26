"""Ranks on printed scores.

Equal printed scores share a rank and the next rank skips (1, 1, 3), or does not where the methodology says
dense (1, 1, 2). Rows of equal rank are ordered by State name; the order of input never matters.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from metrics.boards import Board
from metrics.scoring import Figure, ParameterRule, Rules, mark
from metrics.scoring.arrays import REASONS, Arrays, Whole

Ties = Literal["competition", "dense"]


@dataclass(frozen=True, slots=True)
class Scored:
    """A State with its printed score, or without one and the reason why."""

    state: str
    name: str
    score: Decimal | None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """A row of a list in printed order; `rank` and `score` are None for an unranked State."""

    position: int
    state: str
    rank: int | None
    score: Decimal | None
    reason: str = ""


def places(scored: Iterable[Scored], ties: Ties = "competition") -> tuple[Place, ...]:
    """Order States and give each its rank; unranked States come last, by name.

    >>> rows = places([Scored("B", "B", Decimal("9.00")), Scored("A", "A", Decimal("9.00")),
    ...                Scored("C", "C", Decimal("8.00"))])
    >>> [(row.state, row.rank) for row in rows]
    [('A', 1), ('B', 1), ('C', 3)]
    """
    every = list(scored)
    if len({one.state for one in every}) != len(every):
        raise ValueError("a State stands twice in the scores")
    ordered = sorted(every, key=lambda one: (one.score is None, -(one.score or 0), one.name, one.state))
    rows: list[Place] = []
    rank, before = 0, None
    for position, one in enumerate(ordered, start=1):
        if one.score is None:
            rows.append(Place(position, one.state, None, None, one.reason))
            continue
        if one.score != before:
            rank = position if ties == "competition" else rank + 1
            before = one.score
        rows.append(Place(position, one.state, rank, one.score))
    return tuple(rows)


def ordered(
    scores: NDArray[np.int64], ties: Ties = "competition"
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The same for many lists at once: printed scores as whole numbers, a row for each list, below 0 for unranked.

    The columns stand in order of State names. Gives, row by row in printed order, the columns and their ranks;
    the rank of an unranked one means nothing.

    >>> columns, ranks = ordered(np.array([[800, 900, -1, 900]]))
    >>> columns.tolist(), ranks.tolist()
    ([[1, 3, 0, 2]], [[1, 1, 3, 4]])
    """
    width = scores.shape[1]
    keys = (
        scores.clip(-1) * -width
    )  # whoever has the higher score first, the unranked last, equal ones by name
    keys += np.arange(width)
    keys.sort(axis=1)
    columns = keys % width
    levels = keys - columns
    fresh = np.ones(scores.shape, np.int64)
    np.not_equal(levels[:, 1:], levels[:, :-1], out=fresh[:, 1:], casting="unsafe")
    if ties == "dense":
        return columns, fresh.cumsum(axis=1)
    fresh *= np.arange(1, width + 1)
    return columns, np.maximum.accumulate(fresh, axis=1)


# Every list that comes out of a month's figures: figures → marks → scores → places, on every board.

Figures = Mapping[str, Mapping[str, Figure]]
Lists = dict[tuple[str, str], tuple[Place, ...]]
"""(board, category) → places in printed order."""


@dataclass(frozen=True, slots=True)
class Roll:
    """Who is ranked: State code → English name, and the categories in which it counts, all of India's among them."""

    names: Mapping[str, str]
    categories: Mapping[str, frozenset[str]]

    @property
    def every(self) -> tuple[str, ...]:
        """Every category in which somebody counts."""
        return tuple(sorted({category for own in self.categories.values() for category in own}))


def place_month(
    parameters: Sequence[ParameterRule],
    rules: Rules,
    figures: Figures,
    roll: Roll,
    categories: Sequence[str] | None = None,
    boards: Sequence[str] = tuple(Board),
) -> Lists:
    """The lists of `categories` (all of the roll's where None) on these boards, in exact arithmetic.

    >>> from decimal import Decimal
    >>> whole = ParameterRule("REG-01", "REG", Decimal(100), Decimal(0), Decimal(100), frozenset({"cctns"}))
    >>> sent = {"HR": {"REG-01": Figure(Decimal(3), Decimal(4))}}
    >>> roll = Roll({"HR": "Haryana", "DL": "Delhi"}, {"HR": frozenset({"all"}), "DL": frozenset({"all"})})
    >>> [(one.state, one.rank, one.score) for one in place_month([whole], Rules(), sent, roll)["cctns", "all"]]
    [('HR', 1, Decimal('75.00')), ('DL', None, None)]
    """
    states = sorted(roll.categories, key=lambda state: (roll.names[state], state))
    here = [
        frozenset(parameter.code for parameter in parameters if Board(board) in parameter.boards)
        for board in boards
    ]
    arrays = Arrays(parameters, here, rules)
    sent = [figures.get(state, {}) for state in states]
    scores = arrays.printed(
        arrays.sheet(sent),
        lambda column: [mark(parameter, sent[column].get(parameter.code)) for parameter in parameters],
    )
    members = {
        category: [column for column, state in enumerate(states) if category in roll.categories[state]]
        for category in (roll.every if categories is None else categories)
    }
    lists: dict[tuple[str, str], tuple[Place, ...]] = {}
    placed = {
        category: _placed([states[column] for column in columns], scores[:, columns], rules)
        for category, columns in members.items()
    }
    for number, board in enumerate(boards):
        for category in members:
            lists[Board(board).value, category] = placed[category][number]
    return lists


def _placed(states: Sequence[str], scores: Whole, rules: Rules) -> list[tuple[Place, ...]]:
    """One list for each row of printed scores; `states`, the columns, stand in order of their names."""
    columns, ranks = ordered(scores, rules.ties)
    found = []
    for order, numbers, own in zip(columns.tolist(), ranks.tolist(), scores.tolist(), strict=True):
        found.append(
            tuple(
                Place(position, states[column], None, None, REASONS[own[column]])
                if own[column] < 0
                else Place(position, states[column], rank, Decimal(own[column]).scaleb(-rules.decimals))
                for position, (column, rank) in enumerate(zip(order, numbers, strict=True), start=1)
            )
        )
    return found
