"""The way of a submission: draft → submitted → returned → submitted … → verified → recorded in metrics.

Each step is one conditional change under the lock of State and month, so of two people (or two tabs) one
wins and the other is told. The verifier is never the submitter: the database refuses it besides.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from django.db import transaction

from accounts import audit
from common.jobs import enqueue
from common.locks import hold_lock
from common.texts import plain
from metrics.figures import record_figures, rules_of
from metrics.scoring import Figure
from submissions.models import RowComment, RowDecision, Status, Submission, Verdict
from submissions.upload.services import ConflictError, require_open


class RefusedStepError(ValueError):
    """A step that the rules do not allow; `code` is stable, the text says why and how to mend it."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


@transaction.atomic
def submit(
    *,
    submission_id: int,
    by: str,
    at: datetime,
    address: str = "",
    expect: Callable[[Submission], None] | None = None,
) -> Submission:
    """Hand a draft (or a returned submission that was answered) in for review.

    `expect` is asked under the lock whether the submission is what the caller takes it for; it raises where not.
    """
    one = _held(submission_id)
    if expect is not None:
        expect(one)
    require_open(one.state_id, one.month, at)
    _expect(one, {Status.DRAFT, Status.RETURNED}, "submitted")
    _fits(one)
    before = _told(one)
    if one.status == Status.RETURNED:
        _answered(one)
    one.status, one.submitted_at, one.submitted_by = Status.SUBMITTED, at, by
    one.decided_at, one.decided_by = None, ""
    one.save(update_fields=["status", "submitted_at", "submitted_by", "decided_at", "decided_by"])
    _audit("submission.submit", one, before, by, at, address)
    return one


@transaction.atomic
def decide_row(
    *,
    submission_id: int,
    parameter: str,
    verdict: Verdict,
    comment: str,
    by: str,
    at: datetime,
    address: str = "",
) -> RowDecision:
    """Approve or return one figure; a return needs a comment that says what is wrong."""
    one = _held(submission_id)
    _expect(one, {Status.SUBMITTED}, "reviewed")
    _other_person(one, by)
    if not one.figures.filter(parameter=parameter).exists():
        raise RefusedStepError("unknown_parameter", f"{parameter} is not in this submission")
    comment = plain(comment)
    if verdict == Verdict.RETURNED and not comment:
        raise RefusedStepError(
            "comment_needed", f"{parameter}: say what is wrong, so that the officer can mend it"
        )
    decision, _ = RowDecision.objects.update_or_create(
        submission=one, parameter=parameter, defaults={"verdict": verdict, "decided_at": at, "decided_by": by}
    )
    if comment:
        _comment(one, parameter, comment, by, at)
    audit.record(
        at=at, actor=by, address=address, action="submission.decide_row", subject=_subject(one),
        after={"parameter": parameter, "verdict": verdict.value, "comment": comment},
    )  # fmt: skip
    return decision


@transaction.atomic
def return_submission(*, submission_id: int, by: str, at: datetime, address: str = "") -> Submission:
    """Send a submission back; at least one figure must have been returned with a comment."""
    one = _held(submission_id)
    _expect(one, {Status.SUBMITTED}, "returned")
    _other_person(one, by)
    if not one.decisions.filter(verdict=Verdict.RETURNED).exists():
        raise RefusedStepError("nothing_returned", "Return at least one figure with a comment first")
    return _decide(one, Status.RETURNED, "submission.return", by, at, address)


@transaction.atomic
def verify(*, submission_id: int, by: str, at: datetime, address: str = "") -> Submission:
    """Accept a submission: record its figures in metrics and queue the month's computation, in one transaction."""
    one = _held(submission_id)
    _expect(one, {Status.SUBMITTED}, "verified")
    _other_person(one, by)
    _fits(one)
    if one.decisions.filter(verdict=Verdict.RETURNED).exists():
        raise RefusedStepError(
            "row_returned", "A figure is marked as returned: send the submission back, or approve it"
        )
    record_figures(
        state=one.state_id,
        month=one.month,
        figures=figures_of(one),
        source=f"submission {one.state_id} {one.month} revision {one.revision}",
        sample=False,
        by=by,
        at=at,
    )
    who = by.split(" for ", maxsplit=1)[0]
    enqueue(kind="compute", key=str(one.month), payload={"months": [str(one.month)]}, at=at, by=who)
    return _decide(one, Status.VERIFIED, "submission.verify", by, at, address)


@transaction.atomic
def comment(
    *, submission_id: int, parameter: str, text: str, by: str, at: datetime, address: str = ""
) -> RowComment:
    """Say something about a figure: the officer's answer, or the reviewer's word."""
    one = _held(submission_id)
    text = plain(text)
    if not text:
        raise RefusedStepError("comment_needed", "The comment is empty")
    if not one.figures.filter(parameter=parameter).exists():
        raise RefusedStepError("unknown_parameter", f"{parameter} is not in this submission")
    written = _comment(one, parameter, text, by, at)
    audit.record(
        at=at, actor=by, address=address, action="submission.comment", subject=_subject(one),
        after={"parameter": parameter, "text": written.text},
    )  # fmt: skip
    return written


def figures_of(submission: Submission) -> Mapping[str, Figure]:
    """The figures of a revision, by parameter."""
    return {
        figure.parameter: Figure(figure.numerator, figure.denominator) for figure in submission.figures.all()
    }


def is_own(submission: Submission, username: str) -> bool:
    """Whether the person, or someone acting for them, wrote or sent it."""
    signatures = (submission.created_by, submission.submitted_by)
    return username in {signature.partition(" for ")[0] for signature in signatures}


def _held(submission_id: int) -> Submission:
    """The submission, newest state of it, under the lock; ConflictError where a newer revision took its place."""
    found = Submission.objects.get(pk=submission_id)
    hold_lock(f"submission {found.state_id} {found.month}")
    found.refresh_from_db()
    if not found.is_current:
        raise ConflictError(
            Submission.objects.get(state_id=found.state_id, month=found.month, is_current=True)
        )
    return found


def _expect(one: Submission, statuses: set[Status], step: str) -> None:
    if one.status not in statuses:
        raise RefusedStepError(
            "wrong_status",
            f"Revision {one.revision} of {one.state_id} {one.month} is {one.status}; it cannot be {step} now",
        )


def _other_person(one: Submission, by: str) -> None:
    if is_own(one, by.partition(" for ")[0]):
        raise RefusedStepError(
            "own_submission", "Nobody reviews what they sent themselves; another reviewer must"
        )


def _fits(one: Submission) -> None:
    """Another methodology version may hold since the figures were sent: they must be of its parameters."""
    asked = set(rules_of(one.month))
    sent = set(one.figures.values_list("parameter", flat=True))
    if sent != asked:
        raise RefusedStepError(
            "other_parameters",
            f"The parameters of {one.month} have changed since these figures were sent "
            f"({', '.join(sorted(sent ^ asked))}): the officer sends them again, in the new template",
        )


def _answered(one: Submission) -> None:
    """A returned submission goes back only when every returned figure was answered with a comment."""
    assert one.decided_at is not None
    for decision in one.decisions.filter(verdict=Verdict.RETURNED):
        answers = RowComment.objects.filter(
            state_id=one.state_id,
            month=one.month,
            parameter=decision.parameter,
            written_at__gt=one.decided_at,
        )
        if not answers.exists():
            raise RefusedStepError(
                "answer_needed",
                f"{decision.parameter} was returned: correct the figure, or answer the comment first",
            )
    one.decisions.all().delete()


def _decide(one: Submission, status: Status, action: str, by: str, at: datetime, address: str) -> Submission:
    before = _told(one)
    one.status, one.decided_at, one.decided_by = status, at, by
    one.save(update_fields=["status", "decided_at", "decided_by"])
    _audit(action, one, before, by, at, address)
    return one


def _comment(one: Submission, parameter: str, text: str, by: str, at: datetime) -> RowComment:
    return RowComment.objects.create(
        state_id=one.state_id,
        month=one.month,
        parameter=parameter,
        revision=one.revision,
        text=text,
        written_at=at,
        written_by=by,
    )


def _subject(one: Submission) -> str:
    return f"{one.state_id} {one.month}"


def _told(one: Submission) -> dict[str, object]:
    return {"revision": one.revision, "status": str(one.status)}


def _audit(
    action: str, one: Submission, before: dict[str, object], by: str, at: datetime, address: str
) -> None:
    audit.record(
        at=at,
        actor=by,
        address=address,
        action=action,
        subject=_subject(one),
        before=before,
        after=_told(one),
    )
