"""A list worked out from its figures, with everything in sight that its explanation needs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from common.months import Month
from metrics.scoring import BoardScore, Figure, Mark, NoScore, ParameterRule, Rules, mark, score
from rankings.lists.ranks import Place, Scored, places

_rated = lru_cache(maxsize=8192)(mark)
"""A figure is worth the same each time it is looked at; some eight months of figures are remembered."""


@dataclass(frozen=True, slots=True)
class Basis:
    """What one list rests on.

    `parameters` is the whole methodology, on this board or not; `names` says who is in the list (State code →
    name, the order of equal ranks); `figures` may hold other States too: they are not looked at.
    """

    month: Month
    board: str
    methodology: str
    parameters: tuple[ParameterRule, ...]
    rules: Rules
    figures: Mapping[str, Mapping[str, Figure]]
    names: Mapping[str, str]

    def on_board(self) -> dict[str, ParameterRule]:
        """The rules of the parameters that count here, by code, in the methodology's order."""
        return {rule.code: rule for rule in self.parameters if self.board in rule.boards}


@dataclass(frozen=True, slots=True)
class Worked:
    """A list with its marks: State → parameter → mark (of the whole methodology), score and place."""

    basis: Basis
    marks: Mapping[str, Mapping[str, Mark]]
    scores: Mapping[str, BoardScore]
    places: Mapping[str, Place]

    @property
    def printed(self) -> dict[str, Decimal]:
        """The printed scores of the ranked States."""
        return {state: one.printed for state, one in self.scores.items() if one.printed is not None}

    @property
    def silent(self) -> frozenset[str]:
        """The States that sent nothing at all."""
        return frozenset(
            state for state, one in self.places.items() if one.reason == NoScore.NOT_REPORTED.value
        )


def work(basis: Basis) -> Worked:
    """Score and rank every State of the list, by the one scoring and the one ranking that there are.

    Raises ValueError for a figure that verification must have stopped.
    """
    marks = {
        state: {
            rule.code: _rated(rule, basis.figures.get(state, {}).get(rule.code)) for rule in basis.parameters
        }
        for state in basis.names
    }
    return Worked(basis, marks, *scored_and_placed(basis, marks))


def scored_and_placed(
    basis: Basis, marks: Mapping[str, Mapping[str, Mark]]
) -> tuple[dict[str, BoardScore], dict[str, Place]]:
    """Scores and places by State, where these marks alone are there."""
    codes = frozenset(basis.on_board())
    scores = {state: score(own.values(), on_board=codes, rules=basis.rules) for state, own in marks.items()}
    scored = [
        Scored(state, basis.names[state], one.printed, one.reason or "") for state, one in scores.items()
    ]
    return scores, {place.state: place for place in places(scored, basis.rules.ties)}
