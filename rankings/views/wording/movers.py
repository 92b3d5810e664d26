"""Who moved most since the month before, in one line."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext, ngettext

from rankings.selectors.shapes import ListView, Row
from rankings.views.wording.labels import listed, state_name
from rankings.views.wording.ordinals import place

MOST_NAMES = 3


def movers(view: ListView) -> str:
    """`Moved most: Maharashtra, up 3 to 5th place; Mizoram and Punjab, down 3.`

    Empty where no State's place can be compared with the month before, or too few are on record to say.
    """
    moved = [row for row in view.ranked if row.rank_change is not None]
    if not moved:
        return ""
    most = max(row.rank_change or 0 for row in moved)
    least = min(row.rank_change or 0 for row in moved)
    parts = []
    if most > 0:
        parts.append(_up([row for row in moved if row.rank_change == most], most))
    if least < 0:
        parts.append(_down([row for row in moved if row.rank_change == least], -least))
    if not parts:
        return gettext("No State changed its rank.") if view.complete else ""
    said = gettext("Moved most: %(moves)s.") % {"moves": "; ".join(parts)}
    if any(row.movement_flagged for row in moved):
        said += " " + gettext("Not like for like: see the note below the table.")
    return said


def _up(rows: Sequence[Row], places: int) -> str:
    values = {"states": _names(rows), "places": places, "place": place(rows[0].rank or 1)}
    if len(rows) == 1:
        return gettext("%(states)s, up %(places)s to %(place)s place") % values
    return gettext("%(states)s, up %(places)s each") % values


def _down(rows: Sequence[Row], places: int) -> str:
    values = {"states": _names(rows), "places": places, "place": place(rows[0].rank or 1)}
    if len(rows) == 1:
        return gettext("%(states)s, down %(places)s to %(place)s place") % values
    return gettext("%(states)s, down %(places)s each") % values


def _names(rows: Sequence[Row]) -> str:
    if len(rows) <= MOST_NAMES:
        return listed([state_name(row.state) for row in rows])
    return ngettext("%(count)s State", "%(count)s States", len(rows)) % {"count": len(rows)}
