"""What a list leaves open: the ranks and scores that a State may have held in a month, for all that is on record.

A partial list names some places. Who is not named fits in wherever the stated ranks leave room: above the
first of them, between two of them, or below the last. A competition rank is one more than the number of
States strictly better, so a stated rank says how many States stand above it; and printed scores lie on a
grid of hundredths from 0.00 to 100.00, so between 99.98 and 99.99 there is no room for a rank of its own.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rankings.lists.history import MonthList, Standing

FULL = 100 * 100
"""The full score, in hundredths."""


@dataclass(frozen=True, slots=True)
class Opening:
    """The ranks that a State may hold, and the printed score it has at one of them, in hundredths.

    `stated`: the list itself gives the place; then there is one rank, or none for an unranked State.
    """

    ranks: frozenset[int]
    lowest: int
    highest: int
    may_be_unranked: bool
    stated: bool = False


CLOSED = Opening(frozenset(), 0, 0, may_be_unranked=True, stated=True)
"""No rank at all: the State is unranked, or no member of the category."""


def anywhere(members: int) -> Opening:
    """Nothing is on record: any rank among so many members, or none.

    >>> sorted(anywhere(3).ranks)
    [1, 2, 3]
    """
    return Opening(frozenset(range(1, members + 1)), 0, FULL, may_be_unranked=True)


def opening(one: MonthList | None, state: str, members: frozenset[str]) -> Opening:
    """What a month's list (None: there is none) leaves open for a State of a category with these members.

    A list that contradicts itself proves nothing about the States that it does not name.

    >>> from decimal import Decimal
    >>> from common.months import Month
    >>> rows = {"HR": Standing(1, Decimal("99.99")), "UP": Standing(3, Decimal("98.69"))}
    >>> one = MonthList(Month(2023, 2), False, "recorded", False, None, rows)
    >>> found = opening(one, "HP", frozenset({"HR", "UP", "HP", "DL"}))
    >>> sorted(found.ranks), found.lowest, found.highest
    ([1, 2, 3, 4], 0, 9999)
    """
    standing = one.rows.get(state) if one is not None else None
    if one is None or standing is None:
        if state not in members or (one is not None and one.complete):
            return CLOSED
        return anywhere(len(members)) if one is None else _unnamed(one, members)
    if standing.rank is None:
        return CLOSED
    if standing.score is not None:
        score = int(standing.score * 100)
        return Opening(frozenset({standing.rank}), score, score, may_be_unranked=False, stated=True)
    lowest, highest = _bounds_at(score_steps(one), standing.rank)
    return Opening(frozenset({standing.rank}), lowest, highest, may_be_unranked=False, stated=True)


@dataclass(frozen=True, slots=True)
class Step:
    """A stated rank: how many named States hold it, and between which scores it lies."""

    rank: int
    holders: int
    lowest: int
    highest: int


def score_steps(one: MonthList) -> tuple[Step, ...]:
    """The stated ranks, best first. A better rank has the higher score, by a hundredth at least.

    Where a step's lowest score is above its highest the list contradicts itself.
    """
    rows: dict[int, list[Standing]] = {}
    for row in one.rows.values():
        if row.rank is not None:
            rows.setdefault(row.rank, []).append(row)
    ranks = sorted(rows)
    known = [{int(row.score * 100) for row in rows[rank] if row.score is not None} for rank in ranks]
    # Who stands above a first stated rank below 1 has a score of its own.
    ceilings = _chain(known, FULL - (ranks[:1] != [1]), down=True)
    floors = _chain(known[::-1], 0, down=False)[::-1]
    return tuple(
        Step(rank, len(rows[rank]), floor, ceiling)
        for rank, floor, ceiling in zip(ranks, floors, ceilings, strict=True)
    )


def _chain(known: Sequence[set[int]], start: int, *, down: bool) -> list[int]:
    """The bound of each step: its own scores, or a hundredth away from the step before."""
    bounds: list[int] = []
    bound = start
    for scores in known:
        bound = min({bound, *scores}) if down else max({bound, *scores})
        bounds.append(bound)
        bound += -1 if down else 1
    return bounds


def _bounds_at(steps: tuple[Step, ...], rank: int) -> tuple[int, int]:
    step = next(step for step in steps if step.rank == rank)
    return (step.lowest, step.highest) if step.lowest <= step.highest else (0, FULL)


def _unnamed(one: MonthList, members: frozenset[str]) -> Opening:
    """What is open for a member that a partial list does not name."""
    steps = score_steps(one)
    unnamed = len(members - set(one.rows))
    if not steps:
        return anywhere(unnamed)
    needed = steps[0].rank - 1 + sum(_room(upper, lower) for upper, lower in itertools.pairwise(steps))
    spare = unnamed - needed
    contradicts = any(step.lowest > step.highest for step in steps) or any(
        _room(upper, lower) < 0 for upper, lower in itertools.pairwise(steps)
    )
    if contradicts or spare < 0:
        return anywhere(len(members))
    open_ranges = [*_above(steps[0]), *_between(steps), *_below(steps[-1], spare)]
    return Opening(
        frozenset(itertools.chain.from_iterable(ranks for ranks, _, _ in open_ranges)),
        min(lowest for _, lowest, _ in open_ranges),
        max(highest for _, _, highest in open_ranges),
        may_be_unranked=spare > 0,
    )


def _room(upper: Step, lower: Step) -> int:
    """How many States who are not named stand between two stated ranks, the upper one shared or not."""
    return lower.rank - upper.rank - upper.holders


_Range = tuple[range, int, int]
"""Ranks with the lowest and highest score at them."""


def _above(first: Step) -> Iterator[_Range]:
    if first.rank > 1:
        yield range(1, 2), first.lowest + 1, FULL
        if FULL - first.lowest >= 2:  # a score of its own below the shared first place
            yield range(2, first.rank), first.lowest + 1, FULL - 1


def _between(steps: tuple[Step, ...]) -> Iterator[_Range]:
    for upper, lower in itertools.pairwise(steps):
        if _room(upper, lower):
            yield range(upper.rank, upper.rank + 1), upper.lowest, upper.highest
            if upper.highest - lower.lowest >= 2:
                yield range(upper.rank + upper.holders, lower.rank), lower.lowest + 1, upper.highest - 1


def _below(last: Step, spare: int) -> Iterator[_Range]:
    if spare:
        yield range(last.rank, last.rank + 1), last.lowest, last.highest
        if last.highest:
            own = last.rank + last.holders
            yield range(own, own + spare), 0, last.highest - 1
