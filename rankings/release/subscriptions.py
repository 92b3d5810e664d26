"""Subscriptions by mail: asked for, confirmed by a link in a mail, left by one click.

Whoever asks learns nothing about an address: every ask is kept and answered alike. The secret of the links follows
from the installation's key and is kept nowhere; the database has its hash, to look it up by.
"""

from __future__ import annotations

import base64
import secrets
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.crypto import salted_hmac

from common import jobs
from common.digests import secret_hash
from common.letters import Letter, send
from rankings.models import Subscription

MAIL = "subscription_mail"
CONFIRM_WITHIN = timedelta(days=3)
MOST_ASKS = 3
ASKS_COUNT_FOR = timedelta(days=1)
# How long an address is kept that was never confirmed, or that has left.
KEPT_FOR = timedelta(days=30)
_SALT = "rankings.subscription"


class NoSuchSubscriptionError(LookupError):
    """The link is unknown, used up or too old."""


@transaction.atomic
def ask(*, email: str, state: str | None, language: str, at: datetime) -> None:
    """Send a mail with a link that confirms; to one address only so many in a day, whoever asks."""
    forget(at=at)
    recent = Subscription.objects.filter(email__iexact=email, asked_at__gt=at - ASKS_COUNT_FOR)
    if recent.count() >= MOST_ASKS:
        return
    # Its secret follows from its number, which only the insertion gives.
    subscription = Subscription.objects.create(
        email=email,
        state_id=state,
        language=language,
        asked_at=at,
        secret_hash=secret_hash(secrets.token_hex()),
    )
    secret_in_force(subscription)
    jobs.enqueue(kind=MAIL, key=str(subscription.pk), payload={"subscription": subscription.pk}, at=at)


def mail_confirmation(pk: int, compose: Callable[[Subscription], Letter]) -> bool:
    """Send the mail that asks for confirmation; False where that has been settled."""
    found = Subscription.objects.filter(pk=pk, confirmed_at__isnull=True, left_at__isnull=True).first()
    if found is None:
        return False
    send(compose(found), found.email, f"subscription.{found.secret_hash[:16]}")
    return True


def by_secret(secret: str) -> Subscription:
    """The subscription that a link leads to. Raises NoSuchSubscriptionError."""
    found = Subscription.objects.filter(secret_hash=secret_hash(secret)).select_related("state").first()
    if found is None:
        raise NoSuchSubscriptionError
    return found


@transaction.atomic
def confirm(*, secret: str, at: datetime) -> Subscription:
    """Confirm, in time; an older subscription of the same address to the same thing ends. Again changes nothing.

    Raises NoSuchSubscriptionError.
    """
    found = Subscription.objects.select_for_update(of=("self",)).get(pk=by_secret(secret).pk)
    if found.left_at is not None or (found.confirmed_at is None and at > found.asked_at + CONFIRM_WITHIN):
        raise NoSuchSubscriptionError
    if found.confirmed_at is None:
        same = Subscription.objects.filter(
            email__iexact=found.email, state=found.state_id, left_at__isnull=True
        )
        same.filter(confirmed_at__isnull=False).update(left_at=at)
        found.confirmed_at = at
        found.save(update_fields=["confirmed_at"])
    return found


@transaction.atomic
def leave(*, secret: str, at: datetime) -> Subscription:
    """End a subscription; again changes nothing. Raises NoSuchSubscriptionError."""
    found = by_secret(secret)
    Subscription.objects.filter(pk=found.pk, left_at__isnull=True).update(left_at=at)
    return found


def secret_of(subscription: Subscription) -> str:
    """The secret of a subscription's links."""
    named = f"{subscription.pk}|{subscription.email}"
    mac = salted_hmac(_SALT, named, algorithm="sha256").digest()
    return base64.urlsafe_b64encode(mac).decode("ascii").rstrip("=")


def secret_in_force(subscription: Subscription) -> str:
    """The secret for a new mail; where the installation's key has changed, links of older mails end with this."""
    secret = secret_of(subscription)
    if subscription.secret_hash != secret_hash(secret):
        subscription.secret_hash = secret_hash(secret)
        subscription.save(update_fields=["secret_hash"])
    return secret


def forget(*, at: datetime) -> int:
    """Delete addresses that were never confirmed, or have left, after their time; returns how many."""
    old = at - KEPT_FOR
    unconfirmed, _ = Subscription.objects.filter(confirmed_at__isnull=True, asked_at__lt=old).delete()
    left, _ = Subscription.objects.filter(left_at__lt=old).delete()
    return unconfirmed + left
