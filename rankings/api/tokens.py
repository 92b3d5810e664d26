"""Which token a request carries, looked up once."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils import timezone

from states.models import ApiToken
from states.services.tokens import token_of

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
