"""The completeness board of a month: how far each of the 36 States and UTs has come."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from accounts.models import AuditEvent
from common.models import Job
from common.months import Month
from states.models import State
from states.selectors import all_states
from submissions.models import DataMonth, Leave, LeaveKind, Status, Submission
from submissions.months.queries import data_months, opening_of
from submissions.months.windows import Opening, days_late


class Progress(StrEnum):
    """How far a State has come; the states of a submission, and nothing at all."""

    NOT_SENT = "not_sent"
    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    VERIFIED = "verified"


SENT = frozenset({Progress.SUBMITTED, Progress.RETURNED, Progress.VERIFIED})


@dataclass(frozen=True, slots=True)
class LeaveGiven:
    """Leave of a State. `standing` tells whether it still holds."""

    reopening: bool
    until: datetime
    reason: str
    granted_by: str
    standing: bool


@dataclass(frozen=True, slots=True)
class BoardRow:
    """One State. `sent_at` is when its figures came in last, `late` the days by which its first sending (or,
    where nothing was sent, this moment) lies past its deadline.
    """

    state: State
    progress: Progress
    revision: int | None
    sent_at: datetime | None
    late: int
    leaves: tuple[LeaveGiven, ...]


@dataclass(frozen=True, slots=True)
class Completeness:
    """The board. Rows stand by State name."""

    month: Month
    opening: Opening
    rows: tuple[BoardRow, ...]

    def count(self, *progress: Progress) -> int:
        return sum(row.progress in progress for row in self.rows)

    @property
    def sent(self) -> int:
        return self.count(*SENT)

    @property
    def late(self) -> int:
        """States that sent late, or have not sent and are late already."""
        return sum(row.late > 0 for row in self.rows)


def newest_open(months: list[DataMonth] | None = None) -> DataMonth | None:
    """The newest month that is not closed; the newest of all where every one is; None where there is none."""
    found = data_months() if months is None else months
    return next((one for one in found if one.closed_at is None), found[0] if found else None)


def completeness(one: DataMonth, at: datetime) -> Completeness:
    """The board of a month at a moment. The number of queries does not depend on how much came in."""
    opening = opening_of(one)
    leaves = _leaves(one, at)
    current = {sent.state_id: sent for sent in Submission.objects.filter(month=one.month, is_current=True)}
    before = _sent_before(one.month)
    states = all_states()
    first = _first_sendings(one.month, states)
    rows = []
    for state in states:
        newest = current.get(state.code)
        # A draft on top of figures that were sent takes nothing back: those still wait, returned or verified.
        sent = newest.submitted_at if newest and newest.submitted_at else before.get(state.code)
        own = leaves.get(state.code, ())
        began = first.get(state.code) or sent
        rows.append(
            BoardRow(
                state=state,
                progress=Progress(newest.status) if newest else Progress.NOT_SENT,
                revision=newest.revision if newest else None,
                sent_at=sent,
                late=days_late(began or at, _due(opening.deadline, own)),
                leaves=own,
            )
        )
    return Completeness(one.month, opening, tuple(rows))


def computation_of(month: Month) -> Job | None:
    """The newest job that computes the month's provisional lists; None where none was ever caused."""
    return Job.objects.filter(kind="compute", key=str(month)).order_by("-pk").first()


def _due(deadline: datetime, leaves: tuple[LeaveGiven, ...]) -> datetime:
    """A State's own deadline: a longer one counts, a reopening does not, for what was due stays due."""
    return max([deadline, *(leave.until for leave in leaves if not leave.reopening)])


def _leaves(one: DataMonth, at: datetime) -> dict[str, tuple[LeaveGiven, ...]]:
    found: dict[str, list[LeaveGiven]] = defaultdict(list)
    for leave in Leave.objects.filter(month=one).order_by("granted_at"):
        found[leave.state_id].append(
            LeaveGiven(
                reopening=leave.kind == LeaveKind.REOPENING,
                until=leave.until,
                reason=leave.reason,
                granted_by=leave.granted_by,
                standing=leave.until >= at,
            )
        )
    return {state: tuple(own) for state, own in found.items()}


def _sent_before(month: Month) -> dict[str, datetime]:
    """When an earlier revision of each State was sent last."""
    found = Submission.objects.filter(month=month, is_current=False, submitted_at__isnull=False)
    return {
        state: sent
        for state, sent in found.exclude(status=Status.DRAFT)
        .order_by("submitted_at")
        .values_list("state_id", "submitted_at")
        if sent is not None
    }


def _first_sendings(month: Month, states: list[State]) -> dict[str, datetime]:
    """When each State sent figures of the month first; the audit trail remembers what a later sending overwrites."""
    subjects = {f"{state.code} {month}": state.code for state in states}
    events = AuditEvent.objects.filter(action="submission.submit", subject__in=subjects).order_by("-number")
    return {subjects[subject]: at for subject, at in events.values_list("subject", "at")}
