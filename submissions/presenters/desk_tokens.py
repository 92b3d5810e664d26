"""API tokens as their owner sees them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext

from rankings.views.wording.numbers import MISSING
from states.models import ApiToken, Scope
from submissions.forms import TOKEN_DAYS
from submissions.wording import moment_text


@dataclass(frozen=True, slots=True)
class TokenRow:
    """`revoke` is empty where the token has ended."""

    prefix: str
    scope: str
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
    days: tuple[int, ...]
    once: str
    secret: str
    fault: str


def tokens_page(
    tokens: Iterable[ApiToken], scopes: Sequence[Scope], at: datetime, *, once: str, secret: str, fault: str
) -> TokensPage:
    texts = {
        Scope.READ: gettext("read submissions"),
        Scope.UPLOAD: gettext("upload, submit and read"),
    }
    return TokensPage(
        title=gettext("API tokens"),
        rows=tuple(_row(one, at) for one in tokens),
        scopes=tuple((one.value, texts[one]) for one in scopes),
        days=TOKEN_DAYS,
        once=once,
        secret=secret,
        fault=fault,
    )


def _row(one: ApiToken, at: datetime) -> TokenRow:
    if one.revoked_at:
        status = gettext("revoked on %(moment)s") % {"moment": moment_text(one.revoked_at)}
    elif one.expires_at and one.expires_at <= at:
        status = gettext("expired")
    else:
        status = ""
    return TokenRow(
        prefix=f"{one.prefix}…",
        scope=str(Scope(one.scope).label),
        created=moment_text(one.created_at),
        expires=moment_text(one.expires_at) if one.expires_at else gettext("never"),
        used=moment_text(one.last_used_at) if one.last_used_at else MISSING,
        status=status or gettext("in force"),
        revoke="" if status else reverse("desk:revoke", args=[one.pk]),
    )
