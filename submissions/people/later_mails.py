"""Mails about one's own account, queued: who asks for one learns nothing from the answer, nor from its time."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import Q
from django.utils.crypto import salted_hmac

from common import jobs
from common.models import Job

NEWS, RESET = "account_news", "password_mail"
MOST_ASKS, ASKS_COUNT_FOR = 3, timedelta(hours=1)


@transaction.atomic
def tell(user_id: int, what: str, *, at: datetime) -> None:
    """Queue a mail to a person on what became of their account: `set_up`, `new_codes`, `recovered`, `reset`, …"""
    key = f"{user_id} {what} {at:%Y-%m-%dT%H:%M}"
    jobs.enqueue(kind=NEWS, key=key, payload={"user": user_id, "what": what}, at=at)


@transaction.atomic
def ask_for_password(person: str, *, at: datetime) -> None:
    """Queue a mail with a link to a new password for whoever is called so, or has this mail address.

    The same is done where nobody is. Of what was typed only a keyed hash is kept, to count the asks.
    """
    key = salted_hmac("submissions.password", person.lower(), algorithm="sha256").hexdigest()
    if Job.objects.filter(kind=RESET, key=key, created_at__gt=at - ASKS_COUNT_FOR).count() >= MOST_ASKS:
        return
    users = get_user_model().objects.filter(Q(username=person) | Q(email__iexact=person), is_active=True)
    found = list(users.exclude(email="").values_list("pk", flat=True))
    jobs.enqueue(kind=RESET, key=key, payload={"users": found}, at=at)
