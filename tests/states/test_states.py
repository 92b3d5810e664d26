"""Who: the 36, their codes, their categories, their people, and the trail of what was done."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction

from accounts import audit
from accounts.directory import load_states
from accounts.models import Appointment, AuditEvent, Role
from accounts.people import create_demo_accounts, remove_demo_accounts
from common.months import Month
from states.models import CategoryMembership, State
from states.selectors import UnknownStateError, members, state_by_code
from tests.rankings.conftest import AT

pytestmark = pytest.mark.django_db


def test_the_36_are_28_states_and_8_union_territories(directory: None) -> None:
    assert State.objects.filter(kind="state").count() == 28
    assert State.objects.filter(kind="ut").count() == 8
    assert load_states(at=AT) == (0, 0)


def test_categories_have_19_10_and_7_members_with_delhi_among_the_major_ones(directory: None) -> None:
    month = Month(2023, 10)
    assert [len(members(one, month)) for one in ("all", "major", "hilly-ne", "ut")] == [36, 19, 10, 7]
    assert "DL" in members("major", month)
    assert members("all", Month(2021, 5)) == frozenset()


def test_a_membership_holds_from_its_month(directory: None) -> None:
    CategoryMembership.objects.create(state_id="DL", category="ut", holds_from=Month(2025, 1))
    assert "DL" in members("major", Month(2024, 12))
    assert "DL" in members("ut", Month(2025, 1))


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ("HR", "HR"),
        ("hr", "HR"),
        ("IN-HR", "HR"),
        ("in-uk", "UK"),
        ("IN-UT", "UK"),
        ("IN-OR", "OD"),
        ("IN-CT", "CG"),
    ],
)
def test_a_state_is_found_by_any_of_its_codes(directory: None, asked: str, code: str) -> None:
    assert state_by_code(asked).code == code


def test_an_unknown_code_names_the_known_ones(directory: None) -> None:
    with pytest.raises(UnknownStateError) as caught:
        state_by_code("XX")
    assert len(caught.value.known) == 36


def test_an_officer_has_a_state_and_others_have_none(directory: None) -> None:
    user = get_user_model().objects.create_user(username="ravi")
    with pytest.raises(IntegrityError), transaction.atomic():
        Appointment.objects.create(user=user, role=Role.OFFICER)
    with pytest.raises(IntegrityError), transaction.atomic():
        Appointment.objects.create(user=user, role=Role.REVIEWER, state_id="HR")
    Appointment.objects.create(user=user, role=Role.REVIEWER)
    with pytest.raises(IntegrityError), transaction.atomic():
        Appointment.objects.create(user=user, role=Role.REVIEWER)


def test_demo_accounts_cover_every_role_and_can_go_again(directory: None) -> None:
    made = create_demo_accounts(password="correct horse battery", at=AT)
    assert made == ["officer.hr", "officer.hp", "reviewer", "publisher", "publisher2", "admin"]
    assert create_demo_accounts(password="other", at=AT) == []
    assert set(Appointment.objects.values_list("role", flat=True)) == set(Role.values)
    assert remove_demo_accounts(at=AT) == 6
    assert remove_demo_accounts(at=AT) == 0


def act(number: int) -> AuditEvent:
    return audit.record(
        at=AT + timedelta(minutes=number),
        actor="meera",
        action="test.act",
        subject="x",
        after={"number": number},
    )


def test_events_are_numbered_and_chained(directory: None) -> None:
    first = AuditEvent.objects.count()
    with transaction.atomic():
        one, two = act(1), act(2)
    assert (one.number, two.number) == (first + 1, first + 2)
    assert two.previous_hash == one.hash
    assert list(audit.broken_links()) == []
    call_command("verify_audit")


@pytest.mark.parametrize(
    ("sql", "told"),
    [
        (
            "UPDATE accounts_auditevent SET actor = 'someone' WHERE number = 2",
            "event 2 (methodology.load 2021-06) was changed",
        ),
        ("DELETE FROM accounts_auditevent WHERE number = 2", "event 2 is missing"),
        (
            "UPDATE accounts_auditevent SET after = '{}' WHERE number = 1",
            "event 1 (states.load states) was changed",
        ),
    ],
)
def test_tampering_behind_the_databases_back_is_found(directory: None, sql: str, told: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(sql)
        cursor.execute("SET LOCAL session_replication_role = origin")
    with pytest.raises(CommandError) as caught:
        call_command("verify_audit")
    assert told in str(caught.value)


@pytest.mark.django_db(transaction=True)
def test_an_event_outside_the_transaction_of_its_act_is_refused() -> None:
    with pytest.raises(RuntimeError, match="in the transaction of the act"):
        audit.record(at=AT, actor="meera", action="test.act", subject="x")
