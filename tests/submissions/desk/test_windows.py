"""May a State send figures now? Every gate, at its edges."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from common.months import Month
from submissions.months.windows import Gate, Grant, Opening, days_late, planned, window

OPENED = datetime(2023, 12, 1, tzinfo=UTC)
DUE = datetime(2023, 12, 15, tzinfo=UTC)
LATE = datetime(2023, 12, 20, tzinfo=UTC)
OPENING = Opening(OPENED, DUE, LATE)
CLOSED = Opening(OPENED, DUE, LATE, closed_at=LATE)
PUBLISHED = Opening(OPENED, DUE, LATE, closed_at=LATE, published_at=LATE + timedelta(days=7))
SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("opening", "at", "gate", "until"),
    [
        (None, DUE, Gate.NOT_OPENED, None),
        (OPENING, OPENED - SECOND, Gate.NOT_OPENED, OPENED),
        (OPENING, OPENED, Gate.OPEN, DUE),
        (OPENING, DUE, Gate.OPEN, DUE),
        (OPENING, DUE + SECOND, Gate.LATE, LATE),
        (OPENING, LATE, Gate.LATE, LATE),
        (OPENING, LATE + SECOND, Gate.DEADLINE_PASSED, LATE),
        (CLOSED, LATE + SECOND, Gate.CLOSED, LATE),
        (PUBLISHED, LATE + timedelta(days=30), Gate.PUBLISHED, LATE + timedelta(days=7)),
    ],
)
def test_without_leave(opening: Opening | None, at: datetime, gate: Gate, until: datetime | None) -> None:
    found = window(opening, [], at)
    assert (found.gate, found.until) == (gate, until)
    assert found.is_open == (gate in {Gate.OPEN, Gate.LATE})


def grant(until: datetime, *, reopening: bool) -> Grant:
    return Grant(until, reopening, OPENED)


def test_a_longer_deadline_holds_past_the_late_window_but_not_past_the_closing() -> None:
    long = grant(LATE + timedelta(days=5), reopening=False)
    assert window(OPENING, [long], DUE + SECOND).gate is Gate.EXTENDED
    assert window(OPENING, [long], LATE + timedelta(days=4)).until == LATE + timedelta(days=5)
    assert window(OPENING, [long], LATE + timedelta(days=6)).gate is Gate.DEADLINE_PASSED
    assert window(CLOSED, [long], LATE + SECOND).gate is Gate.CLOSED


@pytest.mark.parametrize("opening", [OPENING, CLOSED, PUBLISHED])
def test_a_reopening_opens_what_is_shut_until_it_ends(opening: Opening) -> None:
    end = LATE + timedelta(days=40)
    leave = grant(end, reopening=True)
    assert window(opening, [leave], end).gate is Gate.REOPENED
    assert not window(opening, [leave], end + SECOND).is_open


def test_the_schedule_is_kept_in_indian_time() -> None:
    plan = planned(Month(2023, 11))
    assert plan.opened_at == datetime(2023, 11, 30, 18, 30, tzinfo=UTC)
    assert plan.deadline == datetime(2023, 12, 15, 18, 29, 59, tzinfo=UTC)
    assert plan.late_until == datetime(2023, 12, 20, 18, 29, 59, tzinfo=UTC)


def test_days_late_are_whole_and_begun_days() -> None:
    assert [
        days_late(DUE + delta, DUE)
        for delta in (timedelta(), SECOND, timedelta(days=1), timedelta(days=1, seconds=1))
    ] == [0, 1, 1, 2]
