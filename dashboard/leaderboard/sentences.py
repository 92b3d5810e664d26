"""The sentences of the leaderboard: what it is, who moved, who was first since when, where a State stands."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext, ngettext

from common.dates import month_name, place
from dashboard.leaderboard.queries import Leaderboard
from rankings.lists import headlines, labels
from rankings.lists.headlines import few_names
from rankings.lists.labels import listed
from rankings.lists.queries import ListView, Row
from rankings.models import Origin
from states.models import State


def title(ranking: ListView, *, frozen: bool) -> str:
    """`October 2023 · CCTNS · All India`: unique among pages; `frozen` on the page of one revision."""
    parts = [
        month_name(ranking.month), labels.board_name(ranking.board), labels.category_name(ranking.category),
    ]  # fmt: skip
    if frozen:
        parts.append(_revision(ranking))
    if ranking.origin == Origin.RECORDED:
        parts.append(gettext("from the published record"))
    return " · ".join(parts)


def subtitle(ranking: ListView) -> list[str]:
    """`October 2023`, `CCTNS`, `all 36 States and UTs`, `released 27-11-2023`, `revision 1`, `methodology 2023-01`."""
    parts = [
        month_name(ranking.month), labels.board_name(ranking.board), *_members(ranking),
        labels.released(ranking.released_on), _revision(ranking),
    ]  # fmt: skip
    if ranking.methodology:
        parts.append(gettext("methodology %(version)s") % {"version": ranking.methodology})
    return parts


def _members(ranking: ListView) -> list[str]:
    """Who is in the list; the category by name where not all its members are ranked or on record."""
    size = len(ranking.rows)
    if ranking.unranked:
        return [labels.category_name(ranking.category), *headlines.ranked(ranking)]
    if ranking.complete:
        return [labels.members_of(ranking.category, size)]
    places = ngettext("%(count)s place on record", "%(count)s places on record", size) % {"count": size}
    return [labels.category_name(ranking.category), places]


def _revision(ranking: ListView) -> str:
    return gettext("revision %(number)s") % {"number": ranking.revision}


def movers(ranking: ListView) -> str:
    """`Moved most: Maharashtra, up 3 to 5th place; Mizoram and Punjab, down 3 each.`

    Where States left the ranking or came into it, who moved is told among those ranked in both lists, and the others
    are named. Empty where there is no month before to compare with, or too few are on record to say.
    """
    return " ".join(filter(None, (_left(ranking), _came(ranking), _moved(ranking))))


def _left(ranking: ListView) -> str:
    """Who went out. All the unranked are named beside this already."""
    if not ranking.left:
        return ""
    if ranking.left == ranking.unranked:
        return ngettext(
            "It was ranked the month before.", "All of them were ranked the month before.", len(ranking.left)
        )
    return gettext("Out of the ranking went %(states)s.") % {"states": _all(ranking.left)}


def _came(ranking: ListView) -> str:
    return (
        gettext("Into the ranking came %(states)s.") % {"states": _all(ranking.came)} if ranking.came else ""
    )


def _all(rows: Sequence[Row]) -> str:
    return listed([row.state.label for row in rows])


def _moved(ranking: ListView) -> str:
    moved = [row for row in ranking.ranked if row.change_among_both is not None]
    others = bool(ranking.left or ranking.came)
    if not moved:
        if not others:
            return ""
        return gettext("Fewer than two States are ranked in both lists, so no movement can be told.")
    changes = [row.change_among_both or 0 for row in moved]
    parts = []
    for change in (max(0, *changes), min(0, *changes)):
        if change:
            rows = [row for row in moved if row.change_among_both == change]
            parts.append(_move(rows, change, alone=not others))
    values = {"moves": "; ".join(parts), "count": len(moved)}
    if not parts:
        if others:
            return gettext("The %(count)s ranked in both lists kept their places among themselves.") % values
        return gettext("No State changed its rank.") if ranking.complete else ""
    sentence = gettext("Moved most among the %(count)s ranked in both lists: %(moves)s.") % values
    if not others:
        sentence = gettext("Moved most: %(moves)s.") % values
    if any(row.movement_flagged for row in moved):
        sentence += " " + gettext("Not like for like: see the note below the table.")
    return sentence


def _move(rows: Sequence[Row], change: int, *, alone: bool) -> str:
    """`alone`: no other State left or came, so that the place won or lost is the one that is printed."""
    values = {"states": few_names(rows), "places": abs(change), "place": place(rows[0].rank or 1)}
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
    sentence = (
        gettext("%(states)s, up %(places)s to %(place)s place")
        if change > 0
        else gettext("%(states)s, down %(places)s to %(place)s place")
    )
    return sentence % values


def answer(board: Leaderboard, state: State, row: Row | None) -> str:
    """`Mizoram: 22nd of 36 in India, 3rd of 10 among hilly and north-eastern States, 13.83 behind first`"""
    ranking = board.ranking
    if row is None:
        text = gettext("not in this list") if ranking.complete else gettext("not on record in this list")
    elif row.rank is None:
        text = labels.reason(row.reason)
    else:
        parts = [_place(row.rank, len(ranking.ranked), ranking.category, complete=ranking.complete)]
        other = board.elsewhere.get(state.code)
        if other is not None and other.rank is not None:
            parts.append(_place(other.rank, other.ranked, other.category, complete=other.complete))
        top = ranking.first[0].score if ranking.first else None
        if row.rank != 1 and row.score is not None and top is not None:
            parts.append(gettext("%(gap)s behind first") % {"gap": f"{top - row.score:.2f}"})
        text = ", ".join(parts)
    return f"{state.label}: {text}"


def _place(rank: int, ranked: int, category: str, *, complete: bool) -> str:
    """`22nd of 36 in India`; of how many is said only where the list is whole."""
    values = {"place": place(rank), "ranked": ranked, "among": labels.among(category)}
    if complete:
        return gettext("%(place)s of %(ranked)s %(among)s") % values
    return gettext("%(place)s %(among)s") % values
