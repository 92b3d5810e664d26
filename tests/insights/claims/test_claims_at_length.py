"""The checker against a naive oracle on 10,000 random histories with gaps: every kind of claim, every number."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from functools import cache

from common.months import Month
from insights.claims.kinds import Claim, ClaimKind, Verdict
from insights.claims.verdicts import check
from rankings.lists.history import MonthList, Standing
from tests.rankings.lists.histories import (
    NAMES,
    START,
    completed,
    completions,
    naive_current,
    naive_first,
    naive_longest,
    naive_ranks,
)

STATES = ("DL", "HP", "HR")
MEMBERS = frozenset(STATES)
TOP_SCORE = 2
"""Three scores are enough to order three States in every way."""
HISTORIES = 10_000
LONGEST = 8
COUNTERS: dict[ClaimKind, Callable[[Sequence[bool]], int]] = {
    ClaimKind.MONTHS_FIRST: sum,
    ClaimKind.CURRENT_STREAK: naive_current,
    ClaimKind.LONGEST_STREAK: naive_longest,
}
Told = frozenset[tuple[str, int | None]] | None
"""A list as (State, rank); None: no list."""


def members(month: Month) -> frozenset[str]:
    return MEMBERS


def a_history(chance: random.Random) -> tuple[dict[Month, MonthList], list[Month]]:
    """Months drawn whole, then told whole, in part or not at all; the window may begin before and end after them."""
    months = list(START.to(START.plus(chance.randrange(LONGEST))))
    history: dict[Month, MonthList] = {}
    for month in months:
        scores = {state: chance.choice((None, *range(TOP_SCORE + 1))) for state in STATES}
        told = chance.choice(("all", "all", "some", "none"))
        if told == "none":
            continue
        ranks = naive_ranks(scores)
        shown = {
            state: rank
            for state, rank in ranks.items()
            if told == "all" or (rank is not None and chance.random() < 0.5)
        }
        rows = {state: Standing(rank, None) for state, rank in shown.items()}
        history[month] = MonthList(month, told == "all", "computed", False, None, rows)
    first = START.plus(chance.randrange(-1, len(months)))
    return history, list(first.to(first.plus(chance.randrange(LONGEST))))


@cache
def open_ranks(told: Told) -> Mapping[str, frozenset[int | None]]:
    """The ranks of each State in every month that could have been; a whole list names each."""
    rows = {} if told is None else {state: Standing(rank, None) for state, rank in told}
    one = None if told is None else MonthList(START, False, "recorded", False, None, rows)
    worlds = [naive_ranks(scores) for scores in completions(one, STATES, top=TOP_SCORE)]
    return {state: frozenset(world[state] for world in worlds) for state in STATES}


def told_of(one: MonthList | None) -> Told:
    return None if one is None else frozenset((state, row.rank) for state, row in one.rows.items())


def by_worlds(values: set[int], count: int) -> Verdict:
    if count not in values:
        return Verdict.FALSE
    return Verdict.TRUE if values == {count} else Verdict.UNPROVEN


def naive_place(kind: ClaimKind, count: int, ranks: list[frozenset[int | None]], *, stated: bool) -> Verdict:
    """Rank or top places in every month: months do not bear on each other."""

    def holds(rank: int | None) -> bool:
        return rank is not None and (rank == count if kind is ClaimKind.RANK else rank <= count)

    if not all(any(holds(rank) for rank in month) for month in ranks):
        return Verdict.FALSE
    surely = all(holds(rank) for month in ranks for rank in month)
    return Verdict.TRUE if surely and stated else Verdict.UNPROVEN


def test_the_checker_agrees_with_the_oracle() -> None:
    chance = random.Random("claims, at length")  # noqa: S311 - chance that can be repeated
    seen = dict.fromkeys(
        ((kind, verdict) for kind in (*COUNTERS, ClaimKind.RANK, ClaimKind.TOP) for verdict in Verdict), 0
    )
    for _ in range(HISTORIES):
        history, window = a_history(chance)
        state, kind = chance.choice(STATES), chance.choice((*COUNTERS, ClaimKind.RANK, ClaimKind.TOP))
        count = (
            chance.randrange(len(window) + 1) if kind in COUNTERS else chance.randrange(1, len(STATES) + 1)
        )
        if kind in COUNTERS:
            verdicts = [naive_first(history.get(month), state) for month in window]
            expected = by_worlds({COUNTERS[kind](world) for world in completed(verdicts)}, count)
        else:
            ranks = [open_ranks(told_of(history.get(month)))[state] for month in window]
            stated = all(month in history and state in history[month].rows for month in window)
            expected = naive_place(kind, count, ranks, stated=stated)
        found = check(Claim(state, kind, count, window[0], window[-1]), history, NAMES, members)
        assert found.verdict is expected, (history, found.claim)
        seen[kind, expected] += 1
    assert sum(seen.values()) == HISTORIES
    assert min(seen.values()) >= 25, "every verdict of every kind comes up"
