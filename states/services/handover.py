"""Posts change hands: invitation by mail, transfer, and a deputy for a time."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.contrib.auth import get_user_model
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from states.digests import secret_hash
from states.models import Appointment, Invitation, Role
from states.services import audit
from states.services.accounts import RefusedAccountError, require_administrator_beside
from states.services.people import appoint

INVITATION_LASTS = timedelta(days=7)


class RefusedHandoverError(ValueError):
    """A change of hands that the rules do not allow; `code` is stable, the text says why and how to mend it."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


@dataclass(frozen=True, slots=True)
class NewAccount:
    """What an invited person chooses."""

    username: str
    password: str


@transaction.atomic
def invite(
    *, email: str, role: Role, state: str | None, by: str, at: datetime, address: str = ""
) -> tuple[Invitation, str]:
    """Invite someone to a role; returns the invitation and its secret, for the link in the mail."""
    if (role == Role.OFFICER) != (state is not None):
        raise RefusedHandoverError(
            "state_for_officers", "A nodal officer is invited for a State, others for none"
        )
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
    after = {"email": email, "role": role.value, "state": state}
    audit.record(at=at, actor=by, address=address, action="people.invite", subject=email, after=after)
    return invitation, secret


def open_invitation(secret: str, *, at: datetime) -> Invitation:
    """The invitation that a link leads to; RefusedHandoverError where it is unknown, used or expired."""
    found = Invitation.objects.filter(
        secret_hash=secret_hash(secret), accepted_at__isnull=True, expires_at__gt=at
    ).first()
    if found is None:
        raise RefusedHandoverError(
            "no_invitation", "This invitation is used up or has expired; ask for a new one"
        )
    return found


@transaction.atomic
def accept(*, secret: str, account: NewAccount, at: datetime, address: str = "") -> Appointment:
    """Take up an invitation with a new account."""
    invitation = Invitation.objects.select_for_update().get(pk=open_invitation(secret, at=at).pk)
    if invitation.accepted_at is not None:
        raise RefusedHandoverError(
            "no_invitation", "This invitation is used up or has expired; ask for a new one"
        )
    users = get_user_model()
    user = users(username=account.username, email=invitation.email)
    try:
        users.username_validator(account.username)
        validate_password(account.password, user)
    except ValidationError as problem:
        raise RefusedHandoverError("account_refused", " ".join(problem.messages)) from problem
    try:
        with transaction.atomic():
            users.objects.create_user(
                username=account.username, email=invitation.email, password=account.password
            )
    except IntegrityError:
        raise RefusedHandoverError("account_taken", "This name is taken; choose another") from None
    invitation.accepted_at, invitation.accepted_by = at, account.username
    invitation.save(update_fields=["accepted_at", "accepted_by"])
    audit.record(
        at=at, actor=account.username, address=address, action="people.accept", subject=invitation.email,
        after={"role": invitation.role, "state": invitation.state_id},
    )  # fmt: skip
    return appoint(
        username=account.username, role=Role(invitation.role), state_code=invitation.state_id,
        by=invitation.invited_by, at=at,
    )  # fmt: skip


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
    """Let someone stand in for an officer from a day to a day; the audit trail names both in what the deputy does."""
    if ends_on < begins_on:
        raise RefusedHandoverError("dates", "The last day lies before the first")
    users = get_user_model().objects
    stands = users.filter(username=deputy, is_active=True).first()
    away = users.filter(
        username=officer, appointments__state_id=state, appointments__role=Role.OFFICER
    ).first()
    if stands is None or away is None:
        raise RefusedHandoverError(
            "no_such_person", f"{deputy} or {officer} is not known, or no officer of {state}"
        )
    if stands == away:
        raise RefusedHandoverError("own_deputy", "Nobody is their own deputy")
    appointment = Appointment.objects.create(
        user=stands, role=Role.OFFICER, state_id=state, begins_on=begins_on, ends_on=ends_on, deputy_for=away
    )
    after = {"for": officer, "state": state, "from": begins_on.isoformat(), "to": ends_on.isoformat()}
    audit.record(at=at, actor=by, address=address, action="people.deputise", subject=deputy, after=after)
    return appointment


@transaction.atomic
def end_appointment(
    *, appointment_id: int, ends_on: date, by: str, at: datetime, address: str = ""
) -> Appointment:
    """End an appointment with a day, the last on which it holds: a transfer is an end here and an invitation there.

    Raises RefusedAccountError for one's own, and where no administrator would be left on the day after.
    """
    appointment = (
        Appointment.objects.select_for_update(of=("self",)).select_related("user").get(pk=appointment_id)
    )
    if appointment.user.get_username() == by:
        raise RefusedAccountError("own_appointment", "Nobody ends their own appointment")
    if appointment.role == Role.ADMINISTRATOR:
        require_administrator_beside(appointment.user_id, ends_on + timedelta(days=1))
    before = {"ends_on": appointment.ends_on.isoformat() if appointment.ends_on else None}
    appointment.ends_on = max(ends_on, appointment.begins_on) if appointment.begins_on else ends_on
    appointment.save(update_fields=["ends_on"])
    audit.record(
        at=at, actor=by, address=address, action="people.end", subject=appointment.user.get_username(), before=before,
        after={"role": appointment.role, "state": appointment.state_id, "ends_on": appointment.ends_on.isoformat()},
    )  # fmt: skip
    return appointment
