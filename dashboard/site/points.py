"""What was known when: the note above a page as of a day, a list's revisions, and counts as published."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext, ngettext

from common.asking import Choice
from common.dates import day, month_name
from common.months import Month
from dashboard.leaderboard.queries import Leaderboard
from rankings.lists import labels, links
from rankings.lists.counts import count_all
from rankings.lists.histories import (
    ASSUMED_DELAY,
    Scope,
    assumed_releases,
    by_month,
    chosen_lists,
    month_lists,
    released_by,
)
from rankings.lists.links import Asked
from rankings.lists.queries import states_by_code
from rankings.models import RankingList, Status
from states.models import State

# What was said first and what stands now: a month's revisions, and counts as published beside counts as revised.


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


@dataclass(frozen=True, slots=True)
class Point:
    """The note above a page as of a day: `assumed` says which release dates are not known; `now` leads back."""

    text: str
    assumed: str
    now: Choice


@dataclass(frozen=True, slots=True)
class RevisionLine:
    link: Choice
    released: str
    reason: str
    withdrawn: str


@dataclass(frozen=True, slots=True)
class TwofoldLine:
    state: str
    url: str
    text: str


def known(wanted: Asked) -> dict[str, Any]:
    """`point` for the template, where the page was asked for as of a day."""
    if wanted.as_of is None:
        return {}
    assumed = assumed_releases(wanted.scope)
    told = ""
    if assumed:
        told = gettext(
            "The day of release is not known for %(months)s; such a list counts as known from %(days)s days "
            "after its month's end."
        ) % {"months": labels.listed([month_name(one) for one in assumed]), "days": ASSUMED_DELAY.days}
    text = gettext("This page shows what was known on %(day)s.") % {"day": day(wanted.as_of)}
    return {"point": Point(text, told, Choice(gettext("See what is known now"), _now(wanted)))}


def _now(wanted: Asked) -> str:
    return links.leaderboard(None, replace(wanted, as_of=None))


def revised(found: Leaderboard, wanted: Asked) -> dict[str, Any]:
    """`revision_lines` for the template, where the list has more than one revision."""
    if len(found.revisions) < 2:
        return {}
    notes = revision_notes(wanted.scope, found.shown.month, found.shown.origin)
    return {"revision_lines": [_revision(note, found, wanted) for note in notes]}


def _revision(note: RevisionNote, found: Leaderboard, wanted: Asked) -> RevisionLine:
    shown = note.revision == found.shown.revision
    address = links.leaderboard(found.shown.month, replace(wanted, as_of=None), note.revision)
    name = gettext("revision %(number)s") % {"number": note.revision}
    withdrawn = ""
    if note.withdrawn_on is not None:
        withdrawn = gettext("withdrawn on %(day)s") % {"day": day(note.withdrawn_on)}
    return RevisionLine(
        link=Choice(name, address, shown),
        released=labels.released(note.released_on),
        reason=note.reason,
        withdrawn=withdrawn,
    )


def twofold(wanted: Asked, first: Month | None, last: Month | None) -> dict[str, Any]:
    """`twofold` for the template: “20 months as published, 19 as revised”, where the two differ."""
    lines = []
    for one in twofold_counts(wanted.scope, first, last):
        count = ngettext(
            "%(count)s month as published", "%(count)s months as published", one.as_published
        ) % {"count": one.as_published}
        text = gettext("%(published)s, %(revised)s as revised") % {
            "published": count,
            "revised": one.as_revised,
        }
        name = labels.state_name(one.state)
        lines.append(TwofoldLine(name, links.state(one.state.code, wanted), text))
    return {"twofold": lines} if lines else {}
