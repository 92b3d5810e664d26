"""When a State's figures were first handed in, and by when they were due."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Max, Q

from accounts.models import AuditEvent
from common.months import Month
from insights.registry import Arrival, Note
from submissions.models import Caveat, CaveatKind, DataMonth, Leave, LeaveKind


def arrivals(state: str) -> list[Arrival]:
    """Every month for which figures were taken, oldest first. Two queries.

    The audit trail tells the first time: a submission that was returned and handed in again names only its last.
    """
    first: dict[Month, datetime] = {}
    events = AuditEvent.objects.filter(action="submission.submit", subject__startswith=f"{state} ")
    for subject, at in events.order_by("-number").values_list("subject", "at"):
        first[Month.parse(subject.partition(" ")[2])] = at
    extension = Q(leaves__state=state, leaves__kind=LeaveKind.EXTENSION)
    months = DataMonth.objects.annotate(longer=Max("leaves__until", filter=extension)).order_by("month")
    return [
        Arrival(month, first.get(month), max(deadline, longer or deadline), (longer or deadline) > deadline)
        for month, deadline, longer in months.values_list("month", "deadline", "longer")
    ]


# What is published beside a list: caveats that stand, and leave that was granted, each with its reason.


def public_notes(month: Month) -> list[Note]:
    """The notes of a month. Two queries."""
    caveats = Caveat.objects.filter(month=month, withdrawn_at__isnull=True)
    return [
        *(
            Note(caveat.state_id, caveat.parameter, CaveatKind(caveat.kind).label, caveat.text)
            for caveat in caveats
        ),
        *(
            Note(leave.state_id, "", LeaveKind(leave.kind).label, leave.reason, leave.until)
            for leave in Leave.objects.filter(month=month)
        ),
    ]
