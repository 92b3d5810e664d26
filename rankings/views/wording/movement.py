"""How a State moved against the month before."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext

from rankings.views.wording.numbers import MISSING


@dataclass(frozen=True, slots=True)
class Movement:
    """`kind` is up, down, same or none; the arrow and the number stand alone where room is scarce."""

    kind: str
    arrow: str
    places: str
    words: str
    flagged: bool


def movement(rank_change: int | None, *, flagged: bool) -> Movement:
    """`▲ up 2`, `▼ down 1`, `= unchanged`, or `–` where the month before does not tell."""
    if rank_change is None:
        return Movement("none", MISSING, "", gettext("not comparable"), False)
    if rank_change == 0:
        return Movement("same", "=", "", gettext("unchanged"), flagged)
    if rank_change > 0:
        return Movement("up", "▲", str(rank_change), gettext("up"), flagged)
    return Movement("down", "▼", str(-rank_change), gettext("down"), flagged)
