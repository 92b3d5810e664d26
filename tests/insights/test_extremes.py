"""The best and the worst rank over a box of marks, against every vertex there is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import combinations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from insights.sensitivity import rank_search as module
from insights.sensitivity.core import Levels
from insights.sensitivity.order_reversal import Draws, Shares, level
from insights.sensitivity.rank_search import Bounds, Condition, Field, Marks, extremes, maximin
from tests.insights.levels import corners, levels, ranks_at, some_levels

LONG = settings().max_examples > 100
Point = tuple[Fraction, ...]


class Recording(Field):
    """Keeps the marks that the search came upon: what is said to be attained must be attained there."""

    def __init__(self, *given: object) -> None:
        super().__init__(*given)  # type: ignore[arg-type]
        self.tried: list[Marks] = []

    def solve(
        self, conditions: Sequence[Condition], walls: Sequence[Condition], *, strict: bool
    ) -> Marks | list[int]:
        answer = super().solve(conditions, walls, strict=strict)
        if isinstance(answer, tuple):
            self.tried.append(answer)
        return answer


def bounds_of(board: Levels, width: int) -> tuple[dict[str, Bounds], list[Marks]]:
    field = Recording(board.shares, board.marks, width)
    drawn = Draws(board.shares, board.marks, width, "extremes", 1).drawn()
    return extremes(field, drawn), field.tried


# The slow road, for three parameters that are applicable to all: every vertex of every cell.


def vertices(board: Levels, width: int) -> list[Point]:
    """Where three of the planes meet (two States level; a face of the box), inside the box."""
    box = Fraction(width, 100)
    planes = [
        (*(one - two for one, two in zip(board.shares[a], board.shares[b], strict=True)), Fraction(0))  # type: ignore[operator]
        for a, b in combinations(board.states, 2)
    ]
    for index, mark in enumerate(board.marks):
        axis = [Fraction(int(index == one)) for one in range(3)]
        planes += [(*axis, mark * (1 + side * box)) for side in (-1, 1)]
    found = set()
    for three in combinations(planes, 3):
        point = solved([list(plane) for plane in three])
        if point is not None and all(
            abs(one - mark) <= mark * box for one, mark in zip(point, board.marks, strict=True)
        ):
            found.add(point)
    return sorted(found)


def solved(rows: list[list[Fraction]]) -> Point | None:
    """Gauss, in fractions; None where the planes do not meet in one point."""
    for column in range(3):
        pivot = next((row for row in range(column, 3) if rows[row][column]), None)
        if pivot is None:
            return None
        rows[column], rows[pivot] = rows[pivot], rows[column]
        rows[column] = [one / rows[column][column] for one in rows[column]]
        for row in range(3):
            if row != column:
                factor = rows[row][column]
                rows[row] = [one - factor * two for one, two in zip(rows[row], rows[column], strict=True)]
    return rows[0][3], rows[1][3], rows[2][3]


def every_subset(states: Sequence[str]) -> Iterator[tuple[str, ...]]:
    for size in range(len(states) + 1):
        yield from combinations(states, size)


def brute(board: Levels, width: int, state: str) -> tuple[int, int]:
    """A set of States can all be above where the middle of the vertices that do not forbid it has them all above."""
    points = vertices(board, width)
    own = {point: {one: level(board.shares[one], point) for one in board.states} for point in points}
    best = min(1 + sum(one > own[point][state] for one in own[point].values()) for point in points)
    worst = 1
    for above in every_subset([one for one in board.states if one != state]):
        allowed = [point for point in points if all(own[point][one] >= own[point][state] for one in above)]
        if allowed:
            middle = tuple(sum(axis, Fraction(0)) / len(allowed) for axis in zip(*allowed, strict=True))
            mine = level(board.shares[state], middle)
            if all(level(board.shares[one], middle) > mine for one in above):
                worst = max(worst, 1 + len(above))
    return best, worst


@settings(max_examples=400 if LONG else 25)
@given(some_levels(3, gaps=False), st.sampled_from([5, 10, 25, 60]))
def test_no_vertex_gives_a_better_or_a_worse_rank(board: Levels, width: int) -> None:
    found, _ = bounds_of(board, width)
    for state in board.states:
        assert found[state].exact
        assert (found[state].best, found[state].worst) == brute(board, width, state)


@given(some_levels(), st.sampled_from([10, 25, 60]))
def test_where_other_parameters_apply_what_is_found_is_real_and_nothing_is_beyond(
    board: Levels, width: int
) -> None:
    found, tried = bounds_of(board, width)
    every = [ranks_at(board, marks) for marks in [*tried, board.marks]]
    every += [ranks_at(board, marks) for marks in corners(board.marks, Fraction(width, 100))]
    drawn = Draws(board.shares, board.marks, width, "beyond", 40).drawn()
    for state, one in found.items():
        assert one.best <= one.best_shown <= min(drawn[state].best, *(ranks[state] for ranks in every))
        assert max(drawn[state].worst, *(ranks[state] for ranks in every)) <= one.worst_shown <= one.worst
    for marks in tried:
        parts = {Fraction(one, mark) for one, mark in zip(marks, board.marks, strict=True)}
        assert max(parts) / min(parts) <= Fraction(100 + width, 100 - width)


def test_a_shared_rank_at_the_very_edge_is_attained() -> None:
    """B draws level with A only where the marks of the first parameter are at their lowest, of the second highest."""
    shares: dict[str, Shares] = {
        "A": (Fraction(1), Fraction(1, 2), Fraction(0)),
        "B": (Fraction(1, 2), Fraction(1), Fraction(0)),
    }
    # A − B = (a − b) ÷ 2, so they are level at a = b: 110 × 0.9 = 90 × 1.1.
    found, _ = bounds_of(levels(shares, (110, 90, 100)), 10)
    assert found["B"] == Bounds(best=1, worst=2, best_shown=1, worst_shown=2)
    assert found["A"] == Bounds(best=1, worst=1, best_shown=1, worst_shown=1)


def test_three_that_cannot_all_be_passed_at_once() -> None:
    """Each of B, C and D can be above A, but every two of them pull at the same marks in opposite ways."""
    half, third = Fraction(1, 2), Fraction(1, 3)
    shares: dict[str, Shares] = {
        "A": (half, half, half),
        "B": (Fraction(1), third, Fraction(1, 10)),
        "C": (Fraction(1, 10), Fraction(1), third),
        "D": (third, Fraction(1, 10), Fraction(1)),
    }
    board = levels(shares, (100, 100, 100))
    found, tried = bounds_of(board, 25)
    assert (found["A"].best, found["A"].worst) == (1, brute(board, 25, "A")[1])
    assert found["A"].exact
    assert tried


def test_where_halving_would_not_end_the_bounds_say_so(monkeypatch: object) -> None:
    """With no fence to spend nothing is settled: the bounds stay apart, and hold."""
    shares: dict[str, Shares] = {
        "A": (Fraction(1, 2), Fraction(2, 3), None),
        "B": (None, Fraction(3, 4), Fraction(2, 5)),
    }
    board = levels(shares, (100, 100, 100))
    full, _ = bounds_of(board, 25)
    assert full["A"].exact
    monkeypatch.setattr(module, "MOST_FENCES", 0)  # type: ignore[attr-defined]
    short, _ = bounds_of(board, 25)
    assert not short["A"].exact
    assert short["A"].best <= full["A"].best
    assert full["A"].worst <= short["A"].worst


@given(st.data())
def test_a_maximin_proves_itself(data: st.DataObject) -> None:
    """The point is in the box and gives the value; the multipliers show that no point gives more."""
    rows, columns = data.draw(st.integers(1, 5)), data.draw(st.integers(1, 5))
    whole = st.integers(-4, 4)
    constants = [data.draw(whole) for _ in range(rows)]
    slopes = [[data.draw(whole) for _ in range(columns)] for _ in range(rows)]
    found = maximin(
        np.array([Fraction(one) for one in constants], dtype=object),
        np.array([[Fraction(one) for one in row] for row in slopes], dtype=object),
    )
    assert all(-1 <= one <= 1 for one in found.point)
    values = [
        constant + sum(slope * one for slope, one in zip(row, found.point, strict=True))
        for constant, row in zip(constants, slopes, strict=True)
    ]
    assert min(values) == found.value
    assert sum(found.multipliers) == 1
    assert min(found.multipliers) >= 0
    most = sum(share * constant for share, constant in zip(found.multipliers, constants, strict=True))
    for column in range(columns):
        most += abs(sum(share * row[column] for share, row in zip(found.multipliers, slopes, strict=True)))
    assert most == found.value
    near = maximin(np.array(constants, dtype=float), np.array(slopes, dtype=float))
    assert abs(near.value - float(found.value)) < 1e-9
