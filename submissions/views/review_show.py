"""What stands around the pages of the reviewers' and administrators' desks, and what follows a verification."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext

from rankings.views.door import PersonRequest, notices
from rankings.views.links import Choice
from rankings.views.wording.months import month_name
from states.access import Act, Person
from states.models import JobState, Role
from states.months import Month
from submissions.selectors.board import computation_of
from submissions.views.delays import delay_notice


@dataclass(frozen=True, slots=True)
class Around:
    """Who is signed in, in which roles, and the pages that are theirs."""

    person: str
    roles: str
    nav: tuple[Choice, ...]


def show(
    request: PersonRequest, template: str, page: Any, status: int = 200, *, here: str = ""
) -> HttpResponse:
    """Render a page; `here` is the name of the page in the desk's navigation."""
    context = {
        "page": page, "around": _around(request.person, here), "notices": notices(request), "delayed": delay_notice(),
    }  # fmt: skip
    return render(request, template, context, status=status)


def tell_computation(request: HttpRequest, month: Month) -> None:
    """Say what became of the provisional lists. The verification stands whatever that is."""
    job, name = computation_of(month), {"month": month_name(month)}
    if job is None:
        return
    if job.state == JobState.DONE:
        messages.info(request, gettext("The provisional lists of %(month)s were computed anew.") % name)
    elif job.error:
        text = gettext(
            "The verification is kept, but the provisional lists of %(month)s could not be computed; "
            "they still show the figures of before. An administrator finds the reason among the jobs."
        )
        messages.error(request, text % name)
    else:
        messages.info(request, gettext("The provisional lists of %(month)s are being computed anew.") % name)


def _around(person: Person, here: str) -> Around:
    every = (
        ("review:board", gettext("Board and queue"), person.is_staff),
        ("review:objections", gettext("Objections"), person.is_staff),
        ("review:months", gettext("Months"), person.may(Act.RUN_MONTHS)),
        ("jobs:jobs", gettext("Jobs"), person.may(Act.SEE_JOBS)),
        ("people:people", gettext("People"), person.may(Act.MANAGE_PEOPLE)),
        ("people:audit", gettext("Audit trail"), person.may(Act.SEE_AUDIT)),
        ("methods:list", gettext("Methodology"), person.may(Act.EDIT_METHODOLOGY)),
        ("people:accounts", gettext("Accounts"), person.may(Act.MANAGE_PEOPLE)),
        ("people:tokens", gettext("Everybody's tokens"), person.may(Act.MANAGE_PEOPLE)),
        ("desk:tokens", gettext("API tokens"), person.is_staff),
        ("accounts:security", gettext("Sign-in and sessions"), person.is_staff),
    )
    return Around(
        person=person.username,
        roles=", ".join(sorted(str(Role(role).label) for role in person.roles)),
        nav=tuple(Choice(label, reverse(name), name == here) for name, label, allowed in every if allowed),
    )
