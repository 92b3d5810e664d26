"""`/submissions/HR/2023-11/`: a file is checked or uploaded, the draft is looked at and handed in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext

from accounts.access import Act, NotVisibleError
from accounts.auth import PersonRequest, address_of, takes_files
from common.asking import Choice
from common.dates import month_name
from common.files import attachment
from common.months import Month
from common.numbers import whole
from rankings.lists.labels import state_name
from states.models import State
from submissions.desk import words as links
from submissions.desk.auth import at_desk, cell_in, conflict, show
from submissions.desk.figures import outlook_of
from submissions.desk.forms import based_on
from submissions.desk.own import OwnMonth, own_months
from submissions.desk.page import HistoryRow, MonthCard, history_rows, month_card
from submissions.desk.problems import Outlook, Result, result
from submissions.desk.rows import ParameterWords, Row, parameters_of, rows_of
from submissions.desk.uploads import marked_file
from submissions.desk.words import figure_text, parameter_name
from submissions.models import Status, Submission, Way
from submissions.parsing import LARGEST_FILE
from submissions.upload.services import ConflictError, Incoming, check_file, receive
from submissions.workflow import submit

# The page of one State's month: how it stands, what the draft is worth, files in, revisions so far.


@dataclass(frozen=True, slots=True)
class WarningRow:
    """A figure of the draft that differs from what is usual, with the remark that explains it."""

    code: str
    name: str
    figure: str
    remark: str


@dataclass(frozen=True, slots=True)
class HandIn:
    """The last step: hand the draft in for review."""

    url: str
    submission: int
    label: str
    text: str


@dataclass(frozen=True, slots=True)
class MonthPage:
    title: str
    state: str
    month: str
    url: str
    card: MonthCard
    may_send: bool
    based_on: int
    result: Result | None
    fault: str
    outlook: Outlook | None
    warnings: tuple[WarningRow, ...]
    hand_in: HandIn | None
    pages: tuple[Choice, ...]
    history: tuple[HistoryRow, ...]


def month_page(
    one: OwnMonth,
    at: datetime,
    *,
    may_send: bool,
    rows: Mapping[str, Row],
    words: Mapping[str, ParameterWords],
    outlook: Outlook | None,
    result: Result | None = None,
    fault: str = "",
) -> MonthPage:
    """`rows` are those of the newest revision; `result` is that of a check or of a file with problems."""
    state, month = state_name(one.state), month_name(one.month)
    can_send = may_send and one.window.is_open
    return MonthPage(
        title=f"{state} · {month}",
        state=state,
        month=month,
        url=links.month_page(one.state.code, one.month),
        card=month_card(one, at),
        may_send=can_send,
        based_on=one.revisions[0].revision if one.revisions else 0,
        result=result,
        fault=fault,
        outlook=outlook,
        warnings=_warnings(rows, words),
        hand_in=_hand_in(one) if can_send else None,
        pages=_pages(one, can_send=can_send),
        history=tuple(history_rows(one)),
    )


def _warnings(rows: Mapping[str, Row], words: Mapping[str, ParameterWords]) -> tuple[WarningRow, ...]:
    return tuple(
        WarningRow(code, parameter_name(code, words), figure_text(row.figure), row.remark)
        for code, row in rows.items()
        if row.warnings
    )


def _hand_in(one: OwnMonth) -> HandIn | None:
    current = one.current
    if current is None or current.status not in {Status.DRAFT, Status.RETURNED}:
        return None
    again = current.status == Status.RETURNED
    return HandIn(
        url=links.inside("submit", one.state.code, one.month),
        submission=current.pk,
        label=gettext("Submit again for review") if again else gettext("Submit for review"),
        text=gettext("Every returned figure must be corrected or answered first.")
        if again and one.open_rows
        else gettext("NCRB then checks revision %(revision)s; you can still send a newer one while the month is open.")
        % {"revision": current.revision},
    )  # fmt: skip


def _pages(one: OwnMonth, *, can_send: bool) -> tuple[Choice, ...]:
    state, month = one.state.code, one.month
    pages = []
    if can_send:
        pages.append(Choice(gettext("Type or correct single figures"), links.inside("figures", state, month)))
    if one.revisions:
        text = gettext("Returned figures and comments (%(count)s)") % {"count": one.comments}
        pages.append(Choice(text, links.inside("rows", state, month)))
    pages.append(Choice(gettext("Caveats"), links.inside("caveats", state, month)))
    if one.provisional or one.objections:
        text = gettext("Objections to the provisional list (%(count)s open)") % {"count": one.objections}
        pages.append(Choice(text, links.inside("objections", state, month)))
    return tuple(pages)


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
    told = result(
        incoming.name, [problem.as_dict() for problem in checked.problems], dry_run=True, outlook=seen
    )
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
        problems = [problem.as_dict() for problem in outcome.checked.problems]
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
    return show(request, "submissions/desk/month.html", page, status)
