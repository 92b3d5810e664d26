"""What a list leaves open, against every month that could have been."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from unittest import mock

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from common.months import Month
from rankings.lists import rank_bounds
from rankings.lists.history import MonthList
from rankings.lists.rank_bounds import CLOSED, opening
from tests.rankings.lists.histories import (
    NAMES,
    SMALL_FULL,
    STATES,
    completions,
    listed,
    month_lists,
    naive_ranks,
    placed,
    recorded,
)

FIVE = tuple(NAMES)
MONTH = Month(2023, 1)


@contextmanager
def small_scores(top: int = SMALL_FULL) -> Iterator[None]:
    """Few printed scores, from 0.00 to `top` hundredths, so that all months that could have been can be tried."""
    with mock.patch.object(rank_bounds, "FULL", top):
        yield


@settings(deadline=None)
@given(month_lists(), st.sampled_from(STATES))
def test_the_open_ranks_are_those_of_the_months_that_could_have_been(one: MonthList, state: str) -> None:
    worlds = [(scores[state], placed(scores)[state]) for scores in completions(one, STATES)]
    with small_scores():
        found = opening(one, state, frozenset(STATES))
    assert found.ranks == {rank for _, rank in worlds if rank is not None}
    assert found.may_be_unranked is any(rank is None for _, rank in worlds)
    scores = [score for score, _ in worlds if score is not None]
    if scores:
        assert (found.lowest, found.highest) == (min(scores), max(scores))
    assert found.stated is (one.complete or state in one.rows)


@settings(deadline=None)
@given(month_lists(states=FIVE, top=3, kinds=(False,)), st.sampled_from(FIVE))
def test_nor_do_five_states_change_that(one: MonthList, state: str) -> None:
    ranks = {naive_ranks(scores)[state] for scores in completions(one, FIVE, top=3)}
    with small_scores(3):
        found = opening(one, state, frozenset(FIVE))
    assert found.ranks == ranks - {None}
    assert found.may_be_unranked is (None in ranks)


def test_a_month_without_a_list_leaves_every_rank_open() -> None:
    found = opening(None, "HR", frozenset(STATES))
    assert (found.ranks, found.may_be_unranked, found.stated) == (frozenset({1, 2, 3, 4}), True, False)
    assert (found.lowest, found.highest) == (0, 10000)


def test_who_is_no_member_has_no_place() -> None:
    assert opening(None, "KL", frozenset(STATES)) == CLOSED
    assert opening(listed(MONTH, {"HR": 1}), "KL", frozenset({"HR"})) == CLOSED


def test_no_rank_of_its_own_fits_between_neighbouring_scores() -> None:
    members = frozenset({"HR", "DL", "HP", "GJ"})
    close = recorded("2023-01", ("HR", 1, "99.99"), ("DL", 3, "99.98"))
    # The State between them shares rank 1, so rank 2 is nobody's.
    assert sorted(opening(close, "HP", members).ranks) == [1, 3, 4]
    apart = recorded("2023-01", ("HR", 1, "99.99"), ("DL", 3, "99.97"))
    assert sorted(opening(apart, "HP", members).ranks) == [1, 2, 3, 4]


def test_above_the_last_but_one_score_everyone_shares_first_place() -> None:
    one = recorded("2023-01", ("DL", 3, "99.99"))
    assert sorted(opening(one, "HP", frozenset(STATES)).ranks) == [1, 3, 4]
    one = recorded("2023-01", ("DL", 3, "99.98"))
    assert sorted(opening(one, "HP", frozenset(STATES)).ranks) == [1, 2, 3, 4]


def test_a_score_that_is_not_known_lies_between_its_neighbours() -> None:
    one = recorded("2023-01", ("HR", 1, "99.99"), ("GJ", 2, None), ("DL", 3, "97.50"))
    found = opening(one, "GJ", frozenset(STATES))
    assert (found.ranks, found.lowest, found.highest, found.stated) == (frozenset({2}), 9751, 9998, True)
    turned = recorded("2023-01", ("HR", 1, "97.50"), ("GJ", 2, None), ("DL", 3, "99.99"))
    assert (opening(turned, "GJ", frozenset(STATES)).highest) == 10000


def test_below_a_score_of_nothing_there_is_no_rank() -> None:
    one = recorded("2023-01", ("HR", 1, "99.99"), ("DL", 2, "0.00"))
    assert sorted(opening(one, "HP", frozenset(STATES)).ranks) == [2]


def test_who_must_fill_a_gap_can_hold_no_other_rank() -> None:
    one = recorded("2023-01", ("HR", 1, None), ("DL", 3, None), ("GJ", 4, None))
    found = opening(one, "HP", frozenset(STATES))
    assert (sorted(found.ranks), found.may_be_unranked, found.stated) == ([1, 2], False, False)


@pytest.mark.parametrize(
    "rows",
    [
        [("HR", 1, "99.00"), ("DL", 2, "99.50")],
        [("HR", 1, None), ("DL", 1, None), ("GJ", 2, None)],
        [("HR", 2, "100.00")],
        [("HR", 30, "50.00")],
    ],
)
def test_a_list_that_contradicts_itself_proves_nothing(rows: list[tuple[str, int, str | None]]) -> None:
    found = opening(recorded("2023-01", *rows), "HP", frozenset(STATES))
    assert (sorted(found.ranks), found.may_be_unranked) == ([1, 2, 3, 4], True)
    assert (found.lowest, found.highest) == (0, 10000)
