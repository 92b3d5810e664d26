"""Progress ranks: points, the share of the gap that was closed, gaps in the record, and streaks of their own."""

from __future__ import annotations

from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.months import Month
from rankings.lists.history import History, MonthList, Standing, count_firsts
from rankings.lists.progress_rank import (
    SPANS,
    Measure,
    Obstacle,
    gap_closed,
    obstacle,
    progress_history,
    progress_list,
)
from tests.insights.lists import sample_list
from tests.rankings.sample.computed import given as sample

NAMES = {code: f"State {code}" for code in "ABCD"}
HUNDREDTHS = st.integers(0, 10_000).map(lambda whole: Decimal(whole).scaleb(-2))


def _list(month: Month, complete: bool = True, methodology: str = "one", **scores: str | None) -> MonthList:
    rows = {
        code: Standing(None if one is None else 1, None if one is None else Decimal(one))
        for code, one in scores.items()
    }
    return MonthList(month, complete, "computed", True, methodology, rows)


def _history(*lists: MonthList) -> History:
    return {one.month: one for one in lists}


JANUARY, FEBRUARY, MARCH, APRIL = (Month(2023, number) for number in range(1, 5))


def test_points_and_the_gap_give_different_orders() -> None:
    history = _history(
        _list(JANUARY, A="98.00", B="50.00", C="100.00", D=None),
        _list(FEBRUARY, A="99.50", B="60.00", C="99.00", D="10.00"),
    )
    points = progress_list(history, FEBRUARY, 1, Measure.CHANGE, NAMES)
    gaps = progress_list(history, FEBRUARY, 1, Measure.GAP_CLOSED, NAMES)
    assert points is not None
    assert gaps is not None
    assert [(row.state, row.rank, row.value, row.reason) for row in points.rows] == [
        ("B", 1, Decimal("10.00"), ""),
        ("A", 2, Decimal("1.50"), ""),
        ("C", 3, Decimal("-1.00"), ""),
        ("D", None, None, "not_ranked_then"),
    ]
    assert [(row.state, row.rank, row.value, row.reason) for row in gaps.rows] == [
        ("A", 1, Decimal("75.00"), ""),
        ("B", 2, Decimal("20.00"), ""),
        ("C", None, None, "no_gap"),
        ("D", None, None, "not_ranked_then"),
    ]
    assert (points.most_improved, gaps.most_improved, points.flagged) == (("B",), ("A",), False)


def test_ties_share_the_rank_and_nobody_is_most_improved_without_a_gain() -> None:
    history = _history(
        _list(JANUARY, B="50.00", A="60.00", C="70.00"), _list(FEBRUARY, B="49.00", A="59.00", C="60.00")
    )
    found = progress_list(history, FEBRUARY, 1, Measure.CHANGE, NAMES)
    assert found is not None
    assert [(row.state, row.rank) for row in found.rows] == [("A", 1), ("B", 1), ("C", 3)]
    assert found.most_improved == ()
    dense = progress_list(history, FEBRUARY, 1, Measure.CHANGE, NAMES, "dense")
    assert dense is not None
    assert [row.rank for row in dense.rows] == [1, 1, 2]


def test_a_gap_is_not_skipped_a_partial_list_proves_nothing_and_new_rules_are_flagged() -> None:
    history = _history(
        _list(JANUARY, A="50.00"),
        _list(MARCH, methodology="two", A="60.00"),
        _list(APRIL, complete=False, A="70.00"),
    )
    assert progress_list(history, MARCH, 1, Measure.CHANGE, NAMES) is None
    assert progress_list(history, APRIL, 1, Measure.CHANGE, NAMES) is None
    assert progress_list(history, FEBRUARY, 1, Measure.CHANGE, NAMES) is None
    found = progress_list(history, MARCH, 2, Measure.CHANGE, NAMES)
    assert found is not None
    assert (found.since, found.flagged, found.most_improved) == (JANUARY, True, ("A",))
    with pytest.raises(ValueError, match="span of 0"):
        progress_list(history, MARCH, 0, Measure.CHANGE, NAMES)


def test_the_progress_lists_are_a_history_to_count_in() -> None:
    history = _history(
        _list(JANUARY, A="50.00", B="50.00"),
        _list(FEBRUARY, A="52.00", B="51.00"),
        _list(MARCH, A="55.00", B="51.00"),
        _list(APRIL, A="54.00", B="50.00"),
    )
    found = progress_history(history, 1, Measure.CHANGE, NAMES)
    assert list(found) == [FEBRUARY, MARCH, APRIL]
    assert [one.was_first("A") for one in found.values()] == [True, True, False]
    assert [one.was_first("B") for one in found.values()] == [False, False, False]
    assert found[APRIL].rows["A"] == Standing(None, Decimal("-1.00"))


def test_what_stands_in_the_way_is_named() -> None:
    history = _history(
        _list(JANUARY, A="50.00"), _list(FEBRUARY, A="55.00"), _list(APRIL, complete=False, A="70.00")
    )
    assert obstacle(history, FEBRUARY, 1) is None
    assert obstacle(history, FEBRUARY, 3) is Obstacle.NOT_ON_RECORD_THEN
    assert obstacle(history, JANUARY, 12) is Obstacle.NOT_ON_RECORD_THEN
    assert obstacle(history, MARCH, 1) is Obstacle.NOT_ON_RECORD_NOW
    assert obstacle(history, APRIL, 1) is Obstacle.PARTIAL_NOW
    assert obstacle({**history, Month(2023, 5): _list(Month(2023, 5), A="1.00")}, Month(2023, 5), 1) is (
        Obstacle.PARTIAL_THEN
    )
    first = Month(1900, 1)
    assert obstacle(_history(_list(first, A="1.00")), first, 12) is Obstacle.NOT_ON_RECORD_THEN


def test_states_that_cannot_be_compared_say_why() -> None:
    then = _list(JANUARY, A="50.00", B=None, D="60.00")
    now = _list(FEBRUARY, A="51.00", B="52.00", C="53.00", D=None)
    unscored = replace(now, rows={**now.rows, "A": Standing(1, None)}, sample=False)
    found = progress_list(_history(then, unscored), FEBRUARY, 1, Measure.CHANGE, NAMES)
    assert found is not None
    assert {row.state: (row.rank, row.change, row.reason) for row in found.rows} == {
        "A": (None, None, "score_not_known"),
        "B": (None, None, "not_ranked_then"),
        "C": (None, None, "not_listed_then"),
        "D": (None, None, "not_ranked_now"),
    }
    assert (found.sample, found.mixed_sample) == (True, True)


@cache
def _sample_history() -> History:
    found = {}
    for month in Month(2021, 6).to(Month(2023, 10)):
        worked = sample_list(month, "cctns")
        rows = {state: Standing(place.rank, place.score) for state, place in worked.places.items()}
        found[month] = MonthList(month, True, "computed", True, worked.basis.methodology, rows)
    return found


@pytest.mark.parametrize("measure", Measure)
@pytest.mark.parametrize("span", SPANS)
def test_the_sample_by_a_second_road(span: int, measure: Measure) -> None:
    """Every month: values in decimals of twenty-eight digits, ranks by counting who is strictly above."""
    history = _sample_history()
    firsts: set[tuple[str, Month]] = set()
    for month, now in history.items():
        then = history.get(month.plus(-span))
        found = progress_list(history, month, span, measure, sample().names)
        if then is None:
            assert found is None
            continue
        assert found is not None
        slow = {}
        for state, row in now.rows.items():
            before = then.rows[state].score
            if row.score is None or before is None or (measure is Measure.GAP_CLOSED and before == 100):
                continue
            change = row.score - before
            share = 100 * change / (100 - before) if before < 100 else Decimal(0)
            slow[state] = (
                change if measure is Measure.CHANGE else share.quantize(Decimal("0.01"), ROUND_HALF_UP)
            )
        assert {one.state: one.value for one in found.rows if one.value is not None} == slow
        for one in found.rows:
            above = sum(value > slow[one.state] for value in slow.values()) if one.state in slow else None
            assert one.rank == (None if above is None else above + 1)
        best = max(slow.values())
        leaders = {state for state, value in slow.items() if value == best and best > 0}
        assert set(found.most_improved) == leaders
        firsts |= {(state, month) for state in leaders}
    ranked = progress_history(history, span, measure, sample().names)
    for state in sample().names:
        own = sorted(month for code, month in firsts if code == state)
        assert list(count_firsts(ranked, state, min(ranked), max(ranked)).first_months) == own


@given(HUNDREDTHS, HUNDREDTHS)
def test_the_gap_closed_is_the_nearest_hundredth_of_a_percent(then: Decimal, now: Decimal) -> None:
    found = gap_closed(then, now)
    if then == 100:
        assert found is None
        return
    assert found is not None
    exact = 100 * Fraction(now - then) / Fraction(100 - then)
    assert abs(Fraction(found) - exact) <= Fraction(1, 200)
    assert found <= 100
    assert (found == -gap_closed_of_a_fall(then, now)) or now >= then


def gap_closed_of_a_fall(then: Decimal, now: Decimal) -> Decimal:
    """The same size the other way: a fall by as much as this rise, rounded alike."""
    size = Fraction(then - now) / Fraction(100 - then) * 10_000
    return Decimal((2 * size.numerator + size.denominator) // (2 * size.denominator)).scaleb(-2)
