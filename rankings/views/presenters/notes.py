"""The notes beside a list: caveats to figures, and who had more time, as the States and the bureau wrote them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext

from rankings.models import Origin
from rankings.selectors.notes import Note, notes_of
from rankings.selectors.shapes import ListView
from rankings.views.wording import labels
from rankings.views.wording.months import day
from states.models import State
from states.months import Month


@dataclass(frozen=True, slots=True)
class NoteLine:
    """`about` names the State, the parameter and the kind; `text` is what was written."""

    about: str
    text: str


def note_lines(view: ListView) -> tuple[NoteLine, ...]:
    """The notes on the States of a computed list; a recorded one has none."""
    if view.origin != Origin.COMPUTED:
        return ()
    return tuple(
        _lines(notes_of(view.month), {row.state.code: labels.state_name(row.state) for row in view.rows})
    )


def parameter_notes(code: str, month: Month, states: Iterable[State]) -> tuple[NoteLine, ...]:
    """The notes on one parameter in a month, of these States."""
    names = {one.code: labels.state_name(one) for one in states}
    return tuple(_lines([one for one in notes_of(month) if one.parameter == code], names))


def _lines(notes: Iterable[Note], names: dict[str, str]) -> list[NoteLine]:
    return [
        NoteLine(
            " · ".join(filter(None, (names[one.state], one.parameter, str(one.kind), _until(one)))), one.text
        )
        for one in notes
        if one.state in names
    ]


def _until(note: Note) -> str:
    if note.until is None:
        return ""
    return gettext("until %(day)s") % {"day": day(timezone.localtime(note.until).date())}
