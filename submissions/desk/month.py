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
from accounts.auth import PersonRequest, takes_files
from common.files import attachment
from common.months import Month
from common.numbers import whole
from states.models import State
from submissions.desk.auth import at_desk, based_on, cell_in, conflict, heading, show, signed
from submissions.desk.figures import outlook_of
from submissions.desk.own import own_months
from submissions.desk.rows import parameters_of, rows_of
from submissions.desk.uploads import marked_file, result
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
    if request.POST.get("action") == "upload":
        return _upload(request, state, incoming)
    checked = check_file(incoming, at=timezone.now())
    if request.POST.get("action") == "mark":
        return attachment(*marked_file(incoming.data, incoming.name, checked.problems))
    outlook = None if checked.blocked else outlook_of(state.code, wanted, checked.figures)
    came = result(incoming.name, checked.problems, dry_run=True) | {"outlook": outlook}
    return _page(request, state, wanted, result=came, status=422 if checked.blocked else 200)


@at_desk
def hand_in(request: PersonRequest, code: str, month: str) -> HttpResponse:
    """The draft goes to the reviewers; the form names the revision that the officer looked at."""
    state, wanted = cell_in(request, code, month, Act.SEND_FIGURES)
    if request.method == "POST":
        number = request.POST.get("submission", "")
        draft = Submission.objects.filter(state=state, month=wanted, pk=whole(number) or 0).first()
        if draft is None:
            raise NotVisibleError(number)
        submit(submission_id=draft.pk, **signed(request, state.code))
        messages.success(request, gettext("Submitted. NCRB now checks the figures."))
    return redirect("desk:month", state.code, wanted)


def _upload(request: PersonRequest, state: State, incoming: Incoming) -> HttpResponse:
    seen = based_on(request)
    try:
        outcome = receive(incoming, based_on=seen, **signed(request, state.code))
    except ConflictError as problem:
        return conflict(request, problem, seen)
    if outcome.submission is None:
        if outcome.upload is not None:
            return redirect("desk:upload", outcome.upload.pk)
        came = result(incoming.name, outcome.checked.problems, dry_run=False)  # nothing of it was kept
        return _page(request, state, incoming.month, result=came, status=422)
    number = {"revision": outcome.submission.revision}
    if outcome.already_received:
        text = gettext("These very figures stand already, as revision %(revision)s; nothing changed.")
        messages.info(request, text % number)
    else:
        text = gettext("Received as revision %(revision)s, a draft. Look at the result, then submit it.")
        messages.success(request, text % number)
    return redirect("desk:month", state.code, incoming.month)


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
    [own] = own_months([state.code], at, month)
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
