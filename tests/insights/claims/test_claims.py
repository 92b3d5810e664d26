"""Claims: the published ones on the recorded lists, and every kind against all that could have been."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from unittest import mock

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from common.months import Month
from insights.claims.kinds import Claim, ClaimKind, Verdict
from insights.claims.verdicts import Evidence, check
from rankings.lists import rank_bounds
from rankings.lists.history import History, MonthList
from tests.rankings.lists.histories import (
    NAMES,
    SMALL_FULL,
    STATES,
    completed,
    completions,
    histories,
    listed,
    month_lists,
    naive_current,
    naive_first,
    naive_longest,
    naive_ranks,
    recorded,
)

# The all-India lists on the board cctns as the press reported them.
RECORD = {
    one.month: one
    for one in (
        recorded("2021-06", ("HR", 1, "100.00")),
        recorded(
            "2023-01",
            ("HP", 1, "99.77"), ("UP", 2, "99.01"), ("GJ", 3, "97.08"), ("DL", 4, "96.72"), ("HR", 5, "96.40"),
        ),
        recorded("2023-02", ("HR", 1, "99.99"), ("UP", 2, "98.69"), ("DL", 3, "95.43")),
        recorded(
            "2023-03",
            ("HR", 1, "99.98"), ("UP", 2, "99.43"), ("DL", 3, "97.87"), ("PB", 4, "95.03"), ("MH", 5, "94.48"),
        ),
        recorded("2023-05", ("HR", 1, None)),
        recorded("2023-06", ("HR", 1, "100.00")),
        recorded(
            "2023-09",
            ("HR", 1, "99.84"), ("HP", 2, "99.82"), ("DL", 3, "97.98"), ("GJ", 3, "97.98"), ("TS", 5, "97.91"),
            ("UK", 6, "96.85"),
        ),
        recorded(
            "2023-10",
            ("HR", 1, "99.97"), ("HP", 2, "99.85"), ("DL", 3, "98.46"), ("GJ", 4, "98.08"), ("MH", 5, "96.36"),
            ("UK", 6, "96.19"),
        ),
    )
}  # fmt: skip
ALL_36 = frozenset({"HR", "HP", "UP", "GJ", "DL", "PB", "MH", "TS", "UK", *(f"X{n:02d}" for n in range(27))})


def everyone(month: Month) -> frozenset[str]:
    return ALL_36


def four(month: Month) -> frozenset[str]:
    return frozenset(STATES)


def on_record(kind: ClaimKind, count: int, first: str, last: str, state: str = "HR") -> Evidence:
    claim = Claim(state, kind, count, Month.parse(first), Month.parse(last))
    return check(claim, RECORD, {}, everyone)


@pytest.mark.parametrize(
    ("state", "kind", "count", "first", "last", "verdict"),
    [
        ("HR", "months_first", 20, "2021-06", "2023-10", "UNPROVEN"),
        ("HR", "months_first", 21, "2021-06", "2023-10", "UNPROVEN"),
        ("HR", "months_first", 29, "2021-06", "2023-10", "FALSE"),
        ("HR", "months_first", 28, "2021-06", "2023-10", "UNPROVEN"),
        ("HR", "months_first", 7, "2021-06", "2023-10", "UNPROVEN"),
        ("HR", "months_first", 6, "2021-06", "2023-10", "FALSE"),
        ("HR", "current_streak", 6, "2023-05", "2023-10", "UNPROVEN"),
        # July and August are not on record: the streak is 2, 3 or all 6, never 4 or 5.
        ("HR", "current_streak", 4, "2023-05", "2023-10", "FALSE"),
        ("HR", "current_streak", 2, "2023-09", "2023-10", "TRUE"),
        ("HR", "months_first", 6, "2021-06", "2022-02", "UNPROVEN"),
        ("HP", "months_first", 1, "2023-01", "2023-01", "TRUE"),
        ("HR", "months_first", 1, "2023-01", "2023-01", "FALSE"),
        ("HR", "longest_streak", 9, "2023-02", "2023-10", "UNPROVEN"),
        ("HR", "longest_streak", 2, "2023-02", "2023-03", "TRUE"),
        ("HR", "longest_streak", 1, "2023-02", "2023-10", "FALSE"),
        ("HR", "rank", 5, "2023-01", "2023-01", "TRUE"),
        ("HR", "rank", 1, "2023-09", "2023-10", "TRUE"),
        ("HR", "rank", 1, "2023-08", "2023-10", "UNPROVEN"),
        ("HR", "rank", 2, "2023-08", "2023-10", "FALSE"),
        ("MH", "rank", 4, "2023-09", "2023-09", "FALSE"),
        ("MH", "rank", 6, "2023-09", "2023-09", "UNPROVEN"),
        ("MH", "rank", 36, "2023-09", "2023-09", "UNPROVEN"),
        ("MH", "rank", 37, "2023-07", "2023-07", "FALSE"),
        ("HR", "annual", 1, "2022-01", "2022-12", "UNPROVEN"),
        ("HR", "annual", 37, "2022-01", "2022-12", "FALSE"),
    ],
)
def test_claims_on_the_recorded_lists(
    state: str, kind: str, count: int, first: str, last: str, verdict: str
) -> None:
    assert on_record(ClaimKind(kind), count, first, last, state).verdict == verdict


def test_the_evidence_names_its_months() -> None:
    found = on_record(ClaimKind.MONTHS_FIRST, 20, "2021-06", "2023-10")
    assert [str(month) for month in found.counted_months] == [
        "2021-06", "2023-02", "2023-03", "2023-05", "2023-06", "2023-09", "2023-10",
    ]  # fmt: skip
    assert len(found.undecided_months) == 21
    assert Month(2023, 1) not in found.undecided_months
    assert found.attainable == tuple(range(7, 29))
    assert (found.coverage.sample_months, found.coverage.mixed_sample) == ((), False)
    streak = on_record(ClaimKind.CURRENT_STREAK, 6, "2023-05", "2023-10")
    assert [str(month) for month in streak.counted_months] == ["2023-09", "2023-10"]
    assert [str(month) for month in streak.undecided_months] == ["2023-07", "2023-08"]
    assert streak.attainable == (2, 3, 6)


def test_evidence_tells_sample_from_real_months() -> None:
    january, february = Month(2023, 1), Month(2023, 2)
    real = listed(february, {"HR": 1, "HP": 2})
    sample = MonthList(january, True, "computed", True, "2023-01", real.rows)
    claim = Claim("HR", ClaimKind.MONTHS_FIRST, 2, january, february)
    found = check(claim, {january: sample, february: real}, NAMES, four)
    assert (found.verdict, found.coverage.sample_months, found.coverage.mixed_sample) == (
        Verdict.TRUE,
        (january,),
        True,
    )


def test_who_is_no_member_of_the_category_was_not_first_in_it() -> None:
    claim = Claim("KL", ClaimKind.MONTHS_FIRST, 1, Month(2023, 1), Month(2023, 2))
    found = check(claim, {}, NAMES, four)
    assert (found.verdict, found.attainable) == (Verdict.FALSE, (0,))


@pytest.mark.parametrize(
    ("kind", "count", "verdict"),
    [
        (ClaimKind.MONTHS_FIRST, 12, "UNPROVEN"),
        (ClaimKind.CURRENT_STREAK, 12, "UNPROVEN"),
        (ClaimKind.RANK, 4, "UNPROVEN"),
        (ClaimKind.RANK, 6, "FALSE"),
        (ClaimKind.ANNUAL, 1, "UNPROVEN"),
    ],
)
def test_months_whose_members_are_not_known_prove_nothing(kind: ClaimKind, count: int, verdict: str) -> None:
    def not_known(month: Month) -> frozenset[str]:
        return frozenset()

    claim = Claim("HR", kind, count, Month(2020, 1), Month(2020, 12))
    assert check(claim, {}, NAMES, not_known).verdict == verdict


def test_an_impossible_window_says_how_to_mend_it() -> None:
    with pytest.raises(ValueError, match="2023-02 is after 2023-01: give the earlier month first"):
        Claim("HR", ClaimKind.RANK, 1, Month(2023, 2), Month(2023, 1))
    with pytest.raises(ValueError, match="ask from 2022-01 to 2022-12"):
        Claim("HR", ClaimKind.ANNUAL, 1, Month(2022, 4), Month(2023, 3))
    with pytest.raises(ValueError, match="ask from 2022-01 to 2022-12"):
        Claim("HR", ClaimKind.ANNUAL, 1, Month(2022, 1), Month(2023, 12))


def expected(values: set[int], count: int) -> Verdict:
    """The verdict by the contract: all worlds agree, none does, or some do."""
    if count not in values:
        return Verdict.FALSE
    return Verdict.TRUE if values == {count} else Verdict.UNPROVEN


COUNTERS: dict[ClaimKind, Callable[[Sequence[bool]], int]] = {
    ClaimKind.MONTHS_FIRST: sum,
    ClaimKind.CURRENT_STREAK: naive_current,
    ClaimKind.LONGEST_STREAK: naive_longest,
}


@given(histories(), st.sampled_from(STATES), st.sampled_from(list(COUNTERS)))
def test_counts_and_streaks_agree_with_every_completion(
    drawn: tuple[dict[Month, MonthList], Month, Month], state: str, kind: ClaimKind
) -> None:
    history, first, last = drawn
    verdicts = [naive_first(history.get(month), state) for month in first.to(last)]
    values = {COUNTERS[kind](world) for world in completed(verdicts)}
    for count in range(-1, len(verdicts) + 2):
        found = check(Claim(state, kind, count, first, last), history, NAMES, four)
        assert found.attainable == tuple(sorted(values))
        assert found.verdict is expected(values, count)


def open_ranks(history: History, state: str, window: Sequence[Month]) -> set[int]:
    """The ranks that the State holds in every month of the window, in some world."""
    by_month = [
        {naive_ranks(scores)[state] for scores in completions(history.get(month), STATES, top=3)}
        for month in window
    ]
    return {rank for rank in range(1, len(STATES) + 1) if all(rank in ranks for ranks in by_month)}


@settings(deadline=None)
@given(histories(longest=3), st.sampled_from(STATES))
def test_ranks_agree_with_every_completion(
    drawn: tuple[dict[Month, MonthList], Month, Month], state: str
) -> None:
    # Without scores any ranks fit, as they do between 0.00 and 100.00; four scores are enough for four States.
    history = {
        month: listed(month, {code: row.rank for code, row in one.rows.items()}, complete=one.complete)
        for month, one in drawn[0].items()
    }
    window = list(drawn[1].to(drawn[2]))
    possible = open_ranks(history, state, window)
    stated = all(month in history for month in window) and all(
        state in history[month].rows for month in window
    )
    for count in range(6):
        found = check(Claim(state, ClaimKind.RANK, count, window[0], window[-1]), history, NAMES, four)
        if count not in possible:
            assert found.verdict is Verdict.FALSE
        else:
            assert found.verdict is (Verdict.TRUE if stated else Verdict.UNPROVEN)


FIRST_KINDS = (
    ClaimKind.MONTHS_FIRST, ClaimKind.CURRENT_STREAK, ClaimKind.LONGEST_STREAK, ClaimKind.RANK, ClaimKind.TOP,
)  # fmt: skip


@settings(deadline=None)
@given(month_lists(), st.sampled_from(STATES))
def test_every_kind_says_the_same_of_first_place_as_every_month_that_could_have_been(
    one: MonthList, state: str
) -> None:
    ranks = {naive_ranks(scores)[state] for scores in completions(one, STATES)}
    stated = one.complete or state in one.rows

    def verdict(kind: ClaimKind, count: int) -> Verdict:
        claim = Claim(state, kind, count, one.month, one.month)
        return check(claim, {one.month: one}, NAMES, four).verdict

    with mock.patch.object(rank_bounds, "FULL", SMALL_FULL):
        first = Verdict.FALSE if 1 not in ranks else Verdict.TRUE if stated else Verdict.UNPROVEN
        assert {kind: verdict(kind, 1) for kind in FIRST_KINDS} == dict.fromkeys(FIRST_KINDS, first)
        never = {Verdict.TRUE: Verdict.FALSE, Verdict.FALSE: Verdict.TRUE}.get(first, first)
        assert {verdict(kind, 0) for kind in FIRST_KINDS[:3]} == {never}
        for n in range(2, 5):
            within = {rank for rank in ranks if rank is not None and rank <= n}
            top = Verdict.FALSE if not within else Verdict.TRUE if stated else Verdict.UNPROVEN
            assert verdict(ClaimKind.TOP, n) is top


def test_two_firsts_and_a_third_leave_nobody_else_the_first_two_places() -> None:
    month = Month(2023, 1)
    history = {month: recorded("2023-01", ("HR", 1, None), ("HP", 1, None), ("DL", 3, None))}
    wanted = {
        (ClaimKind.MONTHS_FIRST, 0): "TRUE",
        (ClaimKind.MONTHS_FIRST, 1): "FALSE",
        (ClaimKind.RANK, 1): "FALSE",
        (ClaimKind.RANK, 2): "FALSE",
        (ClaimKind.RANK, 3): "UNPROVEN",
        (ClaimKind.TOP, 2): "FALSE",
    }
    told = {key: check(Claim("GJ", *key, month, month), history, NAMES, four).verdict for key in wanted}
    assert told == wanted


def test_only_a_stated_place_proves_a_rank() -> None:
    # Gujarat must stand between Haryana and Delhi, at 1 or 2; with the scores it must be 2.
    month = Month(2023, 1)
    one = recorded("2023-01", ("HR", 1, "100.00"), ("DL", 3, "99.98"), ("HP", 4, "99.00"))
    claim = Claim("GJ", ClaimKind.RANK, 2, month, month)
    found = check(claim, {month: one}, NAMES, four)
    assert (found.verdict, found.attainable, found.undecided_months) == (Verdict.UNPROVEN, (1, 2), (month,))


def test_every_pair_of_kinds_is_a_different_question() -> None:
    months = list(Month(2023, 1).to(Month(2023, 4)))
    ranks = (1, 1, 2, 1)
    history = {
        month: listed(month, {"HR": rank, "HP": 3 - rank}) for month, rank in zip(months, ranks, strict=True)
    }
    numbers = {
        kind: check(Claim("HR", kind, 0, months[0], months[-1]), history, NAMES, four).attainable
        for kind in COUNTERS
    }
    assert numbers == {
        ClaimKind.MONTHS_FIRST: (3,),
        ClaimKind.CURRENT_STREAK: (1,),
        ClaimKind.LONGEST_STREAK: (2,),
    }
    assert all(one != other for one, other in itertools.combinations(numbers.values(), 2))
