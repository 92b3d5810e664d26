"""Months, numbers and ordinals in both languages."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from django.utils import translation

from common import dates
from common.months import Month
from rankings.lists import labels as numbers
from rankings.lists.labels import movement

HINDI_MONTHS = [
    "जनवरी", "फ़रवरी", "मार्च", "अप्रैल", "मई", "जून", "जुलाई", "अगस्त", "सितंबर", "अक्टूबर", "नवंबर", "दिसंबर",
]  # fmt: skip
ENGLISH_MONTHS = [
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
]  # fmt: skip


@pytest.mark.parametrize(("language", "names"), [("hi", HINDI_MONTHS), ("en", ENGLISH_MONTHS)])
def test_the_twelve_months(language: str, names: list[str]) -> None:
    with translation.override(language):
        assert [dates.month_alone(Month(2023, number)) for number in range(1, 13)] == names
        assert dates.month_name(Month(2023, 9)) == f"{names[8]} 2023"


def test_short_months_are_told_apart() -> None:
    for language in ("en", "hi"):
        with translation.override(language):
            assert len({dates.month_abbreviation(Month(2023, number)) for number in range(1, 13)}) == 12


def test_a_day_is_written_day_first() -> None:
    assert dates.day(date(2023, 11, 7)) == "07-11-2023"


@pytest.mark.parametrize(
    ("value", "printed"),
    [
        (0, "0"), (999, "999"), (1000, "1,000"), (100000, "1,00,000"), (12345678, "1,23,45,678"),
        (Decimal("393.00"), "393"), (Decimal("1234.50"), "1,234.50"), (Decimal("0.25"), "0.25"),
    ],
)  # fmt: skip
def test_indian_grouping(value: Decimal | int, printed: str) -> None:
    assert numbers.grouped(value) == printed


def test_less_than_all_never_prints_as_all() -> None:
    assert numbers.percent(Fraction(99_999, 1000)) == "> 99.99 %"
    assert numbers.percent(Fraction(100)) == "100.00 %"
    assert numbers.percent(Fraction(0)) == "0.00 %"
    assert numbers.percent(None) == "–"


def test_a_small_loss_never_prints_as_none() -> None:
    assert numbers.lost(Fraction(1, 1000)) == "< 0.01"
    assert numbers.lost(Fraction(5, 1000)) == "0.01"
    assert numbers.lost(Fraction(0)) == "0.00"
    assert numbers.lost(None) == "–"


def test_catalogue_numbers_without_needless_zeros() -> None:
    assert [numbers.plain(Decimal(one)) for one in ("7.00", "2.50", "100", "0.05")] == [
        "7",
        "2.5",
        "100",
        "0.05",
    ]


@pytest.mark.parametrize(
    ("rank", "english", "hindi"),
    [
        (1, "1st", "पहले"), (2, "2nd", "दूसरे"), (3, "3rd", "तीसरे"), (4, "4th", "चौथे"), (5, "5th", "5वें"),
        (6, "6th", "छठे"), (11, "11th", "11वें"), (12, "12th", "12वें"), (13, "13th", "13वें"),
        (21, "21st", "21वें"), (22, "22nd", "22वें"), (23, "23rd", "23वें"), (36, "36th", "36वें"),
    ],
)  # fmt: skip
def test_places(rank: int, english: str, hindi: str) -> None:
    assert dates.place(rank) == english
    with translation.override("hi"):
        assert dates.place(rank) == hindi


def test_months_in_a_row_in_words_up_to_twelve() -> None:
    assert [dates.nth_month(number) for number in (1, 6, 12, 13)] == ["first", "sixth", "twelfth", "13th"]
    with translation.override("hi"):
        assert [dates.nth_month(number) for number in (1, 6, 12, 13)] == ["पहले", "छठे", "बारहवें", "13वें"]


@pytest.mark.parametrize(
    ("change", "kind", "arrow", "places", "words"),
    [
        (2, "up", "▲", "2", "up"),
        (-1, "down", "▼", "1", "down"),
        (0, "same", "=", "", "unchanged"),
        (None, "none", "–", "", "not comparable"),
    ],
)
def test_movement_has_an_arrow_and_a_word(
    change: int | None, kind: str, arrow: str, places: str, words: str
) -> None:
    told = movement(change, flagged=False)
    assert (told.kind, told.arrow, told.places, told.words) == (kind, arrow, places, words)
