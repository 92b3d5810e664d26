"""`/people/accounts/`: who can sign in, for administrators to disable and to enable again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.contrib.auth import get_user_model
from django.core.paginator import Page, Paginator
from django.db.models import Exists, OuterRef, Prefetch, Q
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext

from accounts.access import Act, NotVisibleError, appointed
from accounts.account_changes import ask_enable, ask_reset
from accounts.accounts import disable_account, enable_account
from accounts.auth import PersonRequest, address_of
from accounts.guarded import RefusedAccountError
from accounts.models import Appointment, Role
from accounts.second_factor import reset_second_factor
from common.asking import Choice
from rankings.lists.labels import MISSING, grouped, state_name
from submissions.desk.words import moment_text
from submissions.people.later_mails import tell
from submissions.people.views import by_one_or_two
from submissions.review import words as links
from submissions.review.show import for_person, show
from submissions.review.words import refused

# Accounts as administrators see them.


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
        posts=tuple(_post(post) for post in user.posts),
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


ACCOUNTS_ON_A_PAGE = 50


@for_person(Act.MANAGE_PEOPLE)
def accounts(request: PersonRequest) -> HttpResponse:
    """Every account by name; `?person=` narrows, a part of a name or mail address is enough."""
    person = request.GET.get("person", "").strip()
    found = get_user_model().objects.order_by("username")
    if person:
        found = found.filter(Q(username__icontains=person) | Q(email__icontains=person))
    posts = appointed(timezone.localdate()).select_related("state").order_by("role", "state__name")
    apps = Authenticator.objects.filter(user=OuterRef("pk"), type=Authenticator.Type.TOTP)
    found = found.annotate(has_app=Exists(apps)).prefetch_related(
        Prefetch("appointments", posts, to_attr="posts")
    )
    page = Paginator(found, ACCOUNTS_ON_A_PAGE).get_page(request.GET.get("page"))
    content = accounts_page(page, person=person, own=request.user.pk)
    return show(request, "submissions/people/accounts.html", content)


@for_person(Act.MANAGE_PEOPLE, methods=("POST",))
def disable(request: PersonRequest, account: int) -> HttpResponse:
    """Disable an account; its sessions and tokens end at once."""
    name = _name_of(account)
    try:
        ended = disable_account(
            user_id=account, by=request.person.username, on=timezone.localdate(), at=timezone.now(),
            address=address_of(request),
        )  # fmt: skip
    except RefusedAccountError as problem:
        messages.error(request, refused(problem.code, str(problem)))
        return redirect(links.accounts())
    told = [
        gettext("The account %(name)s is disabled.") % {"name": name},
        ngettext("%(count)s session was ended.", "%(count)s sessions were ended.", ended.sessions)
        % {"count": ended.sessions},
        ngettext("%(count)s token was revoked.", "%(count)s tokens were revoked.", ended.tokens)
        % {"count": ended.tokens},
    ]
    messages.success(request, " ".join(told))
    return redirect(links.accounts())


@for_person(Act.MANAGE_PEOPLE, methods=("POST",))
def enable(request: PersonRequest, account: int) -> HttpResponse:
    """Let an account sign in again."""
    name = _name_of(account)
    wanted = _wanted(request, account)
    try:
        if by_one_or_two(request, lambda: enable_account(**wanted), lambda: ask_enable(**wanted)):
            messages.success(request, gettext("The account %(name)s can sign in again.") % {"name": name})
    except RefusedAccountError as problem:
        messages.error(request, refused(problem.code, str(problem)))
    return redirect(links.accounts())


@for_person(Act.MANAGE_PEOPLE, methods=("POST",))
def reset(request: PersonRequest, account: int) -> HttpResponse:
    """Take somebody's lost second factor away; they are told by mail, and set up a new one at the next sign-in."""
    name, at = _name_of(account), timezone.now()
    wanted = _wanted(request, account)
    try:
        done = by_one_or_two(request, lambda: reset_second_factor(**wanted), lambda: ask_reset(**wanted))
    except RefusedAccountError as problem:
        messages.error(request, refused(problem.code, str(problem)))
        return redirect(links.accounts())
    if done:
        tell(account, "reset", at=at)
        text = gettext("The second factor of %(name)s is reset. They set up a new one at the next sign-in.")
        messages.success(request, text % {"name": name})
    return redirect(links.accounts())


def _wanted(request: PersonRequest, account: int) -> dict[str, Any]:
    """What is to be done to whom, by whom, when and from where."""
    return {
        "user_id": account, "by": request.person.username, "at": timezone.now(), "address": address_of(request),
    }  # fmt: skip


def _name_of(account: int) -> str:
    found = get_user_model().objects.filter(pk=account).values_list("username", flat=True).first()
    if found is None:
        raise NotVisibleError(str(account))
    return str(found)
