"""How months stand for States, read from the database."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from django.db.models import Max, Min, Q

from accounts.models import AuditEvent
from common.months import Month
from insights.registry import Arrival, Note
from rankings.models import Origin, Publication
from submissions.models import Caveat, CaveatKind, DataMonth, Leave, LeaveKind
from submissions.months.windows import Grant, Opening, Window, window


class UnknownDataMonthError(LookupError):
    """A month for which figures were never taken. `known` holds those that there are."""

    def __init__(self, month: str, known: Iterable[Month]) -> None:
        super().__init__(month)
        self.month, self.known = month, [str(one) for one in known]


def data_months() -> list[DataMonth]:
    """Every month for which figures are or were taken, newest first."""
    return list(DataMonth.objects.order_by("-month"))


def data_month(month: Month) -> DataMonth:
    found = DataMonth.objects.filter(month=month).first()
    if found is None:
        raise UnknownDataMonthError(str(month), [month.month for month in data_months()])
    return found


def openings(months: Iterable[DataMonth]) -> dict[Month, Opening]:
    """When each month takes figures; it is published as soon as a computed list of it is. One query."""
    known = list(months)
    lists = Publication.objects.filter(origin=Origin.COMPUTED, month__in=[one.month for one in known])
    published = dict(lists.order_by("month").values_list("month").annotate(Min("published_at")))
    return {
        one.month: Opening(
            one.opened_at, one.deadline, one.late_until, one.closed_at, published.get(one.month)
        )
        for one in known
    }


def opening_of(one: DataMonth) -> Opening:
    return openings([one])[one.month]


def grants(**where: object) -> dict[tuple[str, Month], list[Grant]]:
    """Leave that was granted, by State and month."""
    found: dict[tuple[str, Month], list[Grant]] = defaultdict(list)
    for leave in Leave.objects.filter(**where):
        grant = Grant(leave.until, leave.kind == LeaveKind.REOPENING, leave.granted_at)
        found[leave.state_id, leave.month_id].append(grant)
    return found


def window_for(month: Month, state: str, at: datetime) -> Window:
    """How a month stands for one State. A month that was never opened answers so; it raises nothing."""
    one = DataMonth.objects.filter(month=month).first()
    if one is None:
        return window(None, (), at)
    return window(opening_of(one), grants(month=month, state=state)[state, month], at)


# When a State's figures were first handed in, and by when they were due.


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
