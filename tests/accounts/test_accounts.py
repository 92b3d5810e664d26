"""`/people/accounts/`: an account is disabled with all that hangs on it; an administrator always remains."""

from __future__ import annotations

from datetime import timedelta
from io import StringIO

import pytest
from django.contrib.auth import get_user_model
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from accounts.access import RefusedAccountError
from accounts.audit import broken_links
from accounts.models import ApiToken, Appointment, AuditEvent, Role, Scope
from accounts.people import appoint, disable_account, enable_account, end_appointment
from accounts.tokens import create_token, token_of
from tests.accounts.test_people import send, signed_in

pytestmark = pytest.mark.django_db


def number_of(name: str) -> int:
    return int(get_user_model().objects.values_list("pk", flat=True).get(username=name))


def second_administrator(name: str = "devi") -> None:
    get_user_model().objects.create_user(username=name)
    appoint(username=name, role=Role.ADMINISTRATOR, state_code=None, by="admin", at=timezone.now())


def test_a_disabled_account_is_out_at_once(people: None) -> None:
    secret = create_token(username="asha", scope=Scope.UPLOAD, by="asha", at=timezone.now())[1]
    clients = [signed_in("asha"), signed_in("asha")]
    other = signed_in("chand")
    assert clients[0].get("/submissions/").status_code == 200
    status, page = send(f"/people/accounts/{number_of('asha')}/disable/")
    assert status == 200
    assert "The account asha is disabled. 2 sessions were ended. 1 token was revoked." in page
    for client in clients:
        assert client.get("/submissions/").status_code == 302
        assert not Session.objects.filter(pk=client.cookies["sessionid"].value).exists()
    assert other.get("/submissions/").status_code == 200
    assert token_of(secret, at=timezone.now()) is None
    acts = AuditEvent.objects.order_by("-number").values_list("action", "actor", "subject", "after")[:2]
    assert acts[0] == ("people.disable", "admin", "asha", {"sessions_ended": 2, "tokens_revoked": 1})
    assert acts[1][:3] == ("token.revoke", "admin", "asha")
    assert list(broken_links()) == []
    events = AuditEvent.objects.count()
    send(f"/people/accounts/{number_of('asha')}/disable/")
    assert AuditEvent.objects.count() == events


def test_what_ended_stays_ended(people: None) -> None:
    secret = create_token(username="asha", scope=Scope.UPLOAD, by="asha", at=timezone.now())[1]
    client = signed_in("asha")
    send(f"/people/accounts/{number_of('asha')}/disable/")
    _, page = send(f"/people/accounts/{number_of('asha')}/enable/")
    assert "The account asha can sign in again." in page
    assert client.get("/submissions/").status_code == 302
    assert token_of(secret, at=timezone.now()) is None
    assert ApiToken.objects.get().revoked_at is not None
    assert signed_in("asha").get("/submissions/").status_code == 200
    event = AuditEvent.objects.order_by("-number").first()
    assert event is not None
    assert (event.action, event.subject) == ("people.enable", "asha")


def test_nobody_disables_themselves_and_no_last_administrator(people: None) -> None:
    second_administrator()
    _, page = send(f"/people/accounts/{number_of('admin')}/disable/")
    assert "Nobody disables their own account; ask another administrator." in page
    send(f"/people/accounts/{number_of('admin')}/disable/", name="devi")
    assert not get_user_model().objects.get(username="admin").is_active
    with pytest.raises(RefusedAccountError) as refusal:
        disable_account(user_id=number_of("devi"), by="system", on=timezone.localdate(), at=timezone.now())
    assert refusal.value.code == "last_administrator"
    enable_account(user_id=number_of("admin"), by="devi", second="meera", at=timezone.now())
    disable_account(user_id=number_of("devi"), by="admin", on=timezone.localdate(), at=timezone.now())


def test_the_last_administrator_stays_in_office(people: None) -> None:
    today = timezone.localdate()
    own = Appointment.objects.get(user__username="admin")
    for by in ("system", "admin"):
        with pytest.raises(RefusedAccountError) as refusal:
            end_appointment(appointment_id=own.pk, ends_on=today, by=by, at=timezone.now())
        assert refusal.value.code == ("own_appointment" if by == "admin" else "last_administrator")
    second_administrator()
    other, at = Appointment.objects.get(user__username="devi"), timezone.now()
    ninth, eighth = today + timedelta(days=9), today + timedelta(days=8)
    end_appointment(appointment_id=other.pk, ends_on=ninth, by="admin", second="meera", at=at)
    # The other one leaves on the ninth day: this one may go before it, not with it.
    with pytest.raises(RefusedAccountError):
        end_appointment(appointment_id=own.pk, ends_on=ninth, by="devi", second="meera", at=at)
    end_appointment(appointment_id=own.pk, ends_on=eighth, by="devi", second="meera", at=at)


def test_an_administrator_whose_account_is_disabled_counts_for_none(people: None) -> None:
    second_administrator()
    get_user_model().objects.filter(username="devi").update(is_active=False)
    own = Appointment.objects.get(user__username="admin")
    with pytest.raises(RefusedAccountError):
        end_appointment(appointment_id=own.pk, ends_on=timezone.localdate(), by="system", at=timezone.now())


def test_the_page_lists_accounts_and_narrows(people: None) -> None:
    page = signed_in("admin").get("/people/accounts/").content.decode()
    assert "Disable the account asha" in page
    assert "Disable the account admin" not in page
    narrowed = signed_in("admin").get("/people/accounts/?person=ash").content.decode()
    assert ("asha" in narrowed, "chand" in narrowed) == (True, False)
    assert "No account fits." in signed_in("admin").get("/people/accounts/?person=xyz").content.decode()
    assert "खाते" in signed_in("admin").get("/hi/people/accounts/").content.decode()
    assert send("/people/accounts/999999/disable/")[0] == 404
    assert send("/people/accounts/999999/enable/")[0] == 404
    assert Client().post(f"/people/accounts/{number_of('asha')}/disable/").status_code == 302
    assert get_user_model().objects.get(username="asha").is_active


@pytest.mark.parametrize("count", [0, 20])
def test_the_queries_do_not_grow(
    people: None, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(count):
        user = get_user_model().objects.create_user(username=f"person{number}")
        Appointment.objects.create(user=user, role=Role.OFFICER, state_id="HP")
    client = signed_in("admin")
    with django_assert_num_queries(7):
        assert client.get("/people/accounts/").status_code == 200


def test_a_password_changed_on_the_machine_stands_in_the_audit_trail(
    people: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("getpass.getpass", lambda prompt: "a long sentence nobody knows 7")
    call_command("changepassword", "asha", stdout=StringIO())
    assert get_user_model().objects.get(username="asha").check_password("a long sentence nobody knows 7")
    event = AuditEvent.objects.order_by("number").last()
    assert event is not None
    assert (event.actor, event.action, event.subject) == ("system", "password.change", "asha")
    assert list(broken_links()) == []


def test_an_administrator_made_on_the_machine_stands_in_the_audit_trail(people: None) -> None:
    given = {"interactive": False, "email": "root@example.org", "stdout": StringIO()}
    call_command("createsuperuser", username="root", **given)
    assert get_user_model().objects.get(username="root").is_superuser
    event = AuditEvent.objects.order_by("number").last()
    assert event is not None
    assert (event.actor, event.action, event.subject) == ("system", "people.superuser", "root")
    with pytest.raises(CommandError):
        call_command("createsuperuser", username="root", **given)
    assert AuditEvent.objects.filter(action="people.superuser").count() == 1
    assert list(broken_links()) == []
