"""May this State send figures of this month now, until when, and if not, why not?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from common.months import Month

IST = ZoneInfo("Asia/Kolkata")
# A month opens when it has ended; figures are due by the end of the 15th, late ones by the end of the 20th.
DEADLINE_DAY, LATE_DAY = 15, 20
DAY_END = time(23, 59, 59)
REMINDERS = (7, 3, 1, 0)
"""Days before the deadline on which officers are reminded."""


class Gate(StrEnum):
    """How a month stands for one State."""

    NOT_OPENED = "not_opened"
    OPEN = "open"
    LATE = "late"
    EXTENDED = "extended"
    REOPENED = "reopened"
    DEADLINE_PASSED = "deadline_passed"
    CLOSED = "closed"
    PUBLISHED = "published"


OPEN_GATES = frozenset({Gate.OPEN, Gate.LATE, Gate.EXTENDED, Gate.REOPENED})


@dataclass(frozen=True, slots=True)
class Opening:
    """When a month takes figures. `closed_at` and `published_at` are None where that has not happened."""

    opened_at: datetime
    deadline: datetime
    late_until: datetime
    closed_at: datetime | None = None
    published_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Grant:
    """Leave for the State: a longer deadline, or a reopening of a closed month."""

    until: datetime
    reopening: bool
    granted_at: datetime


@dataclass(frozen=True, slots=True)
class Window:
    """The answer. `until` is when an open gate closes, or when a closed one did; None where neither is known."""

    gate: Gate
    until: datetime | None

    @property
    def is_open(self) -> bool:
        return self.gate in OPEN_GATES


def window(opening: Opening | None, grants: Iterable[Grant], at: datetime) -> Window:
    """How a month stands for one State at a moment.

    A reopening opens a month even after it was closed or published; a longer deadline moves the deadline of
    a month that has not been closed, and ends with the closing.
    """
    if opening is None or at < opening.opened_at:
        return Window(Gate.NOT_OPENED, opening.opened_at if opening else None)
    standing = [grant for grant in grants if grant.granted_at <= at <= grant.until]
    reopened = [grant.until for grant in standing if grant.reopening]
    extended = [grant.until for grant in standing if not grant.reopening]
    shut = _shut(opening)
    if shut is not None or at > opening.late_until:
        if reopened:
            return Window(Gate.REOPENED, max(reopened))
        if extended and shut is None:
            return Window(Gate.EXTENDED, max(extended))
        return shut or Window(Gate.DEADLINE_PASSED, opening.late_until)
    if at <= opening.deadline:
        return Window(Gate.OPEN, opening.deadline)
    return Window(Gate.EXTENDED, max(extended)) if extended else Window(Gate.LATE, opening.late_until)


def _shut(opening: Opening) -> Window | None:
    """A month that was published or closed, and since when."""
    if opening.published_at:
        return Window(Gate.PUBLISHED, opening.published_at)
    return Window(Gate.CLOSED, opening.closed_at) if opening.closed_at else None


def planned(month: Month) -> Opening:
    """The schedule of a month: opens on the first day after it, in IST."""
    following = month.next().first_day

    def on(day: int) -> datetime:
        return datetime.combine(following.replace(day=day), DAY_END, IST)

    return Opening(datetime.combine(following, time(), IST), on(DEADLINE_DAY), on(LATE_DAY))


def stage_of(days: int) -> int | None:
    """Which reminder is due so many days before a deadline; None before the first and after the deadline.

    A stage that was missed is caught up until the next one comes.

    >>> [stage_of(days) for days in (8, 7, 5, 3, 2, 1, 0, -1)]
    [None, 7, 7, 3, 3, 1, 0, None]
    """
    if days < 0:
        return None
    return min((stage for stage in REMINDERS if stage >= days), default=None)


def days_late(submitted_at: datetime, deadline: datetime) -> int:
    """Whole and begun days past the deadline; 0 where it was kept."""
    late = submitted_at - deadline
    return 0 if late <= timedelta() else -(-late // timedelta(days=1))
