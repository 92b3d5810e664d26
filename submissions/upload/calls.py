"""Calls with an `Idempotency-Key`: done once, however often they are sent; the first answer is given again for a day.

1. `claim` before anything is done: of all that come at once exactly one gets the call to answer;
2. `settle` inside the transaction of what the call does, so that both stand or neither;
3. `release` where nothing was done: the next one with the key is the first again.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction

from accounts.models import ApiToken
from submissions.models import KeyedCall

LASTS = timedelta(hours=24)
# A call that is not answered after so long belonged to a process that died: another may take it over. What the
# first might still do then fails as it settles.
LEASE = timedelta(minutes=2)


class KeyReusedError(ValueError):
    """The key stands for another request already."""


class CallInProgressError(RuntimeError):
    """The same call is being answered at this moment."""


def claim(*, token: ApiToken, key: str, fingerprint: str, at: datetime) -> KeyedCall:
    """The call of this key: the caller's to answer, or answered already, which its `status` says.

    Raises KeyReusedError where the key was sent with another request, CallInProgressError where another process
    is answering it.
    """
    KeyedCall.objects.filter(token=token, started_at__lte=at - LASTS).delete()
    try:
        with transaction.atomic():
            return KeyedCall.objects.create(token=token, key=key, fingerprint=fingerprint, started_at=at)
    except IntegrityError:
        known = KeyedCall.objects.filter(token=token, key=key).first()
    if known is None:  # it was released between the two looks
        raise CallInProgressError(key)
    if known.fingerprint != fingerprint:
        raise KeyReusedError(key)
    if known.status is None:
        _take_over(known, at)
    return known


def _take_over(call: KeyedCall, at: datetime) -> None:
    mine = KeyedCall.objects.filter(
        pk=call.pk, status__isnull=True, started_at=call.started_at, started_at__lte=at - LEASE
    )
    if mine.update(started_at=at) != 1:
        raise CallInProgressError(call.key)
    call.started_at = at


def settle(call: KeyedCall, *, status: int, answer: str, location: str = "", at: datetime) -> None:
    """Write down the answer. CallInProgressError where another process has taken the call over: then nothing
    of this one's work may stand.
    """
    mine = KeyedCall.objects.filter(pk=call.pk, status__isnull=True, started_at=call.started_at)
    if mine.update(status=status, answer=answer, location=location, answered_at=at) != 1:
        raise CallInProgressError(call.key)


def release(call: KeyedCall) -> None:
    """Forget a call by which nothing was done."""
    KeyedCall.objects.filter(pk=call.pk, status__isnull=True, started_at=call.started_at).delete()
