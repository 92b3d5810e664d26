"""Movement against the calendar month before."""

from __future__ import annotations

import pytest
from hypothesis import given

from common.months import Month
from rankings.lists.history import MonthList, Movement, Standing, movements
from tests.rankings.lists.histories import histories, listed

JANUARY, FEBRUARY, MARCH = Month(2023, 1), Month(2023, 2), Month(2023, 3)


def test_up_down_and_unchanged() -> None:
    history = {
        JANUARY: listed(JANUARY, {"HR": 5, "HP": 1, "DL": 4}),
        FEBRUARY: listed(FEBRUARY, {"HR": 1, "HP": 3, "DL": 4}),
    }
    assert movements(history, FEBRUARY) == {
        "HR": Movement(5, 4, False, 2, False),
        "HP": Movement(1, -2, False, -1, False),
        "DL": Movement(4, 0, False, -1, False),
    }


def test_nobody_moves_because_another_is_silent() -> None:
    """Of five three are ranked twice: they kept their order, whatever their ranks say."""
    history = {
        JANUARY: listed(JANUARY, {"A": 1, "B": 2, "C": 3, "D": 4, "E": None}),
        FEBRUARY: listed(FEBRUARY, {"A": None, "B": 1, "C": 2, "D": 4, "E": 3}),
    }
    moved = movements(history, FEBRUARY)
    assert [moved[code].rank_change for code in "BCD"] == [1, 1, 0]
    assert [moved[code].change_among_both for code in "ABCDE"] == [None, 0, 0, 0, None]
    assert [moved[code].came for code in "ABCDE"] == [False, False, False, False, True]


@pytest.mark.parametrize(("last_then", "last_now"), [(4, 3), (3, 2)])
def test_ties_are_ranked_among_both_as_in_the_list(last_then: int, last_now: int) -> None:
    """Skipping (1, 2, 2, 4) or dense (1, 2, 2, 3): nobody moves when the first is gone."""
    history = {
        JANUARY: listed(JANUARY, {"A": 1, "B": 2, "C": 2, "D": last_then}),
        FEBRUARY: listed(FEBRUARY, {"A": None, "B": 1, "C": 1, "D": last_now}),
    }
    assert [movements(history, FEBRUARY)[code].change_among_both for code in "BCD"] == [0, 0, 0]


@given(histories())
def test_changes_among_both_are_those_of_lists_without_the_others(
    drawn: tuple[dict[Month, MonthList], Month, Month],
) -> None:
    """By a second road: how many of those ranked in both stand ahead of a State, then and now."""
    history, _, _ = drawn
    for month, shown in history.items():
        before = history.get(month.previous())
        if before is None or not (before.complete and shown.complete):
            continue
        moved = movements(history, month)
        ranks = {code: (before.rows[code].rank, row.rank) for code, row in shown.rows.items()}
        both = {code: (then, now) for code, (then, now) in ranks.items() if then and now}
        for code in shown.rows:
            expected = None
            if code in both and len(both) > 1:
                then, now = (sum(other[at] < both[code][at] for other in both.values()) for at in (0, 1))
                expected = then - now
            assert moved[code].change_among_both == expected


def test_what_is_not_known_does_not_move() -> None:
    history = {
        JANUARY: listed(JANUARY, {"HR": None, "DL": 2}),
        FEBRUARY: listed(FEBRUARY, {"HR": 1, "HP": 3, "DL": None}),
    }
    moved = movements(history, FEBRUARY)
    assert moved["HR"] == moved["HP"] == Movement(None, None, False, None, True)
    assert moved["DL"] == Movement(2, None, False, None, False)


def test_a_gap_is_never_skipped() -> None:
    history = {JANUARY: listed(JANUARY, {"HR": 5}), MARCH: listed(MARCH, {"HR": 1})}
    assert movements(history, MARCH)["HR"] == Movement(None, None, False, None, False)


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
        "HR": Movement(2, 0, flagged, None, False),
        "HP": Movement(None, None, False, None, True),
    }


def test_the_first_month_of_the_calendar_has_none_before_it() -> None:
    first = Month(1900, 1)
    assert movements({first: listed(first, {"HR": 1})}, first) == {
        "HR": Movement(None, None, False, None, False)
    }


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
