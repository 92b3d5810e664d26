"""Random histories that could be true, and the slow, plain answers that the core is compared with.

A month is drawn whole first, as scores; then its list is told whole, in part, or not at all. So no list here
contradicts itself.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from hypothesis import strategies as st

from common.months import Month
from rankings.lists.history import MonthList, Standing
from rankings.lists.ranks import Scored, places

STATES = ("DL", "GJ", "HP", "HR")
NAMES = {"DL": "Delhi", "GJ": "Gujarat", "HP": "Himachal Pradesh", "HR": "Haryana", "ML": "Meghalaya"}
START = Month(2021, 6)
SMALL_FULL = 5
"""A full score of 0.05: few enough printed scores that all months that could have been can be gone through."""

Scores = Mapping[str, int | None]
"""A month's printed scores in hundredths; None: unranked."""


def hundredths(score: int) -> Decimal:
    return Decimal(score).scaleb(-2)


def naive_ranks(scores: Scores) -> dict[str, int | None]:
    """One more than the number of States strictly better."""
    return {
        state: None if own is None else 1 + sum(one is not None and one > own for one in scores.values())
        for state, own in scores.items()
    }


def listed(month: Month, ranks: Mapping[str, int | None], *, complete: bool = True) -> MonthList:
    """A list of ranks without scores."""
    rows = {state: Standing(rank, None) for state, rank in ranks.items()}
    return MonthList(month, complete, "computed" if complete else "recorded", False, None, rows)


def recorded(month: str, *rows: tuple[str, int, str | None]) -> MonthList:
    """A partial list as the press gives it: (State, rank, score)."""
    standings = {
        state: Standing(rank, None if score is None else Decimal(score)) for state, rank, score in rows
    }
    return MonthList(Month.parse(month), False, "recorded", False, None, standings)


@st.composite
def month_lists(
    draw: st.DrawFn,
    month: Month = START,
    states: Sequence[str] = STATES,
    top: int = SMALL_FULL,
    kinds: Sequence[bool] = (True, False),
) -> MonthList:
    """A complete (True) or partial (False) list of a month that could have been; scores from 0 to `top`."""
    scores = {state: draw(st.none() | st.integers(0, top)) for state in states}
    complete = draw(st.sampled_from(kinds))
    rows: dict[str, Standing] = {}
    for state, rank in naive_ranks(scores).items():
        score = scores[state]
        if complete or (rank is not None and draw(st.booleans())):
            told = score is not None and (complete or draw(st.booleans()))
            rows[state] = Standing(rank, hundredths(score) if told and score is not None else None)
    return MonthList(
        month,
        complete,
        "computed" if complete else "recorded",
        complete and draw(st.booleans()),
        draw(st.sampled_from(["2021-06", "2023-01"])) if complete else None,
        rows,
    )


@st.composite
def histories(draw: st.DrawFn, longest: int = 8) -> tuple[dict[Month, MonthList], Month, Month]:
    """A history with gaps, and a window that may begin before it and end after it."""
    length = draw(st.integers(1, longest))
    months = list(START.to(START.plus(length - 1)))
    history = {month: draw(month_lists(month)) for month in months if draw(st.integers(0, 3))}
    first = START.plus(draw(st.integers(-1, length - 1)))
    last = first.plus(draw(st.integers(0, longest - 1)))
    return history, first, last


def naive_first(one: MonthList | None, state: str) -> bool | None:
    """Was the State first? In the words of the rule for partial lists."""
    if one is None:
        return None
    if state in one.rows:
        return one.rows[state].rank == 1
    if one.complete:
        return False
    stated = sorted(row.rank for row in one.rows.values() if row.rank is not None)
    firsts = stated.count(1)
    return False if firsts and stated[firsts : firsts + 1] == [firsts + 1] else None


def naive_longest(firsts: Sequence[bool]) -> int:
    """Tries every stretch of months."""
    stretches = itertools.combinations(range(len(firsts) + 1), 2)
    return max((end - start for start, end in stretches if all(firsts[start:end])), default=0)


def naive_current(firsts: Sequence[bool]) -> int:
    """Tries every length, longest first."""
    return next(length for length in range(len(firsts), -1, -1) if all(firsts[len(firsts) - length :]))


def completed(verdicts: Sequence[bool | None]) -> Iterator[tuple[bool, ...]]:
    """Every way in which the undecided months could have gone."""
    yield from itertools.product(*((True, False) if one is None else (one,) for one in verdicts))


def completions(one: MonthList | None, members: Sequence[str], top: int = SMALL_FULL) -> Iterator[Scores]:
    """Every month that could have been, all members' scores from 0 to `top`, that agrees with the list."""
    rows = one.rows if one is not None else {}
    choices: list[list[int | None]] = []
    for state in members:
        row = rows.get(state)
        if row is None:
            choices.append([None, *range(top + 1)])
        elif row.rank is None:
            choices.append([None])
        else:
            choices.append([int(row.score * 100)] if row.score is not None else list(range(top + 1)))
    for chosen in itertools.product(*choices):
        scores = dict(zip(members, chosen, strict=True))
        ranks = naive_ranks(scores)
        if all(ranks[state] == row.rank for state, row in rows.items()):
            yield scores


def placed(scores: Scores) -> dict[str, int | None]:
    """The ranks that the project's own ranking gives."""
    scored = [
        Scored(state, NAMES[state], None if one is None else hundredths(one)) for state, one in scores.items()
    ]
    return {place.state: place.rank for place in places(scored)}
