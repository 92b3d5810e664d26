"""What stands around every page of the bureau's people: who is signed in, and all pages that are theirs."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy

from accounts.access import Act, Person
from accounts.auth import PersonRequest
from accounts.models import Role
from common.asking import Choice


@dataclass(frozen=True, slots=True)
class _Place:
    """A page, who it is for (None: everybody of the bureau), and the pages that are reached from it."""

    name: str
    label: str | Promise
    act: Act | None = None
    inside: frozenset[str] = frozenset()

    def is_for(self, person: Person) -> bool:
        return person.is_staff and (self.act is None or person.may(self.act))


_EVERY = (
    _Place(
        "review:board",
        gettext_lazy("Board and queue"),
        inside=frozenset({"review:reading", "review:provisional"}),
    ),
    _Place("review:objections", gettext_lazy("Objections")),
    _Place("review:months", gettext_lazy("Months"), Act.RUN_MONTHS),
    _Place(
        "publishing:desk",
        gettext_lazy("To publish"),
        Act.PUBLISH,
        frozenset({"publishing:new", "publishing:proposal", "publishing:withdrawal"}),
    ),
    _Place(
        "publishing:past_lists",
        gettext_lazy("Past lists"),
        Act.PUBLISH,
        frozenset({"publishing:past_file"}),
    ),
    _Place(
        "publishing:corrections",
        gettext_lazy("Correction requests"),
        Act.PUBLISH,
        frozenset({"publishing:correction"}),
    ),
    _Place(
        "publishing:practices",
        gettext_lazy("Good practices"),
        Act.KEEP_PRACTICES,
        frozenset({"publishing:new_practice", "publishing:practice"}),
    ),
    _Place("methods:list", gettext_lazy("Methodology"), Act.EDIT_METHODOLOGY),
    _Place("jobs:jobs", gettext_lazy("Jobs"), Act.SEE_JOBS),
    _Place("people:people", gettext_lazy("People"), Act.MANAGE_PEOPLE),
    _Place("people:accounts", gettext_lazy("Accounts"), Act.MANAGE_PEOPLE),
    _Place("people:tokens", gettext_lazy("Everybody's tokens"), Act.MANAGE_PEOPLE),
    _Place("people:audit", gettext_lazy("Audit trail"), Act.SEE_AUDIT),
    _Place("admin:index", gettext_lazy("Tables"), Act.MANAGE_PEOPLE),
    _Place("desk:tokens", gettext_lazy("API tokens")),
    _Place("accounts:security", gettext_lazy("Sign-in and sessions")),
)

_DESKS = (
    (Act.REVIEW, "review:board"),
    (Act.PUBLISH, "publishing:desk"),
    (Act.MANAGE_PEOPLE, "people:people"),
)


@dataclass(frozen=True, slots=True)
class Around:
    """Who is signed in, in which roles, and the pages that are theirs."""

    person: str
    roles: str
    nav: tuple[Choice, ...]


def around(request: PersonRequest) -> Around:
    """The same on every page, so that whoever has two roles need not look for the other's pages."""
    match, person = request.resolver_match, request.person
    here = match.view_name if match else ""
    return Around(
        person=person.username,
        roles=", ".join(sorted(str(Role(role).label) for role in person.roles)),
        nav=tuple(
            Choice(str(one.label), reverse(one.name), here == one.name or here in one.inside)
            for one in _EVERY
            if one.is_for(person)
        ),
    )


def own_desk(person: Person) -> Choice | None:
    """Where a person of the bureau works; None for who does not belong to it."""
    if not person.is_staff:
        return None
    name = next((name for act, name in _DESKS if person.may(act)), "review:board")
    return Choice(gettext("To your desk at the bureau"), reverse(name))
