"""The posts that decide what is published, and the rule that no one person fills or changes them alone.

Administrators and publishers are guarded: a new one, and a change to the mail address, the post or the second factor
of one, is asked for by one person and confirmed by another who is administrator or publisher (`account_changes.py`).
"""

from __future__ import annotations

from datetime import date

from django.contrib.auth.models import User
from django.db.models import Q

from accounts import audit
from accounts.access import appointed
from accounts.models import Appointment, Role

GUARDED = (Role.ADMINISTRATOR, Role.PUBLISHER)


class RefusedAccountError(ValueError):
    """A change of an account or a post that the rules do not allow; `code` is stable, the text says why."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


def is_guarded(user_id: int, on: date) -> bool:
    """Whether a person holds a guarded post on a day, or will hold one later; a disabled account keeps its posts."""
    lasting = Q(ends_on__isnull=True) | Q(ends_on__gte=on)
    return Appointment.objects.filter(lasting, user_id=user_id, role__in=GUARDED).exists()


def may_confirm(username: str, on: date) -> bool:
    """Whether somebody holds a guarded post on a day, with an account that is enabled."""
    posts = appointed(on).filter(user__username=username, user__is_active=True, role__in=GUARDED)
    return posts.exists()


def require_second(*, by: str, second: str, subject: str, on: date) -> None:
    """Raise RefusedAccountError unless `second` may confirm, and is neither who asks nor whom it concerns.

    The operator's own commands (`audit.SYSTEM`) need no second: whoever runs them has the database in hand.
    """
    if by == audit.SYSTEM:
        return
    if not second:
        raise RefusedAccountError("second_person", "A second administrator or publisher must confirm this")
    if second in {by, subject}:
        raise RefusedAccountError("own_change", "Nobody confirms what they asked for or what concerns them")
    if not may_confirm(second, on):
        raise RefusedAccountError("no_second", f"{second} is neither administrator nor publisher")


def require_no_conflict(user: User, role: Role, *, begins_on: date | None, ends_on: date | None) -> None:
    """Raise RefusedAccountError where a State's officer (or deputy) would hold a post of the bureau at the same time.

    The bureau checks and ranks what officers send. The database refuses it too.
    """
    others = Appointment.objects.filter(user=user)
    others = others.exclude(role=Role.OFFICER) if role == Role.OFFICER else others.filter(role=Role.OFFICER)
    if ends_on is not None:
        others = others.filter(Q(begins_on__isnull=True) | Q(begins_on__lte=ends_on))
    if begins_on is not None:
        others = others.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=begins_on))
    if others.exists():
        raise RefusedAccountError(
            "conflicting_posts",
            f"{user.get_username()} cannot be a State's officer and of the bureau at once",
        )
