"""A State's history month by month, and its months in first place."""

from __future__ import annotations

from dataclasses import dataclass

from metrics.boards import Board
from rankings.core.history import Standing
from rankings.models import Origin
from rankings.selectors.standings import Past, Standings
from rankings.views import links
from rankings.views.links import Asked
from rankings.views.presenters import breaks
from rankings.views.wording import labels, profiles
from rankings.views.wording.months import month_name
from rankings.views.wording.numbers import MISSING
from states.asking import Choice


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """`others` are rank and score on the other boards, in the order of `other_boards`.

    `changed` says that another methodology version ranked from this month on; else it is empty.
    """

    month: Choice
    in_india: str
    in_category: str
    score: str
    others: tuple[str, ...]
    recorded: bool
    changed: str


@dataclass(frozen=True, slots=True)
class Firsts:
    """Counts of first places in India or in the category, with the months as links."""

    name: str
    count: str
    now: str
    longest: str
    months: tuple[Choice, ...]


def other_boards(found: Standings, wanted: Asked) -> tuple[str, ...]:
    """The other boards on which the State has a history."""
    return tuple(board.value for board in Board if board != wanted.board and found.courses.get(board.value))


def history_rows(found: Standings, wanted: Asked) -> list[HistoryRow]:
    """Every month on record, newest first."""
    if found.in_india is None:
        return []
    inside = found.in_category.standings if found.in_category else {}
    beside = other_boards(found, wanted)
    rows, changed = [], breaks.changes(found.in_india.versions)
    for month in reversed(found.in_india.months):
        own, other = found.in_india.standings.get(month), inside.get(month)
        rows.append(
            HistoryRow(
                month=Choice(month_name(month), links.leaderboard(month, wanted)),
                in_india=MISSING if own is None or own.rank is None else str(own.rank),
                in_category=MISSING if other is None or other.rank is None else str(other.rank),
                score=MISSING if own is None or own.score is None else f"{own.score:.2f}",
                others=tuple(_rank_and_score(found.courses.get(board, {}).get(month)) for board in beside),
                recorded=found.in_india.origins.get(month) == Origin.RECORDED,
                changed=changed.get(month, ""),
            )
        )
    return rows


def _rank_and_score(standing: Standing | None) -> str:
    """`10 · 96.33`"""
    if standing is None or standing.rank is None:
        return MISSING
    return str(standing.rank) if standing.score is None else f"{standing.rank} · {standing.score:.2f}"


def firsts_of(past: Past, wanted: Asked) -> Firsts:
    """The counts of one category, up to the month that is shown."""
    count = past.count
    inside = wanted.in_category(past.category)
    return Firsts(
        name=labels.category_name(past.category),
        count=profiles.months_first(past),
        now=profiles.streak(count.current_streak, certain=count.streak_certain),
        longest=profiles.longest(count),
        months=tuple(Choice(month_name(one), links.leaderboard(one, inside)) for one in count.first_months),
    )
