"""Who a request comes from: somebody whose session holds, else nobody.

The one place that decides it, for pages, desks and the admin alike. A session without a second factor behind it, one
that lay idle and one that is too old count for nothing, by whatever way they were made.
"""

from __future__ import annotations

from typing import Any

from asgiref.sync import sync_to_async
from django.contrib import auth
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from accounts.sessions import holds


class SignedIn(AuthenticationMiddleware):
    """As Django's, read only where somebody asks; a session that does not hold is ended."""

    def process_request(self, request: HttpRequest) -> None:
        request.user = SimpleLazyObject(lambda: user_of(request))  # type: ignore[assignment]
        request.auser = sync_to_async(lambda: user_of(request))


def user_of(request: Any) -> Any:
    """The person of a request. The same object every time."""
    if not hasattr(request, "_person_signed_in"):
        user = auth.get_user(request)
        if user.is_authenticated and not holds(request.session, user, at=timezone.now()):
            request.session.flush()
            user = AnonymousUser()
        request._person_signed_in = user
    return request._person_signed_in
