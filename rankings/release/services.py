"""A release told to the world: a job for each mail and each call, so that a crash loses none and doubles none.

The publication queues one job in its own transaction; that job makes one more for every recipient that has none
yet. A mail's job says that it was sent by its own progress, so that a job that is done again sends nothing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth import get_user_model
from django.utils import timezone

from accounts.access import appointed
from accounts.models import Role
from common import jobs
from common.jobs import Report
from common.letters import Letter, send
from common.models import Job
from rankings.models import Publication, Subscription, Webhook

RELEASE, MAIL, CALL = "release", "release_mail", "webhook"


@dataclass(frozen=True, slots=True)
class Recipient:
    """Who is told, as a job names it: an officer of a State, or a subscription; `state` is empty for the whole list."""

    email: str
    state: str
    subscription: Subscription | None


Compose = Callable[[Publication, Recipient], Letter]
"""Writes the mail of a publication to a recipient."""


def after_publication(publication: Publication, at: datetime) -> None:
    """Queue the release, inside the transaction that publishes."""
    payload = {"publication": publication.number}
    jobs.enqueue(kind=RELEASE, key=str(publication.number), payload=payload, at=at)


def fan_out(number: int, *, report: Report, at: datetime) -> int:
    """Queue a job for each recipient that has none of this publication yet; returns how many were queued."""
    if standing(number) is None:
        return 0
    told = set(
        Job.objects.filter(kind__in=(MAIL, CALL), key__startswith=f"{number}:").values_list("kind", "key")
    )
    wanted = [one for one in _work(number, at) if one[:2] not in told]
    for done, (kind, key, payload) in enumerate(wanted):
        report(done, len(wanted))
        jobs.enqueue(kind=kind, key=key, payload=payload, at=at)
    report(len(wanted), len(wanted))
    return len(wanted)


def _work(number: int, at: datetime) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """(kind, key, payload) of everything that a release causes; of an officer's mail there is one for each State."""
    posts = (
        appointed(timezone.localdate(at))
        .filter(role=Role.OFFICER, user__is_active=True)
        .exclude(user__email="")
    )
    for user, state in sorted(set(posts.values_list("user_id", "state_id"))):
        payload = {"publication": number, "officer": user, "state": state}
        yield MAIL, key_of(number, f"officer {user} {state}"), payload
    confirmed = Subscription.objects.filter(confirmed_at__isnull=False, left_at__isnull=True)
    for pk in confirmed.values_list("pk", flat=True):
        yield MAIL, key_of(number, f"subscription {pk}"), {"publication": number, "subscription": pk}
    for pk in Webhook.objects.filter(ended_at__isnull=True).values_list("pk", flat=True):
        yield CALL, key_of(number, f"webhook {pk}"), {"publication": number, "webhook": pk}


def key_of(number: int, recipient: str) -> str:
    """What a job is known by; the recipient's name is hashed, for keys are shown to staff.

    >>> key_of(12, "officer 3 HR")
    '12:a6e5d2bcdd4a6dbb'
    """
    return f"{number}:{hashlib.sha256(recipient.encode()).hexdigest()[:16]}"


def mail(payload: Mapping[str, Any], compose: Compose, *, report: Report, at: datetime) -> bool:
    """Send one mail of a release; False where it was sent already or the recipient wants none any more."""
    key = _mail_key(payload)
    publication, recipient = standing(payload["publication"]), _recipient(payload, at)
    if (
        publication is None
        or recipient is None
        or Job.objects.filter(kind=MAIL, key=key, done__gte=1).exists()
    ):
        return False
    # A mail that goes out twice after all, since a worker died just after sending it, is known as the same.
    # Installations count their publications alike; their moments tell them apart.
    moment = hashlib.sha256(publication.published_at.isoformat().encode()).hexdigest()[:12]
    identity = f"release.{key.replace(':', '.')}.{moment}"
    send(compose(publication, recipient), recipient.email, identity)
    report(1, 1)
    return True


def _mail_key(payload: Mapping[str, Any]) -> str:
    if "subscription" in payload:
        return key_of(payload["publication"], f"subscription {payload['subscription']}")
    return key_of(payload["publication"], f"officer {payload['officer']} {payload['state']}")


def _recipient(payload: Mapping[str, Any], at: datetime) -> Recipient | None:
    """Whom the job means, as things stand now: who has left in the meantime gets nothing."""
    if "subscription" in payload:
        found = Subscription.objects.filter(
            pk=payload["subscription"], confirmed_at__isnull=False, left_at__isnull=True
        ).first()
        return None if found is None else Recipient(found.email, found.state_id or "", found)
    posts = appointed(timezone.localdate(at)).filter(role=Role.OFFICER, state=payload["state"])
    user = (
        get_user_model().objects.filter(pk=payload["officer"], is_active=True, appointments__in=posts).first()
    )
    return None if user is None or not user.email else Recipient(user.email, payload["state"], None)


def standing(number: int) -> Publication | None:
    """A publication as long as it was not withdrawn: of a withdrawn one nobody is told any more."""
    return Publication.objects.filter(pk=number, withdrawal__isnull=True).first()
