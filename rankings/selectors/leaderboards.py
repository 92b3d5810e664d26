"""A list with all that stands around it on its page, in a number of queries that no history makes grow."""

from __future__ import annotations

from dataclasses import dataclass, replace

from metrics.models import Methodology
from rankings.models import RankingList
from rankings.selectors.agreement import agreements
from rankings.selectors.histories import Scope
from rankings.selectors.lists import list_entries, list_view, revisions
from rankings.selectors.shapes import Agreement, ListEntry, ListView, StreaksView
from rankings.selectors.streaks import streaks_view
from states.months import Month


@dataclass(frozen=True, slots=True)
class Leaderboard:
    """A list and its surroundings.

    `firsts` is the history of first places, as of now or, for a revision, as it was known when published.
    `months` are those that have a list of this board, category and origin, oldest first; `beside` holds
    every list of the same month. `agreement` is None where the month lacks a computed or a recorded list.
    """

    shown: ListView
    firsts: StreaksView
    months: tuple[Month, ...]
    beside: tuple[ListEntry, ...]
    agreement: Agreement | None
    revisions: tuple[int, ...]
    methodology: Methodology | None

    @property
    def newest(self) -> bool:
        """Whether the list is of the newest month on record."""
        return self.shown.month == self.months[-1]


def leaderboard(scope: Scope, month: str, revision: int | None = None) -> Leaderboard:
    """The list of a month (`YYYY-MM` or `latest`) or one revision of it. Raises UnknownNameError."""
    shown = list_view(scope, month, revision)
    frozen = revision is not None
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
    agreeing = [
        one
        for one in agreements(shown.month, scope.as_of)
        if (one.board, one.category) == (shown.board, shown.category)
    ]
    return Leaderboard(
        shown=shown,
        firsts=streaks_view(_as_published(scope, shown), None, shown.month)
        if frozen
        else streaks_view(scope, None, None),
        months=tuple(sorted({one.month for one in entries})),
        beside=tuple(beside),
        agreement=agreeing[0] if agreeing else None,
        revisions=tuple(revisions(scope, shown.month, shown.origin)),
        methodology=Methodology.objects.filter(pk=shown.methodology).first() if shown.methodology else None,
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
