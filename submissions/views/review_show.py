"""What stands around the pages of the reviewers' and administrators' desks, and what follows a verification."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext

from rankings.services.computation import compute_provisional
from rankings.views.links import Choice
from rankings.views.wording.months import month_name
from states.access import Act, Person
from states.models import Role
from states.months import Month
from submissions.views.entry import PersonRequest, notices

log = logging.getLogger(__name__)


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
    context = {"page": page, "around": _around(request.person, here), "notices": notices(request)}
    return render(request, template, context, status=status)


def recompute(request: HttpRequest, month: Month) -> None:
    """Compute the provisional lists anew. The verification stands whatever happens here; a failure is told."""
    try:
        compute_provisional(month)
    except Exception:
        # Whatever it is, the figures are verified and kept: the reviewer must hear both, not see a fault page.
        log.exception("the provisional lists of %s could not be computed", month)
        text = gettext(
            "The verification is kept, but the provisional lists of %(month)s could not be computed; "
            "an administrator finds the reason in the log."
        )
        messages.error(request, text % {"month": month_name(month)})
    else:
        text = gettext("The provisional lists of %(month)s were computed anew.")
        messages.info(request, text % {"month": month_name(month)})


def _around(person: Person, here: str) -> Around:
    every = (
        ("review:board", gettext("Board and queue"), person.is_staff),
        ("review:objections", gettext("Objections"), person.is_staff),
        ("review:months", gettext("Months"), person.may(Act.RUN_MONTHS)),
        ("people:people", gettext("People"), person.may(Act.MANAGE_PEOPLE)),
        ("people:audit", gettext("Audit trail"), person.may(Act.SEE_AUDIT)),
    )
    return Around(
        person=person.username,
        roles=", ".join(sorted(str(Role(role).label) for role in person.roles)),
        nav=tuple(Choice(label, reverse(name), name == here) for name, label, allowed in every if allowed),
    )
