"""People and their roles."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accounts import audit
from accounts.guarded import require_no_conflict
from accounts.models import Appointment, Role

# Names and mail addresses that a reader takes for the same: `publisher`, `Publisher`, `pubIisher`, `publ1sher`.

PAIRS = (("0", "o"), ("1", "l"), ("i", "l"), ("|", "l"), ("rn", "m"), ("vv", "w"))
"""Read as its second is what the first looks like, in this order, after the letters were made small."""


def skeleton(text: str) -> str:
    """What is left of a text when case and look-alike signs no longer count.

    >>> skeleton("pubIisher") == skeleton("Publ1sher")
    True
    """
    text = text.strip().lower()
    for looks, like in PAIRS:
        text = text.replace(looks, like)
    return text


DEMO_ACCOUNTS: tuple[tuple[str, Role, str | None], ...] = (
    ("officer.hr", Role.OFFICER, "HR"),
    ("officer.hp", Role.OFFICER, "HP"),
    ("reviewer", Role.REVIEWER, None),
    ("publisher", Role.PUBLISHER, None),
    ("publisher2", Role.PUBLISHER, None),
    ("admin", Role.ADMINISTRATOR, None),
)


@transaction.atomic
def appoint(*, username: str, role: Role, state_code: str | None, by: str, at: datetime) -> Appointment:
    """Give a person a role; a nodal officer needs a State. Appointing twice changes nothing.

    A first post has no first day; a further one begins on the day, so that it meets none that has ended.
    Raises RefusedAccountError where it conflicts with a post that the person holds.
    """
    user = get_user_model().objects.select_for_update().get(username=username)
    on, posts = timezone.localdate(at), Appointment.objects.filter(user=user)
    same = posts.filter(role=role, state_id=state_code, deputy_for__isnull=True)
    held = same.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=on)).first()
    if held is not None:
        return held
    begins_on = on if posts.exists() else None
    require_no_conflict(user, role, begins_on=begins_on, ends_on=None)
    appointment = Appointment.objects.create(user=user, role=role, state_id=state_code, begins_on=begins_on)
    after = {"role": role.value, "state": state_code}
    audit.record(at=at, actor=by, action="people.appoint", subject=username, after=after)
    return appointment


def is_demo(user: User) -> bool:
    """Whether this is a demo account: a name of the list and, unlike everyone who was invited, no mail address."""
    known = {username for username, _, _ in DEMO_ACCOUNTS}
    return user.get_username() in known and not user.email


def is_exempt(user: User) -> bool:
    """Whether an account may do without a second factor: a demo account, where only its machine reaches the site."""
    return bool(settings.DEMO_EXEMPT) and is_demo(user)


@transaction.atomic
def create_demo_accounts(*, password: str, at: datetime) -> list[str]:
    """The accounts that let a visitor of the sample try every role; returns the names that were new."""
    users = get_user_model().objects
    taken = {skeleton(name) for name in users.values_list("username", flat=True)}
    new = []
    for username, role, state_code in DEMO_ACCOUNTS:
        if skeleton(username) in taken:
            continue
        users.create_user(username=username, password=password)
        appoint(username=username, role=role, state_code=state_code, by=audit.SYSTEM, at=at)
        new.append(username)
    return new


@transaction.atomic
def remove_demo_accounts(*, at: datetime) -> int:
    """Remove the demo accounts, which exist only beside sample data; returns how many there were."""
    names = [username for username, _, _ in DEMO_ACCOUNTS]
    found = get_user_model().objects.filter(username__in=names)
    count = found.count()
    if count:
        found.delete()
        audit.record(
            at=at,
            actor=audit.SYSTEM,
            action="people.remove_demo",
            subject="demo accounts",
            after={"removed": count},
        )
    return count
