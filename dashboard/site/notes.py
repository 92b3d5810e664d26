"""The notes beside a list: caveats to figures, and who had more time, as the States and the bureau wrote them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext

from common.asking import Choice
from common.dates import day, month_name
from common.months import Month
from insights.registry import Note, notes_of
from rankings.lists import labels, links
from rankings.lists.query import ListQuery
from states.models import State


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
