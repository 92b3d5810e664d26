"""Provisional lists and objections."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext

from rankings.selectors import asked
from rankings.views.door import PersonRequest, address_of, month_in
from states.access import Act, NotVisibleError
from submissions.models import Objection
from submissions.presenters import review_links as links
from submissions.presenters.review_lists import objections_page, provisional_page
from submissions.presenters.review_words import refused
from submissions.selectors.board import computation_of, newest_open
from submissions.selectors.reading import (
    answered_objections,
    caveats_of,
    figures_of_cells,
    open_objections,
    provisional_list,
)
from submissions.selectors.windows import data_month
from submissions.services.cells import resolve_objection
from submissions.services.workflow import RefusedStepError
from submissions.views.entry import for_person
from submissions.views.review_show import show


@for_person(Act.SEE_PROVISIONAL)
def provisional(request: PersonRequest, month: str) -> HttpResponse:
    """The provisional list: all rows for the bureau, for an officer the own State's row alone."""
    wanted = data_month(month_in(month)).month
    board, category = asked.board(request.GET.get("board")).value, asked.category(request.GET.get("category"))
    page = provisional_page(
        wanted,
        provisional_list(wanted, board, category),
        open_objections(wanted),
        board=board,
        category=category,
        only=None if request.person.is_staff else request.person.states,
        computation=computation_of(wanted),
    )
    return show(request, "review/provisional.html", page)


@for_person(Act.SEE_SUBMISSIONS, staff=True, methods=("GET", "POST"))
def objections(request: PersonRequest) -> HttpResponse:
    """What the States object to. POST answers one; a refused reply stays in its form."""
    if request.method != "POST":
        return _show(request, {})
    request.person.require(Act.REVIEW)
    number, reply = request.POST.get("objection", ""), request.POST.get("reply", "")
    if not (number.isascii() and number.isdigit() and len(number) < 19):
        raise NotVisibleError(number)
    try:
        one = resolve_objection(
            objection_id=int(number),
            reply=reply,
            by=request.person.username,
            at=timezone.now(),
            address=address_of(request),
        )
    except Objection.DoesNotExist:
        raise NotVisibleError(number) from None
    except RefusedStepError as problem:
        told = (
            gettext("Write the bureau's reply.")
            if problem.code == "text_needed"
            else refused(problem.code, str(problem))
        )
        messages.error(request, told)
        return _show(request, {int(number): (reply, told)}, 409)
    messages.success(
        request,
        gettext("The objection of %(state)s to %(code)s is answered.")
        % {"state": one.state_id, "code": one.parameter},
    )
    return redirect(links.objections())


def _show(request: PersonRequest, typed: dict[int, tuple[str, str]], status: int = 200) -> HttpResponse:
    waiting = open_objections()
    # Someone else was faster: what was typed for an answered objection is shown once more, to be copied.
    gone = {key: pair for key, pair in typed.items() if key not in {one.pk for one in waiting}}
    for reply, _told in gone.values():
        if reply.strip():
            messages.info(request, gettext("You had written: “%(text)s”") % {"text": reply.strip()})
    newest = newest_open()
    page = objections_page(
        waiting,
        answered_objections(),
        caveats_of(newest.month) if newest else [],
        figures_of_cells(waiting),
        month=newest.month if newest else None,
        username=request.person.username,
        may_reply=request.person.may(Act.REVIEW),
        typed=typed,
    )
    return show(request, "review/objections.html", page, status)
