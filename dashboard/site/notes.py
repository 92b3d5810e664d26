"""The notes beside a list: caveats to figures, and who had more time, as the States and the bureau wrote them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext

from common.asking import Choice
from common.dates import day, month_name
from common.months import Month
from common.templatetags.pragati import address
from insights.registry import Note, notes_of
from rankings.lists import labels, links
from rankings.lists.histories import ASSUMED_DELAY, Scope, assumed_releases
from rankings.lists.query import ListQuery
from rankings.models import RankingList
from states.models import State

# What was known when: the note above a page as of a day.


def known(wanted: Scope) -> dict[str, Any]:
    """`point` for the template, where the page was asked for as of a day: what it shows, and the way back to now.

    `assumed` says which days of release are not known, empty where all are.
    """
    if wanted.as_of is None:
        return {}
    assumed = assumed_releases(wanted)
    told = ""
    if assumed:
        told = gettext(
            "The day of release is not known for %(months)s; such a list counts as known from %(days)s days "
            "after its month's end."
        ) % {"months": labels.listed([month_name(month) for month in assumed]), "days": ASSUMED_DELAY.days}
    text = gettext("This page shows what was known on %(day)s.") % {"day": day(wanted.as_of)}
    now = links.leaderboard(None, replace(wanted, as_of=None))
    return {"point": {"text": text, "assumed": told, "now": Choice(gettext("See what is known now"), now)}}


# Notes beside figures.


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
    names = {state.code: state.label for state in states}
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
        "boards": links.board_choices(query.scope, boards),
        "categories": links.category_choices(query.scope, categories),
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
        **known(query.scope),
    }
