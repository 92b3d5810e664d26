"""What stands around the pages of the reviewers' and administrators' desks, and what follows a verification."""

from __future__ import annotations

from collections.abc import Callable, Collection
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext

from accounts import auth
from accounts.access import Act
from accounts.auth import Door, P, PersonRequest, View, notices
from common.dates import month_name
from common.health import redis_answers
from common.models import JobState
from common.months import Month
from rankings.lists.staff import around
from submissions.months.queries import UnknownDataMonthError
from submissions.review.board import computation_of

# Is processing delayed? Said on the desks of officers and of the bureau.


def delay_notice() -> str:
    """What to say where the queue does not answer; empty where all is well."""
    if redis_answers():
        return ""
    return gettext(
        "Processing is delayed at present: what you send and decide is kept, and will be processed as soon as "
        "the queue is back. You need not do anything again."
    )


def show(request: PersonRequest, template: str, page: Any, status: int = 200) -> HttpResponse:
    """Render a page with what stands around it."""
    context = {
        "page": page, "around": around(request), "notices": notices(request), "delayed": delay_notice(),
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


# The desks' door: that of all signed-in pages, which besides tells of a month that was never opened.

_LONGEST_SHOWN = 40


def for_person(
    *acts: Act, staff: bool = False, methods: Collection[str] = ("GET",)
) -> Callable[[View[P]], Door[P]]:
    """As `accounts.auth.for_person`; a month for which figures were never taken is answered with 404 too."""

    def decorate(view: View[P]) -> Door[P]:
        @wraps(view)
        def telling(request: PersonRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            try:
                return view(request, *args, **kwargs)
            except UnknownDataMonthError as problem:
                return _not_opened(request, problem)

        return auth.for_person(*acts, staff=staff, methods=methods)(telling)

    return decorate


def _not_opened(request: PersonRequest, problem: UnknownDataMonthError) -> HttpResponse:
    text = gettext("Figures were never taken for “%(month)s”. Months that were opened: %(known)s.") % {
        "month": problem.month[:_LONGEST_SHOWN],
        "known": ", ".join(problem.known) or "–",
    }
    return auth.explained(request, gettext("This month was not opened"), text, 404)
