"""Why a State's rank changed between two lists, with everything that is needed to say it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from django.utils.translation import gettext

from common.asking import MalformedQueryError, UnknownNameError
from common.months import Month
from insights.explain.core import Explanation, Part, explain
from metrics.scoring import Figure, Mark
from rankings.lists.histories import Scope, month_lists
from rankings.lists.history import SampleBasis, sample_basis
from rankings.lists.queries import refuse_withdrawn_month, states_by_code
from rankings.lists.scored_list import Worked, work
from rankings.lists.scored_lists import (
    Ground,
    NoFiguresError,
    basis_of,
    category_of,
    computed_lists,
    grounds_of,
    two_months,
)
from rankings.models import RankingList
from states.models import State

_BLANK = Figure(None, None)


Change = tuple[Month, Month, Explanation, Fraction]
"""The months of two lists, why a State's rank changed between them, and how far that is from what they print (0)."""


def explained(state: str, board: str, category: str, first: Month, last: Month) -> Change:
    """Why the State's rank changed between two published computed lists of a board and category.

    Raises NoFiguresError for a month without such a list, UnknownNameError for a State that is not in both.
    """
    lists = computed_lists(Scope(board, category))
    for month in (first, last):
        if month not in lists:
            raise NoFiguresError(str(month), lists)
    before, after = work(basis_of(lists[first])), work(basis_of(lists[last]))
    return next(_changes(before, after, lists, [_in_both(state, before, after)]))


def explained_changes(board: str, category: str) -> Iterator[Change]:
    """Every State's change between every two neighbouring computed lists of a board and category."""
    lists = computed_lists(Scope(board, category))
    before: Worked | None = None
    for ranking in lists.values():
        after = work(basis_of(ranking))
        if before is not None:
            yield from _changes(before, after, lists, sorted(before.places.keys() & after.places.keys()))
        before = after


def _in_both(state: str, before: Worked, after: Worked) -> str:
    """Raises UnknownNameError for a State that is not in both lists."""
    both = sorted(before.places.keys() & after.places.keys())
    if state not in both:
        raise UnknownNameError("state", state, both)
    return state


def _changes(
    before: Worked, after: Worked, lists: Mapping[Month, RankingList], states: list[str]
) -> Iterator[Change]:
    first, last = before.basis.month, after.basis.month
    stored = month_lists([lists[first], lists[last]])
    for state in states:
        why = explain(before, after, state)
        old, new = stored[first].rows[state], stored[last].rows[state]
        yield first, last, why, why.misfit((old.rank, old.score), (new.rank, new.score))


Side = tuple[Figure, Mark] | None
"""A parameter in one list: its figure and what that was worth; None where it was not on the board."""


@dataclass(frozen=True, slots=True)
class Reasons:
    """A State between two computed lists. `months` are all that have one; `states` every State by its code.

    `category` is the State's own. `misfit` is how far `why` is from what the lists print: 0, or it is wrong.
    """

    state: State
    scope: Scope
    category: str
    months: tuple[Month, ...]
    before: Ground
    after: Ground
    why: Explanation
    misfit: Fraction
    states: Mapping[str, State]

    @property
    def sample_basis(self) -> SampleBasis:
        return sample_basis((self.before.list.sample, self.after.list.sample))

    @property
    def sample(self) -> bool:
        return self.sample_basis is not SampleBasis.NONE

    def names(self, code: str) -> tuple[str, str]:
        """A parameter's English and Hindi name; of two versions the later one's."""
        found = self.after.parameters.get(code) or self.before.parameters[code]
        return found["name"], found["name_hi"]

    def sides(self, part: Part) -> tuple[Side, Side]:
        """What the State had of a parameter in the two lists."""
        return _side(self.before, self.state.code, part.parameter), _side(
            self.after, self.state.code, part.parameter
        )


def reasons(state: State, scope: Scope, first: Month | None, last: Month | None) -> Reasons | RankingList:
    """By default between the newest computed list and the one before it; that list while there is but one.

    Raises NoFiguresError, MalformedQueryError where both months are the same, UnknownNameError for a category
    that the State is not in, WithdrawnListError for a list that was.
    """
    category = category_of(state, scope)
    lists = computed_lists(scope)
    for month in (first, last):
        if month is not None and month not in lists:
            refuse_withdrawn_month(scope, month, computed_only=True)
    if len(lists) == 1 and first is last is None:
        return next(iter(lists.values()))
    begin, end = two_months(lists, first, last)
    if begin == end:
        text = gettext("from and to name the same month, %(month)s; give two different ones")
        raise MalformedQueryError("from", text % {"month": begin})
    before, after = grounds_of([lists[begin], lists[end]])
    own = [_in_both(state.code, before.worked, after.worked)]
    *_, why, misfit = next(_changes(before.worked, after.worked, lists, own))
    return Reasons(state, scope, category, tuple(lists), before, after, why, misfit, states_by_code())


def _side(ground: Ground, state: str, parameter: str) -> Side:
    if parameter not in ground.worked.basis.on_board():
        return None
    figure = ground.worked.basis.figures.get(state, {}).get(parameter, _BLANK)
    return figure, ground.worked.marks[state][parameter]
