"""API tokens as their owner sees them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext

from accounts.models import ApiToken, Scope
from rankings.lists.labels import state_name
from rankings.lists.numbers import MISSING
from submissions.desk.forms import TOKEN_DAYS
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


@dataclass(frozen=True, slots=True)
class TokensPage:
    title: str
    rows: tuple[TokenRow, ...]
    scopes: tuple[tuple[str, str], ...]
    states: tuple[tuple[str, str], ...]
    days: tuple[int, ...]
    once: str
    secret: str
    fault: str


def tokens_page(
    tokens: Iterable[ApiToken],
    scopes: Sequence[Scope],
    states: Sequence[tuple[str, str]],
    at: datetime,
    *,
    once: str,
    secret: str,
    fault: str,
) -> TokensPage:
    texts = {
        Scope.READ: gettext("read submissions"),
        Scope.UPLOAD: gettext("upload, submit and read"),
    }
    return TokensPage(
        title=gettext("API tokens"),
        rows=tuple(token_row(token, at, revoke="desk:revoke") for token in tokens),
        scopes=tuple((scope.value, texts[scope]) for scope in scopes),
        states=tuple(states),
        days=TOKEN_DAYS,
        once=once,
        secret=secret,
        fault=fault,
    )


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
