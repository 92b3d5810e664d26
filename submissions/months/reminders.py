"""Officers are reminded before the deadline, as long as their State has sent nothing: once for each stage.

The schedule only writes jobs, one for each officer, State and stage; the job looks again whether figures are still
missing, and says by its own progress that its mail went out, so that a job that is done again sends nothing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from datetime import datetime, time
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from accounts.access import appointed
from accounts.models import Role
from common import jobs
from common.dates import month_name
from common.jobs import Report
from common.letters import Letter, send
from common.models import Job
from common.months import Month
from states.models import State
from submissions.desk.words import moment_text
from submissions.models import DataMonth, Status, Submission
from submissions.months.queries import grants, opening_of
from submissions.months.windows import IST, OPEN_GATES, Gate, stage_of, window

REMIND = "reminder"
MORNING = time(9)
"""Nobody gets a reminder before nine in the morning, Indian time."""

SENT = (Status.SUBMITTED, Status.VERIFIED)


@transaction.atomic
def queue_reminders(*, at: datetime) -> int:
    """Queue a mail for every officer whose State has yet to send, where a stage is reached; returns how many."""
    queued = 0
    for month in DataMonth.objects.filter(closed_at__isnull=True):
        told = set(
            Job.objects.filter(kind=REMIND, key__startswith=f"{month.month}:").values_list("key", flat=True)
        )
        for state, deadline in _waiting(month, at):
            days = (deadline.astimezone(IST).date() - at.astimezone(IST).date()).days
            stage = stage_of(days)
            if stage is None:
                continue
            for officer in _officers(state, at):
                key = key_of(month.month, stage, officer, state)
                if key in told:
                    continue
                payload = {"month": str(month.month), "stage": stage, "state": state, "officer": officer}
                jobs.enqueue(kind=REMIND, key=key, payload=payload, at=at, not_before=_morning(at))
                queued += 1
    return queued


def remind(payload: Mapping[str, Any], *, report: Report, at: datetime) -> bool:
    """Send one reminder; False where figures came in, the deadline passed, the officer left, or it was sent."""
    key = key_of(Month.parse(payload["month"]), payload["stage"], payload["officer"], payload["state"])
    month = DataMonth.objects.filter(month=payload["month"], closed_at__isnull=True).first()
    deadline = dict(_waiting(month, at)).get(payload["state"]) if month is not None else None
    user = get_user_model().objects.filter(pk=payload["officer"], is_active=True).exclude(email="").first()
    if (
        month is None
        or deadline is None
        or user is None
        or user.pk not in _officers(payload["state"], at)
        or Job.objects.filter(kind=REMIND, key=key, done__gte=1).exists()
    ):
        return False
    days = (deadline.astimezone(IST).date() - at.astimezone(IST).date()).days
    mail = reminder_mail(State.objects.get(pk=payload["state"]), month.month, deadline, days)
    send(mail, user.email, f"reminder.{key.replace(':', '.')}")
    report(1, 1)
    return True


def key_of(month: Month, stage: int, officer: int, state: str) -> str:
    """What a reminder is known by; the officer is hashed, for keys are shown to staff.

    >>> key_of(Month(2023, 11), 3, 7, "HR")
    '2023-11:3:HR:9f14025af0065b30'
    """
    return f"{month}:{stage}:{state}:{hashlib.sha256(f'officer {officer}'.encode()).hexdigest()[:16]}"


def _waiting(month: DataMonth, at: datetime) -> Iterator[tuple[str, datetime]]:
    """The States that have yet to send, each with its own deadline, which lies ahead. A few queries."""
    opening, granted = opening_of(month), grants(month=month.month)
    sent = Submission.objects.filter(month=month.month, is_current=True, status__in=SENT)
    gone = set(sent.values_list("state_id", flat=True))
    for state in State.objects.order_by("code").values_list("code", flat=True):
        found = window(opening, granted[state, month.month], at)
        if state in gone or found.gate not in OPEN_GATES - {Gate.LATE} or found.until is None:
            continue
        # A longer deadline that holds already counts while the common one still lies ahead.
        longer = [
            one.until for one in granted[state, month.month] if not one.reopening and one.granted_at <= at
        ]
        yield state, max([found.until, *longer])


def _officers(state: str, at: datetime) -> list[int]:
    """The officers of a State on that day, deputies among them, who can be written to."""
    posts = appointed(at.astimezone(IST).date()).filter(role=Role.OFFICER, state=state, user__is_active=True)
    return sorted(set(posts.exclude(user__email="").values_list("user_id", flat=True)))


def _morning(at: datetime) -> datetime:
    here = at.astimezone(IST)
    return max(at, datetime.combine(here.date(), MORNING, IST))


# The reminder before a deadline, in words. An officer's mail speaks both languages.

RULE = "\n\n" + "-" * 60 + "\n\n"


def reminder_mail(state: State, month: Month, deadline: datetime, days: int) -> Letter:
    """`days` may be fewer than those of the stage, where the schedule was late."""
    subjects, bodies = [], []
    for language in ("en", "hi"):
        with override(language):
            values = {
                "state": state.label,
                "month": month_name(month),
                "days": days,
                "deadline": moment_text(deadline),
                "link": f"{settings.SITE_URL}{reverse('desk:month', args=[state.code, month])}",
            }
            subject = ngettext(
                "%(state)s: the figures of %(month)s are due in %(days)s day",
                "%(state)s: the figures of %(month)s are due in %(days)s days",
                days,
            )
            if days == 0:
                subject = _("%(state)s: the figures of %(month)s are due today")
            body = _(
                "%(state)s has not yet sent its figures of %(month)s.\n"
                "They are due by %(deadline)s.\n\n"
                "Send them here:\n%(link)s\n\n"
                "A draft that is not sent does not count. After the deadline figures count as late."
            )
            subjects.append(subject % values)
            bodies.append(body % values)
    return Letter(" · ".join(subjects), RULE.join(bodies) + "\n")
