"""Months in first place, over a window of the history."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q

from common.months import Month
from rankings.lists.histories import Scope, by_month, history, month_lists, released_by
from rankings.lists.history import Count, Coverage, History, SampleBasis, count_all, coverage
from rankings.lists.queries import states_by_code
from rankings.models import RankingList, Status
from states.models import State


@dataclass(frozen=True, slots=True)
class Streaks:
    """Who was first how often from `first` to `last`: most months first, then the longer streak, then by name.

    `firsts` has an entry for every month of the window: the States that are proven first, in order of name; none
    where first place is not on record. `history` are all lists of the scope, oldest first, whatever the window;
    where it is empty there is no coverage.
    """

    scope: Scope
    first: Month | None
    last: Month | None
    history: History
    coverage: Coverage | None
    rows: tuple[tuple[State, Count], ...]
    firsts: Mapping[Month, tuple[State, ...]]

    @property
    def led(self) -> list[tuple[State, Count]]:
        """The States that were first at all."""
        return [(state, count) for state, count in self.rows if count.months_first]

    @property
    def leaders(self) -> list[tuple[State, Count]]:
        """Those that share the largest count."""
        led = self.led
        return [row for row in led if row[1].months_first == led[0][1].months_first]

    @property
    def months(self) -> list[Month]:
        """The months of the window, without those before or after everything on record."""
        if not self.history:
            return []
        oldest, newest = min(self.history), max(self.history)
        return [month for month in self.firsts if oldest <= month <= newest]

    @property
    def without_ranks(self) -> set[Month]:
        """The months whose list is complete and ranks no State."""
        return {
            month for month in (self.coverage.complete if self.coverage else ()) if not self.firsts[month]
        }

    @property
    def sample_basis(self) -> SampleBasis:
        return self.coverage.sample_basis if self.coverage else SampleBasis.NONE


def streaks(scope: Scope, first: Month | None, last: Month | None) -> Streaks:
    """Counts for every State that a list of the history names; the window defaults to all that is on record."""
    return streaks_of(history(scope), scope, first, last)


def streaks_of(lists: History, scope: Scope, first: Month | None, last: Month | None) -> Streaks:
    """`streaks` of a history that was read before; `scope` is the one it was read by. One query."""
    if not lists:
        return Streaks(scope, first, last, lists, None, (), {})
    start, end = first or min(lists), last or max(lists)
    named = {code for month in lists.values() for code in month.rows}
    states = sorted(
        (state for state in states_by_code().values() if state.code in named), key=lambda state: state.name
    )
    counts = count_all(lists, [state.code for state in states], start, end)
    rows = sorted(
        ((state, counts[state.code]) for state in states),
        key=lambda row: (-row[1].months_first, -row[1].longest_streak),
    )
    firsts = {
        month: tuple(state for state in states if month in lists and lists[month].was_first(state.code))
        for month in start.to(end)
    }
    return Streaks(scope, start, end, lists, coverage(lists, start, end), tuple(rows), firsts)


def counts_as_published(
    scope: Scope, lists: Mapping[Month, RankingList], first: Month | None, last: Month | None
) -> list[tuple[State, int, int]]:
    """The States whose months in first place differ by the lists as first published and by `lists`, which stand.

    Each with both counts, most months first; usually none. The window defaults to all that is on record. One query
    where no list was revised, else four.
    """
    gone = Q(publication__withdrawal__isnull=False)
    if scope.as_of is not None:
        gone = Q(publication__withdrawal__withdrawn_on__lte=scope.as_of)
    published = RankingList.objects.filter(
        board=scope.board, category=scope.category, status=Status.PUBLISHED
    ).exclude(gone)
    if scope.origin is not None:
        published = published.filter(origin=scope.origin)
    if scope.as_of is not None:
        published = published.filter(released_by(scope.as_of))
    same = {name: OuterRef(name) for name in ("month", "board", "category", "origin")}
    then = by_month(published.filter(~Exists(published.filter(**same, revision__lt=OuterRef("revision")))))
    if {ranking.pk for ranking in then.values()} == {ranking.pk for ranking in lists.values()}:
        return []
    as_published, as_revised = month_lists(then.values()), month_lists(lists.values())
    every = {*as_published, *as_revised}
    start, end = first or min(every), last or max(every)
    states = states_by_code()
    codes = {code for history in (as_published, as_revised) for one in history.values() for code in one.rows}
    before, after = (count_all(history, codes, start, end) for history in (as_published, as_revised))
    differing = [
        (states[code], before[code].months_first, after[code].months_first)
        for code in codes
        if before[code].months_first != after[code].months_first
    ]
    return sorted(differing, key=lambda row: (-row[2], -row[1], row[0].name))
