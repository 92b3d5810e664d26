"""Changes of people that wait for a second person, in words; shown on the audit page and on publishers' desks."""

from __future__ import annotations

from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext

from accounts.account_changes import due_at, needs_second, waiting
from accounts.models import AccountChange, ChangeKind, Role
from common.dates import day, moment
from rankings.lists.labels import state_name
from states.models import State

Waiting = tuple[AccountChange, str, tuple[str, ...], bool]
"""A change, what it is, what it waits for and has, and whether the reader can be the second person."""


def waiting_rows(reader: str, at: datetime) -> list[Waiting]:
    """Everything that waits, for a reader who is administrator or publisher."""
    on = timezone.localdate(at)
    states = {state.code: state_name(state) for state in State.objects.all()}
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
