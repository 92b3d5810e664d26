"""The sample, computed for real, says what the published record says."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from common.months import Month
from tests.rankings.sample.computed import firsts, given, history, marks, place, ranking
from tools.sample import FIRST_PLACES, SAMPLE_MONTHS, RecordedPlace, sample_history, sample_month

OCTOBER = Month(2023, 10)


def test_all_50_places_agree() -> None:
    found = []
    for known in given().record:
        row = place(known.month, known.board, known.category, known.state)
        if row.rank == known.rank and known.score in {None, row.score}:
            found.append(row)
    assert (len(found), len(given().record)) == (50, 50)


def test_nobody_unnamed_stands_among_the_recorded_places() -> None:
    """A list of `cctns` on record runs from first place without a gap, so its States are the top of the list."""
    lists: dict[tuple[Month, str], list[str]] = {}
    for known in given().record:
        if known.board == "cctns":
            lists.setdefault((known.month, known.category), []).append(known.state)
    assert len(lists) == 11
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


def test_what_people_say_of_single_states_holds() -> None:
    ranks = {
        state: [place(month, "cctns", "all", state).rank or 0 for month in SAMPLE_MONTHS]
        for state in ("BR", "DL", "HR")
    }
    assert min(ranks["BR"]) == 23
    assert ranks["DL"].count(1) == 2
    assert max(ranks["HR"]) == 5
    assert [row.state for row in ranking(OCTOBER, "cctns")][5:7] == ["UK", "TS"]
    assert firsts(OCTOBER, "icjs") == ["HR"]


def test_haryanas_helpline_held_60_to_62_crore_in_ten_months_at_the_same_per_cent_as_before() -> None:
    """Full marks begin at 30 per cent; only January, the month of fifth place, stays below."""
    figures = [history()[Month(2023, number)]["HR"]["CYB-01"] for number in range(1, 11)]
    held = sum(int(one.numerator or 0) for one in figures)
    assert 60 * 10**7 <= held <= 62 * 10**7
    assert 66 * 10**7 < held * 11 / 10 < 68 * 10**7
    percents = [f"{100 * (one.numerator or 0) / (one.denominator or 1):.4f}" for one in figures]
    assert percents == [
        "28.8085", "32.1900", "33.5700", "32.4900", "31.2600", "30.5100", "30.9300", "31.4100", "30.6300", "31.0800",
    ]  # fmt: skip


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
    with pytest.raises(ValueError, match="2021-06 HR: the story has no figures for icjs"):
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
