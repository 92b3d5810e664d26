"""What a month's list proves about a State, named or not."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from common.months import Month
from rankings.lists.history import MonthList
from tests.rankings.lists.histories import (
    STATES,
    completions,
    listed,
    month_lists,
    naive_first,
    naive_ranks,
    recorded,
)

MONTH = Month(2023, 1)


@pytest.mark.parametrize(
    ("ranks", "state", "expected"),
    [
        ({"HR": 1}, "HR", True),
        ({"HR": 1}, "HP", None),
        ({"HR": 1, "UP": 2}, "HP", False),
        ({"HR": 1, "UP": 3}, "HP", None),
        ({"UP": 2}, "HP", None),
        ({"UP": 2}, "UP", False),
        ({"HR": 1, "UP": 1}, "UP", True),
        # A shared first place, and nobody left between it and the next row.
        ({"HR": 1, "UP": 1, "DL": 3}, "HP", False),
        ({"HR": 1, "UP": 1, "DL": 4}, "HP", None),
        ({"HR": 1, "UP": 1, "GJ": 1, "DL": 4}, "HP", False),
        ({"HR": 1, "UP": 1, "DL": 3}, "UP", True),
        ({"DL": 3}, "HP", None),
        # Ranks 1, 1, 2 were not given as the bureau gives them: such a list proves nothing about the rest.
        ({"HR": 1, "UP": 1, "DL": 2}, "HP", None),
        ({"ML": None}, "ML", False),
        ({"ML": None}, "HP", None),
        ({}, "HP", None),
    ],
)
def test_a_partial_list_proves_only_so_much(
    ranks: dict[str, int | None], state: str, expected: bool | None
) -> None:
    assert listed(MONTH, ranks, complete=False).was_first(state) is expected


def test_a_complete_list_leaves_nothing_open() -> None:
    one = listed(MONTH, {"HR": 1, "HP": 1, "ML": None})
    assert [one.was_first(state) for state in ("HR", "HP", "ML", "KL")] == [True, True, False, False]
    assert [one.was_in_top(state, 5) for state in ("HR", "HP", "ML", "KL")] == [True, True, False, False]


@pytest.mark.parametrize(
    ("n", "state", "expected"),
    [
        (1, "HP", True),
        (2, "HP", True),
        (1, "UP", False),
        (2, "UP", True),
        (2, "HR", False),
        (5, "HR", True),
        # Four States are named above rank 5: who is not named was 5th or worse.
        (1, "MH", False),
        (4, "MH", False),
        (5, "MH", None),
        (9, "MH", None),
    ],
)
def test_the_top_places_of_january_2023(n: int, state: str, expected: bool | None) -> None:
    rows = [("HP", 1, None), ("UP", 2, None), ("GJ", 3, None), ("DL", 4, None), ("HR", 5, None)]
    assert recorded("2023-01", *rows).was_in_top(state, n) is expected


def test_a_gap_among_the_named_leaves_the_top_open() -> None:
    one = listed(MONTH, {"HR": 1, "DL": 3, "GJ": 3, "MH": 6}, complete=False)
    # One State is missing at rank 1 or 2, another between rank 3 and 6.
    assert [one.was_in_top("HP", n) for n in (1, 2, 3, 5, 6)] == [None] * 5
    shared = listed(MONTH, {"HR": 1, "DL": 2, "GJ": 2, "MH": 4}, complete=False)
    assert [shared.was_in_top("HP", n) for n in (1, 2, 3, 4)] == [False, False, False, None]


def test_there_is_no_top_0() -> None:
    with pytest.raises(ValueError, match="no top 0"):
        listed(MONTH, {}).was_in_top("HR", 0)


@given(month_lists(), st.sampled_from(STATES))
def test_was_first_follows_the_words_of_the_rule(one: MonthList, state: str) -> None:
    assert one.was_first(state) is naive_first(one, state)


@settings(deadline=None)
@given(month_lists(), st.sampled_from(STATES), st.integers(1, 5))
def test_no_month_that_could_have_been_contradicts_an_answer(one: MonthList, state: str, n: int) -> None:
    ranks = {naive_ranks(scores)[state] for scores in completions(one, STATES)}
    in_top = {rank is not None and rank <= n for rank in ranks}
    told = one.was_in_top(state, n)
    assert told is None or in_top == {told}
    assert (told is False) is (in_top == {False})
