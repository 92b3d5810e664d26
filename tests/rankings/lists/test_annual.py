"""Annual ranks: twelve complete lists, one mean, rounded once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.months import Month
from rankings.annual.core import UNRANKED_IN_A_MONTH, AnnualList, annual_list
from rankings.lists.history import MonthList, Standing
from tests.rankings.lists.histories import NAMES, STATES, hundredths, naive_ranks

YEAR = tuple(Month(2022, 1).to(Month(2022, 12)))


def year_of(scores: Mapping[str, Sequence[int | None]]) -> dict[Month, MonthList]:
    """Twelve complete lists from each State's scores in hundredths, January first."""
    history = {}
    for number, month in enumerate(YEAR):
        own = {state: months[number] for state, months in scores.items()}
        rows = {
            state: Standing(rank, None if (score := own[state]) is None else hundredths(score))
            for state, rank in naive_ranks(own).items()
        }
        history[month] = MonthList(month, True, "computed", False, "2021-06", rows)
    return history


def ranked(found: AnnualList) -> list[tuple[str, int | None, str | None]]:
    return [
        (place.state, place.rank, None if place.score is None else str(place.score)) for place in found.places
    ]


def test_the_mean_is_rounded_once_half_up() -> None:
    # HR: (11 × 99.99 + 99.93) ÷ 12 = 1199.82 ÷ 12 = 99.985 → 99.99. HP: 1199.81 ÷ 12 = 99.984… → 99.98.
    history = year_of({"HR": [9999] * 11 + [9993], "HP": [9999] * 11 + [9992], "DL": [0] * 12})
    found = annual_list(history, 2022, NAMES)
    assert ranked(found) == [("HR", 1, "99.99"), ("HP", 2, "99.98"), ("DL", 3, "0.00")]
    assert (found.on_record, found.missing, found.incomplete, found.unranked) == (True, (), (), {})
    assert found.methodologies == ("2021-06",)


def test_equal_means_share_a_rank() -> None:
    # HR and HP differ by one hundredth in one month of twelve: the printed means are equal.
    history = year_of({"HR": [9900] * 12, "HP": [9900] * 11 + [9901], "DL": [9800] * 12})
    assert ranked(annual_list(history, 2022, NAMES)) == [
        ("HR", 1, "99.00"), ("HP", 1, "99.00"), ("DL", 3, "98.00"),
    ]  # fmt: skip
    assert [place.rank for place in annual_list(history, 2022, NAMES, "dense").places] == [1, 1, 2]


def test_a_state_unranked_in_a_month_is_unranked_for_the_year() -> None:
    history = year_of({"HR": [9000] * 12, "HP": [10000] * 11 + [None]})
    found = annual_list(history, 2022, NAMES)
    assert ranked(found) == [("HR", 1, "90.00"), ("HP", None, None)]
    assert found.places[1].reason == UNRANKED_IN_A_MONTH
    assert found.unranked == {"HP": (Month(2022, 12),)}


def test_a_member_that_joins_within_the_year_is_unranked_for_it() -> None:
    history = year_of({"HR": [9000] * 12, "HP": [10000] * 12})
    january = history[YEAR[0]]
    history[YEAR[0]] = MonthList(
        january.month, True, "computed", False, "2021-06", {"HR": january.rows["HR"]}
    )
    assert annual_list(history, 2022, NAMES).unranked == {"HP": (YEAR[0],)}


@pytest.mark.parametrize("fault", ["missing", "partial", "without a score"])
def test_a_year_that_is_not_wholly_on_record_has_no_ranks(fault: str) -> None:
    history = year_of({"HR": [9000] * 12, "HP": [8000] * 12})
    march = history.pop(YEAR[2])
    if fault == "partial":
        history[YEAR[2]] = MonthList(
            march.month, False, "recorded", False, None, {"HR": Standing(1, Decimal(90))}
        )
    elif fault == "without a score":
        history[YEAR[2]] = MonthList(
            march.month, True, "recorded", False, None, {**march.rows, "HP": Standing(2, None)}
        )
    found = annual_list(history, 2022, NAMES)
    assert (found.on_record, found.places) == (False, ())
    assert found.missing == ((YEAR[2],) if fault == "missing" else ())
    assert found.incomplete == (() if fault == "missing" else (YEAR[2],))


def test_sample_and_real_months_of_a_year_are_told_apart() -> None:
    history = year_of({"HR": [9000] * 12})
    history[YEAR[0]] = MonthList(YEAR[0], True, "computed", True, "2023-01", history[YEAR[0]].rows)
    found = annual_list(history, 2022, NAMES)
    assert found.coverage.mixed_sample is True
    assert found.coverage.sample_months == (YEAR[0],)
    assert found.methodologies == ("2021-06", "2023-01")


@given(
    st.fixed_dictionaries(
        {state: st.lists(st.none() | st.integers(9990, 10000), min_size=12, max_size=12) for state in STATES}
    )
)
def test_annual_ranks_equal_a_second_computation(scores: dict[str, list[int | None]]) -> None:
    found = {place.state: place for place in annual_list(year_of(scores), 2022, NAMES).places}
    means: dict[str, Decimal | None] = {}
    for state, months in scores.items():
        known = [one for one in months if one is not None]
        rounded_mean = (Decimal(sum(known)) / 12).quantize(Decimal(1), rounding=ROUND_HALF_UP)
        means[state] = rounded_mean if len(known) == 12 else None
    for state, mean in means.items():
        assert (found[state].score, found[state].rank) == (
            None if mean is None else mean.scaleb(-2),
            None if mean is None else 1 + sum(one is not None and one > mean for one in means.values()),
        )
