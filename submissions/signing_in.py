"""Between the password and the second factor: who is half signed in, and how the sign-in is finished.

Half signed in is signed in to nothing: no page but those of the second factor reads it, and it lasts ten minutes.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.auth import get_user_model, login
from django.contrib.auth.models import User
from django.db import transaction
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare

from states.addresses import client_address
from states.services import audit
from states.services.sessions import Method, begin, forget_sessions

LASTS = timedelta(minutes=10)
NEW_SECRET = "second_factor.new"  # noqa: S105 the name under which a session keeps it
_KEY = "pending"
_BACKEND = "django.contrib.auth.backends.ModelBackend"


@dataclass(frozen=True, slots=True)
class Pending:
    """Somebody whose password was right, and the address to which the sign-in leads."""

    user: User
    leads_to: str


def suspend(request: HttpRequest, user: User, *, leads_to: str, at: datetime) -> None:
    """Remember that the password was right. A new password meanwhile takes it back."""
    request.session.cycle_key()
    request.session[_KEY] = {
        "user": user.pk,
        "hash": user.get_session_auth_hash(),
        "at": at.isoformat(),
        "leads_to": leads_to,
    }


def pending(request: HttpRequest, *, at: datetime) -> Pending | None:
    """Who is half signed in; None where nobody is, or not any more."""
    kept = request.session.get(_KEY)
    if not kept or at - datetime.fromisoformat(kept["at"]) > LASTS:
        return None
    user = get_user_model().objects.filter(pk=kept["user"], is_active=True).first()
    if user is None or not constant_time_compare(kept["hash"], user.get_session_auth_hash()):
        return None
    return Pending(user, kept["leads_to"])


@transaction.atomic
def finish(request: HttpRequest, user: User, *, method: Method, at: datetime) -> None:
    """Sign somebody in; the only place that does."""
    address, name = client_address(request), user.get_username()
    login(request, user, backend=_BACKEND)
    for left in (_KEY, NEW_SECRET):
        request.session.pop(left, None)
    begin(request.session, method=method, at=at, address=address, agent=request.headers.get("User-Agent", ""))
    forget_sessions(at=at)
    audit.record(
        at=at, actor=name, address=address, action="sign_in", subject=name, after={"by": method.value}
    )
