"""How a State moved against the list of the calendar month before; a gap is never skipped."""

from __future__ import annotations

from dataclasses import dataclass

from rankings.core.history import History, MonthList
from states.months import Month


@dataclass(frozen=True, slots=True)
class Movement:
    """`rank_change` is positive where the State moved up; None where one of the two ranks is not known.

    `flagged`: the list before was ranked by another methodology or is of another origin, so that the
    movement may be the rules' and not the State's. Never set where there is no previous rank.
    """

    previous_rank: int | None
    rank_change: int | None
    flagged: bool


def movements(history: History, month: Month) -> dict[str, Movement]:
    """The movement of every State that the month's list names; KeyError where the month has no list.

    >>> from rankings.core.history import Standing
    >>> january, february = (
    ...     MonthList(Month(2023, 1), False, "recorded", False, None, {"HR": Standing(5, None)}),
    ...     MonthList(Month(2023, 2), False, "recorded", False, None,
    ...               {"HR": Standing(1, None), "DL": Standing(3, None)}))
    >>> moved = movements({january.month: january, february.month: february}, february.month)
    >>> moved["HR"]
    Movement(previous_rank=5, rank_change=4, flagged=False)
    >>> moved["DL"]
    Movement(previous_rank=None, rank_change=None, flagged=False)
    """
    shown = history[month]
    before = _list_before(history, month)
    return {state: _movement(shown, before, state) for state in shown.rows}


def _list_before(history: History, month: Month) -> MonthList | None:
    # By number, not by `previous()`: the calendar's first month has no month before it.
    return next((one for other, one in history.items() if other.ordinal == month.ordinal - 1), None)


def _movement(shown: MonthList, before: MonthList | None, state: str) -> Movement:
    past = before.rows.get(state) if before else None
    if before is None or past is None or past.rank is None:
        return Movement(None, None, False)
    now = shown.rows[state]
    differs = (before.methodology, before.origin) != (shown.methodology, shown.origin)
    return Movement(past.rank, None if now.rank is None else past.rank - now.rank, differs)
