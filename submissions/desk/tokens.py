"""API tokens as their owner sees them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext

from accounts.models import ApiToken, Scope
from rankings.lists.labels import MISSING, state_name
from submissions.desk.words import moment_text


@dataclass(frozen=True, slots=True)
class TokenRow:
    """`revoke` is the address that ends the token; empty where it has ended."""

    prefix: str
    person: str
    scope: str
    state: str
    created: str
    expires: str
    used: str
    status: str
    revoke: str


def token_row(one: ApiToken, at: datetime, *, revoke: str) -> TokenRow:
    """A token whose person and State are fetched; `revoke` is the name of the address that ends it."""
    if one.revoked_at:
        status = gettext("revoked on %(moment)s") % {"moment": moment_text(one.revoked_at)}
    elif one.expires_at and one.expires_at <= at:
        status = gettext("expired")
    elif not one.user.is_active:
        status = gettext("ended: the account is disabled")
    else:
        status = ""
    return TokenRow(
        prefix=f"{one.prefix}…",
        person=one.user.get_username(),
        scope=str(Scope(one.scope).label),
        state=state_name(one.state) if one.state else MISSING,
        created=moment_text(one.created_at),
        expires=moment_text(one.expires_at) if one.expires_at else gettext("never"),
        used=moment_text(one.last_used_at) if one.last_used_at else MISSING,
        status=status or gettext("in force"),
        revoke="" if status else reverse(revoke, args=[one.pk]),
    )
