"""A calendar year's ranking, with its months, and who was first in it on every board and in every category."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from common.months import Month
from metrics.boards import Board
from metrics.selectors import methodologies
from rankings.annual.core import AnnualList, annual_list, annual_openings, attainable_ranks
from rankings.lists.histories import Scope, month_histories, standing_lists
from rankings.lists.history import History, Standing
from rankings.lists.ranks import Place, Ties
from states.models import State
from states.selectors import CATEGORIES, all_states, membership

DEFAULT_TIES: Ties = "competition"
UNKNOWN = Standing(None, None)


@dataclass(frozen=True, slots=True)
class Annual:
    """The ranking of one calendar year.

    `years` are those with any list of the scope, oldest first. `standings` are each State's ranks and scores in the
    twelve months, empty where the month says nothing of it. `possible` gives, for each State that may have a rank,
    every rank that the record allows: one where the year is on record.
    """

    scope: Scope
    list: AnnualList
    ties: Ties
    standings: Mapping[str, tuple[Standing, ...]]
    possible: Mapping[str, tuple[int, ...]]
    states: Mapping[str, State]
    years: tuple[int, ...]

    @property
    def months(self) -> tuple[Month, ...]:
        return tuple(Month(self.list.year, 1).to(Month(self.list.year, 12)))

    @property
    def rows(self) -> tuple[Place, ...]:
        """In printed order. Of a year that is not on record: who may have a rank, the best possible one first."""
        if self.list.on_record:
            return self.list.places
        ordered = sorted(
            self.possible,
            key=lambda one: (self.possible[one][0], self.possible[one][-1], self.states[one].name),
        )
        return tuple(Place(number, one, None, None) for number, one in enumerate(ordered, start=1))


@dataclass(frozen=True, slots=True)
class Award:
    """First place of a year: `states` share it; empty where the year is not on record."""

    board: str
    category: str
    list: AnnualList
    states: tuple[State, ...]


def annual(scope: Scope, year: int | None) -> Annual:
    """The ranking of `year`; None: of the newest whole year, or of the newest with any list. Five queries."""
    every = standing_lists(as_of=scope.as_of).filter(board=scope.board, category=scope.category)
    if scope.origin is not None:
        every = every.filter(origin=scope.origin)
    months = sorted(set(every.values_list("month", flat=True)))
    chosen = _newest(months) if year is None else year
    history = month_histories(every.filter(month__in=_months(chosen))).get((scope.board, scope.category), {})
    states = {state.code: state for state in all_states()}
    names = {state.code: state.name for state in states.values()}
    ties = ties_of(history)
    found = annual_list(history, chosen, names, ties)
    return Annual(
        scope=scope,
        list=found,
        ties=ties,
        standings={
            code: tuple(
                history[month].rows.get(code, UNKNOWN) if month in history else UNKNOWN
                for month in _months(chosen)
            )
            for code in states
        },
        possible=_possible(found, history, scope, ties),
        states=states,
        years=tuple(dict.fromkeys(month.year for month in months)),
    )


def awards(found: Annual) -> tuple[Award, ...]:
    """First place of the year on every board and in every category, boards in their order. Three queries."""
    year, scope = found.list.year, found.scope
    every = standing_lists(as_of=scope.as_of).filter(month__in=_months(year))
    if scope.origin is not None:
        every = every.filter(origin=scope.origin)
    histories = month_histories(every)
    names = {state.code: state.name for state in found.states.values()}
    rules = _rules()
    awarded = []
    for board in Board:
        for category in CATEGORIES:
            history = histories.get((board.value, category), {})
            own = annual_list(history, year, names, _ties(history, rules))
            first = tuple(found.states[place.state] for place in own.places if place.rank == 1)
            awarded.append(Award(board.value, category, own, first))
    return tuple(awarded)


def ties_of(history: History) -> Ties:
    """The rule for equal scores of the newest list whose methodology is known. One query."""
    return _ties(history, _rules())


def _rules() -> dict[str, Ties]:
    return {methodology.version: methodology.rules["ties"] for methodology in methodologies()}


def _ties(history: History, rules: Mapping[str, Ties]) -> Ties:
    versions = [one.methodology for _, one in sorted(history.items()) if one.methodology is not None]
    return rules.get(versions[-1], DEFAULT_TIES) if versions else DEFAULT_TIES


def _months(year: int) -> list[Month]:
    return list(Month(year, 1).to(Month(year, 12)))


def _newest(months: list[Month]) -> int:
    """The newest year with twelve lists, else the newest with any; the first of the ranking where there is none."""
    years = [month.year for month in months]
    whole = [year for year in years if years.count(year) == len(_months(year))]
    return max(whole or years, default=2021)


def _possible(found: AnnualList, history: History, scope: Scope, ties: Ties) -> dict[str, tuple[int, ...]]:
    if found.on_record:
        return {place.state: (place.rank,) for place in found.places if place.rank is not None}
    if not history:
        return {}
    openings = annual_openings(history, found.year, membership(scope.category))
    ranks = {state: tuple(sorted(attainable_ranks(openings, state, ties))) for state in openings}
    return {state: one for state, one in ranks.items() if one}
