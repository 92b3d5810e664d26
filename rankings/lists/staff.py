"""What stands around every page of the bureau's people: who is signed in, and all pages that are theirs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy

from accounts.access import Act, Person
from accounts.account_changes import due_at, needs_second, waiting
from accounts.auth import PersonRequest
from accounts.models import AccountChange, ChangeKind, Role
from common.asking import Choice
from common.dates import day, moment
from states.models import State

# Changes of people that wait for a second person, in words; shown on the audit page and on publishers' desks.

Waiting = tuple[AccountChange, str, tuple[str, ...], bool]
"""A change, what it is, what it waits for and has, and whether the reader can be the second person."""


def waiting_rows(reader: str, at: datetime) -> list[Waiting]:
    """Everything that waits, for a reader who is administrator or publisher."""
    on = timezone.localdate(at)
    states = {state.code: state.label for state in State.objects.all()}
    return [
        (
            change,
            _what(change, states),
            standing(change, on),
            not change.confirmed_by
            and needs_second(change, on)
            and reader not in {change.asked_by, change.subject},
        )
        for change in waiting(at)
    ]


def standing(change: AccountChange, on: date) -> tuple[str, ...]:
    """What a change waits for, and what it has."""
    texts = []
    if change.confirmed_by:
        texts.append(gettext("confirmed by %(name)s") % {"name": change.confirmed_by})
    elif needs_second(change, on):
        texts.append(gettext("waits for a second administrator or publisher"))
    if change.kind == ChangeKind.MAIL:
        if change.proved_at is None:
            texts.append(gettext("waits for the person to open the link in the mail to the new address"))
        if needs_second(change, on):
            texts.append(
                gettext("takes effect on %(moment)s at the earliest") % {"moment": moment(due_at(change))}
            )
    return tuple(texts)


def _what(change: AccountChange, states: dict[str, str]) -> str:
    value, name = change.value, change.subject
    post = str(Role(value["role"]).label) if "role" in value else ""
    if value.get("state"):
        post = f"{post}, {states[value['state']]}"
    if change.kind == ChangeKind.INVITE:
        return gettext("%(email)s is to be invited as: %(post)s") % {"email": value["email"], "post": post}
    if change.kind == ChangeKind.END:
        last = day(date.fromisoformat(value["ends_on"]))
        return gettext("%(name)s: the post ends with %(day)s (%(post)s)") % {
            "name": name, "day": last, "post": post,
        }  # fmt: skip
    if change.kind == ChangeKind.ENABLE:
        return gettext("%(name)s: the account can sign in again") % {"name": name}
    if change.kind == ChangeKind.RESET:
        return gettext("%(name)s: the second factor is reset") % {"name": name}
    if change.kind == ChangeKind.APP:
        return gettext("%(name)s: another authenticator app") % {"name": name}
    return gettext("%(name)s: mail address %(email)s in the place of %(before)s") % {
        "name": name, "email": value["email"], "before": value["before"] or "–",
    }  # fmt: skip


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
