"""Who may see and do what: the one place that decides.

Officers act for their own State; another State's data does not exist for them (404, not 403). Staff of the
bureau see every State. Nobody verifies what they sent themselves: the database holds that rule besides.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import TypeVar

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser, User
from django.db.models import Model, Q, QuerySet

from accounts import audit
from accounts.models import ApiToken, Appointment, Role


class Act(StrEnum):
    """What can be done behind the sign-in."""

    SEE_SUBMISSIONS = "see submissions"
    SEND_FIGURES = "send figures"
    SEND_STATIONS = "send station files of all India"
    OBJECT = "object to a figure"
    SEE_PROVISIONAL = "see provisional lists"
    REVIEW = "review submissions"
    RUN_MONTHS = "open and close months"
    PUBLISH = "publish lists"
    EDIT_METHODOLOGY = "prepare methodology versions"
    KEEP_PRACTICES = "keep the register of good practices"
    MANAGE_PEOPLE = "manage people"
    CONFIRM_CHANGES = "confirm changes of people as the second"
    SEE_AUDIT = "see the audit trail"
    SEE_JOBS = "see jobs and queue failed ones again"


_FOR_OWN_STATE = frozenset({Act.SEE_SUBMISSIONS, Act.SEND_FIGURES, Act.OBJECT, Act.SEE_PROVISIONAL})
_STAFF = frozenset({Act.SEE_SUBMISSIONS, Act.SEE_PROVISIONAL, Act.SEE_JOBS})
ACTS: Mapping[Role, frozenset[Act]] = {
    Role.OFFICER: _FOR_OWN_STATE,
    Role.REVIEWER: _STAFF | {Act.REVIEW, Act.RUN_MONTHS, Act.SEND_STATIONS},
    # The register is public under the bureau's name, so those keep it who answer for what is published. Reviewers
    # do not: they judge a State's figures, and should owe nobody praise.
    Role.PUBLISHER: _STAFF | {Act.PUBLISH, Act.EDIT_METHODOLOGY, Act.KEEP_PRACTICES, Act.CONFIRM_CHANGES},
    Role.ADMINISTRATOR: _STAFF
    | {
        Act.SEND_STATIONS,
        Act.RUN_MONTHS,
        Act.MANAGE_PEOPLE,
        Act.CONFIRM_CHANGES,
        Act.SEE_AUDIT,
        Act.EDIT_METHODOLOGY,
    },
}


class NotForYouError(PermissionError):
    """The person may not do this at all. Answered with 403."""


Row = TypeVar("Row", bound=Model)


class NotVisibleError(LookupError):
    """For this person the thing does not exist. Answered with 404."""


def visible(rows: QuerySet[Row], pk: object) -> Row:
    """The row of this key. NotVisibleError where there is none."""
    row = rows.filter(pk=pk).first()
    if row is None:
        raise NotVisibleError(str(pk))
    return row


@dataclass(frozen=True, slots=True)
class Person:
    """Someone who is signed in (or nobody), as far as access goes.

    `states` are the States for which the person sends figures; `deputises` names, for each of those, whose
    deputy the person is, where it is not their own post.
    """

    username: str = ""
    roles: frozenset[Role] = frozenset()
    states: frozenset[str] = frozenset()
    deputises: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_staff(self) -> bool:
        """Whether the person belongs to the bureau."""
        return bool(self.roles - {Role.OFFICER})

    def may(self, act: Act, state: str | None = None) -> bool:
        """Whether the person may do this; for an officer only for a State of theirs, where one is meant."""
        if any(act in ACTS[role] for role in self.roles if role is not Role.OFFICER):
            return True
        return (
            Role.OFFICER in self.roles and act in _FOR_OWN_STATE and (state is None or state in self.states)
        )

    def require(self, act: Act, state: str | None = None) -> None:
        """Raise NotVisibleError for another State's data, NotForYouError for an act of another role."""
        if self.may(act, state):
            return
        if state is not None and (self.may(act) or not self.is_staff):
            raise NotVisibleError(state)
        raise NotForYouError(act.value)

    def signature(self, state: str | None = None) -> str:
        """How the audit trail names the person: a deputy acts for someone."""
        principal = self.deputises.get(state or "")
        return f"{self.username} for {principal}" if principal else self.username

    def bound_to(self, state: str) -> Person:
        """The person as a key that is bound to a State acts: as its officer, and as nothing else."""
        return replace(
            self,
            roles=self.roles & {Role.OFFICER},
            states=self.states & {state},
            deputises={code: name for code, name in self.deputises.items() if code == state},
        )


NOBODY = Person()


def person_of(user: AbstractBaseUser | AnonymousUser, on: date) -> Person:
    """The person behind a user on a day: only appointments that have begun and not ended count."""
    if not user.is_authenticated or not user.is_active:
        return NOBODY
    appointments = appointed(on).filter(user_id=user.pk).select_related("deputy_for")
    return Person(
        username=user.get_username(),
        roles=frozenset(Role(appointment.role) for appointment in appointments),
        states=frozenset(appointment.state_id for appointment in appointments if appointment.state_id),
        deputises={
            appointment.state_id: appointment.deputy_for.get_username()
            for appointment in appointments
            if appointment.state_id and appointment.deputy_for
        },
    )


def holder_of(token: ApiToken, on: date) -> Person:
    """Whoever acts with a token on a day: its person, within the State to which it is bound."""
    person = person_of(token.user, on)
    return person if token.state_id is None else person.bound_to(token.state_id)


def has_role(username: str, role: Role, on: date) -> bool:
    """Whether an active person of this name holds the role on a day."""
    return appointed(on).filter(user__username=username, user__is_active=True, role=role).exists()


def appointed(on: date) -> QuerySet[Appointment]:
    """The appointments that hold on a day: begun and not ended."""
    return Appointment.objects.filter(
        Q(begins_on__isnull=True) | Q(begins_on__lte=on), Q(ends_on__isnull=True) | Q(ends_on__gte=on)
    )


# What no one person does alone: administrators and publishers are guarded. A new one, and a change to the mail
# address, the post or the second factor of one, is asked for by one person and confirmed by another who is
# administrator or publisher (`account_changes.py`).

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
