"""How months stand for States, read from the database."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from common.months import Month
from rankings.models import Origin, Publication
from submissions.models import DataMonth, Leave, LeaveKind
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


def opening_of(one: DataMonth) -> Opening:
    """When the month takes figures; it is published as soon as a computed list of it is."""
    published_at = (
        Publication.objects.filter(month=one.month, origin=Origin.COMPUTED)
        .order_by("revision")
        .values_list("published_at", flat=True)
        .first()
    )
    return Opening(one.opened_at, one.deadline, one.late_until, one.closed_at, published_at)


def grants_of(month: Month) -> dict[str, list[Grant]]:
    """Leave granted in a month, by State."""
    found: dict[str, list[Grant]] = {}
    for leave in Leave.objects.filter(month=month):
        grant = Grant(leave.until, leave.kind == LeaveKind.REOPENING, leave.granted_at)
        found.setdefault(leave.state_id, []).append(grant)
    return found


def window_for(month: Month, state: str, at: datetime) -> Window:
    """How a month stands for one State. A month that was never opened answers so; it raises nothing."""
    one = DataMonth.objects.filter(month=month).first()
    if one is None:
        return window(None, (), at)
    return window(opening_of(one), grants_of(month).get(state, ()), at)
