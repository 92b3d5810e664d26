"""How a State moved against the month before."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext

from rankings.selectors.shapes import Row
from rankings.views.wording.numbers import MISSING


@dataclass(frozen=True, slots=True)
class Movement:
    """`kind` is up, down, same or none; the arrow and the number stand alone where room is scarce."""

    kind: str
    arrow: str
    places: str
    words: str
    flagged: bool


def movement(change: int | None, *, flagged: bool) -> Movement:
    """`▲ up 2`, `▼ down 1`, `= unchanged`, or `–` where the month before does not tell."""
    if change is None:
        return Movement("none", MISSING, "", gettext("not comparable"), False)
    if change == 0:
        return Movement("same", "=", "", gettext("unchanged"), flagged)
    if change > 0:
        return Movement("up", "▲", str(change), gettext("up"), flagged)
    return Movement("down", "▼", str(-change), gettext("down"), flagged)


def movement_of(row: Row) -> Movement:
    """The movement of a ranked State among those ranked in both lists; `– newly ranked` where it was not before."""
    if row.came:
        return Movement("none", MISSING, "", gettext("newly ranked"), False)
    return movement(row.change_among_both, flagged=row.movement_flagged)
