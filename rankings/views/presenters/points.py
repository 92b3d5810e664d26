"""What was known when: the note above a page as of a day, a list's revisions, and counts as published."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext, ngettext

from rankings.selectors.histories import ASSUMED_DELAY, assumed_releases
from rankings.selectors.leaderboards import Leaderboard
from rankings.selectors.revisions import RevisionNote, revision_notes, twofold_counts
from rankings.views import links
from rankings.views.links import Asked
from rankings.views.wording import labels
from rankings.views.wording.months import day, month_name
from states.asking import Choice
from states.months import Month


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
    return {"revision_lines": [_revision(one, found, wanted) for one in notes]}


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
