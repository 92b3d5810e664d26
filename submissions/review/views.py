"""`/review/`: the completeness board, the queue, and one submission beside last month."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext

from accounts.access import Act, NotVisibleError
from accounts.auth import PersonRequest, acting, month_in
from common import files
from common.dates import month_name
from common.models import JobState
from common.months import Month
from common.numbers import whole
from states.models import State
from states.selectors import state_by_code
from submissions.desk.rows import parameters_of
from submissions.models import RowDecision, Status, Submission, Upload, Verdict
from submissions.months.queries import data_month, data_months, opening_of
from submissions.review.board import SENT, BoardRow, completeness, computation_of, newest_open
from submissions.review.queue import queue
from submissions.review.reading import Reading, reading
from submissions.review.show import for_person, show
from submissions.review.words import refused, saw, standing_text
from submissions.upload.services import ConflictError
from submissions.workflow import RefusedStepError, comment, decide_row, is_own, return_submission, verify

BOTH = ("GET", "POST")


@for_person(Act.SEE_SUBMISSIONS, staff=True, methods=BOTH)
def board(request: PersonRequest) -> HttpResponse:
    """The board of a month (the newest open one), and what waits. POST verifies the ticked submissions."""
    months = data_months()
    text = request.POST.get("month") or request.GET.get("month")
    chosen = data_month(month_in(text)) if text else newest_open(months)
    if chosen is None:
        return show(request, "submissions/review/no_month.html")
    if request.method == "POST":
        return _verify_ticked(request, chosen.month)
    rows = completeness(chosen, timezone.now())
    waiting, as_last = queue(chosen.month)
    others = [row for row in waiting if not is_own(row.submission, request.person.username)]
    return show(
        request, "submissions/review/board.html", months=months, chosen=chosen, opening=opening_of(chosen), rows=rows,
        headline=headline(rows, len(others)), queue=waiting, as_last=as_last,
        may_review=request.person.may(Act.REVIEW), pickable=any(not row.doubtful for row in others),
    )  # fmt: skip


def headline(rows: list[BoardRow], waiting: int) -> str:
    """`1 of 36 have sent figures; 1 waits for you; 35 are late`"""
    count = len(rows)
    sent = sum(row.current is not None and row.current.status in SENT for row in rows)
    late = sum(row.late > 0 for row in rows)
    parts = [
        ngettext("%(sent)s of %(count)s has sent figures", "%(sent)s of %(count)s have sent figures", count)
        % {"sent": sent, "count": count},
        ngettext("%(count)s waits for you", "%(count)s wait for you", waiting) % {"count": waiting},
        ngettext("%(count)s is late", "%(count)s are late", late) % {"count": late},
    ]
    return "; ".join(parts)


def _verify_ticked(request: PersonRequest, month: Month) -> HttpResponse:
    """Verify each ticked submission in which nothing is in doubt by now; name each that was refused, and why."""
    request.person.require(Act.REVIEW)
    ticked = {number for text in request.POST.getlist("verify") if (number := whole(text)) is not None}
    doubtful = {row.submission.pk: row.doubtful for row in queue(month)[0]}
    done: list[str] = []
    for one in Submission.objects.filter(pk__in=ticked, month=month).select_related("state"):
        if doubtful.get(one.pk):
            reason = gettext("figures are in doubt (%(codes)s); read the submission first") % {
                "codes": ", ".join(doubtful[one.pk])
            }
        else:
            reason = _verified(request, one)
        if reason:
            text = gettext("%(state)s was not verified: %(reason)s")
            messages.warning(request, text % {"state": one.state.label, "reason": reason})
        else:
            done.append(one.state.label)
    if done:
        messages.success(request, gettext("Verified: %(states)s.") % {"states": ", ".join(done)})
        _tell_computation(request, month)
    elif not ticked:
        messages.warning(request, gettext("Nothing was ticked, so nothing was verified."))
    return redirect(f"{reverse('review:board')}?month={month}")


def _verified(request: PersonRequest, one: Submission) -> str:
    """Verify one; the reason where it was refused, else empty."""
    try:
        verify(submission_id=one.pk, **acting(request))
    except RefusedStepError as problem:
        one.refresh_from_db()
        return f"{refused(problem.code, str(problem))} {standing_text(one)}"
    except ConflictError as problem:
        return standing_text(problem.current)
    return ""


def _tell_computation(request: PersonRequest, month: Month) -> None:
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


@for_person(Act.SEE_SUBMISSIONS, staff=True)
def file(request: PersonRequest, upload: UUID) -> HttpResponse:
    """The very file that came in, always as a download, under a name of ours: the sender's could hold anything."""
    try:
        one = Upload.objects.get(pk=upload)
        data = files.fetch(one.pk)
    except (Upload.DoesNotExist, FileNotFoundError):
        raise NotVisibleError(str(upload)) from None
    kind = "csv" if one.name.lower().endswith(".csv") else "xlsx"
    name = f"{one.state_id}-{one.month}-{one.sha256[:8]}.{kind}"
    return files.attachment(data, name, "application/octet-stream")


# One submission.


class StepForm(forms.Form):
    """What a form of the page asks for. `saw` is the word on the figure that the page showed."""

    act = forms.ChoiceField(
        choices=[(act, act) for act in ("approve", "return_row", "comment", "return", "verify")]
    )
    submission = forms.ModelChoiceField(Submission.objects.none())
    parameter = forms.CharField(required=False)
    comment = forms.CharField(required=False, strip=False)
    saw = forms.CharField(required=False)

    def __init__(self, data: Any, state: State, month: Month) -> None:
        super().__init__(data)
        self.fields["submission"].queryset = Submission.objects.filter(state=state, month=month)  # type: ignore[attr-defined]


@for_person(Act.SEE_SUBMISSIONS, staff=True, methods=BOTH)
def reading_of(request: PersonRequest, code: str, month: str) -> HttpResponse:
    """One submission. POST takes a step; a step that is refused shows the page again, with what was typed."""
    state, wanted = state_by_code(code), data_month(month_in(month)).month
    if request.method != "POST":
        return _read(request, state, wanted)
    request.person.require(Act.REVIEW)
    form = StepForm(request.POST, state, wanted)
    if not form.is_valid():
        raise NotVisibleError(f"{code} {month}")
    step = form.cleaned_data
    try:
        done = _take(request, step)
    except RefusedStepError as problem:
        step["submission"].refresh_from_db()
        error = f"{refused(problem.code, str(problem))} {standing_text(step['submission'])}"
    except ConflictError as problem:
        error = gettext("A newer revision took its place meanwhile; nothing was changed.")
        error = f"{error} {standing_text(problem.current)}"
    else:
        messages.success(request, done)
        if step["act"] == "verify":
            _tell_computation(request, wanted)
        anchor = f"#{step['parameter']}" if step["parameter"] else ""
        return redirect(reverse("review:reading", args=[state.code, wanted]) + anchor)
    messages.error(request, error)
    return _read(request, state, wanted, refused_step={**step, "error": error}, status=409)


def _take(request: PersonRequest, step: dict[str, Any]) -> str:
    """Take the step; returns what to say of it. RefusedStepError, ConflictError."""
    one, code, said = step["submission"], step["parameter"], step["comment"]
    known = {"submission_id": one.pk, **acting(request)}
    match step["act"]:
        case "verify":
            verify(**known)
            return gettext("Verified: the figures of %(month)s are recorded.") % {
                "month": month_name(one.month)
            }
        case "return":
            return_submission(**known)
            return gettext("Revision %(revision)s was sent back to the State.") % {"revision": one.revision}
        case "comment":
            comment(**known, parameter=code, text=said)
            return gettext("Your comment on %(code)s is kept.") % {"code": code}
    if saw(RowDecision.objects.filter(submission=one, parameter=code).first()) != step["saw"]:
        raise RefusedStepError("decided_meanwhile", f"{code} was decided by someone else meanwhile")
    approved = step["act"] == "approve"
    verdict = Verdict.APPROVED if approved else Verdict.RETURNED
    decide_row(**known, parameter=code, verdict=verdict, comment=said)
    text = gettext("%(code)s is approved.") if approved else gettext("%(code)s is marked as returned.")
    return text % {"code": code}


def _read(
    request: PersonRequest,
    state: State,
    month: Month,
    *,
    refused_step: dict[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    number = request.GET.get("revision", "")
    revision = whole(number, digits=9)
    found = None if number and revision is None else reading(state, month, revision)
    if found is None:
        raise NotVisibleError(f"{state.code} {month} {number}")
    may_review = request.person.may(Act.REVIEW)
    return show(
        request, "submissions/review/reading.html", status=status, reading=found, submission=found.shown,
        why_not=why_not(found, request.person.username, may_review=may_review),
        may_comment=may_review and found.shown == found.current,
        words=parameters_of(month) if found.earlier else {}, refused_step=refused_step,
    )  # fmt: skip


def why_not(found: Reading, username: str, *, may_review: bool) -> str:
    """Why the person may not decide on the submission; empty where they may."""
    if not may_review:
        return gettext("Only reviewers decide on submissions.")
    if found.shown != found.current:
        return gettext("This is an earlier revision; decisions are taken on the newest.")
    if found.shown.status != Status.SUBMITTED:
        return gettext("Only a submission that was handed in can be reviewed.")
    if is_own(found.shown, username):
        return gettext("You sent or wrote this submission yourself; another reviewer must decide.")
    return ""
