"""Accounts are disabled and enabled again; an administrator always remains."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.contrib.auth import get_user_model
from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from accounts import audit
from accounts.access import appointed
from accounts.guarded import RefusedAccountError, is_guarded, require_second
from accounts.models import ApiToken, Role
from accounts.sessions import end_sessions
from accounts.tokens import revoke_token
from common.locks import hold_lock

_LOCK = "administrators"


@dataclass(frozen=True, slots=True)
class Ended:
    """What ended with an account: so many sessions and tokens."""

    sessions: int
    tokens: int


@transaction.atomic
def disable_account(*, user_id: int, by: str, on: date, at: datetime, address: str = "") -> Ended:
    """Disable an account: its sessions and its tokens end at once, for good, and its posts count no more.

    Disabling it again changes nothing. Raises RefusedAccountError for one's own account and for the last
    administrator's on the day `on`.
    """
    user = _locked(user_id)
    if not user.is_active:
        return Ended(0, 0)
    if user.get_username() == by:
        raise RefusedAccountError("own_account", "Nobody disables their own account")
    if appointed(on).filter(user_id=user_id, role=Role.ADMINISTRATOR).exists():
        require_administrator_beside(user_id, on)
    user.is_active = False
    user.save(update_fields=["is_active"])
    living = ApiToken.objects.filter(user_id=user_id, revoked_at__isnull=True).order_by("pk")
    tokens = list(living.values_list("pk", flat=True))
    for token in tokens:
        revoke_token(token_id=token, by=by, at=at, address=address)
    ended = Ended(end_sessions(user_id, at=at), len(tokens))
    after = {"sessions_ended": ended.sessions, "tokens_revoked": ended.tokens}
    audit.record(
        at=at, actor=by, address=address, action="people.disable", subject=user.get_username(), after=after
    )
    return ended


@transaction.atomic
def enable_account(*, user_id: int, by: str, at: datetime, second: str = "", address: str = "") -> bool:
    """Let an account sign in again. What ended with it stays ended. True also where it could already.

    `second` confirms it where the account holds a guarded post: RefusedAccountError.
    """
    user, on = _locked(user_id), timezone.localdate(at)
    if user.is_active:
        return True
    name, after = user.get_username(), None
    if is_guarded(user_id, on):
        require_second(by=by, second=second, subject=name, on=on)
        after = {"second": second}
    user.is_active = True
    user.save(update_fields=["is_active"])
    audit.record(at=at, actor=by, address=address, action="people.enable", subject=name, after=after)
    return True


def require_administrator_beside(user_id: int, on: date) -> None:
    """Raise RefusedAccountError unless somebody else, whose account is enabled, is administrator on the day.

    Of two who would end each other at the same time, one waits here until the other is through.
    """
    hold_lock(_LOCK)
    others = appointed(on).filter(role=Role.ADMINISTRATOR, user__is_active=True).exclude(user_id=user_id)
    if not others.exists():
        raise RefusedAccountError("last_administrator", "There would be no administrator any more")


def _locked(user_id: int) -> User:
    return get_user_model().objects.select_for_update().get(pk=user_id)
