"""Months in first place and streaks, against a naive count on random histories with gaps and partial lists."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.months import Month
from insights.claims.verdicts import longest_attainable
from rankings.lists.history import Count, MonthList, Standing, count_all, count_firsts, coverage
from tests.rankings.lists.histories import (
    STATES,
    completed,
    histories,
    listed,
    naive_current,
    naive_first,
    naive_longest,
)

Drawn = tuple[dict[Month, MonthList], Month, Month]


def pattern(text: str) -> dict[Month, MonthList]:
    """HR's months from 2023-01: `1` first, `2` second, `?` a partial list without HR, `.` no list."""
    lists = {}
    for month, sign in zip(Month(2023, 1).to(Month(2024, 12)), text, strict=False):
        if sign != ".":
            partial = listed(month, {"HP": 1}, complete=False)
            lists[month] = partial if sign == "?" else listed(month, {"HR": int(sign), "HP": 3 - int(sign)})
    return lists


def count(text: str) -> Count:
    return count_firsts(pattern(text), "HR", Month(2023, 1), Month(2023, 1).plus(len(text) - 1))


@pytest.mark.parametrize(
    ("text", "first", "current", "certain", "longest", "longest_from"),
    [
        ("111", 3, 3, True, 3, "2023-01"),
        ("211", 2, 2, True, 2, "2023-02"),
        (".11", 2, 2, False, 2, "2023-02"),
        ("?11", 2, 2, False, 2, "2023-02"),
        ("11.", 2, 0, False, 2, "2023-01"),
        ("11?", 2, 0, False, 2, "2023-01"),
        ("112", 2, 0, True, 2, "2023-01"),
        ("11.11", 4, 2, False, 2, "2023-04"),
        ("112112", 4, 0, True, 2, "2023-04"),
        ("222", 0, 0, True, 0, None),
        ("...", 0, 0, False, 0, None),
        ("1", 1, 1, True, 1, "2023-01"),
    ],
)
def test_streaks_by_hand(
    text: str, first: int, current: int, certain: bool, longest: int, longest_from: str | None
) -> None:
    found = count(text)
    assert (found.months_first, found.current_streak, found.streak_certain) == (first, current, certain)
    assert found.longest_streak == longest
    assert (found.longest_streak_from and str(found.longest_streak_from)) == longest_from


def test_the_months_of_a_count_are_told() -> None:
    found = count("1.1?12")
    assert [str(month) for month in found.first_months] == ["2023-01", "2023-03", "2023-05"]
    assert [str(month) for month in found.undecided_months] == ["2023-02", "2023-04"]
    assert found.current_streak_from is None
    found = count("2.11")
    assert (found.current_streak_from, found.longest_streak_to) == (Month(2023, 3), Month(2023, 4))


def test_a_longest_streak_that_a_gap_ends_tells_how_long_it_may_be() -> None:
    found = count("11111112" + "1111111.1111111")
    assert (found.longest_streak, found.longest_streak_at_most, found.longest_streak_certain) == (
        7,
        15,
        False,
    )
    assert count("2" + "1" * 7 + "2.2").longest_streak_certain, "a gap too small to matter leaves it certain"


def test_a_streak_is_clipped_to_its_window() -> None:
    found = count_firsts(pattern("111111"), "HR", Month(2023, 3), Month(2023, 5))
    assert (found.months_first, found.current_streak, found.streak_certain) == (3, 3, True)
    assert (found.current_streak_from, found.longest_streak_from) == (Month(2023, 3), Month(2023, 3))


def test_a_shared_first_counts_for_each_that_shares_it() -> None:
    history = {Month(2023, 1): listed(Month(2023, 1), {"HR": 1, "HP": 1, "DL": 3})}
    counts = count_all(history, ["HR", "HP", "DL"], Month(2023, 1), Month(2023, 1))
    assert [counts[state].months_first for state in ("HR", "HP", "DL")] == [1, 1, 0]


def test_a_window_that_ends_before_it_begins_counts_nothing() -> None:
    found = count_firsts(pattern("111"), "HR", Month(2023, 3), Month(2023, 1))
    assert (found.months_first, found.current_streak, found.undecided_months) == (0, 0, ())


@given(histories(), st.sampled_from(STATES))
def test_counts_and_streaks_equal_a_naive_count(drawn: Drawn, state: str) -> None:
    history, first, last = drawn
    window = list(first.to(last))
    verdicts = {month: naive_first(history.get(month), state) for month in window}
    firsts = [verdicts[month] is True for month in window]
    found = count_firsts(history, state, first, last)
    assert list(found.first_months) == [month for month in window if verdicts[month] is True]
    assert list(found.undecided_months) == [month for month in window if verdicts[month] is None]
    assert found.months_first == sum(firsts)
    assert found.current_streak == naive_current(firsts)
    assert found.longest_streak == naive_longest(firsts)
    longest = {naive_longest(one) for one in completed(list(verdicts.values()))}
    assert found.longest_streak_at_most == max(longest)
    assert found.longest_streak_certain is (longest == {found.longest_streak})
    assert longest == longest_attainable(list(verdicts.values())), "a claim of it rests on the same numbers"
    before = last.plus(-found.current_streak)
    assert found.streak_certain is (before < first or verdicts[before] is False)
    if found.current_streak:
        assert found.current_streak_from == before.next()


@given(histories(), st.sampled_from(STATES))
def test_the_longest_streak_is_the_latest_of_its_length(drawn: Drawn, state: str) -> None:
    history, first, last = drawn
    found = count_firsts(history, state, first, last)
    if not found.longest_streak:
        assert (found.longest_streak_from, found.longest_streak_to) == (None, None)
        return
    start, end = found.longest_streak_from, found.longest_streak_to
    assert start is not None
    assert end is not None
    assert end == start.plus(found.longest_streak - 1)
    assert set(start.to(end)) <= set(found.first_months)
    later = [month for month in found.first_months if month > start]
    assert not any(
        set(month.to(month.plus(found.longest_streak - 1))) <= set(found.first_months) for month in later
    )


@given(histories())
def test_many_states_count_as_one_does(drawn: Drawn) -> None:
    history, first, last = drawn
    assert count_all(history, STATES, first, last) == {
        state: count_firsts(history, state, first, last) for state in STATES
    }


@given(histories(), st.sampled_from(STATES))
def test_the_top_1_is_first_place_and_a_wider_top_holds_the_narrower(drawn: Drawn, state: str) -> None:
    history, first, last = drawn
    for month in first.to(last):
        if month not in history:
            continue
        tops = [history[month].was_in_top(state, n) for n in range(1, 5)]
        assert tops[0] == history[month].was_first(state)
        for narrow, wide in itertools.pairwise(tops):
            assert wide is True or narrow is not True


def test_coverage_tells_what_a_window_rests_on() -> None:
    rows = {"HR": Standing(1, None)}
    history = {
        Month(2023, 1): MonthList(Month(2023, 1), True, "computed", True, "2023-01", rows),
        Month(2023, 3): MonthList(Month(2023, 3), False, "recorded", False, None, rows),
        Month(2023, 9): MonthList(Month(2023, 9), True, "computed", False, "2023-01", rows),
    }
    found = coverage(history, Month(2023, 1), Month(2023, 4))
    assert (found.months, found.on_record) == (4, (Month(2023, 1), Month(2023, 3)))
    assert (found.complete, found.missing) == ((Month(2023, 1),), (Month(2023, 2), Month(2023, 4)))
    assert (found.sample_months, found.origins) == ((Month(2023, 1),), ("computed", "recorded"))
    assert found.mixed_sample is True
    assert coverage(history, Month(2023, 1), Month(2023, 2)).mixed_sample is False
    assert coverage(history, Month(2023, 3), Month(2023, 9)).mixed_sample is False
    assert coverage({}, Month(2023, 1), Month(2023, 2)).origins == ()
