"""When a State's figures were first handed in, and by when they were due."""

from __future__ import annotations

from datetime import datetime

from rankings.selectors.punctuality import Arrival
from states.models import AuditEvent
from states.months import Month
from submissions.models import DataMonth, Leave, LeaveKind


def arrivals(state: str) -> list[Arrival]:
    """Every month for which figures were taken, oldest first. Three queries.

    The audit trail tells the first time: a submission that was returned and handed in again names only its last.
    """
    first: dict[Month, datetime] = {}
    events = AuditEvent.objects.filter(action="submission.submit", subject__startswith=f"{state} ")
    for subject, at in events.order_by("-number").values_list("subject", "at"):
        first[Month.parse(subject.partition(" ")[2])] = at
    longer: dict[Month, datetime] = {}
    leaves = Leave.objects.filter(state=state, kind=LeaveKind.EXTENSION)
    for month, until in leaves.values_list("month", "until"):
        longer[month] = max(until, longer.get(month, until))
    return [
        Arrival(
            one.month,
            first.get(one.month),
            max(one.deadline, longer.get(one.month, one.deadline)),
            longer.get(one.month, one.deadline) > one.deadline,
        )
        for one in DataMonth.objects.order_by("month")
    ]
