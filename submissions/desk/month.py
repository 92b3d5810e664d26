"""`/submissions/HR/2023-11/`: a file is checked or uploaded, the draft is looked at and handed in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext

from accounts.access import Act, NotVisibleError
from accounts.auth import PersonRequest, address_of, takes_files
from common.files import attachment
from common.months import Month
from common.numbers import whole
from states.models import State
from submissions.desk import words as links
from submissions.desk.auth import at_desk, cell_in, conflict, heading, show
from submissions.desk.figures import outlook_of
from submissions.desk.forms import based_on
from submissions.desk.own import own_months
from submissions.desk.problems import result
from submissions.desk.rows import parameters_of, rows_of
from submissions.desk.uploads import marked_file
from submissions.models import Status, Submission, Way
from submissions.parsing import LARGEST_FILE
from submissions.upload.services import ConflictError, Incoming, check_file, receive
from submissions.workflow import submit


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
    problems = [problem.as_dict() for problem in checked.problems]
    came = result(incoming.name, problems, dry_run=True) | {"outlook": seen}
    return _page(request, state, incoming.month, result=came, status=422 if checked.blocked else 200)


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
        problems = [problem.as_dict() for problem in outcome.checked.problems]
        came = result(incoming.name, problems, dry_run=False)
        return _page(request, state, incoming.month, result=came, status=422)
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
    result: Mapping[str, Any] | None = None,
    fault: str = "",
    status: int = 200,
) -> HttpResponse:
    """`result` is that of a check or of a file with problems."""
    at = timezone.now()
    own = own_months([state.code], at, month)[0]
    current = own.current
    rows = rows_of(current)
    outlook = None
    if current is not None and current.status != Status.VERIFIED and result is None:
        outlook = outlook_of(state.code, month, {code: row.figure for code, row in rows.items()})
    may_send = own.window.is_open and request.person.may(Act.SEND_FIGURES, state.code)
    context = {
        "title": heading(state, month),
        "own": own,
        "months": [own],
        "at": at,
        "may_send": may_send,
        "may_submit": may_send and current is not None and current.status in {Status.DRAFT, Status.RETURNED},
        "warned": {code: row for code, row in rows.items() if row.warnings},
        "words": parameters_of(month),
        "result": result,
        "outlook": outlook,
        "fault": fault,
    }
    return show(request, "submissions/desk/month.html", context, status)
