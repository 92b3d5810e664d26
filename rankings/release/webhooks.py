"""Webhooks: a client program is told of each release by a signed POST, as the Standard Webhooks convention has it.

The signature is HMAC-SHA256 over `ID.TIMESTAMP.BODY` under the secret that both sides know. Only http and https, no
redirects, five seconds in all. A name is resolved once, and the very address that was found to be public is called,
so that no name can lead the call into our own network.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction

from accounts import audit
from common import calling
from rankings.models import Webhook

PREFIX = "whsec_"
LONGEST_URL = 500


class RefusedWebhookError(ValueError):
    """An address that is not called; the text says why."""


class FailedCallError(RuntimeError):
    """The call did not come through; the job tries it again later."""


@transaction.atomic
def add(*, url: str, by: str, at: datetime) -> tuple[Webhook, str]:
    """Register an address; returns it with its secret, which is shown once. Raises RefusedWebhookError."""
    check(url)
    secret = PREFIX + base64.b64encode(secrets.token_bytes(32)).decode("ascii")
    webhook = Webhook.objects.create(url=url, secret=secret, created_at=at, created_by=by)
    audit.record(at=at, actor=by, action="webhook.add", subject=f"webhook {webhook.pk}")
    return webhook, secret


@transaction.atomic
def end(*, webhook_id: int, by: str, at: datetime) -> bool:
    """Call an address no more; False where there is none, or it has ended."""
    ended = Webhook.objects.filter(pk=webhook_id, ended_at__isnull=True).update(ended_at=at)
    if ended:
        audit.record(at=at, actor=by, action="webhook.end", subject=f"webhook {webhook_id}")
    return bool(ended)


def check(url: str) -> None:
    """Raise RefusedWebhookError for what is no plain address of a service."""
    try:
        parts = urlsplit(url)
        sound = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        sound = False
    if not sound or len(url) > LONGEST_URL or any(ord(one) <= 32 or ord(one) > 126 for one in url):
        raise RefusedWebhookError(f"“{url[:80]}” is no address: write it as https://host/path")
    if parts.username is not None or parts.password is not None:
        raise RefusedWebhookError("An address takes no user name or password: calls are signed")


def headers(secret: str, identity: str, body: bytes, at: datetime) -> dict[str, str]:
    """The headers of a call, signature included."""
    stamp = str(int(at.timestamp()))
    return {
        "Content-Type": "application/json",
        "User-Agent": "Pragati",
        "webhook-id": identity,
        "webhook-timestamp": stamp,
        "webhook-signature": f"v1,{signature(secret, identity, stamp, body)}",
    }


def signature(secret: str, identity: str, stamp: str, body: bytes) -> str:
    """HMAC-SHA256 over `ID.TIMESTAMP.BODY`, in Base64."""
    key = base64.b64decode(secret.removeprefix(PREFIX))
    mac = hmac.new(key, f"{identity}.{stamp}.".encode() + body, hashlib.sha256)
    return base64.b64encode(mac.digest()).decode("ascii")


def call(*, webhook_id: int, identity: str, body: bytes, at: datetime) -> bool:
    """Tell one address; False where it has ended. Raises FailedCallError, so that the job tries again.

    `identity` is the same in every attempt, so that a client that was told twice knows.
    """
    webhook = Webhook.objects.filter(pk=webhook_id, ended_at__isnull=True).first()
    if webhook is None:
        return False
    try:
        check(webhook.url)
        status = calling.post(
            webhook.url, body, headers(webhook.secret, identity, body, at), private=settings.WEBHOOKS_PRIVATE
        )
        told, sound = str(status), 200 <= status < 300
    except (RefusedWebhookError, calling.CallError) as fault:
        told, sound = str(fault), False
    Webhook.objects.filter(pk=webhook_id).update(last_status=told[:100], last_called_at=at)
    if not sound:
        raise FailedCallError(f"webhook {webhook_id}: {told}")
    return True
