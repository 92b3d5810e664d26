"""What was known when: the note above a page as of a day, and counts as published."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext, ngettext

from common.asking import Choice
from common.dates import day, month_name
from common.months import Month
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

# Counts as published beside counts as revised.


@dataclass(frozen=True, slots=True)
class TwofoldCount:
    """A State's months in first place by the lists as first published, and by those that stand."""

    state: State
    as_published: int
    as_revised: int


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
