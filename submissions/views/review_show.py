"""What stands around the pages of the reviewers' and administrators' desks, and what follows a verification."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext

from rankings.views.door import PersonRequest, notices
from rankings.views.staff import around
from rankings.views.wording.months import month_name
from states.models import JobState
from states.months import Month
from submissions.selectors.board import computation_of
from submissions.views.delays import delay_notice


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
