"""`/submissions/HR/2023-11/`: a file is checked or uploaded, the draft is looked at and handed in."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext

from rankings.views.door import PersonRequest, address_of, takes_files
from states.access import Act, NotVisibleError
from states.downloads import attachment
from states.models import State
from states.months import Month
from states.numbers import whole
from submissions.forms import based_on
from submissions.models import Status, Submission, Way
from submissions.parsing import LARGEST_FILE
from submissions.presenters import desk_links as links
from submissions.presenters.desk_month import month_page
from submissions.presenters.desk_problems import Result, result
from submissions.selectors.own import own_months
from submissions.selectors.rows import parameters_of, rows_of
from submissions.services.uploads import ConflictError, Incoming, check_file, receive
from submissions.services.workflow import submit
from submissions.views.desk_doors import at_desk, cell_in, conflict, show
from submissions.views.desk_marking import marked_file
from submissions.views.desk_outlook import outlook_of


@takes_files(LARGEST_FILE)
@at_desk
def month(request: PersonRequest, code: str, month: str) -> HttpResponse:
    """The page, and the file that is sent to it."""
    if request.method != "POST":
        return _page(request, *cell_in(request, code, month, Act.SEE_SUBMISSIONS))
    state, wanted = cell_in(request, code, month, Act.SEND_FIGURES)
    file = request.FILES.get("file")
    if file is None or not file.name:
        return _page(request, state, wanted, fault=gettext("Choose a file first."), status=400)
    if (file.size or 0) > LARGEST_FILE:
        fault = gettext(
            "The file is larger than %(size)d MB. Send the month's figures alone, in the template."
        )
        return _page(request, state, wanted, fault=fault % {"size": LARGEST_FILE // 2**20}, status=413)
    incoming = Incoming(file.read(), file.name, state.code, wanted, Way.PAGE)
    if request.POST.get("action") == "mark":
        return _marked(incoming)
    if request.POST.get("action") == "upload":
        return _upload(request, state, incoming)
    return _checked(request, state, incoming)


@at_desk
def hand_in(request: PersonRequest, code: str, month: str) -> HttpResponse:
    """The draft goes to the reviewers; the form names the revision that the officer looked at."""
    state, wanted = cell_in(request, code, month, Act.SEND_FIGURES)
    page = links.month_page(state.code, wanted)
    if request.method != "POST":
        return redirect(page)
    number = request.POST.get("submission", "")
    found = Submission.objects.filter(state=state, month=wanted, pk=whole(number) or 0)
    one = found.first()
    if one is None:
        raise NotVisibleError(number)
    by = request.person.signature(state.code)
    submit(submission_id=one.pk, by=by, at=timezone.now(), address=address_of(request))
    messages.success(request, gettext("Submitted. NCRB now checks the figures."))
    return redirect(page)


def _checked(request: PersonRequest, state: State, incoming: Incoming) -> HttpResponse:
    checked = check_file(incoming, at=timezone.now())
    seen = None if checked.blocked else outlook_of(state.code, incoming.month, checked.figures)
    told = result(incoming.name, [one.as_dict() for one in checked.problems], dry_run=True, outlook=seen)
    return _page(request, state, incoming.month, told=told, status=422 if checked.blocked else 200)


def _upload(request: PersonRequest, state: State, incoming: Incoming) -> HttpResponse:
    seen = based_on(request.POST)
    try:
        outcome = receive(
            incoming,
            by=request.person.signature(incoming.state),
            at=timezone.now(),
            address=address_of(request),
            based_on=seen,
        )
    except ConflictError as problem:
        return conflict(request, problem, seen)
    if outcome.submission is None and outcome.upload is None:  # nothing of it was kept
        problems = [one.as_dict() for one in outcome.checked.problems]
        told = result(incoming.name, problems, dry_run=False)
        return _page(request, state, incoming.month, told=told, status=422)
    if outcome.submission is None:
        assert outcome.upload is not None
        return redirect(links.upload(outcome.upload.pk))
    number = {"revision": outcome.submission.revision}
    if outcome.already_received:
        text = (
            gettext("These very figures stand already, as revision %(revision)s; nothing changed.") % number
        )
        messages.info(request, text)
    else:
        text = (
            gettext("Received as revision %(revision)s, a draft. Look at the result, then submit it.")
            % number
        )
        messages.success(request, text)
    return redirect(links.month_page(incoming.state, incoming.month))


def _marked(incoming: Incoming) -> HttpResponse:
    problems = check_file(incoming, at=timezone.now()).problems
    return attachment(*marked_file(incoming.data, incoming.name, problems))


def _page(
    request: PersonRequest,
    state: State,
    month: Month,
    *,
    told: Result | None = None,
    fault: str = "",
    status: int = 200,
) -> HttpResponse:
    at = timezone.now()
    one = own_months([state.code], at, month)[0]
    current = one.current
    rows = rows_of(current)
    waits = current is not None and current.status != Status.VERIFIED and told is None
    page = month_page(
        one,
        at,
        may_send=request.person.may(Act.SEND_FIGURES, state.code),
        rows=rows,
        words=parameters_of(month),
        outlook=outlook_of(state.code, month, {code: row.figure for code, row in rows.items()}) if waits else None,
        result=told,
        fault=fault,
    )  # fmt: skip
    return show(request, "desk/month.html", page, status)
