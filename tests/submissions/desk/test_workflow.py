"""draft → submitted → returned → submitted → verified → recorded: each step once, by the right person."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from accounts.audit import broken_links
from accounts.models import AuditEvent
from common.months import Month
from metrics.models import FigureSet
from metrics.selectors import figures_at
from submissions.models import LeaveKind, RowComment, Status, Submission, Verdict
from submissions.months.services import close_month, grant_leave
from submissions.upload.services import ConflictError, MonthClosedError
from submissions.workflow import (
    RefusedStepError,
    comment,
    decide_row,
    figures_of,
    return_submission,
    submit,
    verify,
)
from tests.submissions.conftest import NOW, Draft, later

pytestmark = pytest.mark.django_db


def test_verified_figures_are_recorded_in_metrics(draft: Draft, month: Month) -> None:
    one = draft()
    submit(submission_id=one.pk, by="asha", at=later(1))
    verify(submission_id=one.pk, by="ravi", at=later(2))
    assert figures_at(month, {"HR": 1})["HR"] == figures_of(one)
    kept = FigureSet.objects.get(state="HR", month=month)
    assert (kept.sample, kept.recorded_by, kept.source) == (False, "ravi", "submission HR 2023-11 revision 1")
    assert list(broken_links()) == []


def test_a_draft_reaches_nobody_else(draft: Draft, month: Month) -> None:
    one = draft()
    with pytest.raises(RefusedStepError, match="is draft; it cannot be verified"):
        verify(submission_id=one.pk, by="ravi", at=later(1))
    assert FigureSet.objects.count() == 0


def test_a_returned_figure_must_be_answered_before_it_goes_back(draft: Draft) -> None:
    one = draft()
    submit(submission_id=one.pk, by="asha", at=later(1))
    with pytest.raises(RefusedStepError, match="at least one figure"):
        return_submission(submission_id=one.pk, by="ravi", at=later(2))
    with pytest.raises(RefusedStepError, match="say what is wrong"):
        decide_row(
            submission_id=one.pk,
            parameter="REG-01",
            verdict=Verdict.RETURNED,
            comment=" ",
            by="ravi",
            at=later(2),
        )
    decide_row(
        submission_id=one.pk,
        parameter="REG-01",
        verdict=Verdict.RETURNED,
        comment="Which stations?",
        by="ravi",
        at=later(2),
    )
    with pytest.raises(RefusedStepError, match="marked as returned"):
        verify(submission_id=one.pk, by="ravi", at=later(3))
    return_submission(submission_id=one.pk, by="ravi", at=later(3))
    with pytest.raises(RefusedStepError, match="REG-01 was returned"):
        submit(submission_id=one.pk, by="asha", at=later(4))
    comment(
        submission_id=one.pk, parameter="REG-01", text="All but two, see the list", by="asha", at=later(5)
    )
    submit(submission_id=one.pk, by="asha", at=later(6))
    verify(submission_id=one.pk, by="ravi", at=later(7))
    one.refresh_from_db()
    assert one.status == Status.VERIFIED
    assert list(RowComment.objects.values_list("text", flat=True)) == [
        "Which stations?",
        "All but two, see the list",
    ]


def test_a_corrected_return_is_a_new_revision_and_the_old_one_stays(draft: Draft) -> None:
    first = draft()
    submit(submission_id=first.pk, by="asha", at=later(1))
    decide_row(
        submission_id=first.pk,
        parameter="REG-01",
        verdict=Verdict.RETURNED,
        comment="Why?",
        by="ravi",
        at=later(2),
    )
    return_submission(submission_id=first.pk, by="ravi", at=later(3))
    second = draft(share=950)
    assert (second.revision, second.status) == (2, Status.DRAFT)
    submit(submission_id=second.pk, by="asha", at=later(4))
    first.refresh_from_db()
    assert (first.status, first.is_current, first.figures.count()) == (Status.RETURNED, False, 28)


@pytest.mark.parametrize("step", [verify, return_submission])
def test_nobody_reviews_what_they_sent(draft: Draft, step: object) -> None:
    one = draft(by="ravi")
    submit(submission_id=one.pk, by="asha", at=later(1))
    with pytest.raises(RefusedStepError, match="Nobody reviews what they sent themselves"):
        step(submission_id=one.pk, by="ravi", at=later(2))  # type: ignore[operator]


def test_the_deputy_of_the_sender_is_still_the_same_person(draft: Draft) -> None:
    one = draft()
    submit(submission_id=one.pk, by="ravi for asha", at=later(1))
    with pytest.raises(RefusedStepError, match="Nobody reviews"):
        verify(submission_id=one.pk, by="ravi", at=later(2))


@pytest.mark.parametrize("column", ["submitted_by", "created_by"])
def test_the_database_refuses_a_verifier_who_is_the_sender(draft: Draft, column: str) -> None:
    one = draft()
    submit(submission_id=one.pk, by="bina", at=later(1))
    one.refresh_from_db()
    with pytest.raises(IntegrityError), transaction.atomic():
        Submission.objects.filter(pk=one.pk).update(
            status=Status.VERIFIED, decided_at=NOW, decided_by=getattr(one, column)
        )


def test_the_database_refuses_a_status_without_its_dates(draft: Draft) -> None:
    one = draft()
    for status in (Status.SUBMITTED, Status.RETURNED, Status.VERIFIED):
        with pytest.raises(IntegrityError), transaction.atomic():
            Submission.objects.filter(pk=one.pk).update(status=status)


def test_the_database_refuses_a_second_current_revision(draft: Draft) -> None:
    draft()
    draft(share=950)
    with pytest.raises(IntegrityError), transaction.atomic():
        Submission.objects.filter(revision=1).update(is_current=True)


def test_the_same_content_again_changes_nothing(draft: Draft) -> None:
    first = draft()
    assert draft().pk == first.pk
    assert Submission.objects.count() == 1
    assert AuditEvent.objects.filter(action="submission.draft").count() == 1


def test_of_two_tabs_one_wins_and_the_other_is_told(draft: Draft) -> None:
    draft()
    draft(share=950, based_on=1)
    with pytest.raises(ConflictError) as caught:
        draft(share=960, by="bina", based_on=1)
    assert caught.value.current.revision == 2


def test_a_step_on_an_overtaken_revision_is_told(draft: Draft) -> None:
    first = draft()
    second = draft(share=950)
    with pytest.raises(ConflictError) as caught:
        submit(submission_id=first.pk, by="asha", at=later(1))
    assert caught.value.current == second


def test_a_closed_month_says_since_when_and_a_reopening_lets_one_state_in(draft: Draft, month: Month) -> None:
    one = draft()
    close_month(month=month, by="ravi", at=later(1))
    with pytest.raises(MonthClosedError) as caught:
        submit(submission_id=one.pk, by="asha", at=later(2))
    assert (caught.value.window.gate, caught.value.window.until) == ("closed", later(1))
    until: datetime = later(2) + timedelta(days=2)
    grant_leave(
        month=month, state="HR", kind=LeaveKind.REOPENING, until=until, reason="Flood", by="ravi", at=later(3)
    )
    submit(submission_id=one.pk, by="asha", at=later(4))
    with pytest.raises(MonthClosedError):
        draft(state="HP", by="chand", at=later(5))
