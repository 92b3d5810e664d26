"""Changes to a person that wait: for a second administrator or publisher, for the person, for time to pass.

One asks, another confirms; then the service of the change itself runs, in the same transaction. Another mail address
is told to the address of before, confirmed by its person with a link to the new one, and for guarded posts besides
waits for `ACCOUNT_CHANGE_WAIT`, in which any administrator or publisher, and the person, can drop it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from accounts import audit, people
from accounts.access import RefusedAccountError, is_guarded, may_confirm, require_second
from accounts.models import AccountChange, Appointment, ChangeKind, Invitation, Role
from accounts.second_factor import has_second_factor, replace_app, reset_second_factor
from common import jobs
from common.locks import hold_lock
from common.signing import seal

MOST_ASKS, ASKS_COUNT_FOR = 3, timedelta(hours=1)
"""So many mail addresses are asked for by one person in such a time: each sends mails."""

LASTS = timedelta(days=7)
"""What nobody confirmed for so long, after its waiting time, has lapsed."""

MAILS, DUE = "mail_change_told", "mail_change_due"
"""The kinds of jobs: mails to both addresses, and the end of the waiting time."""


Confirmed = tuple[AccountChange, tuple[Invitation, str] | None]
"""A change that was confirmed; an invitation comes with its secret, for the link in the mail."""


def waiting(at: datetime) -> QuerySet[AccountChange]:
    """What waits, newest first."""
    since = at - LASTS - settings.ACCOUNT_CHANGE_WAIT
    return AccountChange.objects.filter(done_at__isnull=True, dropped_at__isnull=True, asked_at__gt=since)


def due_at(change: AccountChange) -> datetime:
    """When another mail address of somebody in a guarded post takes effect at the earliest."""
    wait: timedelta = settings.ACCOUNT_CHANGE_WAIT
    return change.asked_at + wait


def needs_second(change: AccountChange, on: date) -> bool:
    """Whether a second person has to confirm it: everything but the mail address of somebody in no guarded post."""
    return change.kind != ChangeKind.MAIL or change.user is None or is_guarded(change.user_id or 0, on)


@transaction.atomic
def ask_invite(
    *, email: str, role: Role, state: str | None, by: str, at: datetime, address: str = ""
) -> AccountChange:
    """Ask for an invitation to a guarded post, or of somebody who holds one. Raises RefusedAccountError."""
    owner = people.check_invitation(email, role, state, timezone.localdate(at))
    value = {"email": email, "role": role.value, "state": state}
    return _ask(ChangeKind.INVITE, owner, by=by, at=at, address=address, subject=email, value=value)


@transaction.atomic
def ask_end(*, appointment_id: int, ends_on: date, by: str, at: datetime, address: str = "") -> AccountChange:
    """Ask for the end of a post of somebody in a guarded one. Raises RefusedAccountError."""
    found = Appointment.objects.select_related("user").get(pk=appointment_id)
    people.check_end(found, ends_on, by=by)
    value = {
        "appointment": found.pk,
        "role": found.role,
        "state": found.state_id,
        "ends_on": ends_on.isoformat(),
    }
    return _ask(ChangeKind.END, found.user, by=by, at=at, address=address, value=value)


@transaction.atomic
def ask_enable(*, user_id: int, by: str, at: datetime, address: str = "") -> AccountChange:
    """Ask that an account of somebody in a guarded post can sign in again."""
    return _ask(ChangeKind.ENABLE, _user(user_id), by=by, at=at, address=address)


@transaction.atomic
def ask_reset(*, user_id: int, by: str, at: datetime, address: str = "") -> AccountChange:
    """Ask that a lost second factor of somebody in a guarded post is taken away. Raises RefusedAccountError."""
    user = _user(user_id)
    if user.get_username() == by:
        raise RefusedAccountError("own_second_factor", "Nobody resets their own second factor")
    if not has_second_factor(user_id):
        raise RefusedAccountError("no_second_factor", f"{user.get_username()} has no second factor")
    return _ask(ChangeKind.RESET, user, by=by, at=at, address=address)


@transaction.atomic
def ask_app(*, user_id: int, secret: str, at: datetime, address: str = "") -> AccountChange:
    """Ask, as somebody in a guarded post, for another app in the place of one's own, which goes on until then."""
    user = _user(user_id)
    by = user.get_username()
    return _ask(ChangeKind.APP, user, by=by, at=at, address=address, secret=seal(secret))


@transaction.atomic
def ask_mail(*, user_id: int, email: str, at: datetime, address: str = "") -> AccountChange:
    """Ask for another mail address of one's own. Mails go to both addresses. Raises RefusedAccountError."""
    user = _user(user_id)
    try:
        validate_email(email)
    except ValidationError:
        raise RefusedAccountError("no_mail", f"{email} is not a mail address") from None
    recent = AccountChange.objects.filter(user=user, kind=ChangeKind.MAIL, asked_at__gt=at - ASKS_COUNT_FOR)
    if recent.count() >= MOST_ASKS:
        raise RefusedAccountError(
            "too_many_asks", "You have asked for three mail addresses within an hour; wait"
        )
    owner = people.owner_of(email)
    if owner is not None:
        raise RefusedAccountError("mail_taken", "This mail address is somebody's, or looks like somebody's")
    value = {"before": user.email, "email": email}
    change = _ask(ChangeKind.MAIL, user, by=user.get_username(), at=at, address=address, value=value)
    jobs.enqueue(kind=MAILS, key=str(change.pk), payload={"change": change.pk}, at=at)
    jobs.enqueue(
        kind=DUE, key=str(change.pk), payload={"change": change.pk}, at=at, not_before=due_at(change)
    )
    return change


@transaction.atomic
def prove_mail(*, change_id: int, user_id: int, at: datetime, address: str = "") -> AccountChange:
    """Take the word of the person, who came by the link to the new address. Raises RefusedAccountError."""
    change = _living(change_id, at)
    if change.kind != ChangeKind.MAIL or change.user_id != user_id:
        raise RefusedAccountError("no_change", "This change is not yours")
    if change.proved_at is None:
        change.proved_at = at
        change.save(update_fields=["proved_at"])
        _record(change, "people.prove_mail", by=change.subject, at=at, address=address)
    _finish_mail(change, at)
    return change


@transaction.atomic
def confirm(*, change_id: int, by: str, at: datetime, address: str = "") -> Confirmed:
    """Confirm a change as the second person; it is done at once, another mail address when its time has come.

    Raises RefusedAccountError, also where what was asked for is no longer allowed.
    """
    change, on = _living(change_id, at), timezone.localdate(at)
    if change.confirmed_at is not None:
        raise RefusedAccountError("no_change", "Somebody has confirmed this already")
    require_second(by=change.asked_by, second=by, subject=change.subject, on=on)
    change.confirmed_at, change.confirmed_by = at, by
    change.save(update_fields=["confirmed_at", "confirmed_by"])
    _record(change, "people.confirm_change", by=by, at=at, address=address)
    if change.kind == ChangeKind.MAIL:
        _finish_mail(change, at)
        return change, None
    confirmed = _do(change, at, address)
    change.done_at, change.secret = at, ""
    change.save(update_fields=["done_at", "secret"])
    return confirmed


@transaction.atomic
def drop(*, change_id: int, by: str, at: datetime, address: str = "") -> AccountChange:
    """Drop a change, as who asked, as whom it concerns, or as any administrator or publisher.

    Raises RefusedAccountError.
    """
    change = _living(change_id, at)
    if by not in {change.asked_by, change.subject} and not may_confirm(by, timezone.localdate(at)):
        raise RefusedAccountError("no_change", "This change is not yours to drop")
    _drop(change, by=by, at=at, address=address)
    return change


@transaction.atomic
def take_effect(*, change_id: int, at: datetime) -> None:
    """The waiting time of another mail address is over: it takes effect where everything else is there."""
    change = AccountChange.objects.select_for_update().filter(pk=change_id).first()
    if change is not None and change.done_at is None and change.dropped_at is None:
        _finish_mail(change, at)


def _ask(
    kind: ChangeKind,
    user: User | None,
    *,
    by: str,
    at: datetime,
    address: str,
    subject: str = "",
    value: Mapping[str, object] | None = None,
    secret: str = "",
) -> AccountChange:
    hold_lock("account changes")
    name = user.get_username() if user is not None else subject
    if waiting(at).filter(kind=kind, subject__iexact=name).exists():
        raise RefusedAccountError("waits_already", f"Such a change of {name} waits already")
    change = AccountChange.objects.create(
        kind=kind, user=user, subject=name, value=dict(value or {}), secret=secret, asked_at=at, asked_by=by
    )
    _record(change, "people.ask_change", by=by, at=at, address=address)
    return change


def _do(change: AccountChange, at: datetime, address: str) -> Confirmed:
    """Run the service of a change, in the name of who asked and with the second person's."""
    by, second, user_id, value = change.asked_by, change.confirmed_by, change.user_id or 0, change.value
    if change.kind == ChangeKind.INVITE:
        made = people.invite(
            email=value["email"], role=Role(value["role"]), state=value["state"], by=by, second=second, at=at,
            address=address,
        )  # fmt: skip
        return change, made
    if change.kind == ChangeKind.END:
        people.end_appointment(
            appointment_id=value["appointment"], ends_on=date.fromisoformat(value["ends_on"]), by=by, second=second,
            at=at, address=address,
        )  # fmt: skip
    elif change.kind == ChangeKind.ENABLE:
        people.enable_account(user_id=user_id, by=by, second=second, at=at, address=address)
    elif change.kind == ChangeKind.RESET:
        reset_second_factor(user_id=user_id, by=by, second=second, at=at, address=address)
    elif change.kind == ChangeKind.APP:
        replace_app(user_id=user_id, sealed=change.secret, by=by, second=second, at=at, address=address)
    return change, None


def _finish_mail(change: AccountChange, at: datetime) -> None:
    """Put the new mail address in force once its person, a second one and the time allow it; else it waits on.

    It is dropped where the address became somebody's meanwhile, or the account was disabled.
    """
    on, user = timezone.localdate(at), _user(change.user_id or 0)
    second = is_guarded(user.pk, on)
    if change.proved_at is None or (second and (not change.confirmed_by or at < due_at(change))):
        return
    try:
        owner = people.owner_of(change.value["email"])
    except RefusedAccountError:
        owner = user
    if owner is not None or not user.is_active:
        _drop(change, by=audit.SYSTEM, at=at, address="")
        return
    before, user.email = user.email, change.value["email"]
    user.save(update_fields=["email"])
    change.done_at = at
    change.save(update_fields=["done_at"])
    after = {"email": user.email} | ({"second": change.confirmed_by} if second else {})
    audit.record(
        at=at, actor=change.asked_by, action="people.mail", subject=change.subject, before={"email": before},
        after=after,
    )  # fmt: skip


def _drop(change: AccountChange, *, by: str, at: datetime, address: str) -> None:
    change.dropped_at, change.dropped_by, change.secret = at, by, ""
    change.save(update_fields=["dropped_at", "dropped_by", "secret"])
    _record(change, "people.drop_change", by=by, at=at, address=address)


def _record(change: AccountChange, action: str, *, by: str, at: datetime, address: str) -> None:
    after = {"change": change.pk, "kind": change.kind, "asked_by": change.asked_by, **change.value}
    audit.record(at=at, actor=by, address=address, action=action, subject=change.subject[:120], after=after)


def _living(change_id: int, at: datetime) -> AccountChange:
    """The change, locked, while it waits; two who act at once take turns."""
    change = waiting(at).select_for_update().filter(pk=change_id).first()
    if change is None:
        raise RefusedAccountError("no_change", "This change does not wait any more")
    return change


def _user(user_id: int) -> User:
    return get_user_model().objects.select_for_update().get(pk=user_id)
