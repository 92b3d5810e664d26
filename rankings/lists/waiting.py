"""Changes of people that wait for a second person, in words; shown on the audit page and on publishers' desks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from accounts.account_changes import due_at, needs_second, waiting
from accounts.models import AccountChange, ChangeKind, Role
from common.dates import day, moment
from rankings.lists.labels import state_name
from states.models import State


@dataclass(frozen=True, slots=True)
class WaitingRow:
    """`may_confirm`: the reader can be the second person; `url` takes the word."""

    what: str
    asked: str
    stands: tuple[str, ...]
    may_confirm: bool
    url: str


def waiting_rows(reader: str, at: datetime) -> tuple[WaitingRow, ...]:
    """Everything that waits, for a reader who is administrator or publisher."""
    on = timezone.localdate(at)
    states = {state.code: state_name(state) for state in State.objects.all()}
    return tuple(_row(change, reader, on, states) for change in waiting(at))


def standing(change: AccountChange, on: date) -> tuple[str, ...]:
    """What a change waits for, and what it has."""
    told = []
    if change.confirmed_by:
        told.append(gettext("confirmed by %(name)s") % {"name": change.confirmed_by})
    elif needs_second(change, on):
        told.append(gettext("waits for a second administrator or publisher"))
    if change.kind == ChangeKind.MAIL:
        if change.proved_at is None:
            told.append(gettext("waits for the person to open the link in the mail to the new address"))
        if needs_second(change, on):
            told.append(
                gettext("takes effect on %(moment)s at the earliest") % {"moment": moment(due_at(change))}
            )
    return tuple(told)


def _row(change: AccountChange, reader: str, on: date, states: dict[str, str]) -> WaitingRow:
    return WaitingRow(
        what=_what(change, states),
        asked=gettext("asked by %(name)s, %(moment)s")
        % {"name": change.asked_by, "moment": moment(change.asked_at)},
        stands=standing(change, on),
        may_confirm=not change.confirmed_by
        and needs_second(change, on)
        and reader not in {change.asked_by, change.subject},
        url=reverse("people:change", args=[change.pk]),
    )


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
