"""The second factor: codes of an authenticator app (TOTP, RFC 6238) and recovery codes, each good for once.

The records and the recovery codes are allauth's, the arithmetic of the app pyotp's. Added here: a used code is
remembered in the database, under a lock, so that no second process takes it, and wrong codes are counted for the
account.
"""

from __future__ import annotations

import re
import secrets
from datetime import datetime, timedelta

import pyotp
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import encrypt
from django.contrib.auth import get_user_model
from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from accounts import audit
from accounts.access import RefusedAccountError, is_guarded, require_second
from accounts.sessions import Method, end_sessions
from common.signing import BrokenSealError, seal, unseal

STEP = 30
"""Seconds for which a code of the app is good."""

MOST_WRONG, WRONG_COUNT_FOR = 10, timedelta(minutes=15)
"""So many wrong codes for one account in such a time, whatever their addresses: only who has the password gets here."""

_COUNTER, _WRONG, _SINCE = "counter", "wrong", "since"


class WrongCodeError(ValueError):
    """The code is not the one of now, or was used."""


class TooManyCodesError(WrongCodeError):
    """Too many wrong codes were tried for this account; for a while no code is taken."""


def standing(user_id: int) -> tuple[datetime | None, int]:
    """What a person has: since when an app, and how many recovery codes are left. One query."""
    held = {
        authenticator.type: authenticator for authenticator in Authenticator.objects.filter(user_id=user_id)
    }
    app, codes = held.get(Authenticator.Type.TOTP), held.get(Authenticator.Type.RECOVERY_CODES)
    return (
        None if app is None else app.created_at,
        0 if codes is None else 10 - int(codes.data["used_mask"]).bit_count(),
    )


def has_second_factor(user_id: int) -> bool:
    """Whether the person has set one up."""
    return bool(Authenticator.objects.filter(user_id=user_id, type=Authenticator.Type.TOTP).exists())


def code_at(secret: str, at: datetime) -> str:
    """The six digits that an app shows for a secret (Base32) at a time."""
    return pyotp.TOTP(secret).at(at)


def fits(secret: str, code: str, at: datetime) -> bool:
    """Whether an app that has the secret shows this code now."""
    return constant_time_compare(re.sub(r"[\W_]", "", code), code_at(secret, at))


@transaction.atomic
def enrol(*, user_id: int, secret: str, code: str, at: datetime, address: str = "") -> list[str]:
    """Take `secret` as the person's app, once a code proves that the app has it; returns new recovery codes.

    An app and recovery codes of before count no more. Raises WrongCodeError, and RefusedAccountError where an app of
    somebody in a guarded post would be replaced: that takes a second person.
    """
    user = _locked(user_id)
    if not fits(secret, code, at):
        raise WrongCodeError
    replaced, _ = Authenticator.objects.filter(user_id=user_id).delete()
    if replaced and is_guarded(user_id, timezone.localdate(at)):
        raise RefusedAccountError("second_person", "A second administrator or publisher must confirm this")
    data = {"secret": seal(secret), _COUNTER: _counter(at)}
    Authenticator.objects.create(
        user=user, type=Authenticator.Type.TOTP, data=data, created_at=at, last_used_at=at
    )
    name = user.get_username()
    action = "second_factor.replace" if replaced else "second_factor.set_up"
    audit.record(at=at, actor=name, address=address, action=action, subject=name)
    return _new_codes(user)


@transaction.atomic
def renew_codes(*, user_id: int, at: datetime, address: str = "") -> list[str]:
    """New recovery codes; those of before count no more."""
    user = _locked(user_id)
    Authenticator.objects.filter(user_id=user_id, type=Authenticator.Type.RECOVERY_CODES).delete()
    name = user.get_username()
    audit.record(at=at, actor=name, address=address, action="second_factor.new_codes", subject=name)
    return _new_codes(user)


def prove(*, user_id: int, code: str, at: datetime, address: str = "") -> Method:
    """Use up a code of the app or a recovery code; says which it was.

    Raises WrongCodeError for a code that is wrong, too old or used, TooManyCodesError while no code is taken.
    What a wrong code changes (it is counted) stands even so.
    """
    with transaction.atomic():
        method = _prove(_locked(user_id), code, at, address)
    if method is None:
        raise WrongCodeError
    return method


@transaction.atomic
def reset_second_factor(*, user_id: int, by: str, at: datetime, second: str = "", address: str = "") -> bool:
    """Take a lost second factor away, for the person to set up a new one at the next sign-in; ends their sessions.

    False where there was none. Raises RefusedAccountError for one's own, and where the person holds a guarded post
    and no `second` confirms it.
    """
    user, on = _locked(user_id), timezone.localdate(at)
    name = user.get_username()
    if name == by:
        raise RefusedAccountError("own_second_factor", "Nobody resets their own second factor")
    after: dict[str, object] = {}
    if is_guarded(user_id, on):
        require_second(by=by, second=second, subject=name, on=on)
        after = {"second": second}
    gone, _ = Authenticator.objects.filter(user_id=user_id).delete()
    if not gone:
        return False
    after |= {"sessions_ended": end_sessions(user_id, at=at)}
    audit.record(
        at=at,
        actor=by,
        address=address,
        action="second_factor.reset",
        subject=name,
        after=after,
    )
    return True


@transaction.atomic
def replace_app(*, user_id: int, sealed: str, by: str, second: str, at: datetime, address: str = "") -> None:
    """Put another app in the place of the one of before, as its person asked and `second` confirmed.

    `sealed` is the app's secret, sealed. Recovery codes stay as they are; the sessions end. Raises RefusedAccountError.
    """
    user = _locked(user_id)
    name = user.get_username()
    require_second(by=by, second=second, subject=name, on=timezone.localdate(at))
    gone, _ = Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).delete()
    if not gone:
        raise RefusedAccountError("no_second_factor", f"{name} has no app any more that could be replaced")
    data = {"secret": sealed, _COUNTER: _counter(at)}
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data=data, created_at=at)
    after = {"second": second, "sessions_ended": end_sessions(user_id, at=at)}
    audit.record(at=at, actor=by, address=address, action="second_factor.replace", subject=name, after=after)


def _prove(user: User, code: str, at: datetime, address: str) -> Method | None:
    app = Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).first()
    if app is None:
        return None
    since = datetime.fromisoformat(app.data[_SINCE]) if _SINCE in app.data else None
    wrong = app.data.get(_WRONG, 0) if since and at - since < WRONG_COUNT_FOR else 0
    if wrong >= MOST_WRONG:
        raise TooManyCodesError
    method = _used(app, code, at) or _recovered(user, code)
    if method is None:
        app.data |= {_WRONG: wrong + 1, _SINCE: (since if wrong and since else at).isoformat()}
        if wrong + 1 == MOST_WRONG:
            name = user.get_username()
            audit.record(
                at=at, actor=audit.SYSTEM, address=address, action="second_factor.pause", subject=name
            )
    else:
        app.data.pop(_WRONG, None)
        app.data.pop(_SINCE, None)
        app.last_used_at = at
    app.save(update_fields=["data", "last_used_at"])
    return method


def _used(app: Authenticator, code: str, at: datetime) -> Method | None:
    """The step of the clock is remembered: a code is good for once, and none is good that is older."""
    counter = _counter(at)
    try:
        secret = unseal(app.data["secret"])
    except BrokenSealError:
        return None
    if counter <= app.data.get(_COUNTER, -1) or not fits(secret, code, at):
        return None
    app.data[_COUNTER] = counter
    return Method.TOTP


def _new_codes(user: User) -> list[str]:
    """As allauth draws them: from a seed of 40 random bytes, which is stored sealed."""
    data = {"seed": encrypt(secrets.token_hex(40)), "used_mask": 0}
    codes = Authenticator.objects.create(user=user, type=Authenticator.Type.RECOVERY_CODES, data=data)
    return list(codes.wrap().generate_codes())


def _recovered(user: User, code: str) -> Method | None:
    codes = Authenticator.objects.filter(user=user, type=Authenticator.Type.RECOVERY_CODES).first()
    try:
        used = codes is not None and codes.wrap().validate_code(code)
    except BrokenSealError:
        return None
    return Method.RECOVERY if used else None


def _counter(at: datetime) -> int:
    return int(at.timestamp()) // STEP


def _locked(user_id: int) -> User:
    return get_user_model().objects.select_for_update().get(pk=user_id)
