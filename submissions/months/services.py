"""Months open, close, and open again for one State."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from accounts import audit
from common.edition import public_change
from common.locks import hold_lock
from common.months import Month
from rankings.models import Origin, Publication
from submissions.models import DataMonth, Leave, LeaveKind
from submissions.months.queries import data_month
from submissions.months.windows import planned


class RefusedMonthError(ValueError):
    """A change to a month that the rules do not allow; the text says why and how to mend it."""


@transaction.atomic
def open_month(
    *,
    month: Month,
    by: str,
    at: datetime,
    deadline: datetime | None = None,
    late_until: datetime | None = None,
    address: str = "",
) -> DataMonth:
    """Open a month for figures; the schedule gives the deadlines that are not given.

    Opening an open month again changes nothing but deadlines that are given. Raises RefusedMonthError for
    deadlines in the past or out of order, and for a month that is published.
    """
    hold_lock(f"month {month}")
    if Publication.objects.filter(month=month, origin=Origin.COMPUTED).exists():
        raise RefusedMonthError(f"{month} is published; reopen it for a State instead, with a reason")
    present = DataMonth.objects.filter(month=month).first()
    if present is not None and deadline is None and late_until is None and present.closed_at is None:
        return present
    plan = planned(month)
    due = deadline or (present.deadline if present else plan.deadline)
    late = late_until or max(present.late_until if present else plan.late_until, due)
    if due <= at:
        raise RefusedMonthError(f"The deadline {due:%d-%m-%Y %H:%M} has passed already; give a later one")
    if late < due:
        raise RefusedMonthError("The late window must end at or after the deadline")
    opened_at = present.opened_at if present else at
    before = _told(present) if present else None
    opened, _ = DataMonth.objects.update_or_create(
        month=month,
        defaults={
            "opened_at": opened_at,
            "opened_by": present.opened_by if present else by,
            "deadline": due,
            "late_until": late,
            "closed_at": None,
            "closed_by": "",
        },
    )
    audit.record(
        at=at,
        actor=by,
        address=address,
        action="month.open",
        subject=str(month),
        before=before,
        after=_told(opened),
    )
    return opened


@transaction.atomic
def close_month(*, month: Month, by: str, at: datetime, address: str = "") -> DataMonth:
    """Close a month; nothing comes in afterwards but by a reopening. Closing it again changes nothing."""
    hold_lock(f"month {month}")
    one = data_month(month)
    if one.closed_at is not None:
        return one
    before = _told(one)
    one.closed_at, one.closed_by = at, by
    one.save(update_fields=["closed_at", "closed_by"])
    audit.record(
        at=at,
        actor=by,
        address=address,
        action="month.close",
        subject=str(month),
        before=before,
        after=_told(one),
    )
    return one


@public_change()
def grant_leave(
    *,
    month: Month,
    state: str,
    kind: LeaveKind,
    until: datetime,
    reason: str,
    by: str,
    at: datetime,
    address: str = "",
) -> Leave:
    """Give one State more time, or reopen the month for it; both are published beside the list."""
    if not reason.strip():
        raise RefusedMonthError("Give a reason: it is published beside the list")
    if until <= at:
        raise RefusedMonthError("The leave must end in the future")
    one = data_month(month)
    hold_lock(f"month {month}")
    if kind == LeaveKind.EXTENSION and one.closed_at is not None:
        raise RefusedMonthError(f"{month} is closed; reopen it for the State instead")
    leave = Leave.objects.create(
        month=one, state_id=state, kind=kind, until=until, reason=reason.strip(), granted_at=at, granted_by=by
    )
    after = {"kind": kind.value, "until": until.isoformat(), "reason": leave.reason}
    audit.record(
        at=at, actor=by, address=address, action="month.leave", subject=f"{state} {month}", after=after
    )
    return leave


def run_schedule(*, at: datetime) -> list[str]:
    """What the calendar asks for: open the month that has ended, close months whose late window is over.

    Returns what was done, a line each. Only the newest ended month is opened; the first one ever is opened by hand.
    """
    done = []
    newest = DataMonth.objects.order_by("-month").first()
    ended = Month.of(at.astimezone(planned(Month(2021, 6)).deadline.tzinfo).date()).previous()
    if newest is not None and newest.month < ended and at < planned(ended).deadline:
        open_month(month=ended, by=audit.SYSTEM, at=at)
        done.append(f"{ended} opened")
    for one in DataMonth.objects.filter(closed_at__isnull=True, late_until__lt=at):
        if not Leave.objects.filter(month=one, until__gte=at).exists():
            close_month(month=one.month, by=audit.SYSTEM, at=at)
            done.append(f"{one.month} closed")
    return done


def _told(one: DataMonth) -> dict[str, str | None]:
    return {
        "deadline": one.deadline.isoformat(),
        "late_until": one.late_until.isoformat(),
        "closed_at": one.closed_at.isoformat() if one.closed_at else None,
    }
