"""Accounts as administrators see them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page
from django.urls import reverse
from django.utils.translation import gettext

from rankings.views.wording.labels import state_name
from rankings.views.wording.numbers import MISSING, grouped
from states.asking import Choice
from states.models import Appointment, Role
from submissions.presenters import review_links as links
from submissions.wording import moment_text


@dataclass(frozen=True, slots=True)
class AccountRow:
    """`disable`, `enable` and `reset` are the addresses of the steps that can be taken; empty where they cannot."""

    name: str
    email: str
    posts: tuple[str, ...]
    joined: str
    signed_in: str
    active: bool
    disable: str
    enable: str
    factor: bool
    reset: str


@dataclass(frozen=True, slots=True)
class AccountsPage:
    title: str
    rows: tuple[AccountRow, ...]
    person: str
    newer: Choice | None
    older: Choice | None
    place: str


def accounts_page(found: Page[Any], *, person: str, own: int | None) -> AccountsPage:
    """A page of users with their `posts` of today; `own` is the number of the reader's account."""
    pages = found.paginator.num_pages

    def choice(label: str, number: int) -> Choice:
        return Choice(label, links.accounts({"person": person, "page": str(number)}))

    return AccountsPage(
        title=gettext("Accounts"),
        rows=tuple(_row(one, own) for one in found),
        person=person,
        newer=choice(gettext("Back"), found.number - 1) if found.has_previous() else None,
        older=choice(gettext("Further"), found.number + 1) if found.has_next() else None,
        place=gettext("Page %(number)s of %(total)s")
        % {"number": grouped(found.number), "total": grouped(pages)},
    )


def _row(user: Any, own: int | None) -> AccountRow:
    return AccountRow(
        name=user.get_username(),
        email=user.email,
        posts=tuple(_post(one) for one in user.posts),
        joined=moment_text(user.date_joined),
        signed_in=moment_text(user.last_login) if user.last_login else MISSING,
        active=user.is_active,
        disable=reverse("people:disable", args=[user.pk]) if user.is_active and user.pk != own else "",
        enable="" if user.is_active else reverse("people:enable", args=[user.pk]),
        factor=user.has_app,
        reset=reverse("people:reset", args=[user.pk]) if user.has_app and user.pk != own else "",
    )


def _post(one: Appointment) -> str:
    role = str(Role(one.role).label)
    return f"{role}, {state_name(one.state)}" if one.state else role
