"""Every list that comes out of a month's figures: figures → marks → scores → places, on every board."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from metrics.boards import Board
from metrics.scoring import Figure, ParameterRule, Rules, mark, score
from rankings.core.ranks import Place, Scored, places

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
    marks = {
        state: tuple(mark(one, figures.get(state, {}).get(one.code)) for one in parameters)
        for state in roll.categories
    }
    lists: Lists = {}
    for board in map(Board, boards):
        on_board = frozenset(one.code for one in parameters if board in one.boards)
        scores = {state: score(own, on_board=on_board, rules=rules) for state, own in marks.items()}
        for category in roll.every if categories is None else categories:
            scored = [
                Scored(state, roll.names[state], one.printed, one.reason or "")
                for state, one in scores.items()
                if category in roll.categories[state]
            ]
            lists[board.value, category] = places(scored, rules.ties)
    return lists
