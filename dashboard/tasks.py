"""The kinds of work of this room: each fetches by what the payload names and calls one service."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from celery import shared_task
from django.core.handlers.wsgi import WSGIHandler
from django.utils import timezone

from common.build import build
from common.cache import Cache, answered
from common.jobs import Report, handles
from common.months import Month
from dashboard.release import mails
from dashboard.routes import ROUTES, newest
from insights.sensitivity import services as sensitivity
from rankings import anchors, past
from rankings import publish as warming
from rankings.compute import NothingToComputeError, compute_provisional
from rankings.corrections import mail_answer
from rankings.release import services, subscriptions, webhooks


@handles("compute")
def compute(payload: Mapping[str, Any], report: Report, at: datetime) -> None:
    """Compute the provisional lists of months: `{"months": ["2023-11", …]}`, or a range: `{"from": …, "to": …}`."""
    if "from" in payload:
        months = list(Month.parse(payload["from"]).to(Month.parse(payload["to"])))
    else:
        months = [Month.parse(month) for month in payload["months"]]
    for number, month in enumerate(months):
        report(number, len(months))
        try:
            compute_provisional(month)
        except NothingToComputeError:
            continue  # its figures were sample figures that have been removed meanwhile
    report(len(months), len(months))


@handles(past.HISTORY, background=True)
def history(payload: Mapping[str, Any], report: Report, at: datetime) -> str:
    """Go through the whole history: `{"steps": ["compute", "verify"]}`; what it rendered anew is queued after it."""
    return past.redo(payload["steps"], report=report, at=at)


@handles(anchors.ANCHOR)
def anchor(payload: Mapping[str, Any], report: Report, at: datetime) -> None:
    """Write the anchors of publications to the file, and mail the newest."""
    anchors.keep()


@handles("anchor_audit", background=True)
def anchor_audit(payload: Mapping[str, Any], report: Report, at: datetime) -> None:
    """Verify the audit trail and sign how far it reaches, so that by the next morning a change is noticed."""
    anchors.anchor_daily(at=at)


@handles("correction_mail")
def correction_mail(payload: Mapping[str, Any], report: Report, at: datetime) -> None:
    """Send the answer to a correction request: `{"correction": 7}`."""
    mail_answer(payload["correction"])


@handles(warming.WARM)
def warm(payload: Mapping[str, Any], report: Report, at: datetime) -> None:
    """Render the newest month's pages and documents of the edition in force, for all processes that share a cache."""
    addresses, cache = list(newest()), Cache(WSGIHandler(), ROUTES, build())
    for number, address in enumerate(addresses):
        report(number, len(addresses))
        answered(cache, address)
    report(len(addresses), len(addresses))


@handles("forget_subscriptions", background=True)
def forget_subscriptions(payload: Mapping[str, Any], report: Report, at: datetime) -> None:
    """Delete mail addresses that were never confirmed, or have left, after their time."""
    subscriptions.forget(at=at)


@shared_task(name="rankings.ensure_sensitivity", ignore_result=True)
def ensure_sensitivity() -> None:
    """Queue the study of the lists that have none."""
    sensitivity.ensure_studied(timezone.now())


@handles(services.RELEASE)
def release_publication(payload: Mapping[str, Any], report: Report, at: datetime) -> None:
    """Queue a job for everyone who is told of a publication: `{"publication": 7}`."""
    services.fan_out(payload["publication"], report=report, at=at)


@handles(sensitivity.SENSITIVITY)
def list_sensitivity(payload: Mapping[str, Any], report: Report, at: datetime) -> None:
    """Study how sure the order of a publication's lists is: `{"publication": 7}`; `{}`: of all without."""
    if "publication" in payload:
        sensitivity.study_publication(payload["publication"], report=report, at=at)
    else:
        sensitivity.study_missing(report=report, at=at)


@handles(services.MAIL)
def release_mail(payload: Mapping[str, Any], report: Report, at: datetime) -> None:
    """Send one mail: `{"publication": 7, "officer": 3, "state": "HR"}` or `{"publication": 7, "subscription": 5}`."""
    services.mail(payload, mails.release_mail, report=report, at=at)


@handles(services.CALL)
def webhook(payload: Mapping[str, Any], report: Report, at: datetime) -> None:
    """Tell one client program: `{"publication": 7, "webhook": 2}`."""
    publication = services.standing(payload["publication"])
    if publication is not None:
        body, identity = mails.call_body(publication), mails.identity(publication)
        webhooks.call(webhook_id=payload["webhook"], identity=identity, body=body, at=at)


@handles(subscriptions.MAIL)
def subscription_mail(payload: Mapping[str, Any], report: Report, at: datetime) -> None:
    """Send the mail that asks for confirmation: `{"subscription": 5}`."""
    subscriptions.mail_confirmation(payload["subscription"], mails.confirmation_mail)
