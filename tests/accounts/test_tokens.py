"""API tokens: what they may do, when they die, what is recorded of them, and who sees and ends them."""

from __future__ import annotations

import io
import re
from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from accounts.models import ApiToken, Role, Scope
from accounts.people import appoint
from accounts.tokens import USE_PRECISION, create_token, token_of
from tests.submissions.conftest import NOW
from tests.submissions.desk.officer import page_of, signed_in

pytestmark = pytest.mark.django_db
URL = "/api/v1/submissions/"


def make(username: str = "asha", scope: Scope = Scope.UPLOAD, state: str | None = None) -> str:
    return create_token(username=username, scope=scope, state=state, by="test", at=timezone.now())[1]


def once(client: Client, page: str = "/submissions/tokens/") -> str:
    found = re.search(r'name="once" value="([^"]+)"', page_of(client, page))
    assert found is not None
    return found[1]


def test_the_secret_is_stored_nowhere(people: None) -> None:
    secret = make()
    dump = io.StringIO()
    call_command("dumpdata", "accounts", stdout=dump)
    assert secret not in dump.getvalue()
    assert secret[:12] in dump.getvalue()


def test_the_last_use_is_written_once_in_five_minutes(
    people: None, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    secret = create_token(username="asha", scope=Scope.READ, by="test", at=NOW)[1]
    with django_assert_num_queries(2):
        token_of(secret, at=NOW)
    for minutes in (1, 4):
        with django_assert_num_queries(1):
            token_of(secret, at=NOW + timedelta(minutes=minutes))
    assert ApiToken.objects.get().last_used_at == NOW
    with django_assert_num_queries(2):
        token_of(secret, at=NOW + USE_PRECISION)
    assert ApiToken.objects.get().last_used_at == NOW + USE_PRECISION


def test_tokens_of_a_disabled_account_are_dead(people: None) -> None:
    secret = make()
    get_user_model().objects.filter(username="asha").update(is_active=False)
    assert token_of(secret, at=timezone.now()) is None
    assert Client().get(URL, headers={"Authorization": f"Bearer {secret}"}).status_code == 401
    assert "ended: the account is disabled" in page_of(signed_in("admin"), "/people/tokens/")


def test_a_token_is_bound_to_the_officers_state(people: None) -> None:
    client = signed_in("asha")
    page = page_of(client, "/submissions/tokens/")
    assert '<option value="HR">Haryana</option>' in page
    assert "all of yours" not in page
    for fields in ({}, {"state": "HR"}):
        client.post("/submissions/tokens/", {"once": once(client), "scope": "upload", "days": "30"} | fields)
    assert list(ApiToken.objects.values_list("state_id", flat=True)) == ["HR", "HR"]
    refused = client.post(
        "/submissions/tokens/", {"once": once(client), "scope": "upload", "days": "30", "state": "HP"}
    )
    assert (refused.status_code, ApiToken.objects.count()) == (400, 2)


def test_who_acts_for_two_states_chooses(people: None) -> None:
    appoint(username="asha", role=Role.OFFICER, state_code="HP", by="test", at=NOW)
    client = signed_in("asha")
    assert "all of yours" in page_of(client, "/submissions/tokens/")
    for state in ("", "HP"):
        client.post(
            "/submissions/tokens/", {"once": once(client), "scope": "upload", "days": "30", "state": state}
        )
    assert set(ApiToken.objects.values_list("state_id", flat=True)) == {None, "HP"}


def test_a_bound_token_acts_for_its_state_alone(people: None) -> None:
    appoint(username="asha", role=Role.OFFICER, state_code="HP", by="test", at=NOW)
    form = {"state": "HP", "month": "2023-11"}
    bound, free = make(state="HR"), make()
    answers = [Client().post(URL, form, headers={"Authorization": f"Bearer {one}"}) for one in (bound, free)]
    assert [(one.status_code, one.json()["code"]) for one in answers] == [
        (404, "not_visible"), (400, "missing_field"),
    ]  # fmt: skip


def test_a_reviewer_makes_a_token_that_reads(people: None) -> None:
    client = signed_in("ravi")
    assert "For which State or UT" not in page_of(client, "/submissions/tokens/")
    client.post("/submissions/tokens/", {"once": once(client), "scope": "read", "days": "30"})
    assert (ApiToken.objects.get().scope, ApiToken.objects.get().state_id) == (Scope.READ, None)


def test_an_administrator_sees_and_ends_everybodys(people: None) -> None:
    own, other = make("asha", state="HR"), make("chand", scope=Scope.READ)
    client = signed_in("admin")
    page = page_of(client, "/people/tokens/")
    assert own[:12] in page
    assert other[:12] in page
    assert own not in page
    assert other[:12] not in page_of(client, "/people/tokens/?person=ash")
    assert "No token fits." in page_of(client, "/people/tokens/?person=nobody")
    number = ApiToken.objects.get(user__username="asha").pk
    assert client.get(f"/people/tokens/{number}/revoke/").status_code == 405
    told = client.post(f"/people/tokens/{number}/revoke/", follow=True).content.decode()
    assert f"The token {own[:12]}… of asha is revoked." in told
    assert token_of(own, at=timezone.now()) is None
    assert token_of(other, at=timezone.now()) is not None
    assert client.post("/people/tokens/999999/revoke/").status_code == 404
    assert "टोकन" in page_of(client, "/hi/people/tokens/")


def test_those_in_force_come_first_and_the_page_costs_the_same_for_many(
    people: None, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client = signed_in("admin")
    ended = make("chand")
    ApiToken.objects.update(revoked_at=timezone.now())
    living = make("asha", state="HR")
    page = page_of(client, "/people/tokens/")
    assert page.index(living[:12]) < page.index(ended[:12])
    with django_assert_num_queries(6):
        client.get("/people/tokens/")
    for _ in range(60):
        make("bina", state="HR")
    with django_assert_num_queries(6):
        client.get("/people/tokens/")
    assert "Page 2 of 2" in page_of(client, "/people/tokens/?page=2")


def test_the_command_binds_a_token_to_a_state(people: None) -> None:
    said = io.StringIO()
    call_command("create_token", "asha", "--scope", "upload", "--state", "hr", stdout=said)
    token = token_of(said.getvalue().split()[-1], at=timezone.now())
    assert token is not None
    assert token.state_id == "HR"
    with pytest.raises(CommandError, match="no State or UT with the code XX"):
        call_command("create_token", "asha", "--scope", "upload", "--state", "XX", stdout=said)
