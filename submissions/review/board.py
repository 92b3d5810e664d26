"""The completeness board of a month: how far each of the 36 States and UTs has come."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from accounts.models import AuditEvent
from common.models import Job
from common.months import Month
from states.models import State
from states.selectors import all_states
from submissions.models import DataMonth, Leave, LeaveKind, Status, Submission
from submissions.months.queries import data_months
from submissions.months.windows import days_late

SENT = frozenset({Status.SUBMITTED, Status.RETURNED, Status.VERIFIED})


@dataclass(frozen=True, slots=True)
class BoardRow:
    """One State. `sent_at` is when its figures came in last, `late` the days by which its first sending (or,
    where nothing was sent, this moment) lies past its deadline.
    """

    state: State
    current: Submission | None
    sent_at: datetime | None
    late: int
    leaves: list[Leave]


def newest_open(months: list[DataMonth] | None = None) -> DataMonth | None:
    """The newest month that is not closed; the newest of all where every one is; None where there is none."""
    known = data_months() if months is None else months
    return next((month for month in known if month.closed_at is None), known[0] if known else None)


def completeness(data_month: DataMonth, at: datetime) -> list[BoardRow]:
    """The board of a month at a moment, by State name. The number of queries is constant."""
    month, states = data_month.month, all_states()
    leaves: dict[str, list[Leave]] = defaultdict(list)
    for leave in Leave.objects.filter(month=data_month).order_by("granted_at"):
        leaves[leave.state_id].append(leave)
    current = {one.state_id: one for one in Submission.objects.filter(month=month, is_current=True)}
    overtaken = Submission.objects.filter(month=month, is_current=False, submitted_at__isnull=False)
    before = dict(
        overtaken.exclude(status=Status.DRAFT)
        .order_by("submitted_at")
        .values_list("state_id", "submitted_at")
    )
    first = _first_sendings(month, states)
    rows = []
    for state in states:
        newest = current.get(state.code)
        # A draft on top of figures that were sent takes nothing back: those still wait, returned or verified.
        sent = newest.submitted_at if newest and newest.submitted_at else before.get(state.code)
        # A longer deadline counts, a reopening does not, for what was due stays due.
        longer = [leave.until for leave in leaves[state.code] if leave.kind == LeaveKind.EXTENSION]
        late = days_late(first.get(state.code) or sent or at, max([data_month.deadline, *longer]))
        rows.append(BoardRow(state, newest, sent, late, leaves[state.code]))
    return rows


def computation_of(month: Month) -> Job | None:
    """The newest job that computes the month's provisional lists; None where none was ever caused."""
    return Job.objects.filter(kind="compute", key=str(month)).order_by("-pk").first()


def _first_sendings(month: Month, states: list[State]) -> dict[str, datetime]:
    """When each State sent figures of the month first; the audit trail remembers what a later sending overwrites."""
    subjects = {f"{state.code} {month}": state.code for state in states}
    events = AuditEvent.objects.filter(action="submission.submit", subject__in=subjects).order_by("-number")
    return {subjects[subject]: at for subject, at in events.values_list("subject", "at")}
