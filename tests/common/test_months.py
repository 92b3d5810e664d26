from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.months import Month

months = st.builds(Month, st.integers(1950, 2950), st.integers(1, 12))


@pytest.mark.parametrize(
    "text",
    [
        "2023",
        "2023-13",
        "2023-00",
        "23-10",
        "2023-1",
        "2023-10-01",
        "२०२३-१०",
        " 2023-10",
        "0000-01",
        "9999-12",
        "",
    ],
)
def test_anything_but_a_month_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"month|year"):
        Month.parse(text)


@given(months)
def test_a_month_reads_back_what_it_prints(month: Month) -> None:
    assert Month.parse(str(month)) == month
    assert Month.from_ordinal(month.ordinal) == month


@given(months)
def test_neighbours_differ_by_one(month: Month) -> None:
    assert month.next().previous() == month
    assert (month.next().first_day - month.last_day).days == 1
    assert list(month.to(month.plus(2))) == [month, month.next(), month.next().next()]
    assert list(month.to(month.previous())) == []


@given(months, months)
def test_months_sort_as_their_text_does(one: Month, other: Month) -> None:
    assert (one < other) == (str(one) < str(other))


def test_a_month_ends_on_its_last_day() -> None:
    assert Month.of(date(2024, 2, 29)).last_day == date(2024, 2, 29)
