"""Provisional lists, objections and caveats."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext

from accounts.access import Act, NotVisibleError
from accounts.auth import PersonRequest, acting, month_in
from common.models import Job, JobState
from rankings.lists import asked, labels
from submissions.models import Caveat, Objection
from submissions.months.queries import data_month
from submissions.review.board import computation_of, newest_open
from submissions.review.reading import figures_of_cells, open_objections, provisional_list
from submissions.review.show import for_person, show
from submissions.review.words import refused
from submissions.upload.cells import resolve_objection
from submissions.workflow import RefusedStepError

ANSWERED_SHOWN = 20


@for_person(Act.SEE_PROVISIONAL)
def provisional(request: PersonRequest, month: str) -> HttpResponse:
    """The provisional list: all rows for the bureau, for an officer the own State's row alone."""
    person, wanted = request.person, data_month(month_in(month)).month
    board, category = asked.board(request.GET.get("board")).value, asked.category(request.GET.get("category"))
    found = provisional_list(wanted, board, category)
    rows = list(found.rows.all()) if found else []
    text = provisional_text(computation_of(wanted), exists=found is not None, whole=person.is_staff)
    return show(
        request, "submissions/review/provisional.html", month=wanted, found=found, board=board, category=category,
        boards=labels.BOARDS, categories=labels.CATEGORIES, text=text, whole=person.is_staff,
        rows=[row for row in rows if person.is_staff or row.state_id in person.states],
        ranked=sum(row.rank is not None for row in rows),
        objections=Counter(objection.state_id for objection in open_objections(wanted)),
    )  # fmt: skip


def provisional_text(computation: Job | None, *, exists: bool, whole: bool) -> str:
    """What the list is, or why there is none; `computation` is the newest job that computes the month's lists."""
    waits = computation is not None and computation.state in {JobState.QUEUED, JobState.RUNNING}
    if not exists:
        if waits:
            return gettext("The provisional list waits: the verified figures are still to be computed.")
        if computation is not None and computation.state == JobState.FAILED:
            return gettext("There is no provisional list now: the verified figures could not be computed.")
        return gettext(
            "There is no provisional list now: no figures are verified yet, or the published list rests on them all."
        )
    text = (
        gettext("For staff only: ranks may still move until the list is published.")
        if whole
        else gettext("Only your own State's row is shown; ranks may still move until the list is published.")
    )
    if waits:
        text += " " + gettext("Figures verified since are still to be computed.")
    return text


class ReplyForm(forms.Form):
    objection = forms.ModelChoiceField(Objection.objects.all())
    reply = forms.CharField(required=False, strip=False)


@for_person(Act.SEE_SUBMISSIONS, staff=True, methods=("GET", "POST"))
def objections(request: PersonRequest) -> HttpResponse:
    """What the States object to. POST answers one; a refused reply stays in its form."""
    if request.method != "POST":
        return _objections(request, {})
    request.person.require(Act.REVIEW)
    form = ReplyForm(request.POST)
    if not form.is_valid():
        raise NotVisibleError("objection")
    one, reply = form.cleaned_data["objection"], form.cleaned_data["reply"]
    try:
        resolve_objection(objection_id=one.pk, reply=reply, **acting(request))
    except RefusedStepError as problem:
        error = (
            gettext("Write the bureau's reply.")
            if problem.code == "text_needed"
            else refused(problem.code, str(problem))
        )
        messages.error(request, error)
        return _objections(request, {one.pk: (reply, error)}, 409)
    text = gettext("The objection of %(state)s to %(code)s is answered.")
    messages.success(request, text % {"state": one.state_id, "code": one.parameter})
    return redirect("review:objections")


def _objections(
    request: PersonRequest, refused_replies: Mapping[int, tuple[str, str]], status: int = 200
) -> HttpResponse:
    """`refused_replies` holds, by objection, a reply that was refused, with the reason."""
    waiting, newest = open_objections(), newest_open()
    for number, (reply, _error) in refused_replies.items():
        # Someone else was faster: what was typed for an answered objection is shown once more, to be copied.
        if reply.strip() and number not in {objection.pk for objection in waiting}:
            messages.info(request, gettext("You had written: “%(text)s”") % {"text": reply.strip()})
    answered = Objection.objects.filter(resolved_at__isnull=False).select_related("state")
    caveats = Caveat.objects.filter(withdrawn_at__isnull=True).select_related("state")
    return show(
        request, "submissions/review/objections.html", status=status, waiting=waiting,
        answered=answered.order_by("-resolved_at")[:ANSWERED_SHOWN], figures=figures_of_cells(waiting),
        month=newest.month if newest else None, refused_replies=refused_replies,
        caveats=caveats.filter(month=newest.month).order_by("state__name", "parameter", "written_at") if newest else [],
        may_reply=request.person.may(Act.REVIEW),
    )  # fmt: skip
