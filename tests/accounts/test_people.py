"""`/people/`: invitations, transfers, deputies, and the audit trail."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth import get_user_model
from django.core import mail
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from accounts.access import Act, person_of
from accounts.audit import broken_links
from accounts.models import Appointment, AuditEvent, Invitation, Role
from accounts.people import invite
from submissions.workflow import submit
from tests.submissions.conftest import Draft, later

pytestmark = pytest.mark.django_db
PASSWORD = "nine grey herons wade"


def signed_in(name: str) -> Client:
    client = Client()
    client.force_login(get_user_model().objects.get(username=name))
    return client


def send(address: str = "/people/", name: str = "admin", **fields: str) -> tuple[int, str]:
    response = signed_in(name).post(address, fields, follow=True)
    return response.status_code, response.content.decode()


def accept(link: str, username: str, password: str = PASSWORD, again: str = "") -> tuple[int, str]:
    response = Client().post(link, {"username": username, "password": password, "again": again or password})
    return response.status_code, response.content.decode()


@pytest.mark.parametrize("address", ["/people/", "/people/audit/"])
@pytest.mark.parametrize("prefix", ["", "/hi"])
def test_people_and_the_audit_trail_are_for_administrators(people: None, address: str, prefix: str) -> None:
    for name in ("asha", "chand", "ravi", "meera"):
        assert signed_in(name).get(prefix + address).status_code == 403
    assert signed_in("admin").get(prefix + address).status_code == 200
    assert Client().get(prefix + address).headers["Location"].startswith(f"{prefix}/accounts/sign-in/")


def test_an_invitation_goes_by_mail_in_both_languages_and_works_once(people: None) -> None:
    status, page = send(act="invite", email="dev@police.example", role="officer", state="HR")
    assert status == 200
    assert "An invitation was sent to dev@police.example." in page
    (letter,) = mail.outbox
    assert letter.to == ["dev@police.example"]
    assert "You are invited to Pragati as: State nodal officer, Haryana." in letter.body
    links = re.findall(r"http://127\.0\.0\.1:\d+(\S+)", str(letter.body))
    assert links[1] == f"/hi{links[0]}"
    secret = links[0].rstrip("/").rpartition("/")[2]
    assert secret not in page
    assert "State nodal officer, Haryana" in Client().get(links[0]).content.decode()
    status, page = accept(links[0], "dev")
    assert (status, "Your user name is dev." in page) == (200, True)
    person = person_of(get_user_model().objects.get(username="dev"), timezone.localdate())
    assert person.may(Act.SEND_FIGURES, "HR")
    assert not person.may(Act.SEND_FIGURES, "HP")
    assert get_user_model().objects.get(username="dev").check_password(PASSWORD)
    for link in links:
        assert Client().get(link).status_code == 410
        assert accept(link, "second")[0] == 410
    assert not get_user_model().objects.filter(username="second").exists()
    assert Appointment.objects.filter(user__username="dev").count() == 1


def test_an_expired_invitation_is_refused(people: None) -> None:
    long_ago = datetime(2023, 1, 1, tzinfo=UTC)
    _, secret = invite(email="dev@police.example", role=Role.REVIEWER, state=None, by="admin", at=long_ago)
    status, page = accept(f"/people/invitation/{secret}/", "dev")
    assert (status, "is used up or has expired" in page) == (410, True)
    assert Invitation.objects.get().accepted_at is None
    assert "expired on" in signed_in("admin").get("/people/").content.decode()


@pytest.mark.parametrize(
    ("username", "password", "again", "words"),
    [
        ("asha", PASSWORD, "", "This name is taken; choose another."),
        ("dev", "short", "", "This password is too short"),
        ("dev", PASSWORD, "another one entirely", "The two passwords differ."),
        ("d v!", PASSWORD, "", "Enter a valid username"),
    ],
)
def test_a_refused_account_leaves_the_invitation_open(
    people: None, username: str, password: str, again: str, words: str
) -> None:
    _, secret = invite(
        email="dev@police.example", role=Role.REVIEWER, state=None, by="admin", at=timezone.now()
    )
    status, page = accept(f"/people/invitation/{secret}/", username, password, again)
    assert (status, words in page) == (400, True)
    assert accept(f"/people/invitation/{secret}/", "dev")[0] == 200


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"email": "nobody", "role": "reviewer"}, "Enter a valid email address."),
        ({"email": "dev@police.example", "role": "officer"}, "Choose the State of the nodal officer."),
        (
            {"email": "dev@police.example", "role": "reviewer", "state": "HR"},
            "Only a State nodal officer has a State",
        ),
    ],
)
def test_a_wrong_invitation_is_told_and_sends_nothing(
    people: None, fields: dict[str, str], words: str
) -> None:
    status, page = send(act="invite", **fields)
    assert (status, words in page) == (409, True)
    assert (mail.outbox, Invitation.objects.count()) == ([], 0)


def test_a_mail_that_cannot_be_sent_is_told(people: None, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*args: object, **more: object) -> int:
        raise ConnectionRefusedError

    monkeypatch.setattr("submissions.people.mails.send_mail", fail)
    _, page = send(act="invite", email="dev@police.example", role="reviewer")
    assert "The mail to dev@police.example could not be sent" in page


def test_an_appointment_ends_with_a_day_and_the_role_with_it(people: None) -> None:
    one = Appointment.objects.get(user__username="asha")
    yesterday = timezone.localdate() - timedelta(days=1)
    status, page = send(act="end", appointment=str(one.pk), ends_on=yesterday.isoformat())
    assert status == 200
    assert f"The appointment of asha ends with {yesterday:%d-%m-%Y}." in page
    assert "Appointments that have ended" in page
    assert signed_in("asha").get("/review/2023-11/provisional/").status_code == 403


def test_nobody_ends_their_own_appointment(people: None) -> None:
    own = Appointment.objects.get(user__username="admin")
    _, page = send(act="end", appointment=str(own.pk), ends_on=timezone.localdate().isoformat())
    assert "Nobody ends their own appointment; ask another administrator." in page
    assert Appointment.objects.get(pk=own.pk).ends_on is None
    assert send(act="end", appointment="999999", ends_on="2030-01-01")[0] == 404
    assert send(act="end", appointment=str(own.pk), ends_on="soon")[0] == 409


def test_a_deputy_acts_and_the_audit_trail_names_both(draft: Draft) -> None:
    today = timezone.localdate()
    status, page = send(
        act="deputise", officer="asha@HR", deputy="chand", begins_on=today.isoformat(),
        ends_on=(today + timedelta(days=7)).isoformat(),
    )  # fmt: skip
    assert status == 200
    assert "chand stands in for asha" in page
    assert "deputy for asha" in page
    deputy = person_of(get_user_model().objects.get(username="chand"), today)
    assert deputy.may(Act.SEND_FIGURES, "HR")
    assert deputy.signature("HR") == "chand for asha"
    submit(submission_id=draft().pk, by=deputy.signature("HR"), at=later(1))
    page = signed_in("admin").get("/people/audit/?subject=HR+2023-11&actor=chand").content.decode()
    assert "chand, acting for asha" in page
    assert "submission.submit" in page
    assert "month.open" not in page
    assert list(broken_links()) == []


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"ends_on": "2020-01-01"}, "The last day lies before the first."),
        ({"deputy": "asha"}, "Nobody is their own deputy."),
        ({"deputy": "nobody"}, "Select a valid choice"),
        ({"officer": "ravi@HR"}, "Select a valid choice"),
    ],
)
def test_a_wrong_deputy_is_told(people: None, change: dict[str, str], words: str) -> None:
    fields = {"officer": "asha@HR", "deputy": "chand", "begins_on": "2030-01-01", "ends_on": "2030-01-05"}
    status, page = send(act="deputise", **(fields | change))
    assert (status, words in page) == (409, True)
    assert not Appointment.objects.filter(deputy_for__isnull=False).exists()


def test_the_audit_trail_is_paged_newest_first(people: None) -> None:
    for _ in range(60):
        invite(email="dev@police.example", role=Role.REVIEWER, state=None, by="admin", at=timezone.now())
    total = AuditEvent.objects.count()
    page = signed_in("admin").get("/people/audit/").content.decode()
    assert f'<th scope="row">{total}</th>' in page
    assert "Page 1 of 2" in page
    last = signed_in("admin").get("/people/audit/?page=2").content.decode()
    assert '<th scope="row">1</th>' in last
    assert "No act fits." in signed_in("admin").get("/people/audit/?subject=nothing-such").content.decode()


@pytest.mark.parametrize("count", [0, 20])
def test_the_queries_of_people_do_not_grow(
    people: None, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(count):
        invite(
            email=f"d{number}@police.example", role=Role.OFFICER, state="HR", by="admin", at=timezone.now()
        )
        user = get_user_model().objects.create_user(username=f"person{number}")
        Appointment.objects.create(user=user, role=Role.OFFICER, state_id="HP")
    client = signed_in("admin")
    with django_assert_num_queries(9):
        assert client.get("/people/").status_code == 200


def test_an_unknown_act_is_404(people: None) -> None:
    assert send(act="promote")[0] == 404
