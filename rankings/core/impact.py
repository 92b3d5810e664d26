"""What publishing a list changes: places, ties, streaks and months in first place, list by list.

The same document comes out of a prediction, made from figures before anything is published, and of the
outcome, made from the published lists: byte for byte, which is what the second signature rests on.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from rankings.core.counts import count_all, first_verdicts
from rankings.core.history import History, MonthList, Standing
from rankings.core.movement import movements
from states.months import Month

FORMAT = "pragati-impact/1"
_NOWHERE = Standing(None, None)


@dataclass(frozen=True, slots=True)
class ListChange:
    """One list to come and the history that it comes into.

    `shown` holds the rows in printed order, `reasons` why a State is unranked, `digest` is that of the list.
    `before` is what stands until then, with the list of the same month that gives way, if there is one.
    """

    board: str
    category: str
    digest: str
    shown: MonthList
    reasons: Mapping[str, str]
    before: History

    @property
    def after(self) -> dict[Month, MonthList]:
        return dict(sorted({**self.before, self.shown.month: self.shown}.items()))


@dataclass(frozen=True, slots=True)
class Head:
    """What is published: `revision` of the month's lists, and what they rest on."""

    month: Month
    revision: int
    reason: str
    released_on: date | None
    sample: bool
    methodology: str
    inputs: str


@dataclass(frozen=True, slots=True)
class Run:
    """Months in a row in first place, both ends included."""

    first: Month
    last: Month

    @property
    def months(self) -> int:
        return self.last.ordinal - self.first.ordinal + 1

    def meets(self, other: Run) -> bool:
        return self.first <= other.last and other.first <= self.last


def impact_document(
    head: Head, changes: Iterable[ListChange], hinges: Sequence[Mapping[str, Any]]
) -> dict[str, Any]:
    """Everything that publishing changes, as canonical JSON takes it: lists by board and category."""
    return {
        "format": FORMAT,
        "month": str(head.month),
        "revision": head.revision,
        "reason": head.reason,
        "released_on": head.released_on.isoformat() if head.released_on else None,
        "sample": head.sample,
        "methodology": head.methodology,
        "inputs": head.inputs,
        "lists": [list_impact(one) for one in sorted(changes, key=lambda one: (one.board, one.category))],
        "hinges": [dict(one) for one in hinges],
    }


def list_impact(change: ListChange) -> dict[str, Any]:
    """What becomes of one list."""
    old = change.before.get(change.shown.month)
    return {
        "board": change.board,
        "category": change.category,
        "digest": change.digest,
        "rows": _rows(change, old),
        "ties": {"before": ties(old) if old else [], "after": ties(change.shown)},
        "streaks": streak_changes(change.before, change.after),
        "months_first": months_first(change.before, change.after),
    }


def _rows(change: ListChange, old: MonthList | None) -> list[dict[str, Any]]:
    moved = movements(change.after, change.shown.month)
    rows = []
    for state, new in change.shown.rows.items():
        past = (old.rows.get(state) if old else None) or _NOWHERE
        rows.append(
            {
                "state": state,
                "rank": new.rank,
                "score": _score(new.score),
                "reason": change.reasons.get(state) or None,
                "old_rank": past.rank,
                "old_score": _score(past.score),
                "places_moved": None if past.rank is None or new.rank is None else past.rank - new.rank,
                "previous_rank": moved[state].previous_rank,
                "rank_change": moved[state].rank_change,
            }
        )
    return rows


def _score(score: Decimal | None) -> str | None:
    return None if score is None else f"{score:.2f}"


def ties(shown: MonthList) -> list[dict[str, Any]]:
    """The ranks that are shared, best first, each with its States in the order of the list.

    >>> rows = {"HP": Standing(1, None), "HR": Standing(1, None), "DL": Standing(3, None)}
    >>> ties(MonthList(Month(2023, 10), True, "computed", False, "2023-01", rows))
    [{'rank': 1, 'states': ['HP', 'HR']}]
    """
    sharing: dict[int, list[str]] = {}
    for state, row in shown.rows.items():
        if row.rank is not None:
            sharing.setdefault(row.rank, []).append(state)
    return [{"rank": rank, "states": states} for rank, states in sorted(sharing.items()) if len(states) > 1]


def months_first(before: History, after: History) -> list[dict[str, Any]]:
    """Months in first place of every State that has any, before and after; most months after come first."""
    then, now = _firsts(before), _firsts(after)
    counts = [(state, then.get(state, 0), now.get(state, 0)) for state in sorted({*then, *now})]
    ordered = sorted(counts, key=lambda one: (-one[2], -one[1], one[0]))
    return [{"state": state, "before": old, "after": new} for state, old, new in ordered if old or new]


def _firsts(history: History) -> dict[str, int]:
    if not history:
        return {}
    counts = count_all(history, _named(history), min(history), max(history))
    return {state: count.months_first for state, count in counts.items()}


def _named(history: History) -> list[str]:
    return sorted({state for one in history.values() for state in one.rows})


def runs(history: History) -> dict[str, list[Run]]:
    """State → its streaks, oldest first, over all that is on record; a State without one has no entry."""
    if not history:
        return {}
    window = tuple(min(history).to(max(history)))
    found: dict[str, list[Run]] = {}
    for state, verdicts in first_verdicts(history, _named(history), window).items():
        start: Month | None = None
        for month, verdict in zip(window, verdicts, strict=True):
            if verdict is True:
                start = start or month
            elif start is not None:
                found.setdefault(state, []).append(Run(start, month.previous()))
                start = None
        if start is not None:
            found.setdefault(state, []).append(Run(start, window[-1]))
    return found


def streak_changes(before: History, after: History) -> dict[str, Any]:
    """Streaks begun, grown, cut and ended, each by State code and first month.

    *Begun* meets no streak that there was; *grown* is longer than every one that it holds; *cut* has lost
    months, `left` being the longest part that remains; *ended* ran up to the newest month and does no longer,
    which is `certain` unless the newest month is not on record for the State.

    >>> def first(number: int, state: str) -> MonthList:
    ...     rows = {one: Standing(1 if one == state else 2, None) for one in ("HR", "HP")}
    ...     return MonthList(Month(2023, number), True, "computed", False, "2023-01", rows)
    >>> before = {Month(2023, 9): first(9, "HR")}
    >>> found = streak_changes(before, before | {Month(2023, 10): first(10, "HP")})
    >>> [one["state"] for one in found["begun"]], [one["state"] for one in found["ended"]]
    (['HP'], ['HR'])
    """
    then, now = runs(before), runs(after)
    changes: dict[str, list[dict[str, Any]]] = {"begun": [], "grown": [], "cut": [], "ended": []}
    for state in sorted({*then, *now}):
        old, new = then.get(state, []), now.get(state, [])
        for run in new:
            held = [one.months for one in old if one.meets(run)]
            if not held:
                changes["begun"].append(_told(state, run))
            elif run.months > max(held):
                changes["grown"].append(_told(state, run) | {"before": max(held)})
        for run in old:
            left = max((one.months for one in new if one.meets(run)), default=0)
            if left < run.months:
                changes["cut"].append(_told(state, run) | {"left": left})
            if run.last == max(before) and not any(one.meets(run) and one.last == max(after) for one in new):
                certain = after[max(after)].was_first(state) is False
                changes["ended"].append(_told(state, run) | {"certain": certain})
    return changes


def _told(state: str, run: Run) -> dict[str, Any]:
    return {"state": state, "from": str(run.first), "to": str(run.last), "months": run.months}
