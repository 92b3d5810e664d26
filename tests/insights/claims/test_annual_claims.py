"""Annual claims, against every year that could have been."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from unittest import mock

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from common.months import Month
from insights.claims.kinds import Claim, ClaimKind, Verdict
from insights.claims.verdicts import check
from rankings.annual.core import AnnualOpening, attainable_ranks
from rankings.lists import rank_bounds
from rankings.lists.history import MonthList, Standing
from rankings.lists.ranks import Ties
from tests.rankings.lists.histories import NAMES, completions, hundredths, month_lists
from tests.rankings.lists.test_annual import YEAR, year_of

THREE = ("DL", "HP", "HR")
TOP = 3


def three(month: Month) -> frozenset[str]:
    return frozenset(THREE)


def annual(state: str, count: int) -> Claim:
    return Claim(state, ClaimKind.ANNUAL, count, YEAR[0], YEAR[-1])


def test_a_whole_year_proves_its_ranks() -> None:
    history = year_of({"HR": [9990] * 12, "HP": [9980] * 12, "DL": [10000] * 11 + [None]})
    verdicts = {
        (state, count): check(annual(state, count), history, NAMES, three).verdict
        for state, count in itertools.product(THREE, (1, 2, 3))
    }
    assert {key for key, verdict in verdicts.items() if verdict is Verdict.TRUE} == {("HR", 1), ("HP", 2)}
    assert Verdict.UNPROVEN not in verdicts.values()
    found = check(annual("HR", 1), history, NAMES, three)
    assert (found.counted_months, found.undecided_months, found.attainable) == (YEAR, (), (1,))


def test_equal_means_rank_as_the_methodology_says() -> None:
    history = year_of({"HR": [9990] * 12, "HP": [9990] * 12, "DL": [9000] * 12})
    assert check(annual("DL", 3), history, NAMES, three).verdict is Verdict.TRUE
    assert check(annual("DL", 2), history, NAMES, three, "dense").verdict is Verdict.TRUE
    assert check(annual("DL", 3), history, NAMES, three, "dense").verdict is Verdict.FALSE


def test_an_incomplete_year_never_proves_and_sometimes_refutes() -> None:
    history = year_of({"HR": [9990] * 12, "HP": [9980] * 12, "DL": [100] * 12})
    march = Month(2022, 3)
    # Only first place is on record in March: nobody had more than 99.90, so no mean comes up to Haryana's.
    history[march] = MonthList(march, False, "recorded", False, None, {"HR": Standing(1, Decimal("99.90"))})
    found = check(annual("HR", 1), history, NAMES, three)
    assert (found.verdict, found.attainable, found.undecided_months) == (Verdict.UNPROVEN, (1,), (march,))
    assert len(found.counted_months) == 11
    assert check(annual("HR", 2), history, NAMES, three).verdict is Verdict.FALSE
    assert check(annual("DL", 1), history, NAMES, three).verdict is Verdict.FALSE
    # Without any list of March both States above Delhi may have been unranked, and out of the year's list.
    del history[march]
    assert check(annual("DL", 1), history, NAMES, three).verdict is Verdict.UNPROVEN
    assert check(annual("DL", 4), history, NAMES, three).verdict is Verdict.FALSE


def test_who_was_unranked_in_a_month_on_record_has_no_annual_rank() -> None:
    history = year_of({"HR": [9990] * 12, "HP": [None] + [9980] * 11})
    del history[Month(2022, 5)]
    assert check(annual("HP", 2), history, NAMES, three).attainable == ()


scores = st.integers(0, 4)


@st.composite
def annual_openings(draw: st.DrawFn) -> AnnualOpening:
    low, high = sorted((draw(scores), draw(scores)))
    return AnnualOpening(hundredths(low), hundredths(high), draw(st.booleans()))


def worlds(year: Mapping[str, AnnualOpening], state: str, ties: Ties) -> set[int]:
    """The State's ranks in every choice of scores from the ranges."""
    choices: list[list[int | None]] = [
        [*range(int(one.lowest * 100), int(one.highest * 100) + 1), *([None] if one.may_be_unranked else [])]
        for one in year.values()
    ]
    found = set()
    for world in itertools.product(*choices):
        own = dict(zip(year, world, strict=True))[state]
        if own is not None:
            better = [one for one in world if one is not None and one > own]
            found.add(1 + (len(better) if ties == "competition" else len(set(better))))
    return found


@settings(deadline=None)
@given(st.fixed_dictionaries({state: annual_openings() for state in ("DL", "GJ", "HP", "HR")}))
def test_the_ranks_within_ranges_are_all_and_only_those(year: dict[str, AnnualOpening]) -> None:
    assert attainable_ranks(year, "HR", "competition") == worlds(year, "HR", "competition")
    assert attainable_ranks(year, "HR", "dense") >= worlds(year, "HR", "dense")


def printed(one: MonthList, state: str) -> int | None:
    score = one.rows[state].score
    return None if score is None else int(score * 100)


def oracle(history: dict[Month, MonthList], open_month: Month, state: str) -> set[int]:
    """The State's annual ranks in every way in which one month could have gone."""
    found = set()
    for world in completions(history.get(open_month), THREE, top=TOP):
        means: dict[str, Decimal] = {}
        for one in THREE:
            own = [world[one] if month == open_month else printed(history[month], one) for month in YEAR]
            known = [score for score in own if score is not None]
            if len(known) == len(YEAR):
                means[one] = (Decimal(sum(known)) / 12).quantize(Decimal(1), rounding=ROUND_HALF_UP)
        if state in means:
            found.add(1 + sum(mean > means[state] for mean in means.values()))
    return found


@st.composite
def years(draw: st.DrawFn) -> dict[Month, MonthList]:
    """Twelve complete lists of three States whose means lie close together; few are unranked."""
    months = st.lists(st.integers(0, TOP), min_size=12, max_size=12)
    every: dict[str, list[int | None]] = {state: list(draw(months)) for state in THREE}
    if not draw(st.integers(0, 4)):
        every[draw(st.sampled_from(THREE))][draw(st.integers(0, 11))] = None
    return year_of(every)


@settings(deadline=None)
@given(years(), st.sampled_from(YEAR), st.sampled_from(THREE))
def test_a_month_without_a_list_leaves_open_what_it_could_have_decided(
    history: dict[Month, MonthList], gone: Month, state: str
) -> None:
    del history[gone]
    possible = oracle(history, gone, state)
    with mock.patch.object(rank_bounds, "FULL", TOP):
        for count in range(1, 5):
            found = check(annual(state, count), history, NAMES, three)
            assert found.verdict is (Verdict.UNPROVEN if count in possible else Verdict.FALSE)


@settings(deadline=None)
@given(years(), st.data(), st.sampled_from(YEAR), st.sampled_from(THREE))
def test_no_year_that_could_have_been_is_called_impossible(
    history: dict[Month, MonthList], data: st.DataObject, partial: Month, state: str
) -> None:
    history[partial] = data.draw(month_lists(partial, THREE, TOP, kinds=(False,)))
    possible = oracle(history, partial, state)
    with mock.patch.object(rank_bounds, "FULL", TOP):
        for count in range(1, 5):
            verdict = check(annual(state, count), history, NAMES, three).verdict
            assert verdict is not Verdict.TRUE
            if count in possible:
                assert verdict is Verdict.UNPROVEN


@pytest.mark.parametrize("state", THREE)
def test_a_year_without_any_list_leaves_every_rank_open(state: str) -> None:
    found = check(annual(state, 1), {}, NAMES, three)
    assert (found.verdict, found.attainable, found.undecided_months) == (Verdict.UNPROVEN, (1, 2, 3), YEAR)
