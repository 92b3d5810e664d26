"""What stands around the pages of the reviewers' and administrators' desks."""

from __future__ import annotations

from collections.abc import Callable, Collection
from functools import wraps
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext

from accounts import auth
from accounts.access import Act
from accounts.auth import Door, P, PersonRequest, View, notices
from common.health import redis_answers
from rankings.lists.staff import around
from submissions.months.queries import UnknownDataMonthError

# Is processing delayed? Said on the desks of officers and of the bureau.


def delay_notice() -> str:
    """What to say where the queue does not answer; empty where all is well."""
    if redis_answers():
        return ""
    return gettext(
        "Processing is delayed at present: what you send and decide is kept, and will be processed as soon as "
        "the queue is back. You need not do anything again."
    )


def show(request: PersonRequest, template: str, status: int = 200, **context: Any) -> HttpResponse:
    """Render a page with what stands around it."""
    shared = {"around": around(request), "notices": notices(request), "delayed": delay_notice()}
    return render(request, template, {**shared, **context}, status=status)


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
