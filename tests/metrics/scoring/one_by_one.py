"""The slow road from figures to lists: State by State, board by board, in fractions. The reference of the fast one."""

from __future__ import annotations

from collections.abc import Sequence

from metrics.boards import Board
from metrics.scoring import ParameterRule, Rules, mark, score
from rankings.lists.ranks import Figures, Lists, Roll, Scored, places


def place_one_by_one(
    parameters: Sequence[ParameterRule], rules: Rules, figures: Figures, roll: Roll
) -> Lists:
    """As `place_month` on every board, for every category of the roll."""
    marks = {
        state: [mark(one, figures.get(state, {}).get(one.code)) for one in parameters]
        for state in roll.categories
    }
    lists: Lists = {}
    for board in Board:
        on_board = frozenset(one.code for one in parameters if board in one.boards)
        scores = {state: score(own, on_board=on_board, rules=rules) for state, own in marks.items()}
        for category in roll.every:
            scored = [
                Scored(state, roll.names[state], one.printed, one.reason or "")
                for state, one in scores.items()
                if category in roll.categories[state]
            ]
            lists[board.value, category] = places(scored, rules.ties)
    return lists
