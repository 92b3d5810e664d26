"""More fields than a form has: none of them writes a column.

With each form goes every column of every table, by the names that Django gives them, each with a value that can be
found again; what they would make of somebody or something is looked for in all tables afterwards.
"""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.utils import timezone

from accounts.models import ApiToken, Appointment, Invitation, Role, Scope
from accounts.people import invite
from accounts.tokens import create_token
from rankings.models import CorrectionRequest
from submissions.models import Caveat, Objection, Status, Submission
from tests.security.walk import added, changed, everything, tables
from tests.submissions.desk.officer import PAGE, PASSWORD, csv_file, signed_in, typed

pytestmark = pytest.mark.django_db
EVIL = "evil-7c1"
FLAGS = ("is_superuser", "is_staff", "is_active", "is_current", "sample", "accepted", "sound")


def columns() -> dict[str, str]:
    """Every column there is, as a field of a form."""
    names = {one.name for table in tables() for one in table._meta.fields}
    names |= {one.attname for table in tables() for one in table._meta.concrete_fields}
    more = dict.fromkeys(names, EVIL) | dict.fromkeys(FLAGS, "on")
    return more | {
        "role": "administrator", "status": "verified", "is_superuser": "1", "pk": "1", "groups": "1",
        "user_permissions": "1", "verified_by": EVIL, "submitted_by": EVIL, "by": EVIL, "at": "2001-01-01",
        "actor": EVIL,
        "username": "admin",
    }  # fmt: skip


def post(client: Client, address: str, **fields: Any) -> None:
    """A form as its page sends it, and all columns besides; it is taken."""
    answer = client.post(address, columns() | fields)
    assert answer.status_code in {200, 302}, (address, answer.status_code, answer.content.decode()[:3000])


def scanned() -> list[str]:
    return [f"{place}: {row}" for place, row in everything().items() if EVIL in str(row)]


def test_columns_are_told_by_their_names() -> None:
    assert {
        "is_superuser",
        "state_id",
        "decided_by",
        "secret_hash",
        "revision",
        "created_by",
    } <= columns().keys()
    assert len(columns()) > 150


def test_an_officer_writes_what_the_form_holds_and_no_more(stage: dict[str, str]) -> None:
    asha, month = signed_in("asha"), "2023-11"
    own: dict[str, Any] = {"parameter": "REG-01", "text": "as it was meant"}
    post(asha, f"{PAGE}caveats/", **own, kind="flood")
    post(asha, f"{PAGE}objections/", **own)
    post(asha, f"{PAGE}rows/", **own)
    post(asha, f"{PAGE}figures/", **typed(950), action="save", based_on="1")
    post(asha, PAGE, file=csv_file(960), action="upload", based_on="2")
    newest = Submission.objects.get(state_id="HR", month=month, is_current=True)
    assert (newest.revision, newest.status, newest.created_by) == (3, Status.DRAFT, "asha")
    post(asha, f"{PAGE}submit/", submission=str(newest.pk))
    newest.refresh_from_db()
    assert (newest.status, newest.submitted_by, newest.decided_by) == (Status.SUBMITTED, "asha", "")
    assert [Caveat.objects.latest("pk").written_by, Objection.objects.latest("pk").raised_by] == [
        "asha",
        "asha",
    ]
    page = asha.get("/submissions/tokens/")
    once = page.context["once"]
    post(asha, "/submissions/tokens/", once=once, scope="read", days="30", state="HR")
    token = ApiToken.objects.latest("pk")
    assert (token.user.get_username(), token.scope, token.state_id) == ("asha", "read", "HR")
    assert scanned() == []


def test_whoever_is_invited_becomes_what_the_invitation_says(stage: dict[str, str]) -> None:
    """The one account that a stranger makes: its role is the administrator's choice, not the form's."""
    secret = invite(email="goa@example.org", role=Role.OFFICER, state="GA", by="admin", at=timezone.now())[1]
    fields = {"username": "dev", "password": "nine grey herons wade", "again": "nine grey herons wade"}
    post(Client(), f"/people/invitation/{secret}/", **fields)
    dev = get_user_model().objects.get(username="dev")
    assert (dev.is_superuser, dev.is_staff, dev.email) == (False, False, "goa@example.org")
    post_of = dev.appointments.get()
    assert (post_of.role, post_of.state_id, post_of.deputy_for, post_of.ends_on) == (
        "officer",
        "GA",
        None,
        None,
    )
    assert not dev.groups.exists()
    assert not dev.user_permissions.exists()
    assert scanned() == []


def test_administrators_and_the_public_write_no_more_either(stage: dict[str, str]) -> None:
    admin, before = signed_in("admin"), everything()
    post(admin, "/people/", act="invite", email="new2@example.org", role="reviewer", state="")
    found = Invitation.objects.get(email="new2@example.org")
    assert (found.role, found.state_id, found.invited_by, found.accepted_by) == (
        "reviewer",
        None,
        "admin",
        "",
    )
    spare = get_user_model().objects.get(username="spare")
    address = f"/admin/auth/user/{spare.pk}/change/"
    fields = {"email": "spare@example.org", "first_name": "x", "password": "x", "username": "root"}
    assert admin.post(address, fields | {"is_superuser": "on"}).status_code == 403
    spare.refresh_from_db()
    assert (spare.email, spare.first_name, spare.username, spare.is_superuser, spare.is_staff) == (
        "",
        "",
        "spare",
        False,
        False,
    )
    assert not spare.has_usable_password() or not spare.check_password("x")
    post(signed_in("asha"), "/accounts/password/", old_password=PASSWORD, new_password1="ten grey herons wade",
         new_password2="ten grey herons wade")  # fmt: skip
    asha = get_user_model().objects.get(username="asha")
    assert (asha.is_superuser, asha.is_staff, asha.username) == (False, False, "asha")
    post(Client(), "/corrections/", subject="Rank of Goa", text="It was 9th.", email="", website="")
    request = CorrectionRequest.objects.latest("pk")
    assert (request.answered_by, request.answer) == ("", "")
    post(Client(), "/feedback/", about="other", page="", text="Fine", email="", website="")
    post(Client(), "/subscribe/", email="reader@example.org", state="", website="")
    new = added(before, everything())
    assert {table for table, _ in new} >= {
        "accounts.Invitation",
        "rankings.CorrectionRequest",
        "rankings.Subscription",
    }
    assert not Appointment.objects.filter(role=Role.ADMINISTRATOR).exclude(user__username="admin").exists()
    assert scanned() == []


def test_the_api_refuses_what_it_does_not_know(stage: dict[str, str]) -> None:
    """A field too many is told, and nothing is done: each column is tried by itself."""
    key = create_token(username="asha", scope=Scope.UPLOAD, by="asha", at=timezone.now())[1]
    client, before, wrong = Client(headers={"Authorization": f"Bearer {key}"}), everything(), []
    fields = {"state": "HR", "month": "2023-11"}
    begin = fields | {"name": "a.csv", "size": "10", "sha256": "a" * 64}
    for name in ("revision", "status", "created_by", "is_current", "state_id", "way", "id", "submitted_by"):
        answers = [
            client.post("/api/v1/submissions/", fields | {"file": csv_file(), name: EVIL}),
            client.post("/api/v1/station-files/", begin | {name: EVIL}),
        ]
        wrong += [f"{name}: {one.status_code}" for one in answers if one.status_code != 400]
    assert wrong == []
    after = everything()
    assert changed(before, after) == []
    assert after.keys() == before.keys()
