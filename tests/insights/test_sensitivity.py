"""How sure the order is: swaps that turn a pair and no smaller ones, draws inside exact bounds, on the sample."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations, pairwise

import pytest
from hypothesis import given, settings

from common.months import Month
from insights.sensitivity.core import Levels, Study, levels_of
from insights.sensitivity.order_reversal import NEVER, TOLERANCE, Shares, Swap, level, swap
from metrics.boards import Board
from tests.insights.levels import corners, some_levels, swaps
from tests.insights.lists import sample_list
from tests.insights.reversal import reversing_marks, some_reversing_marks
from tools.sample import SAMPLE_MONTHS

OCTOBER = Month(2023, 10)
LONG = settings().max_examples > 100


@given(some_levels())
def test_below_its_distance_no_pair_turns_and_beyond_it_every_pair_does(levels: Levels) -> None:
    for (ahead, behind), pair in swaps(levels).items():
        one, other = levels.shares[ahead], levels.shares[behind]
        within = Fraction(99, 100) if pair.lower is None else min(pair.lower, Fraction(99, 100))
        assert reversing_marks(one, other, levels.marks, within) is None
        assert not any(level(other, marks) > level(one, marks) for marks in corners(levels.marks, within))
        if pair.upper is not None:
            assert_turned(one, other, levels.marks, pair.upper)


def assert_turned(ahead: Shares, behind: Shares, marks: tuple[int, ...], width: Fraction) -> None:
    """Any width beyond this one lets `behind` get ahead."""
    beyond = width + Fraction(1, 10**9)
    if beyond >= 1:
        return
    turned = reversing_marks(ahead, behind, marks, beyond)
    assert turned is not None
    assert level(behind, turned) > level(ahead, turned)
    for moved, mark in zip(turned, marks, strict=True):
        assert abs(moved - mark) <= beyond * mark


def test_two_that_are_level_change_places_within_any_box() -> None:
    """Any first mark above the second puts the other ahead: there is no least change, and none is too small."""
    one, other = (Fraction(0), Fraction(1), None), (Fraction(0), Fraction(1), Fraction(1, 2))
    assert swap(one, other, (1, 1, 1)) == Swap(Fraction(0), Fraction(0))
    assert reversing_marks(one, other, (1, 1, 1), Fraction(0)) is None
    assert_turned(one, other, (1, 1, 1), Fraction(0))


@given(some_levels())
def test_exact_distances_are_where_the_pair_is_level(levels: Levels) -> None:
    for (ahead, behind), pair in swaps(levels).items():
        one, other = levels.shares[ahead], levels.shares[behind]
        if pair.lower is None:
            assert pair == NEVER
        elif pair.lower is not None and pair.upper is not None:
            assert 0 <= pair.lower <= pair.upper <= 1
        if pair.exact and pair.lower is not None and pair.upper is not None and pair.lower < 1:
            least = min(
                level(one, marks) - level(other, marks) for marks in corners(levels.marks, pair.lower)
            )
            assert least == 0


def test_the_worked_example() -> None:
    one, other = (Fraction(1), Fraction(1, 2)), (Fraction(4, 5), Fraction(4, 5))
    assert swap(one, other, (4, 2)) == Swap(Fraction(1, 7), Fraction(1, 7))
    assert swap(one, one, (4, 2)) == NEVER
    assert swap((Fraction(1), Fraction(4, 5)), other, (4, 2)) == NEVER


def test_an_enclosure_is_narrow_and_holds_the_distance() -> None:
    """Marks a of 3/4 and b of 1/2 against b alone of 2/3: 5/8 of level against 2/3, moved by b and a."""
    pair = swap((None, Fraction(2, 3)), (Fraction(3, 4), Fraction(1, 2)), (100, 100))
    assert pair.lower is not None
    assert pair.upper is not None
    assert pair.upper - pair.lower <= TOLERANCE
    # 3/4 a + 1/2 b = 2/3 (a + b) at a = 2b: (1 + ε) = 2 (1 − ε), ε = 1/3.
    assert pair.lower <= Fraction(1, 3) <= pair.upper


@pytest.mark.slow
def test_it_turns_or_it_does_not_for_all_pairs_of_the_sample() -> None:
    """Every pair of 36 States: at the distance the best marks do not turn it, a hair beyond it they do."""
    turned = never = 0
    for board in list(Board) if LONG else [Board.CCTNS]:
        levels = levels_of(sample_list(OCTOBER, board))
        for (ahead, behind), pair in swaps(levels).items():
            one, other = levels.shares[ahead], levels.shares[behind]
            if pair.lower is None or pair.upper is None:
                never += 1
                continue
            assert pair.upper - pair.lower <= TOLERANCE
            if (turned + never) % 20 == 0:
                assert some_reversing_marks(one, other, levels.marks, pair.lower) is None
            beyond = pair.upper + Fraction(1, 10**9)
            if beyond < 1:
                assert some_reversing_marks(one, other, levels.marks, beyond) is not None, (ahead, behind)
                turned += 1
            else:
                never += 1
        assert (turned + never) % 630 == 0
    assert turned > 400


@pytest.mark.parametrize("board", list(Board))
def test_on_the_sample_every_drawn_rank_lies_within_bounds_that_are_attained(board: Board) -> None:
    levels = levels_of(sample_list(OCTOBER, board))
    found = Study(levels, str(OCTOBER)).result()
    assert (found.seed, found.draws, found.widths) == ("2023-10", 10_000, (10, 25))
    assert [(pair.ahead, pair.behind) for pair in found.pairs] == list(pairwise(levels.states))
    assert tuple(found.states) == levels.states
    pairs = swaps(levels) if LONG else {}
    for state, (narrow, wide) in found.states.items():
        for own in (narrow, wide):
            assert own.exact
            assert own.best <= own.ranks[0][0] <= own.ranks[-1][0] <= own.worst
            assert sum(draws for _, draws in own.ranks) == found.draws
            assert own.first == dict(own.ranks).get(1, 0)
            # No rank is further than the pairs allow one by one.
            reach = Fraction(own.width, 100)
            beaten = sum(
                one[1] == state and (pair.lower is None or pair.lower > reach) for one, pair in pairs.items()
            )
            assert own.best >= 1 + beaten or not pairs
        assert wide.best <= narrow.best
        assert narrow.worst <= wide.worst
    assert sum(found.of(state, 10).first for state in found.states) >= found.draws


def test_every_bound_is_attained_in_every_month_of_the_sample() -> None:
    """With the long counts: all months, boards and widths; else one month of the first methodology."""
    for month in SAMPLE_MONTHS if LONG else SAMPLE_MONTHS[:1]:
        for board in Board:
            found = Study(levels_of(sample_list(month, board)), f"{month}/{board}", count=1000).result()
            assert all(each.exact for own in found.states.values() for each in own), (month, board)


def test_inside_a_category_only_its_members_count() -> None:
    levels = levels_of(sample_list(OCTOBER, "icjs"))
    study = Study(levels, str(OCTOBER), count=500)
    some = set(levels.states[::3])
    inside = study.result(some)
    alone = Study(
        Levels(
            levels.parameters, levels.marks, tuple(one for one in levels.states if one in some),
            {one: levels.shares[one] for one in some},
        ),
        str(OCTOBER), count=500,
    ).result()  # fmt: skip
    assert inside == alone
    assert set(inside.states) == some


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
