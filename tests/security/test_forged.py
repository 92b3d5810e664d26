"""Requests that another site makes a browser send: nothing is done by one, and nothing is changed by looking."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import timezone

from accounts.models import Role
from accounts.people import appoint
from submissions.models import Caveat
from tests.accounts.test_access import PEOPLE
from tests.security.walk import READ_ONLY, addresses, changed, everything, is_api, paths
from tests.submissions.desk.officer import PAGE, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

EXEMPT = {
    "desk:month", "desk:stations", "desk:station-piece", "publishing:new_practice", "publishing:past_lists",
    "publishing:practice", "release:leave", "rankings:claims",
}  # fmt: skip
"""Whose view looks after it itself: forms whose token is read after their file was taken, with a bound; what mail
programs post by themselves (RFC 8058), for which the secret in the address is the proof; and the claim checker, which
keeps nothing of what is posted.
"""

OWN_WAY = {
    "release:leave": {404, 405}, "publishing:new_practice": {405}, "publishing:practice": {405},
    "rankings:claims": {200, 405}, "api:claims_read": {415},
}  # fmt: skip
"""What they answer to what they do not take."""

CAVEAT = {"parameter": "REG-01", "kind": "flood", "text": "A flood in July"}


def test_what_is_exempt_is_known() -> None:
    found = {
        one.name for one in addresses() if getattr(one.view, "csrf_exempt", False) and not is_api(one.name)
    }
    assert found == EXEMPT


@pytest.mark.parametrize("letter", ["O", "A"])
def test_no_address_takes_anything_without_the_token_of_a_form(stage: dict[str, str], letter: str) -> None:
    """Every address, every method that changes something, with the session of somebody who may do it."""
    client, before, wrong = signed_in(PEOPLE[letter] or "", csrf=True), everything(), []
    for name, address in paths(stage).items():
        for method in ("post", "put", "patch", "delete") if letter == "A" else ("post",):
            status = getattr(client, method)(address).status_code
            refused = {401, 404, 405} if is_api(name) else {403}
            if status not in (refused | OWN_WAY.get(name, set())):
                wrong.append(f"{letter} {method} {address}: {status}")
    assert wrong == [], "\n".join(wrong)
    assert changed(before, everything()) == []
    assert everything().keys() == before.keys()


def test_a_session_opens_no_address_of_the_api(stage: dict[str, str]) -> None:
    """So that there is nothing which another site could make a browser do there."""
    client = signed_in("asha")
    for name, address in paths(stage).items():
        if name.split(":")[0] in {"submissions-api", "stations-api", "jobs-api"}:
            for method in ("get", "post"):
                assert getattr(client, method)(address).status_code in {401, 405}, address


def test_a_token_of_another_origin_is_none(stage: dict[str, str], settings: Any) -> None:
    """The same form passes from our own page, and not where the browser says that another site sent it."""
    settings.ALLOWED_HOSTS = ["pragati.example"]
    client = signed_in("asha", csrf=True)
    host: dict[str, Any] = {"secure": True, "headers": {"Host": "pragati.example"}}
    client.get(PAGE, **host)
    token = client.cookies["csrftoken"].value
    address, fields = f"{PAGE}caveats/", CAVEAT | {"csrfmiddlewaretoken": token}
    count = Caveat.objects.count()
    for head in (
        {"Origin": "https://evil.example"}, {"Origin": "null"}, {"Origin": "http://pragati.example"},
        {"Origin": "https://pragati.example.evil.example"}, {"Referer": "https://evil.example/"}, {},
    ):  # fmt: skip
        answer = client.post(address, fields, secure=True, headers={"Host": "pragati.example"} | head)
        assert answer.status_code == 403, head
    assert Caveat.objects.count() == count
    own = {"Host": "pragati.example", "Origin": "https://pragati.example"}
    assert client.post(address, fields, secure=True, headers=own).status_code == 302
    assert Caveat.objects.count() == count + 1


def test_looking_changes_nothing(stage: dict[str, str]) -> None:
    """GET of every address behind the sign-in, as a link, a picture or a crawler would, in every role of the bureau and
    by an officer.

    What is open to the public is looked at in test_other_states.py.
    """
    for role in Role:
        if role != Role.OFFICER:
            appoint(username="admin", role=role, state_code=None, by="test", at=timezone.now())
    before = everything()
    for name, address in paths(stage).items():
        if not name.startswith(READ_ONLY):
            for username in ("admin", "asha"):
                signed_in(username).get(address)
    after = everything()
    assert changed(before, after) == []
    assert after.keys() == before.keys()
