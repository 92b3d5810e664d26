"""`/review/`: the completeness board, the queue, and one submission beside last month."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext

from accounts.access import Act, NotVisibleError
from accounts.auth import PersonRequest, address_of, month_in
from common import files
from common.dates import month_name
from common.months import Month
from rankings.lists.labels import state_name
from states.models import State
from states.selectors import state_by_code
from submissions.models import DataMonth, RowDecision, Submission, Upload, Verdict
from submissions.months.queries import data_month, data_months
from submissions.review import words as links
from submissions.review.board import completeness, newest_open
from submissions.review.page import board_page
from submissions.review.queue import queue
from submissions.review.reading import reading
from submissions.review.reading_page import Typed, reading_page, saw
from submissions.review.show import for_person, show, tell_computation
from submissions.review.words import refused, standing_text
from submissions.upload.services import ConflictError
from submissions.workflow import RefusedStepError, comment, decide_row, return_submission, verify

BOTH = ("GET", "POST")


@for_person(Act.SEE_SUBMISSIONS, staff=True, methods=BOTH)
def board(request: PersonRequest) -> HttpResponse:
    """The board of a month (the newest open one), and what waits. POST verifies the ticked submissions."""
    months = data_months()
    chosen = _chosen(request, months)
    if chosen is None:
        return show(request, "submissions/review/no_month.html", None)
    if request.method == "POST":
        return _verify_ticked(request, chosen.month)
    page = board_page(
        completeness(chosen, timezone.now()),
        queue(chosen.month),
        months,
        username=request.person.username,
        may_review=request.person.may(Act.REVIEW),
    )
    return show(request, "submissions/review/board.html", page)


@for_person(Act.SEE_SUBMISSIONS, staff=True, methods=BOTH)
def reading_of(request: PersonRequest, code: str, month: str) -> HttpResponse:
    """One submission. POST takes a step; a step that is refused shows the page again, with what was typed."""
    state, wanted = state_by_code(code), month_in(month)
    data_month(wanted)
    if request.method == "POST":
        return _take_step(request, state, wanted)
    return _read(request, state, wanted, Typed())


@for_person(Act.SEE_SUBMISSIONS, staff=True)
def file(request: PersonRequest, upload: UUID) -> HttpResponse:
    """The very file that came in, always as a download."""
    found = Upload.objects.filter(pk=upload).first()
    if found is None:
        raise NotVisibleError(str(upload))
    try:
        data = files.fetch(found.pk)
    except FileNotFoundError:
        raise NotVisibleError(str(upload)) from None
    response = HttpResponse(data, content_type="application/octet-stream")
    response.headers["Content-Disposition"] = f'attachment; filename="{_download_name(found)}"'
    return response


def _chosen(request: PersonRequest, months: list[DataMonth]) -> DataMonth | None:
    text = request.POST.get("month") or request.GET.get("month")
    return data_month(month_in(text)) if text else newest_open(months)


def _download_name(found: Upload) -> str:
    """A name of ours: the sender's is only data, and could hold anything."""
    kind = "csv" if found.name.lower().endswith(".csv") else "xlsx"
    return f"{found.state_id}-{found.month}-{found.sha256[:8]}.{kind}"


def _verify_ticked(request: PersonRequest, month: Month) -> HttpResponse:
    """Verify each ticked submission in which nothing is in doubt by now; name each that was refused, and why."""
    request.person.require(Act.REVIEW)
    ticked = {int(one) for one in request.POST.getlist("verify") if one.isascii() and one.isdigit()}
    waiting = {row.submission.pk: row for row in queue(month).rows}
    done: list[str] = []
    for one in Submission.objects.filter(pk__in=ticked, month=month).select_related("state"):
        name, row = state_name(one.state), waiting.get(one.pk)
        if row is not None and row.doubtful:
            reason = gettext("figures are in doubt (%(codes)s); read the submission first") % {
                "codes": ", ".join(row.doubtful)
            }
        else:
            reason = _verified(request, one)
        if reason:
            text = gettext("%(state)s was not verified: %(reason)s")
            messages.warning(request, text % {"state": name, "reason": reason})
        else:
            done.append(name)
    if done:
        messages.success(request, gettext("Verified: %(states)s.") % {"states": ", ".join(done)})
        tell_computation(request, month)
    elif not ticked:
        messages.warning(request, gettext("Nothing was ticked, so nothing was verified."))
    return redirect(links.board(month))


def _verified(request: PersonRequest, one: Submission) -> str:
    """Verify one; the reason where it was refused, else empty."""
    try:
        verify(
            submission_id=one.pk, by=request.person.username, at=timezone.now(), address=address_of(request)
        )
    except RefusedStepError as problem:
        one.refresh_from_db()
        return f"{refused(problem.code, str(problem))} {standing_text(one)}"
    except ConflictError as problem:
        return standing_text(problem.current)
    return ""


@dataclass(frozen=True, slots=True)
class Step:
    """What a form of the page asks for. `saw` is the word on the figure that the page showed."""

    act: str
    submission: Submission
    parameter: str
    comment: str
    saw: str

    @classmethod
    def of(cls, request: PersonRequest, state: State, month: Month) -> Step:
        number = request.POST.get("submission", "")
        found = (
            Submission.objects.filter(pk=int(number), state=state, month=month).first()
            if number.isascii() and number.isdigit() and len(number) < 19
            else None
        )
        if found is None:
            raise NotVisibleError(number)
        text = request.POST.get
        return cls(text("act", ""), found, text("parameter", ""), text("comment", ""), text("saw", ""))


def _take_step(request: PersonRequest, state: State, month: Month) -> HttpResponse:
    request.person.require(Act.REVIEW)
    step = Step.of(request, state, month)
    take = _STEPS.get(step.act)
    if take is None:
        raise NotVisibleError(step.act)
    try:
        take(request, step)
    except RefusedStepError as problem:
        step.submission.refresh_from_db()
        told = f"{refused(problem.code, str(problem))} {standing_text(step.submission)}"
        return _again(request, state, month, step, told)
    except ConflictError as problem:
        told = gettext("A newer revision took its place meanwhile; nothing was changed.")
        return _again(request, state, month, step, f"{told} {standing_text(problem.current)}")
    if step.act == "verify":
        tell_computation(request, month)
    anchor = f"#{step.parameter}" if step.parameter else ""
    return redirect(links.reading(state.code, month) + anchor)


def _again(request: PersonRequest, state: State, month: Month, step: Step, told: str) -> HttpResponse:
    """The page as it stands now, with the reason, and with what was typed still in its place."""
    messages.error(request, told)
    return _read(request, state, month, Typed(step.parameter, step.comment, told), status=409)


def _read(
    request: PersonRequest, state: State, month: Month, typed: Typed, status: int = 200
) -> HttpResponse:
    number = request.GET.get("revision", "")
    if number and not (number.isascii() and number.isdigit() and len(number) < 10):
        raise NotVisibleError(number)
    found = reading(state, month, int(number) if number else None)
    if found is None:
        raise NotVisibleError(f"{state.code} {month}")
    page = reading_page(
        found, username=request.person.username, may_review=request.person.may(Act.REVIEW), typed=typed
    )
    return show(request, "submissions/review/reading.html", page, status)


def _decide(request: PersonRequest, step: Step, verdict: Verdict) -> None:
    present = RowDecision.objects.filter(submission=step.submission, parameter=step.parameter).first()
    if saw(present) != step.saw:
        raise RefusedStepError("decided_meanwhile", f"{step.parameter} was decided by someone else meanwhile")
    decide_row(
        submission_id=step.submission.pk,
        parameter=step.parameter,
        verdict=verdict,
        comment=step.comment,
        by=request.person.username,
        at=timezone.now(),
        address=address_of(request),
    )
    text = (
        gettext("%(code)s is approved.")
        if verdict is Verdict.APPROVED
        else gettext("%(code)s is marked as returned.")
    )
    messages.success(request, text % {"code": step.parameter})


def _approve(request: PersonRequest, step: Step) -> None:
    _decide(request, step, Verdict.APPROVED)


def _return_row(request: PersonRequest, step: Step) -> None:
    _decide(request, step, Verdict.RETURNED)


def _comment(request: PersonRequest, step: Step) -> None:
    comment(
        submission_id=step.submission.pk,
        parameter=step.parameter,
        text=step.comment,
        by=request.person.username,
        at=timezone.now(),
        address=address_of(request),
    )
    messages.success(request, gettext("Your comment on %(code)s is kept.") % {"code": step.parameter})


def _return(request: PersonRequest, step: Step) -> None:
    one = return_submission(
        submission_id=step.submission.pk,
        by=request.person.username,
        at=timezone.now(),
        address=address_of(request),
    )
    text = gettext("Revision %(revision)s was sent back to the State.")
    messages.success(request, text % {"revision": one.revision})


def _verify(request: PersonRequest, step: Step) -> None:
    one = verify(
        submission_id=step.submission.pk,
        by=request.person.username,
        at=timezone.now(),
        address=address_of(request),
    )
    text = gettext("Verified: the figures of %(month)s are recorded.")
    messages.success(request, text % {"month": month_name(one.month)})


_STEPS: dict[str, Callable[[PersonRequest, Step], None]] = {
    "approve": _approve,
    "return_row": _return_row,
    "comment": _comment,
    "return": _return,
    "verify": _verify,
}
