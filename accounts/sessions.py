"""Sessions: how somebody signed in, since when, until when, and from where; listed and ended.

What there is to know of a session lies in the session itself, so that no second table can tell otherwise. A session
that does not say how its person proved who they are counts for nothing, whoever made it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from django.conf import settings
from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.models import User
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.models import Session
from django.utils.crypto import salted_hmac

from accounts.models import Role

METHOD, STARTED, SEEN, ADDRESS, AGENT = "by", "started", "seen", "address", "agent"
# The time of the last request is told to a minute: writing it at every request would make every read a write.
PRECISION = timedelta(minutes=1)
_LONGEST_AGENT = 200


class Method(StrEnum):
    """What proved who somebody is, besides the password."""

    TOTP = "totp"
    RECOVERY = "recovery"
    DEMO = "demo"  # nothing: a demo account on an installation that only its own machine reaches


DEMO_ACCOUNTS: tuple[tuple[str, Role, str | None], ...] = (
    ("officer.hr", Role.OFFICER, "HR"),
    ("officer.hp", Role.OFFICER, "HP"),
    ("reviewer", Role.REVIEWER, None),
    ("publisher", Role.PUBLISHER, None),
    ("publisher2", Role.PUBLISHER, None),
    ("admin", Role.ADMINISTRATOR, None),
)


def is_demo(user: User) -> bool:
    """Whether this is a demo account: a name of the list and, unlike everyone who was invited, no mail address."""
    known = {username for username, _, _ in DEMO_ACCOUNTS}
    return user.get_username() in known and not user.email


def is_exempt(user: User) -> bool:
    """Whether an account may do without a second factor: a demo account, where only its machine reaches the site."""
    return bool(settings.DEMO_EXEMPT) and is_demo(user)


@dataclass(frozen=True, slots=True)
class Living:
    """A session that could be gone on with. `name` stands for its key, which is a secret."""

    name: str
    started_at: datetime
    seen_at: datetime
    address: str
    agent: str
    own: bool


def begin(session: SessionBase, *, method: Method, at: datetime, address: str = "", agent: str = "") -> None:
    """Write into a new session how its person signed in."""
    stamp = at.isoformat()
    session.update(
        {
            METHOD: method.value,
            STARTED: stamp,
            SEEN: stamp,
            ADDRESS: address,
            AGENT: agent[:_LONGEST_AGENT],
        }
    )


def holds(session: SessionBase, user: User, *, at: datetime) -> bool:
    """Whether a session can be gone on with: a second factor stands behind it, and neither limit is passed."""
    if not _in_time(session, at) or (session[METHOD] == Method.DEMO and not is_exempt(user)):
        return False
    if at - datetime.fromisoformat(session[SEEN]) >= PRECISION:
        session[SEEN] = at.isoformat()
    return True


def sessions_of(user: User, *, at: datetime, own_key: str | None = None) -> list[Living]:
    """The living sessions of a person, the newest use first; `own_key` is the key of the one that asks."""
    found = [
        Living(
            name_of(key),
            datetime.fromisoformat(data[STARTED]),
            datetime.fromisoformat(data[SEEN]),
            str(data.get(ADDRESS, "")),
            str(data.get(AGENT, "")),
            key == own_key,
        )
        for key, data in _sessions(user.pk, at)
        if data.get(HASH_SESSION_KEY) == user.get_session_auth_hash() and _in_time(data, at)
    ]
    return sorted(found, key=lambda one: (not one.own, -one.seen_at.timestamp()))


def end_sessions(user_id: int, *, at: datetime, name: str | None = None, but_key: str | None = None) -> int:
    """End the sessions of a person: the one called `name`, or all but the one with `but_key`; returns how many."""
    keys = [
        key for key, _ in _sessions(user_id, at) if key != but_key and (name is None or name_of(key) == name)
    ]
    return Session.objects.filter(pk__in=keys).delete()[0]


def forget_sessions(*, at: datetime) -> int:
    """Delete the rows of sessions whose time is over; returns how many."""
    return Session.objects.filter(expire_date__lt=at).delete()[0]


def name_of(key: str) -> str:
    """What stands for the key of a session on a page."""
    return salted_hmac("states.sessions", key, algorithm="sha256").hexdigest()[:24]


def _in_time(data: Mapping[str, Any] | SessionBase, at: datetime) -> bool:
    try:
        started, seen = datetime.fromisoformat(data[STARTED]), datetime.fromisoformat(data[SEEN])
        Method(data[METHOD])
    except (KeyError, TypeError, ValueError):
        return False
    return at - seen < settings.SESSION_IDLE and at - started < settings.SESSION_LONGEST


def _sessions(user_id: int, at: datetime) -> Iterator[tuple[str, dict[str, Any]]]:
    """Sessions are kept without the person's number beside them, so each has to be opened."""
    for session in Session.objects.filter(expire_date__gt=at).iterator():
        data = session.get_decoded()
        if data.get(SESSION_KEY) == str(user_id):
            yield session.pk, data
