"""The notes beside a list: caveats to figures, and who had more time, as the States and the bureau wrote them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext, ngettext

from common.asking import Choice
from common.dates import day, month_name
from common.months import Month
from common.templatetags.pragati import address
from insights.registry import Note, notes_of
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
from rankings.lists.query import ListQuery
from rankings.models import RankingList, Status
from states.models import State

# What was known when: the note above a page as of a day, and counts as published.

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


@dataclass(frozen=True, slots=True)
class NoteLine:
    """`about` names the State, the parameter and the kind; `text` is what was written."""

    about: str
    text: str


def parameter_notes(code: str, month: Month, states: Iterable[State]) -> tuple[NoteLine, ...]:
    """The notes on one parameter in a month, of these States."""
    return note_lines([note for note in notes_of(month) if note.parameter == code], states)


def note_lines(notes: Iterable[Note], states: Iterable[State]) -> tuple[NoteLine, ...]:
    """The notes on these States, as they are printed."""
    names = {state.code: labels.state_name(state) for state in states}
    return tuple(
        NoteLine(
            " · ".join(filter(None, (names[note.state], note.parameter, str(note.kind), _until(note)))),
            note.text,
        )
        for note in notes
        if note.state in names
    )


def _until(note: Note) -> str:
    if note.until is None:
        return ""
    return gettext("until %(day)s") % {"day": day(timezone.localtime(note.until).date())}


# The month that a page shows, with its neighbours and the newest one as links.


@dataclass(frozen=True, slots=True)
class MonthNav:
    """For `parts/month.html`; `latest` is None on the newest month."""

    month: str
    earlier: Choice | None
    later: Choice | None
    latest: Choice | None


def month_nav(months: Sequence[Month], shown: Month, address: Callable[[Month | None], str]) -> MonthNav:
    """`months` are those that there are, oldest first; `address` gives the page of one, of the newest for None."""
    earlier = [month for month in months if month < shown][-1:]
    later = [month for month in months if month > shown][:1]
    return MonthNav(
        month=month_name(shown),
        earlier=Choice(month_name(earlier[0]), address(earlier[0])) if earlier else None,
        later=Choice(month_name(later[0]), address(later[0])) if later else None,
        latest=Choice(gettext("Latest"), address(None)) if later else None,
    )


# The board and the category that a page shows, with the others as links.


def scope_choices(query: ListQuery, address: Callable[..., str]) -> dict[str, list[Choice]]:
    """`boards` and `categories` for the template; `address` gives the page with `board` or `category` changed."""
    boards = {board: address(board=board) for board in labels.BOARDS}
    categories = {category: address(category=category) for category in labels.CATEGORIES}
    return {
        "boards": links.board_choices(query.asked, boards),
        "categories": links.category_choices(query.asked, categories),
    }


def surroundings(
    name: str, title: str, query: ListQuery, ranking: RankingList, months: Sequence[Month]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """What a page about one computed list says of itself, and the ways on; `months` are all that have such a list."""

    def page_of(month: Month | None = ranking.month, **changes: str) -> str:
        return address((f"why:{name}", month or months[-1]), query=query.carried_to(f"why:{name}", **changes))

    scope = {"board": ranking.board, "category": ranking.category}
    lede = [
        month_name(ranking.month),
        labels.board_name(ranking.board),
        labels.category_name(ranking.category),
    ]
    page = {"title": " · ".join([title, *lede]), "sample": ranking.sample, "canonical": page_of()}
    return page, {
        "query": query,
        "list": ranking,
        "lede": lede,
        "nav": month_nav(months, ranking.month, page_of),
        **scope_choices(query, page_of),
        "data": links.data(f"rankings/{ranking.month}/{name}/", scope),
        **known(query.asked),
    }
