"""What was said first and what stands now: a month's revisions, and counts as published beside counts as revised."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q

from rankings.core.counts import count_all
from rankings.models import RankingList, Status
from rankings.selectors.histories import Scope, by_month, chosen_lists, month_lists, released_by
from rankings.selectors.lists import states_by_code
from states.models import State
from states.months import Month


@dataclass(frozen=True, slots=True)
class RevisionNote:
    """A revision of a list, with the reason that was given for it; `withdrawn_on` where it was withdrawn."""

    revision: int
    released_on: date | None
    reason: str
    is_current: bool
    withdrawn_on: date | None


@dataclass(frozen=True, slots=True)
class TwofoldCount:
    """A State's months in first place by the lists as first published, and by those that stand."""

    state: State
    as_published: int
    as_revised: int


def revision_notes(scope: Scope, month: Month, origin: str) -> tuple[RevisionNote, ...]:
    """Every revision of a list, oldest first. One query."""
    found = RankingList.objects.filter(
        month=month, board=scope.board, category=scope.category, origin=origin, status=Status.PUBLISHED
    )
    notes = []
    for one in found.select_related("publication__withdrawal").order_by("revision"):
        withdrawal = getattr(one.publication, "withdrawal", None)
        assert one.publication is not None
        notes.append(
            RevisionNote(
                revision=one.revision,
                released_on=one.publication.released_on,
                reason=one.publication.reason,
                is_current=one.is_current,
                withdrawn_on=withdrawal.withdrawn_on if withdrawal else None,
            )
        )
    return tuple(notes)


def first_lists(scope: Scope) -> dict[Month, RankingList]:
    """The list of each month as it was published first, oldest month first; withdrawn ones are out. One query."""
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
    return by_month(published.filter(~Exists(published.filter(**same, revision__lt=OuterRef("revision")))))


def twofold_counts(
    scope: Scope, first: Month | None = None, last: Month | None = None
) -> tuple[TwofoldCount, ...]:
    """The States whose months in first place differ between the two, most months first; usually none.

    “20 months as published, 19 as revised.” The window defaults to all that is on record. Two queries where no
    list was revised, else five.
    """
    now, then = chosen_lists(scope), first_lists(scope)
    if {one.pk for one in now.values()} == {one.pk for one in then.values()}:
        return ()
    revised, published = month_lists(now.values()), month_lists(then.values())
    every = {*revised, *published}
    start, end = first or min(every), last or max(every)
    codes = {code for history in (revised, published) for one in history.values() for code in one.rows}
    before, after = count_all(published, codes, start, end), count_all(revised, codes, start, end)
    states = states_by_code()
    differing = [
        TwofoldCount(states[code], before[code].months_first, after[code].months_first)
        for code in codes
        if before[code].months_first != after[code].months_first
    ]
    return tuple(sorted(differing, key=lambda one: (-one.as_revised, -one.as_published, one.state.name)))
