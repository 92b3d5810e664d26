"""`/review/months/`: opened, closed, and opened again for one State, from the page."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.utils import timezone

from common.months import Month
from submissions.models import DataMonth, Leave, LeaveKind
from submissions.months.queries import data_month, window_for
from submissions.months.services import close_month
from tests.submissions.conftest import MONTH, OPENED

pytestmark = pytest.mark.django_db
PAGE = "/review/months/"


def send(name: str, **fields: str) -> tuple[int, str]:
    client = Client()
    client.force_login(get_user_model().objects.get(username=name))
    response = client.post(PAGE, fields, follow=True)
    return response.status_code, response.content.decode()


def typed(days: int) -> str:
    """A moment so many days from now, as the browser sends it, in Indian time."""
    return f"{timezone.localtime() + timedelta(days=days):%Y-%m-%dT23:59}"


@pytest.mark.parametrize("name", ["ravi", "admin"])
def test_a_month_opens_with_its_deadlines_in_indian_time(people: None, name: str) -> None:
    status, page = send(name, act="open", month="2023-11", deadline=typed(5), late_until=typed(7))
    assert status == 200
    assert "November 2023 is open for figures." in page
    assert "Open for figures: November 2023" in page
    one = data_month(MONTH)
    assert timezone.localtime(one.deadline).strftime("%H:%M:%S") == "23:59:59"
    assert (one.opened_by, one.late_until - one.deadline) == (name, timedelta(days=2))


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"month": "November"}, "Write the month as YYYY-MM"),
        ({"month": "2999-01"}, "This month has not ended yet."),
        ({"month": "2019-01"}, "No methodology holds for this month."),
        ({"month": "2023-11", "deadline": "2023-12-15T23:59"}, "This moment has passed already"),
        ({"month": "2023-11", "deadline": "next week"}, "Write day and time as DD-MM-YYYY HH:MM."),
        ({"month": "2023-11"}, "The scheduled deadline has passed already; give a later one."),
    ],
)
def test_a_wrong_opening_is_told_at_its_field_and_keeps_what_was_typed(
    people: None, fields: dict[str, str], words: str
) -> None:
    status, page = send("ravi", act="open", **fields)
    assert status == 409
    assert words in page
    assert f'value="{fields["month"]}"' in page
    assert not DataMonth.objects.exists()


def test_the_late_window_cannot_end_before_the_deadline(people: None) -> None:
    status, page = send("ravi", act="open", month="2023-11", deadline=typed(5), late_until=typed(4))
    assert (status, "The late window must end at or after the deadline." in page) == (409, True)


def test_a_month_closes_once_and_says_who_closed_it(month: Month) -> None:
    assert "November 2023 is closed." in send("ravi", act="close", month="2023-11")[1]
    assert "No month is open for figures" in send("rani", act="close", month="2023-11")[1]
    assert data_month(month).closed_by == "ravi"
    assert send("ravi", act="close", month="2022-01")[0] == 404


def test_a_closed_month_reopens_for_one_state_with_a_reason(month: Month) -> None:
    close_month(month=month, by="ravi", at=OPENED + timedelta(days=20))
    more = {"act": "leave", "month": "2023-11", "state": "HR", "until": typed(3), "reason": "Flood in Rohtak"}
    status, page = send("ravi", kind="extension", **more)
    assert (status, "November 2023 is closed; reopen it for the State instead." in page) == (409, True)
    assert "Flood in Rohtak</textarea>" in page
    status, page = send("ravi", kind="reopening", **more)
    assert status == 200
    assert "Flood in Rohtak (ravi)" in page
    leave = Leave.objects.get()
    assert (leave.kind, leave.state_id, leave.granted_by) == (LeaveKind.REOPENING, "HR", "ravi")
    assert window_for(month, "HR", timezone.now()).is_open
    assert not window_for(month, "HP", timezone.now()).is_open


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"reason": " "}, "This field is required."),
        ({"until": "2023-12-01T10:00"}, "This moment has passed already"),
        ({"state": "XX"}, "Select a valid choice"),
    ],
)
def test_leave_wants_a_reason_an_end_and_a_state(month: Month, change: dict[str, str], words: str) -> None:
    fields = {"month": "2023-11", "state": "HR", "kind": "extension", "until": typed(3), "reason": "Flood"}
    status, page = send("ravi", act="leave", **(fields | change))
    assert (status, words in page) == (409, True)
    assert Leave.objects.count() == 0


@pytest.mark.parametrize("name", ["asha", "meera"])
def test_others_neither_see_nor_change_months(month: Month, name: str) -> None:
    assert send(name, act="close", month="2023-11")[0] == 403
    assert data_month(month).closed_at is None


def test_an_unknown_act_is_404(month: Month) -> None:
    assert send("ravi", act="publish")[0] == 404
