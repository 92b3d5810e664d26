"""Signing in without the pages: `Client.force_login` leaves a session as it is after the second factor.

One place, so that tests of other things say who asks and no more. How people really sign in is tested in
`tests/accounts/test_sign_in.py`.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.test import Client
from django.utils import timezone

_plain = Client.force_login


def with_second_factor(client: Client, user: Any, backend: str | None = None) -> None:
    """Sign `user` in as after password and code."""
    from accounts.sessions import Method, begin  # noqa: PLC0415 (models, which a test's ground comes before)

    _plain(client, user, backend)
    session = client.session
    begin(session, method=Method.TOTP, at=timezone.now())
    session.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key or ""


def always() -> None:
    """From now on every `Client.force_login` does so."""
    Client.force_login = with_second_factor  # type: ignore[method-assign, assignment]
