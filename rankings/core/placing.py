"""Every list that comes out of a month's figures: figures → marks → scores → places, on every board."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from metrics.boards import Board
from metrics.scoring import Figure, ParameterRule, Rules, mark
from metrics.scoring.arrays import REASONS, Arrays, Whole
from rankings.core.ranks import Place, ordered

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
    here = [frozenset(one.code for one in parameters if Board(board) in one.boards) for board in boards]
    arrays = Arrays(parameters, here, rules)
    sent = [figures.get(state, {}) for state in states]
    scores = arrays.printed(
        arrays.sheet(sent), lambda column: [mark(one, sent[column].get(one.code)) for one in parameters]
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
