"""Claims as people say them, in both languages."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rankings.core.saying import understood
from states.months import Month

NAMES = {
    "Haryana": "HR", "हरियाणा": "HR", "Himachal Pradesh": "HP", "हिमाचल प्रदेश": "HP", "Uttar Pradesh": "UP",
    "Mizoram": "MZ", "मिज़ोरम": "MZ", "Jammu and Kashmir": "JK", "Pradesh": "XX",
}  # fmt: skip
OLDEST, NEWEST = Month(2021, 6), Month(2023, 10)


def read(text: str) -> str:
    said = understood(text, NAMES, OLDEST, NEWEST)
    return f"{said.state} {said.kind} {said.count} {said.first} {said.last}"


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("Haryana was first in 29 of 39 months from June 2021", "HR months_first 29 2021-06 2024-08"),
        ("Haryana was first 20 times since June 2021", "HR months_first 20 2021-06 2023-10"),
        ("20 times first since June 2021: Haryana", "HR months_first 20 2021-06 2023-10"),
        ("Haryana, first 29 of the past 39 months", "HR months_first 29 2020-08 2023-10"),
        ("Haryana is first for the sixth month in a row", "HR current_streak 6 2021-06 2023-10"),
        ("HR first for the last 6 consecutive months", "HR current_streak 6 2021-06 2023-10"),
        ("Haryana's longest: longest streak of Haryana is 6 months", "HR longest_streak 6 2021-06 2023-10"),
        (
            "Haryana was first six months in a row from May to October 2022",
            "HR longest_streak 6 2022-05 2022-10",
        ),
        ("Himachal Pradesh was first in January 2023", "HP months_first 1 2023-01 2023-01"),
        ("Haryana was first in 2022", "HR annual 1 2022-01 2022-12"),
        ("Haryana was second in 2022", "HR annual 2 2022-01 2022-12"),
        ("Himachal Pradesh was 4th in 2023-02", "HP rank 4 2023-02 2023-02"),
        ("Haryana was first 9 times in 2022", "HR months_first 9 2022-01 2022-12"),
        ("Haryana was first 10 times since 2022", "HR months_first 10 2022-01 2023-10"),
        ("UP moved up to rank 3 in March 2022", "UP rank 3 2022-03 2022-03"),
        ("it moved up to rank 3 in Mar 2022", "None rank 3 2022-03 2022-03"),
        ("Jammu and Kashmir first", "JK months_first None 2021-06 2023-10"),
        ("हरियाणा जून 2021 से 20 बार प्रथम रहा", "HR months_first 20 2021-06 2023-10"),
        ("हरियाणा जून २०२१ से ३९ में से २९ माह प्रथम रहा", "HR months_first 29 2021-06 2024-08"),
        ("हरियाणा लगातार छठे माह प्रथम", "HR current_streak 6 2021-06 2023-10"),
        ("हिमाचल प्रदेश जनवरी 2023 में प्रथम", "HP months_first 1 2023-01 2023-01"),
        ("मिजोरम 2022 में तीसरे स्थान पर", "MZ annual 3 2022-01 2022-12"),
        ("हरियाणा सितम्बर 2022 में दूसरे स्थान पर", "HR rank 2 2022-09 2022-09"),
        ("", "None months_first None 2021-06 2023-10"),
    ],
)
def test_what_was_meant(text: str, meant: str) -> None:
    assert read(text) == meant


@given(st.text(max_size=80))
def test_any_text_is_read_without_a_fault(text: str) -> None:
    said = understood(text, NAMES, OLDEST, NEWEST)
    assert said.first <= said.last


VOCABULARY = (
    "Haryana was first in of the past last 20 29 39 999 1000 6th times months row since from to June 2021 2022 1999 "
    "2099 2023-10 2023-13 rank second longest में से लगातार माह जून २०२१ प्रथम"
)


@given(st.lists(st.sampled_from(VOCABULARY.split()), max_size=12))
def test_any_words_of_a_claim_are_read_without_a_fault(words: list[str]) -> None:
    said = understood(" ".join(words), NAMES, OLDEST, NEWEST)
    assert said.first <= said.last


@given(st.integers(1, 400), st.sampled_from([Month(2021, 6), Month(2022, 1), Month(2023, 10)]))
def test_of_so_many_months_is_a_window_of_that_length(length: int, first: Month) -> None:
    text = f"Haryana was first in 1 of {length} months since {first}"
    said = understood(text, NAMES, OLDEST, NEWEST)
    assert len(list(said.first.to(said.last))) == length
