"""Who may see and do what: the one place that decides.

Officers act for their own State; another State's data does not exist for them (404, not 403). Staff of the
bureau see every State. Nobody verifies what they sent themselves: the database holds that rule besides.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db.models import Q, QuerySet

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


class NotVisibleError(LookupError):
    """For this person the thing does not exist. Answered with 404."""


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
