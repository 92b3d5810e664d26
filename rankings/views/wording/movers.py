"""Who moved most since the month before, in one line."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext, ngettext

from rankings.selectors.shapes import ListView, Row
from rankings.views.wording.labels import listed, state_name
from rankings.views.wording.ordinals import place

MOST_NAMES = 3


def movers(view: ListView) -> str:
    """`Moved most: Maharashtra, up 3 to 5th place; Mizoram and Punjab, down 3 each.`

    Where States left the ranking or came into it, who moved is told among those ranked in both lists, and the others
    are named. Empty where there is no month before to compare with, or too few are on record to say.
    """
    return " ".join(filter(None, (_left(view), _came(view), _moved(view))))


def _left(view: ListView) -> str:
    """Who went out. All the unranked are named beside this already."""
    if not view.left:
        return ""
    if view.left == view.unranked:
        return ngettext(
            "It was ranked the month before.", "All of them were ranked the month before.", len(view.left)
        )
    return gettext("Out of the ranking went %(states)s.") % {"states": _all(view.left)}


def _came(view: ListView) -> str:
    return gettext("Into the ranking came %(states)s.") % {"states": _all(view.came)} if view.came else ""


def _all(rows: Sequence[Row]) -> str:
    return listed([state_name(row.state) for row in rows])


def _moved(view: ListView) -> str:
    moved = [row for row in view.ranked if row.change_among_both is not None]
    others = bool(view.left or view.came)
    if not moved:
        if not others:
            return ""
        return gettext("Fewer than two States are ranked in both lists, so no movement can be told.")
    changes = [row.change_among_both or 0 for row in moved]
    parts = [
        _move([row for row in moved if row.change_among_both == change], change, alone=not others)
        for change in (max(0, *changes), min(0, *changes))
        if change
    ]
    values = {"moves": "; ".join(parts), "count": len(moved)}
    if not parts:
        if others:
            return gettext("The %(count)s ranked in both lists kept their places among themselves.") % values
        return gettext("No State changed its rank.") if view.complete else ""
    said = gettext("Moved most among the %(count)s ranked in both lists: %(moves)s.") % values
    if not others:
        said = gettext("Moved most: %(moves)s.") % values
    if any(row.movement_flagged for row in moved):
        said += " " + gettext("Not like for like: see the note below the table.")
    return said


def _move(rows: Sequence[Row], change: int, *, alone: bool) -> str:
    """`alone`: no other State left or came, so that the place won or lost is the one that is printed."""
    values = {"states": _names(rows), "places": abs(change), "place": place(rows[0].rank or 1)}
    if len(rows) > 1:
        each = (
            gettext("%(states)s, up %(places)s each")
            if change > 0
            else gettext("%(states)s, down %(places)s each")
        )
        return each % values
    if not alone:
        return (
            gettext("%(states)s, up %(places)s") if change > 0 else gettext("%(states)s, down %(places)s")
        ) % values
    one = (
        gettext("%(states)s, up %(places)s to %(place)s place")
        if change > 0
        else gettext("%(states)s, down %(places)s to %(place)s place")
    )
    return one % values


def _names(rows: Sequence[Row]) -> str:
    if len(rows) <= MOST_NAMES:
        return listed([state_name(row.state) for row in rows])
    return ngettext("%(count)s State", "%(count)s States", len(rows)) % {"count": len(rows)}
