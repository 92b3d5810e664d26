"""The kinds of work of this room: each calls one service."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from celery import shared_task
from django.contrib.auth import get_user_model
from django.utils import timezone
from django.utils.translation import override

from accounts import account_changes
from common.api.tables import json_bytes
from common.jobs import Report, handles
from common.letters import send
from submissions.api.rendering import refused, result_of
from submissions.months import reminders
from submissions.months.services import run_schedule
from submissions.people import mails
from submissions.stations.processing import process
from submissions.stations.receiving import STATIONS, sweep_abandoned
from submissions.upload import later
from submissions.upload.services import ConflictError, MonthClosedError


@handles(later.UPLOAD)
def upload(payload: Mapping[str, Any], report: Report, at: datetime) -> str:
    """Read a file that came over the API; what comes of it is the job's result."""
    report(0, 1)
    with override(payload["language"]):
        try:
            incoming, outcome = later.do_upload(payload)
            result = result_of(incoming, outcome, dry_run=payload["dry_run"])
        except (MonthClosedError, ConflictError) as problem:
            result = refused(problem)
    report(1, 1)
    return json_bytes(result).decode()


@shared_task(name="submissions.run_schedule", ignore_result=True)
def schedule() -> None:
    """Open the month that has ended and close those whose late window is over."""
    run_schedule(at=timezone.now())
    later.discard_read(at=timezone.now())
    sweep_abandoned(at=timezone.now())


@handles("remind", background=True)
def remind(payload: Mapping[str, Any], report: Report, at: datetime) -> None:
    """Queue the reminders that are due."""
    reminders.queue_reminders(at=at)


@handles(reminders.REMIND)
def reminder(payload: Mapping[str, Any], report: Report, at: datetime) -> None:
    """Remind one officer: `{"month": "2023-11", "stage": 3, "state": "HR", "officer": 7}`."""
    reminders.remind(payload, report=report, at=at)


@handles(mails.NEWS, background=True)
def account_news(payload: Mapping[str, Any], report: Report, at: datetime) -> None:
    """Tell somebody what became of their account: `{"user": 7, "what": "reset"}`."""
    user = get_user_model().objects.filter(pk=payload["user"]).exclude(email="").first()
    if user is not None:
        identity = f"account.{user.pk}.{payload['what']}.{at:%Y%m%d%H%M%S}"
        send(mails.news_mail(user, payload["what"]), user.email, identity)


@handles(account_changes.MAILS, background=True)
def mail_change_told(payload: Mapping[str, Any], report: Report, at: datetime) -> None:
    """Tell the address of before, then send the link to the new one: `{"change": 7}`.

    Without the first mail there is no second, and without its link nothing takes effect.
    """
    change = account_changes.waiting(at).filter(pk=payload["change"]).first()
    if change is None:
        return
    if change.value["before"]:
        send(mails.mail_told(change), change.value["before"], f"mail.{change.pk}.before")
    send(mails.mail_to_prove(change), change.value["email"], f"mail.{change.pk}.new")


@handles(account_changes.DUE, background=True)
def mail_change_due(payload: Mapping[str, Any], report: Report, at: datetime) -> None:
    """The waiting time of another mail address is over: `{"change": 7}`."""
    account_changes.take_effect(change_id=payload["change"], at=at)


@handles(mails.RESET, background=True)
def password_reset(payload: Mapping[str, Any], report: Report, at: datetime) -> None:
    """Send the link to a new password: `{"users": [7]}`; nobody was found where there is none."""
    for user in get_user_model().objects.filter(pk__in=payload["users"], is_active=True).exclude(email=""):
        send(mails.password_mail(user), user.email, f"password.{user.pk}.{at:%Y%m%d%H%M%S}")


@handles(STATIONS, background=True)
def stations(payload: Mapping[str, Any], report: Report, at: datetime) -> None:
    """Check and store a station file: `{"station_file": 7, "state": "HR"}`; its row says what came of it."""
    process(file_id=payload["station_file"], report=report, at=at)
