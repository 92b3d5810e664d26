"""How a State moved against the list of the calendar month before; a gap is never skipped."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass

from rankings.core.history import History, MonthList
from states.months import Month


@dataclass(frozen=True, slots=True)
class Movement:
    """`rank_change` is positive where the State moved up; None where one of the two ranks is not known.

    `flagged`: the list before was ranked by another methodology or is of another origin, so that the
    movement may be the rules' and not the State's. Never set where there is no previous rank.

    `change_among_both` is the change of rank among the States that are ranked in both lists, so that nobody rises
    because another sent nothing. None where the State is not one of them, or they are fewer than two. Of a list
    that names only some places the others are not known: there it is `rank_change`. `came`: the State came into
    the ranking, since it is unranked in the complete list before, in which others are ranked.
    """

    previous_rank: int | None
    rank_change: int | None
    flagged: bool
    change_among_both: int | None
    came: bool


def movements(history: History, month: Month) -> dict[str, Movement]:
    """The movement of every State that the month's list names; KeyError where the month has no list.

    >>> from rankings.core.history import Standing
    >>> january, february = (
    ...     MonthList(Month(2023, 1), False, "recorded", False, None, {"HR": Standing(5, None)}),
    ...     MonthList(Month(2023, 2), False, "recorded", False, None,
    ...               {"HR": Standing(1, None), "DL": Standing(3, None)}))
    >>> moved = movements({january.month: january, february.month: february}, february.month)
    >>> moved["HR"]
    Movement(previous_rank=5, rank_change=4, flagged=False, change_among_both=4, came=False)
    >>> moved["DL"]
    Movement(previous_rank=None, rank_change=None, flagged=False, change_among_both=None, came=False)
    """
    shown = history[month]
    before = _list_before(history, month)
    if before is None:
        return dict.fromkeys(shown.rows, Movement(None, None, False, None, False))
    old, new = _ranks(before), _ranks(shown)
    whole = before.complete and shown.complete
    differs = (before.methodology, before.origin) != (shown.methodology, shown.origin)
    then, now = (_among_both(old, new), _among_both(new, old)) if whole else (old, new)
    found = {}
    for state in shown.rows:
        change = old[state] - new[state] if state in old and state in new else None
        among = None if change is None or state not in then else then[state] - now[state]
        came = whole and bool(old) and state in new and state not in old
        found[state] = Movement(old.get(state), change, differs and state in old, among, came)
    return found


def _list_before(history: History, month: Month) -> MonthList | None:
    # By number, not by `previous()`: the calendar's first month has no month before it.
    return next((one for other, one in history.items() if other.ordinal == month.ordinal - 1), None)


def _ranks(listed: MonthList) -> dict[str, int]:
    return {state: row.rank for state, row in listed.rows.items() if row.rank is not None}


def _among_both(ranks: Mapping[str, int], others: Mapping[str, int]) -> dict[str, int]:
    """The rank of each State in both lists among these alone; empty where they are fewer than two.

    Ties are ranked by the rule of the list, which its ranks tell: dense ones skip none.

    >>> _among_both({"A": 1, "B": 1, "C": 3, "D": 4}, {"B": 1, "C": 2, "D": 3})
    {'B': 1, 'C': 2, 'D': 3}
    """
    both = {state: rank for state, rank in ranks.items() if state in others}
    if len(both) < 2:
        return {}
    dense = len(set(ranks.values())) == max(ranks.values())
    ordered = sorted(set(both.values()) if dense else both.values())
    return {state: 1 + bisect_left(ordered, rank) for state, rank in both.items()}
