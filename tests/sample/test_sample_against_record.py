"""The sample, computed for real, says what the published record says."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from rankings.sample import FIRST_PLACES, SAMPLE_MONTHS, RecordedPlace, sample_history, sample_month
from states.months import Month
from tests.sample.computed import firsts, given, history, marks, place, ranking

OCTOBER = Month(2023, 10)


def test_all_38_places_agree() -> None:
    found = []
    for known in given().record:
        row = place(known.month, known.board, known.category, known.state)
        if row.rank == known.rank and known.score in {None, row.score}:
            found.append(row)
    assert (len(found), len(given().record)) == (38, 38)


def test_nobody_unnamed_stands_among_the_recorded_places() -> None:
    """A list on record runs from first place without a gap, so its States are the top of the list."""
    lists: dict[tuple[Month, str], list[str]] = {}
    for known in given().record:
        lists.setdefault((known.month, known.category), []).append(known.state)
    for (month, category), named in lists.items():
        top = [row.state for row in ranking(month, "cctns", category)][: len(named)]
        assert sorted(top) == sorted(named), (month, category)


def test_two_share_third_place_in_september_2023() -> None:
    rows = [(row.rank, row.state, row.score) for row in ranking(Month(2023, 9), "cctns")][2:6]
    assert rows == [
        (3, "DL", Decimal("97.98")),
        (3, "GJ", Decimal("97.98")),
        (5, "TS", Decimal("97.91")),
        (6, "UK", Decimal("96.85")),
    ]


def test_first_places_are_as_the_story_has_them_and_never_shared() -> None:
    assert {month: firsts(month, "cctns") for month in SAMPLE_MONTHS} == {
        month: [state] for month, (state, _) in FIRST_PLACES.items()
    }


def test_haryana_is_first_20_times_6_of_the_first_nine_and_6_in_a_row() -> None:
    led = ["HR" in firsts(month, "cctns") for month in SAMPLE_MONTHS]
    assert len(led) == 29
    assert sum(led) == 20
    assert sum(led[:9]) == 6
    assert led[-7:] == [False] + [True] * 6


def test_haryana_has_full_marks_in_27_of_the_28_parameters_of_october_2023() -> None:
    own = marks(OCTOBER, "HR")
    short = [one.parameter for one in own if not one.full_marks]
    assert len(own) == 28
    assert short == ["DAT-03"]
    assert place(OCTOBER, "icjs", "all", "HR").score == Decimal("100.00")
    assert place(OCTOBER, "overall", "all", "HR").score == Decimal("99.97")


def test_other_boards_have_other_leaders() -> None:
    for board in ("icjs", "itsso", "overall"):
        leaders = {state for month in SAMPLE_MONTHS for state in firsts(month, board)}
        without = [month for month in SAMPLE_MONTHS if "HR" not in firsts(month, board)]
        assert len(leaders) >= 3, board
        assert len(without) >= 3, board


def _generate(record: list[RecordedPlace]) -> None:
    sample_history(given().states, given().methodologies, record)


def test_a_record_that_cannot_be_met_is_refused() -> None:
    june = Month(2021, 6)
    first = RecordedPlace("cctns", "all", june, 1, "HR", Decimal("100.00"))
    with pytest.raises(ValueError, match="calibrated on cctns, not on icjs"):
        _generate([replace(first, board="icjs")])
    with pytest.raises(ValueError, match="leave a gap"):
        _generate([first, replace(first, rank=3, state="HP", score=Decimal("99.00"))])
    with pytest.raises(ValueError, match="first place is not on record"):
        _generate([replace(first, rank=2)])
    with pytest.raises(ValueError, match="two scores on record"):
        _generate([first, replace(first, category="major", score=Decimal("99.00"))])
    with pytest.raises(ValueError, match="another first than the record's HP"):
        _generate([replace(first, state="HP")])
    with pytest.raises(ValueError, match="2021-06 HP: a place on record without a score"):
        _generate([first, replace(first, rank=2, state="HP", score=None)])


def test_a_record_of_other_months_changes_nothing() -> None:
    later = RecordedPlace("cctns", "all", Month(2024, 1), 7, "HP", None)
    known = given()
    month = Month(2023, 9)
    alone = sample_month(month, known.states, known.methodologies, [*known.record, later])
    assert alone == history()[month]
