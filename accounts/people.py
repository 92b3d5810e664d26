"""People, their accounts and their posts: appointed, invited, handed on, deputised, disabled; the demo accounts."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.contrib.auth import get_user_model
from django.contrib.auth.models import User
from django.contrib.auth.password_validation import validate_password
from django.contrib.auth.validators import ASCIIUsernameValidator
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from accounts import audit
from accounts.access import (
    GUARDED,
    RefusedAccountError,
    appointed,
    is_guarded,
    require_no_conflict,
    require_second,
)
from accounts.models import ApiToken, Appointment, Invitation, Role
from accounts.sessions import DEMO_ACCOUNTS, end_sessions
from accounts.tokens import revoke_token
from common.digests import secret_hash
from common.locks import hold_lock

INVITATION_LASTS = timedelta(days=7)
FIRST_PEOPLE = 2
"""So many administrators or publishers are made by the operator's command; everyone after them by two people."""

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


# Accounts are disabled and enabled again; an administrator always remains.


@transaction.atomic
def disable_account(*, user_id: int, by: str, on: date, at: datetime, address: str = "") -> tuple[int, int]:
    """Disable an account: its sessions and its tokens end at once, for good, and its posts count no more.

    Returns how many sessions and tokens ended. Disabling it again changes nothing. Raises RefusedAccountError for
    one's own account and for the last administrator's on the day `on`.
    """
    user = get_user_model().objects.select_for_update().get(pk=user_id)
    if not user.is_active:
        return 0, 0
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
    sessions = end_sessions(user_id, at=at)
    after = {"sessions_ended": sessions, "tokens_revoked": len(tokens)}
    audit.record(
        at=at, actor=by, address=address, action="people.disable", subject=user.get_username(), after=after
    )
    return sessions, len(tokens)


@transaction.atomic
def enable_account(*, user_id: int, by: str, at: datetime, second: str = "", address: str = "") -> bool:
    """Let an account sign in again. What ended with it stays ended. True also where it could already.

    `second` confirms it where the account holds a guarded post: RefusedAccountError.
    """
    on = timezone.localdate(at)
    user = get_user_model().objects.select_for_update().get(pk=user_id)
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
    hold_lock("administrators")
    others = appointed(on).filter(role=Role.ADMINISTRATOR, user__is_active=True).exclude(user_id=user_id)
    if not others.exists():
        raise RefusedAccountError("last_administrator", "There would be no administrator any more")


# Posts change hands: invitation by mail, transfer, and a deputy for a time.


@dataclass(frozen=True, slots=True)
class NewAccount:
    """What an invited person chooses."""

    username: str
    password: str


@transaction.atomic
def invite(
    *, email: str, role: Role, state: str | None, by: str, at: datetime, second: str = "", address: str = ""
) -> tuple[Invitation, str]:
    """Invite someone to a role; returns the invitation and its secret, for the link in the mail.

    `second` confirms it where the post, or one that the person holds already, is guarded. The operator's command
    makes the first two alone. Raises RefusedAccountError.
    """
    on = timezone.localdate(at)
    owner = check_invitation(email, role, state, on)
    guarded = role in GUARDED or (owner is not None and is_guarded(owner.pk, on))
    if guarded:
        subject = owner.get_username() if owner else email
        require_second(by=by, second=second, subject=subject, on=on)
        if by == audit.SYSTEM:
            _require_first(at)
    secret = secrets.token_urlsafe(32)
    invitation = Invitation.objects.create(
        email=email,
        role=role,
        state_id=state,
        secret_hash=secret_hash(secret),
        invited_at=at,
        invited_by=by,
        expires_at=at + INVITATION_LASTS,
    )
    after = {"email": email, "role": role.value, "state": state} | ({"second": second} if second else {})
    audit.record(at=at, actor=by, address=address, action="people.invite", subject=email, after=after)
    return invitation, secret


def check_invitation(email: str, role: Role, state: str | None, on: date) -> User | None:
    """The person who has this mail address already, None for somebody new; raises as `invite` what is never allowed."""
    if (role == Role.OFFICER) != (state is not None):
        raise RefusedAccountError(
            "state_for_officers", "A nodal officer is invited for a State, others for none"
        )
    owner = owner_of(email)
    if owner is not None:
        require_no_conflict(owner, role, begins_on=on, ends_on=None)
    return owner


def owner_of(email: str) -> User | None:
    """Whose mail address this is; case does not count.

    Raises RefusedAccountError where it only looks like somebody's, or is not in plain letters.
    """
    if not email.isascii():
        raise RefusedAccountError("mail_letters", "Write the mail address in plain Latin letters")
    users = get_user_model().objects.exclude(email="")
    owner = next((user for user in users if skeleton(user.email) == skeleton(email)), None)
    if owner is not None and owner.email.lower() != email.lower():
        raise RefusedAccountError(
            "mail_taken", f"This mail address looks like that of {owner.get_username()}"
        )
    return owner


def _require_first(at: datetime) -> None:
    """Raise RefusedAccountError where the installation has its first two administrators or publishers already."""
    hold_lock("first people")
    posts = appointed(timezone.localdate(at)).filter(role__in=GUARDED, user__is_active=True)
    invited = Invitation.objects.filter(role__in=GUARDED, accepted_at__isnull=True, expires_at__gt=at)
    people = set(posts.values_list("user_id", flat=True))
    mails = {skeleton(email) for email in invited.values_list("email", flat=True)}
    if len(people) + len(mails) >= FIRST_PEOPLE:
        raise RefusedAccountError(
            "not_first",
            "There are two administrators or publishers already, or invited: further ones are invited at /people/, "
            "where a second person confirms",
        )


def open_invitation(secret: str, *, at: datetime) -> Invitation:
    """The invitation that a link leads to; RefusedAccountError where it is unknown, used or expired."""
    found = Invitation.objects.filter(
        secret_hash=secret_hash(secret), accepted_at__isnull=True, expires_at__gt=at
    ).first()
    if found is None:
        raise RefusedAccountError(
            "no_invitation", "This invitation is used up or has expired; ask for a new one"
        )
    return found


@transaction.atomic
def accept(*, secret: str, account: NewAccount | User, at: datetime, address: str = "") -> Appointment:
    """Take up an invitation with a new account; or with one's own, where the invitation went to its mail address.

    Raises RefusedAccountError, also where the post conflicts with one that the person holds.
    """
    invitation = Invitation.objects.select_for_update().get(pk=open_invitation(secret, at=at).pk)
    if invitation.accepted_at is not None:
        raise RefusedAccountError(
            "no_invitation", "This invitation is used up or has expired; ask for a new one"
        )
    owner = owner_of(invitation.email)
    if isinstance(account, NewAccount):
        if owner is not None:
            raise RefusedAccountError(
                "mail_taken", "Somebody has this mail address; they sign in to take it up"
            )
        name = _create(account, invitation.email)
    else:
        if owner != account:
            raise RefusedAccountError("not_yours", "This invitation is for another account")
        name = account.get_username()
    invitation.accepted_at, invitation.accepted_by = at, name
    invitation.save(update_fields=["accepted_at", "accepted_by"])
    audit.record(
        at=at, actor=name, address=address, action="people.accept", subject=invitation.email,
        after={"role": invitation.role, "state": invitation.state_id},
    )  # fmt: skip
    return appoint(
        username=name, role=Role(invitation.role), state_code=invitation.state_id,
        by=invitation.invited_by, at=at,
    )  # fmt: skip


def _create(account: NewAccount, email: str) -> str:
    """A new account; returns its name."""
    users = get_user_model()
    user = users(username=account.username, email=email)
    try:
        ASCIIUsernameValidator()(account.username)
        validate_password(account.password, user)
    except ValidationError as problem:
        raise RefusedAccountError("account_refused", " ".join(problem.messages)) from problem
    taken = RefusedAccountError(
        "account_taken", "This name is taken, or looks like one that is; choose another"
    )
    if skeleton(account.username) == skeleton(audit.SYSTEM):
        raise taken
    try:
        with transaction.atomic():
            users.objects.create_user(username=account.username, email=email, password=account.password)
    except IntegrityError:
        raise taken from None
    return account.username


@transaction.atomic
def deputise(
    *,
    officer: str,
    deputy: str,
    state: str,
    begins_on: date,
    ends_on: date,
    by: str,
    at: datetime,
    address: str = "",
) -> Appointment:
    """Let someone stand in for an officer from a day to a day; the audit trail names both in what the deputy does.

    Raises RefusedAccountError, also for somebody who holds a post of the bureau in that time.
    """
    if ends_on < begins_on:
        raise RefusedAccountError("dates", "The last day lies before the first")
    users = get_user_model().objects
    stands = users.select_for_update().filter(username=deputy, is_active=True).first()
    away = users.filter(
        username=officer, appointments__state_id=state, appointments__role=Role.OFFICER
    ).first()
    if stands is None or away is None:
        raise RefusedAccountError(
            "no_such_person", f"{deputy} or {officer} is not known, or no officer of {state}"
        )
    if stands == away:
        raise RefusedAccountError("own_deputy", "Nobody is their own deputy")
    require_no_conflict(stands, Role.OFFICER, begins_on=begins_on, ends_on=ends_on)
    appointment = Appointment.objects.create(
        user=stands, role=Role.OFFICER, state_id=state, begins_on=begins_on, ends_on=ends_on, deputy_for=away
    )
    after = {"for": officer, "state": state, "from": begins_on.isoformat(), "to": ends_on.isoformat()}
    audit.record(at=at, actor=by, address=address, action="people.deputise", subject=deputy, after=after)
    return appointment


@transaction.atomic
def end_appointment(
    *, appointment_id: int, ends_on: date, by: str, at: datetime, second: str = "", address: str = ""
) -> Appointment:
    """End an appointment with a day, the last on which it holds: a transfer is an end here and an invitation there.

    Raises RefusedAccountError for one's own; for a guarded post (one that has ended too: a later day would revive it)
    and for any post of somebody who holds one, unless a `second` confirms it; where no administrator would be left on
    the day after; and where a longer term meets a conflicting post.
    """
    appointment = (
        Appointment.objects.select_for_update(of=("self",)).select_related("user").get(pk=appointment_id)
    )
    check_end(appointment, ends_on, by=by)
    name, on = appointment.user.get_username(), timezone.localdate(at)
    if appointment.role in GUARDED or is_guarded(appointment.user_id, on):
        require_second(by=by, second=second, subject=name, on=on)
    before = {"ends_on": appointment.ends_on.isoformat() if appointment.ends_on else None}
    appointment.ends_on = max(ends_on, appointment.begins_on) if appointment.begins_on else ends_on
    require_no_conflict(
        appointment.user, Role(appointment.role), begins_on=appointment.begins_on, ends_on=appointment.ends_on
    )
    appointment.save(update_fields=["ends_on"])
    after = {
        "role": appointment.role,
        "state": appointment.state_id,
        "ends_on": appointment.ends_on.isoformat(),
    }
    after |= {"second": second} if second else {}
    audit.record(
        at=at, actor=by, address=address, action="people.end", subject=name, before=before, after=after
    )
    return appointment


def check_end(appointment: Appointment, ends_on: date, *, by: str) -> None:
    """Raise RefusedAccountError for an end that is not allowed, whoever confirms it."""
    if appointment.user.get_username() == by:
        raise RefusedAccountError("own_appointment", "Nobody ends their own appointment")
    if appointment.role == Role.ADMINISTRATOR:
        require_administrator_beside(appointment.user_id, ends_on + timedelta(days=1))


# The accounts that let a visitor of the sample try every role.


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
