"""Months in first place in a window, with the months that could be chosen instead."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from rankings.core.history import History
from rankings.selectors.histories import Scope
from rankings.selectors.shapes import StreaksView
from rankings.selectors.streaks import streaks_of
from states.asking import MalformedQueryError
from states.months import Month


@dataclass(frozen=True, slots=True)
class Window:
    """`months` are all that have a list of the board, category and origin, oldest first; `history` holds the lists."""

    view: StreaksView
    months: tuple[Month, ...]
    history: History


def window(lists: History, scope: Scope, first: Month | None, last: Month | None) -> Window:
    """A window of the history that was read by `scope`. One query.

    Raises MalformedQueryError for a window that is open on one side and begins after, or ends before, the record.
    """
    months = tuple(lists)
    if months and first and last is None and first > months[-1]:
        told = _("from: %(first)s lies after %(newest)s, the newest month on record")
        raise MalformedQueryError("from", told % {"first": first, "newest": months[-1]})
    if months and last and first is None and last < months[0]:
        told = _("to: %(last)s lies before %(oldest)s, the oldest month on record")
        raise MalformedQueryError("to", told % {"last": last, "oldest": months[0]})
    return Window(streaks_of(lists, scope, first, last), months, lists)
