"""The first administrator: invited from the command line, by a link that is shown once."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from accounts.directory import load_states
from accounts.models import AuditEvent, Invitation

pytestmark = pytest.mark.slow


@pytest.fixture
def directory(db: None) -> None:
    load_states(at=timezone.now())


def invite(*words: str) -> str:
    out = StringIO()
    call_command("invite", *words, stdout=out)
    return out.getvalue()


def test_the_link_leads_to_an_account(directory: None, client: Client) -> None:
    told = invite("first@ncrb.example")
    invitation = Invitation.objects.get()
    assert (invitation.email, invitation.role, invitation.state_id) == (
        "first@ncrb.example",
        "administrator",
        None,
    )
    address = told.splitlines()[1]
    page = client.get("/" + address.split("/", 3)[3])
    assert page.status_code == 200
    assert "Administrator" in page.content.decode()
    event = AuditEvent.objects.get(action="people.invite")
    assert (event.actor, event.subject) == ("system", "first@ncrb.example")
    assert address.rsplit("/", 2)[1] not in str(event.after), "the secret is nowhere else"


def test_an_officer_of_a_state(directory: None) -> None:
    invite("asha@hr.example", "--role", "officer", "--state", "hr")
    assert Invitation.objects.get().state_id == "HR"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("nobody",), "nobody is not a mail address"),
        (("a@b.example", "--role", "officer"), "is invited for a State"),
        (("a@b.example", "--role", "officer", "--state", "XX"), "no State or UT with the code XX"),
    ],
)
def test_what_it_refuses(directory: None, words: tuple[str, ...], told: str) -> None:
    with pytest.raises(CommandError, match=told):
        invite(*words)
    assert not Invitation.objects.exists()
