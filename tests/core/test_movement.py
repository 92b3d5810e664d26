"""Movement against the calendar month before."""

from __future__ import annotations

import pytest
from hypothesis import given

from rankings.core.history import MonthList, Standing
from rankings.core.movement import Movement, movements
from states.months import Month
from tests.core.histories import histories, listed

JANUARY, FEBRUARY, MARCH = Month(2023, 1), Month(2023, 2), Month(2023, 3)


def test_up_down_and_unchanged() -> None:
    history = {
        JANUARY: listed(JANUARY, {"HR": 5, "HP": 1, "DL": 4}),
        FEBRUARY: listed(FEBRUARY, {"HR": 1, "HP": 3, "DL": 4}),
    }
    assert movements(history, FEBRUARY) == {
        "HR": Movement(5, 4, False),
        "HP": Movement(1, -2, False),
        "DL": Movement(4, 0, False),
    }


def test_what_is_not_known_does_not_move() -> None:
    history = {
        JANUARY: listed(JANUARY, {"HR": None, "DL": 2}),
        FEBRUARY: listed(FEBRUARY, {"HR": 1, "HP": 3, "DL": None}),
    }
    moved = movements(history, FEBRUARY)
    assert moved["HR"] == moved["HP"] == Movement(None, None, False)
    assert moved["DL"] == Movement(2, None, False)


def test_a_gap_is_never_skipped() -> None:
    history = {JANUARY: listed(JANUARY, {"HR": 5}), MARCH: listed(MARCH, {"HR": 1})}
    assert movements(history, MARCH)["HR"] == Movement(None, None, False)


@pytest.mark.parametrize(
    ("origin", "methodology", "flagged"),
    [
        ("computed", "2023-01", False),
        ("computed", "2021-06", True),
        ("recorded", None, True),
        ("recorded", "2023-01", True),
    ],
)
def test_another_methodology_or_origin_flags_the_movement(
    origin: str, methodology: str | None, flagged: bool
) -> None:
    rows = {"HR": Standing(2, None)}
    history = {
        JANUARY: MonthList(JANUARY, True, origin, False, methodology, rows),
        FEBRUARY: MonthList(FEBRUARY, True, "computed", False, "2023-01", {**rows, "HP": Standing(1, None)}),
    }
    assert movements(history, FEBRUARY) == {
        "HR": Movement(2, 0, flagged),
        "HP": Movement(None, None, False),
    }


def test_the_first_month_of_the_calendar_has_none_before_it() -> None:
    first = Month(1900, 1)
    assert movements({first: listed(first, {"HR": 1})}, first) == {"HR": Movement(None, None, False)}


def test_a_month_without_a_list_has_no_movements() -> None:
    with pytest.raises(KeyError):
        movements({}, JANUARY)


@given(histories())
def test_ranks_and_their_change_always_add_up(drawn: tuple[dict[Month, MonthList], Month, Month]) -> None:
    history, _, _ = drawn
    for month, one in history.items():
        before = history.get(month.previous())
        for state, moved in movements(history, month).items():
            past = before.rows[state].rank if before is not None and state in before.rows else None
            rank = one.rows[state].rank
            assert moved.previous_rank == past
            if moved.rank_change is None:
                assert rank is None or past is None
            else:
                assert rank == moved.previous_rank - moved.rank_change  # type: ignore[operator]
