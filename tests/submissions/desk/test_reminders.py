"""Officers are reminded before the deadline: once for each stage, only while figures are missing, in the morning."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core import mail

from accounts.models import Appointment
from common import jobs
from common.models import Job, JobState
from common.months import Month
from submissions.models import LeaveKind
from submissions.months.reminders import queue_reminders
from submissions.months.services import close_month, grant_leave
from submissions.months.windows import IST
from submissions.workflow import submit
from tests.submissions.conftest import Draft

DEADLINE = datetime(2023, 12, 15, 23, 59, 59, tzinfo=IST)


def at(day: int, hour: int = 9) -> datetime:
    return datetime(2023, 12, day, hour, tzinfo=IST)


@pytest.fixture(autouse=True)
def _quiet(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "_hint", None)


@pytest.fixture
def officers(month: Month) -> None:
    """The officers of Haryana and Himachal Pradesh can be written to; the others have no officer."""
    for name in ("asha", "bina", "chand"):
        get_user_model().objects.filter(username=name).update(email=f"{name}@example.org")


def states() -> list[str]:
    return sorted(one.payload["state"] for one in Job.objects.filter(kind="reminder"))


def send_all(moment: datetime) -> list[str]:
    """Do what waits; the addresses that got a mail."""
    mail.outbox.clear()
    for pk in list(Job.objects.filter(state=JobState.QUEUED, kind="reminder").values_list("pk", flat=True)):
        jobs.run(pk, clock=lambda: moment)
    return sorted(one.to[0] for one in mail.outbox)


def test_each_officer_once_for_each_stage(officers: None) -> None:
    days = {7: 0, 8: 3, 9: 0, 12: 3, 13: 0, 14: 3, 15: 3, 16: 0}
    for day, expected in days.items():
        assert queue_reminders(at=at(day)) == expected, day
        assert queue_reminders(at=at(day)) == 0, "nobody is told twice"
        assert len(send_all(at(day, 10))) == expected
    assert Job.objects.filter(kind="reminder", state=JobState.DONE).count() == 12


def test_a_stage_that_was_missed_is_caught_up_with_the_true_days(officers: None) -> None:
    assert queue_reminders(at=at(10)) == 3
    send_all(at(10, 10))
    assert "due in 5 days" in mail.outbox[0].subject
    assert queue_reminders(at=at(11)) == 0


def test_the_mail_speaks_both_languages_and_leads_to_the_month(officers: None, settings: Any) -> None:
    settings.SITE_URL = "https://pragati.example"
    queue_reminders(at=at(14))
    send_all(at(14, 10))
    one = next(letter for letter in mail.outbox if letter.to == ["chand@example.org"])
    assert "Himachal Pradesh: the figures of November 2023 are due in 1 day ·" in one.subject
    assert "हिमाचल प्रदेश" in one.subject
    assert "15-12-2023 23:59 IST" in one.body
    for link in (
        "https://pragati.example/submissions/HP/2023-11/",
        "https://pragati.example/hi/submissions/HP/2023-11/",
    ):
        assert link in one.body
    assert one.extra_headers["Auto-Submitted"] == "auto-generated"


def test_whoever_has_sent_is_left_in_peace(officers: None, draft: Draft) -> None:
    submit(submission_id=draft().pk, by="asha", at=datetime(2023, 12, 5, 7, tzinfo=UTC))
    draft("HP", "chand")
    assert queue_reminders(at=at(12)) == 1
    assert states() == ["HP"], "a draft is not sent"


def test_figures_that_come_meanwhile_stop_the_mail(officers: None, draft: Draft) -> None:
    queue_reminders(at=at(12))
    submit(submission_id=draft().pk, by="asha", at=at(12))
    assert send_all(at(12, 10)) == ["chand@example.org"]


def test_whoever_has_left_or_has_no_address_gets_none(officers: None) -> None:
    queue_reminders(at=at(12))
    Appointment.objects.filter(user__username="asha").update(ends_on=at(11).date())
    get_user_model().objects.filter(username="bina").update(email="")
    assert send_all(at(12, 10)) == ["chand@example.org"]


def test_a_job_that_is_done_again_sends_nothing(officers: None) -> None:
    queue_reminders(at=at(12))
    assert len(send_all(at(12, 10))) == 3
    Job.objects.filter(kind="reminder").update(state=JobState.QUEUED, finished_at=None)
    assert send_all(at(12, 11)) == []


def test_nobody_is_told_before_nine_in_the_morning(officers: None) -> None:
    queue_reminders(at=at(12, 2))
    assert {one.not_before for one in Job.objects.filter(kind="reminder")} == {at(12, 9)}
    assert send_all(at(12, 8)) == []


def test_a_longer_deadline_moves_the_reminders_of_its_state(officers: None) -> None:
    grant_leave(
        month=Month(2023, 11), state="HP", kind=LeaveKind.EXTENSION, until=DEADLINE + timedelta(days=5),
        reason="Floods", by="ravi", at=at(10),
    )  # fmt: skip
    assert queue_reminders(at=at(15)) == 3
    send_all(at(15, 10))
    told = {letter.to[0]: letter.subject for letter in mail.outbox}
    assert "due in 5 days" in told["chand@example.org"]
    assert "due today" in told["asha@example.org"]
    assert queue_reminders(at=at(17)) == 1
    assert send_all(at(17, 10)) == ["chand@example.org"]


def test_a_closed_month_reminds_nobody(officers: None) -> None:
    close_month(month=Month(2023, 11), by="ravi", at=at(10))
    assert queue_reminders(at=at(12)) == 0
