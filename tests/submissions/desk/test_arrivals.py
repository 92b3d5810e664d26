"""Whether figures came in by the deadline is told to the rankings as it happened, from the audit trail."""

from __future__ import annotations

from datetime import timedelta

from common.months import Month
from insights.registry import arrivals_of
from submissions.models import LeaveKind, Verdict
from submissions.months.services import grant_leave
from submissions.months.windows import planned
from submissions.workflow import decide_row, return_submission, submit
from tests.submissions.conftest import MONTH, NOW, Draft, later

DUE = planned(MONTH).deadline


def test_the_first_time_counts(draft: Draft) -> None:
    """A submission that was returned and handed in again, late, came in when it first did."""
    one = draft()
    submit(submission_id=one.pk, by="asha", at=NOW)
    decide_row(
        submission_id=one.pk,
        parameter="REG-01",
        verdict=Verdict.RETURNED,
        comment="Count again",
        by="ravi",
        at=later(1),
    )
    return_submission(submission_id=one.pk, by="ravi", at=later(2))
    again = draft(share=910, at=DUE + timedelta(days=2), based_on=1)
    submit(submission_id=again.pk, by="asha", at=DUE + timedelta(days=2))
    (arrival,) = arrivals_of("HR")
    assert (arrival.month, arrival.handed_in, arrival.due, arrival.longer) == (MONTH, NOW, DUE, False)
    assert arrival.on_time


def test_who_handed_nothing_in(month: Month, draft: Draft) -> None:
    draft("HP", "chand")  # a draft is not handed in
    (arrival,) = arrivals_of("HP")
    assert (arrival.handed_in, arrival.on_time) == (None, False)


def test_a_longer_deadline_counts(draft: Draft) -> None:
    longer = DUE + timedelta(days=3)
    for kind, until in ((LeaveKind.EXTENSION, longer), (LeaveKind.REOPENING, DUE + timedelta(days=40))):
        grant_leave(month=MONTH, state="HR", kind=kind, until=until, reason="Floods", by="ravi", at=NOW)
    submit(submission_id=draft(at=DUE + timedelta(days=1)).pk, by="asha", at=DUE + timedelta(days=2))
    (arrival,) = arrivals_of("HR")
    assert (arrival.due, arrival.longer, arrival.on_time) == (longer, True, True)
    (other,) = arrivals_of("HP")
    assert other.due == DUE


def test_a_month_that_was_never_opened_has_no_entry(people: None) -> None:
    assert arrivals_of("HR") == []
