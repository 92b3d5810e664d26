"""API tokens: shown once, kept as a hash, with scope, expiry and last use."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from django.contrib.auth import get_user_model
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from accounts import audit
from accounts.models import ApiToken, Scope
from common.digests import secret_hash

PREFIX = "pragati_"
# The last use is told to five minutes: writing it at every call would make every read a write.
USE_PRECISION = timedelta(minutes=5)


class UnknownPersonError(LookupError):
    """No active account has this name."""


@transaction.atomic
def create_token(
    *,
    username: str,
    scope: Scope,
    by: str,
    at: datetime,
    days: int | None = None,
    state: str | None = None,
    address: str = "",
) -> tuple[ApiToken, str]:
    """Make a token; returns it with its secret, which cannot be shown again.

    `state` binds it to one State: it then acts as that State's officer and as nothing else.
    """
    user = get_user_model().objects.filter(username=username, is_active=True).first()
    if user is None:
        raise UnknownPersonError(username)
    secret = PREFIX + secrets.token_urlsafe(32)
    token = ApiToken.objects.create(
        user=user,
        prefix=secret[: len(PREFIX) + 4],
        secret_hash=secret_hash(secret),
        scope=scope,
        state_id=state,
        created_at=at,
        expires_at=at + timedelta(days=days) if days else None,
    )
    after = {"prefix": token.prefix, "scope": scope.value, "state": state, "days": days}
    audit.record(at=at, actor=by, address=address, action="token.create", subject=username, after=after)
    return token, secret


@transaction.atomic
def revoke_token(*, token_id: int, by: str, at: datetime, address: str = "") -> ApiToken:
    """End a token at once. Revoking it again changes nothing."""
    token = ApiToken.objects.select_for_update().select_related("user").get(pk=token_id)
    if token.revoked_at is None:
        token.revoked_at = at
        token.save(update_fields=["revoked_at"])
        subject = token.user.get_username()
        audit.record(
            at=at,
            actor=by,
            address=address,
            action="token.revoke",
            subject=subject,
            after={"prefix": token.prefix},
        )
    return token


def token_of(secret: str, *, at: datetime) -> ApiToken | None:
    """The living token with this secret; None where it is unknown, expired or revoked, or its person disabled."""
    token = ApiToken.objects.select_related("user").filter(secret_hash=secret_hash(secret)).first()
    if token is None or token.revoked_at is not None or not token.user.is_active:
        return None
    if token.expires_at is not None and token.expires_at <= at:
        return None
    if token.last_used_at is None or at - token.last_used_at >= USE_PRECISION:
        # Of many calls at once only one writes.
        ApiToken.objects.filter(pk=token.pk, last_used_at=token.last_used_at).update(last_used_at=at)
    return token


# Which token a request carries, looked up once.

_KEPT = "pragati_token"


def bearer(header: str) -> str:
    """The token of an `Authorization: Bearer TOKEN` header; empty where there is none.

    >>> bearer("bearer  abc"), bearer("Basic abc"), bearer("")
    ('abc', '', '')
    """
    scheme, _space, token = header.partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""


def living_token(request: HttpRequest) -> ApiToken | None:
    """The living token of a request; None where it has none, or one that is unknown, has ended or lost its person.

    One query the first time, none after that or without the header; the last use is recorded with it.
    """
    if not hasattr(request, _KEPT):
        secret = bearer(request.META.get("HTTP_AUTHORIZATION", ""))
        setattr(request, _KEPT, token_of(secret, at=timezone.now()) if secret else None)
    found: ApiToken | None = getattr(request, _KEPT)
    return found
