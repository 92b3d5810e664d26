"""A list with all that stands around it on its page, in a number of queries that no history makes grow."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from common.months import FIRST_YEAR, Month
from insights.sensitivity.core import Ranges
from insights.sensitivity.queries import ranges_of
from metrics.models import Methodology
from rankings.lists.histories import Scope
from rankings.lists.history import History
from rankings.lists.queries import list_and_history, list_entries, other_ranks, revisions
from rankings.lists.shapes import Agreement, ListEntry, ListView, OtherRank, StreaksView
from rankings.lists.streaks import streaks_of
from rankings.models import RankingList
from rankings.record.agreement import agreement
from states.models import State
from states.selectors import all_states

RECENT_MONTHS = 12


@dataclass(frozen=True, slots=True)
class Recent:
    """Ranks in the calendar months up to a list's own: None where a State was unranked or is not on record."""

    months: tuple[Month, ...]
    ranks: Mapping[str, tuple[int | None, ...]]

    @property
    def worst(self) -> int:
        """The largest rank that anyone had, at least 2: where a scale ends that all share."""
        return max((rank for ranks in self.ranks.values() for rank in ranks if rank), default=2)


@dataclass(frozen=True, slots=True)
class Leaderboard:
    """A list and its surroundings.

    `firsts` is the history of first places, as of now or, for a revision, as it was known when published.
    `months` are those that have a list of this board, category and origin, oldest first; `beside` holds
    every list of the same month. `agreement` is None where the month lacks a computed or a recorded list.
    `elsewhere` has the rank in the State's own category on a list of all India, and the other way about;
    `states` are all that there are, by English name. `ranges` is how sure the order is, None where it was not studied.
    """

    shown: ListView
    firsts: StreaksView
    months: tuple[Month, ...]
    beside: tuple[ListEntry, ...]
    agreement: Agreement | None
    revisions: tuple[int, ...]
    methodology: Methodology | None
    recent: Recent
    elsewhere: Mapping[str, OtherRank]
    states: tuple[State, ...]
    ranges: Ranges | None

    @property
    def newest(self) -> bool:
        """Whether the list is of the newest month on record."""
        return self.shown.month == self.months[-1]


def leaderboard(scope: Scope, month: str, revision: int | None = None) -> Leaderboard:
    """The list of a month (`YYYY-MM` or `latest`) or one revision of it. Raises UnknownNameError."""
    shown, history = list_and_history(scope, month, revision, later=True)
    then = _as_published(scope, shown) if revision is not None else scope
    entries = list_entries(
        board=scope.board,
        category=scope.category,
        origin=scope.origin,
        first=None,
        last=None,
        as_of=scope.as_of,
    )
    beside = list_entries(
        board=None, category=None, origin=None, first=shown.month, last=shown.month, as_of=scope.as_of
    )
    return Leaderboard(
        shown=shown,
        firsts=streaks_of(history, then, None, shown.month if revision is not None else None),
        months=tuple(sorted({entry.month for entry in entries})),
        beside=tuple(beside),
        agreement=agreement(shown.month, shown.board, shown.category, scope.as_of),
        revisions=tuple(revisions(scope, shown.month, shown.origin)),
        methodology=Methodology.objects.filter(pk=shown.methodology).first() if shown.methodology else None,
        recent=recent(history, shown),
        elsewhere=other_ranks(then, shown),
        states=tuple(all_states()),
        ranges=ranges_of(shown),
    )


def recent(history: History, shown: ListView) -> Recent:
    """The ranks of a list's States in the twelve calendar months that end with it."""
    first = Month.from_ordinal(max(shown.month.ordinal - RECENT_MONTHS + 1, FIRST_YEAR * 12))
    months = tuple(first.to(shown.month))
    standings = [history[month].rows if month in history else {} for month in months]
    return Recent(
        months,
        {
            row.state.code: tuple(
                rows[row.state.code].rank if row.state.code in rows else None for rows in standings
            )
            for row in shown.rows
        },
    )


def _as_published(scope: Scope, shown: ListView) -> Scope:
    """The history as it was known when this revision was published."""
    publication = RankingList.objects.values_list("publication", flat=True).get(
        month=shown.month,
        board=shown.board,
        category=shown.category,
        origin=shown.origin,
        revision=shown.revision,
    )
    return replace(scope, known_at=publication, as_of=None)
