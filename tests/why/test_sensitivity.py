"""Sensitivity: exact swaps, bounds that hold for every draw, and the same bytes on every machine."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from fractions import Fraction
from itertools import combinations, product
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from metrics.boards import Board
from rankings.core.boxes import NEVER, TOLERANCE, Shares, Swap, level, reversing_marks, swap
from rankings.core.draws import Ranking, draw_ranks, weights
from rankings.core.sensitivity import Levels, bounds, levels_of, neighbours, sensitivity, swaps
from states.months import Month
from tests.why.lists import NAMES, sample_list

OCTOBER = Month(2023, 10)
ROOT = Path(__file__).parent.parent.parent
LONG = settings().max_examples > 100
SHARES = (
    st.none()
    | st.sampled_from([Fraction(0), Fraction(1, 2), Fraction(1)])
    | st.fractions(0, 1, max_denominator=40)
)


@st.composite
def shares_of(draw: st.DrawFn, count: int) -> Shares:
    found = tuple(draw(SHARES) for _ in range(count))
    assume(any(share is not None for share in found))
    return found


@st.composite
def some_levels(draw: st.DrawFn) -> Levels:
    count = draw(st.integers(1, 4))
    marks = tuple(draw(st.integers(1, 900)) for _ in range(count))
    shares = {code: draw(shares_of(count)) for code in list(NAMES)[: draw(st.integers(2, 5))]}
    ordered = sorted(shares, key=lambda code: (-level(shares[code], marks), code))
    return Levels(tuple(f"P-{index}" for index in range(count)), marks, tuple(ordered), shares)


def _corners(marks: tuple[int, ...], width: Fraction) -> list[tuple[Fraction, ...]]:
    """Every corner, edge middle and centre of the box."""
    return [
        tuple(mark * (1 + width * side) for mark, side in zip(marks, sides, strict=True))
        for sides in product((-1, 0, 1), repeat=len(marks))
    ]


def _ahead_at(one: Shares, other: Shares, marks: tuple[Fraction, ...]) -> bool:
    return level(one, marks) > level(other, marks)


@given(some_levels())
def test_below_its_distance_no_pair_turns_and_beyond_it_every_pair_does(levels: Levels) -> None:
    for (ahead, behind), pair in swaps(levels).items():
        one, other = levels.shares[ahead], levels.shares[behind]
        below = Fraction(99, 100) if pair.lower is None else pair.lower * Fraction(999, 1000)
        assert not any(_ahead_at(other, one, marks) for marks in _corners(levels.marks, below))
        if pair.lower is None or pair.upper is None:
            assert reversing_marks(one, other, levels.marks, Fraction(99, 100)) is None
            continue
        beyond = pair.upper * Fraction(1001, 1000) + Fraction(1, 10**9)
        if beyond < 1:
            found = reversing_marks(one, other, levels.marks, beyond)
            assert found is not None
            assert _ahead_at(other, one, found)
            for own, mark in zip(found, levels.marks, strict=True):
                assert abs(own - mark) <= beyond * mark


@given(some_levels())
def test_where_the_same_is_applicable_the_distance_is_exact_and_levels_the_pair(levels: Levels) -> None:
    for (ahead, behind), pair in swaps(levels).items():
        one, other = levels.shares[ahead], levels.shares[behind]
        if [share is None for share in one] == [share is None for share in other]:
            assert pair.exact
        elif pair.lower is not None and pair.upper is not None:
            assert 0 <= pair.lower <= pair.upper <= 1
        if pair.exact and pair.lower is not None and pair.upper is not None and pair.lower < 1:
            least = min(
                level(one, marks) - level(other, marks) for marks in _corners(levels.marks, pair.lower)
            )
            assert least == 0


def test_the_worked_example() -> None:
    one, other = (Fraction(1), Fraction(1, 2)), (Fraction(4, 5), Fraction(4, 5))
    assert swap(one, other, (4, 2)) == Swap(Fraction(1, 7), Fraction(1, 7))
    assert swap(one, one, (4, 2)) == NEVER
    assert swap((Fraction(1), Fraction(4, 5)), other, (4, 2)) == NEVER
    pair = swap(one, other, (4, 2))
    assert [pair.possible(Fraction(1, 7)), pair.level_within(Fraction(1, 7))] == [False, True]


def test_an_enclosure_is_narrow_and_holds_the_distance() -> None:
    """Marks a of 3/4 and b of 1/2 against b alone of 2/3: 5/8 of level against 2/3, moved by b and a."""
    pair = swap((None, Fraction(2, 3)), (Fraction(3, 4), Fraction(1, 2)), (100, 100))
    assert pair.lower is not None
    assert pair.upper is not None
    assert pair.upper - pair.lower <= TOLERANCE
    # 3/4 a + 1/2 b = 2/3 (a + b) at a = 2b: (1 + ε) = 2 (1 − ε), ε = 1/3.
    assert pair.lower <= Fraction(1, 3) <= pair.upper


def test_it_turns_or_it_does_not_for_all_pairs_of_the_sample() -> None:
    """Every pair of 36 States: at 999 thousandths of the distance the best marks do not turn it, at 1001 they do."""
    turned = never = 0
    for board in list(Board) if LONG else [Board.CCTNS]:
        levels = levels_of(sample_list(OCTOBER, board))
        for (ahead, behind), pair in swaps(levels).items():
            one, other = levels.shares[ahead], levels.shares[behind]
            if pair.lower is None or pair.upper is None:
                never += 1
                continue
            assert pair.upper - pair.lower <= TOLERANCE
            assert reversing_marks(one, other, levels.marks, pair.lower * Fraction(999, 1000)) is None
            beyond = pair.upper * Fraction(1001, 1000) + Fraction(1, 10**9)
            if beyond < 1:
                assert reversing_marks(one, other, levels.marks, beyond) is not None, (ahead, behind)
                turned += 1
            else:
                never += 1
        assert (turned + never) % 630 == 0
    assert turned > 400


@given(some_levels(), st.sampled_from([10, 25, 60]))
def test_no_corner_and_no_draw_leaves_the_bounds(levels: Levels, width: int) -> None:
    drawn = draw_ranks(levels.shares, levels.marks, width, "bounds", 20)
    found = bounds(levels, swaps(levels), width, drawn)
    for marks in _corners(levels.marks, Fraction(width, 100)):
        own = {state: level(levels.shares[state], marks) for state in levels.states}
        for state in levels.states:
            rank = 1 + sum(one > own[state] for one in own.values())
            assert found[state].best <= rank <= found[state].worst
    for state, one in found.items():
        assert one.best <= one.best_shown <= drawn[state].best
        assert drawn[state].worst <= one.worst_shown <= one.worst


@given(some_levels(), st.integers(0, 50))
def test_ranks_by_long_integers_are_ranks_by_fractions(levels: Levels, draw: int) -> None:
    own = weights(levels.marks, 25, "seed", draw)
    exact = {state: level(levels.shares[state], own) for state in levels.states}
    expected = {state: 1 + sum(one > exact[state] for one in exact.values()) for state in levels.states}
    assert dict(Ranking(levels.shares, levels.marks).ranks(own)) == expected


def test_levels_that_differ_by_less_than_the_packing_shows_are_told_apart() -> None:
    hair = Fraction(1, 1 << 120)
    shares: dict[str, Shares] = {
        "A": (Fraction(1, 3), Fraction(1, 3)),
        "B": (Fraction(1, 3) + hair, Fraction(1, 3)),
        "C": (Fraction(1, 3), None),
        "D": (Fraction(0), Fraction(0)),
    }
    assert dict(Ranking(shares, (7, 5)).ranks((7, 5))) == {"B": 1, "A": 2, "C": 2, "D": 4}


def test_drawn_marks_fill_the_box_and_never_leave_it() -> None:
    marks = (400, 200, 700)
    unit = 100 * ((1 << 32) - 1)
    for width in (10, 25):
        ratios = [
            Fraction(own, mark * unit)
            for draw in range(400)
            for own, mark in zip(weights(marks, width, "box", draw), marks, strict=True)
        ]
        edge = Fraction(width, 100)
        assert 1 - edge <= min(ratios) < 1 - edge * Fraction(95, 100)
        assert 1 + edge * Fraction(95, 100) < max(ratios) <= 1 + edge


def test_the_first_words_of_a_seed_are_these() -> None:
    """Worked by hand from SHA-256 of “seed/10/0/0”; they may never change, or stored lists could not be redrawn."""
    data = hashlib.sha256(b"seed/10/0/0").digest()
    word = int.from_bytes(data[4:8], "big")
    steps = (1 << 32) - 1
    assert weights((400, 200), 10, "seed", 0)[1] == 200 * (100 * steps + 10 * (2 * word - steps))


_PROGRAM = """
from fractions import Fraction
from rankings.core.sensitivity import Levels, sensitivity
shares = {
    state: tuple(None if (row * 5 + column * 3) % 11 == 0 else Fraction((row * 7 + column * 13) % 31, 31)
                 for column in range(6))
    for row, state in enumerate("ABCDEFGH")
}
print(sensitivity(Levels(tuple("uvwxyz"), (4, 2, 7, 5, 3, 1), tuple("ABCDEFGH"), shares), "2023-10", count=200))
"""


def test_the_same_seed_gives_the_same_bytes_under_any_hash_seed() -> None:
    found = {
        subprocess.run(
            [sys.executable, "-c", _PROGRAM],
            cwd=ROOT, env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True, check=True,
        ).stdout
        for seed in ("0", "1", "4242")
    }  # fmt: skip
    assert len(found) == 1
    assert next(iter(found)).startswith(b"Sensitivity(seed='2023-10', draws=200")


@pytest.mark.parametrize("board", list(Board) if LONG else [Board.CCTNS, Board.ITSSO])
def test_on_the_sample_every_drawn_rank_lies_within_the_bounds(board: Board) -> None:
    levels = levels_of(sample_list(OCTOBER, board))
    found = sensitivity(levels, str(OCTOBER), count=10_000 if LONG else 1000)
    assert [box.width for box in found.boxes] == [10, 25]
    near = found.neighbours
    assert near == neighbours(levels)
    narrow, wide = found.boxes
    for state in levels.states:
        for box in found.boxes:
            bound, drawn = box.bounds[state], box.drawn[state]
            assert (
                bound.best
                <= bound.best_shown
                <= drawn.best
                <= drawn.worst
                <= bound.worst_shown
                <= bound.worst
            )
            assert sum(draws for _, draws in drawn.ranks) == drawn.draws == found.draws
            assert drawn.first_share == Fraction(drawn.first, found.draws)
        assert wide.bounds[state].best <= narrow.bounds[state].best
        assert narrow.bounds[state].worst <= wide.bounds[state].worst
    assert sum(one.first for one in narrow.drawn.values()) >= found.draws


def test_unranked_states_have_no_part_in_it() -> None:
    levels = levels_of(sample_list(Month(2022, 3), "itsso"))
    worked = sample_list(Month(2022, 3), "itsso")
    assert set(levels.states) == set(worked.printed)
    assert len(levels.states) < len(worked.places)


def test_the_exact_order_is_finer_than_the_printed_one_and_never_against_it() -> None:
    worked = sample_list(OCTOBER, "cctns")
    levels = levels_of(worked)
    for one, other in combinations(levels.states, 2):
        assert worked.printed[one] >= worked.printed[other]
