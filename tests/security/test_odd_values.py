"""What no form of ours sends: numbers beyond every column, letters that no database takes, the same field twice.

Each is answered as a fault of the request, never by one of ours.
"""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import Role
from accounts.people import appoint
from tests.accounts.test_access import ROWS
from tests.security.walk import READ_ONLY, addresses, changed, everything, is_api, paths
from tests.submissions.desk.officer import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

NUMBER, WORD = re.compile(r"<int:\w+>"), re.compile(r"<(?:str:)?\w+>")
HUGE = ("9" * 25, "9223372036854775808")
ODD = ("%00", "%ED%A0%80", "'%20OR%201=1--" + "a" * 3000)
SEARCHED = {
    "people:audit",
    "site:search",
    "review:reading",
    "review:board",
    "publishing:new",
    "desk:template",
    "desk:month",
}
ACTED = {
    "people:people",
    "review:reading",
    "review:months",
    "publishing:new",
    "publishing:withdrawal",
    "methods:list",
}
ACTS: tuple[dict[str, str], ...] = (
    {},
    {"act": "invite"},
    {"act": "comment", "submission": "1"},
    {"act": "end"},
    {"act": "close"},
)
QUERY = """
    month page format to state revision from board year top subject span show said q months methodology measure kind
    chart category against actor about person session origin as_of of number date
"""
TYPED = """
    act seen based_on action version submission reason was size once reply objection name event answer text parameter
    comment email username password again code current title
"""


@pytest.fixture
def everyone(stage: dict[str, str]) -> tuple[Client, ...]:
    """Somebody in every role of the bureau, and an officer; a fault of ours is an answer here, not an exception."""
    for role in Role:
        if role != Role.OFFICER:
            appoint(username="admin", role=role, state_code=None, by="test", at=timezone.now())
    clients = signed_in("admin"), signed_in("asha")
    for client in clients:
        client.raise_request_exception = False
    return clients


def test_numbers_and_words_of_paths(stage: dict[str, str], everyone: tuple[Client, ...]) -> None:
    wrong, count = [], 0
    for one in addresses():
        if (
            one.name.startswith("admin:")
            or "(" in one.route
            or not (NUMBER.search(one.route) or WORD.search(one.route))
        ):
            continue
        route = "/" + one.route.replace("<uuid:name>", stage["upload"]).replace(
            "<uuid:upload>", stage["upload"]
        )
        tries = [NUMBER.sub(value, WORD.sub("HR", route)) for value in HUGE] if NUMBER.search(route) else []
        tries += [WORD.sub(value, NUMBER.sub("1", route)) for value in ODD] if WORD.search(route) else []
        for path in tries:
            for method in ("get", "post") if NUMBER.search(route) else ("get",):
                for client in everyone:
                    status = getattr(client, method)(path).status_code
                    count += 1
                    if status >= 500:
                        wrong.append(f"{method} {path[:120]}: {status}")
    assert wrong == [], "\n".join(wrong)
    assert count > 200


@pytest.mark.parametrize("value", ["\x00", "9" * 5000])
def test_values_of_queries(stage: dict[str, str], everyone: tuple[Client, ...], value: str) -> None:
    """Every page with an odd value under every name that is read anywhere, and those that search with one at a time."""
    wrong = []
    for name, address in paths(stage).items():
        path = address.partition("?")[0]
        one_by_one = ("subject", "actor", "q", "page", "revision", "month", "state", "format")
        queries = [dict.fromkeys(QUERY.split(), value)]
        if name in SEARCHED:
            queries += [{one: value} for one in one_by_one]
        for query in queries if not name.startswith((*READ_ONLY, "accounts:")) else []:
            for client in everyone:
                status = client.get(path, query).status_code
                if status >= 500:
                    wrong.append(f"{path} {sorted(query)[:3]}: {status}")
    assert wrong == [], "\n".join(wrong)


@pytest.mark.parametrize("value", ["\x00", "9" * 5000, "²"])
def test_values_of_forms(stage: dict[str, str], everyone: tuple[Client, ...], value: str) -> None:
    wrong = []
    for name, address in paths(stage).items():
        if is_api(name) or name.startswith(("accounts:sign-out", *READ_ONLY)):
            continue
        for fixed in ACTS if name in ACTED else ACTS[:1]:
            for client in everyone:
                form = dict.fromkeys((QUERY + TYPED).split(), value) | fixed
                status = client.post(address, form).status_code
                if status >= 500:
                    wrong.append(f"{address} {fixed}: {status}")
    assert wrong == [], "\n".join(wrong)


def test_the_same_field_twice_is_not_two_things(stage: dict[str, str]) -> None:
    """What a form says twice, or in the query too, is read once and from one place."""
    before = everything()
    chand = signed_in("chand")
    pages = [ROWS[name].path.format(**stage) for name in ("desk:caveats", "desk:objections", "desk:rows")]
    for page in pages:
        body = "parameter=REG-01&parameter=REG-02&kind=flood&text=a&text=b&code=HP&state=HP&state=HR"
        answer = chand.post(
            f"{page}?code=HP&state=HP", body, content_type="application/x-www-form-urlencoded"
        )
        assert answer.status_code == 404
    assert changed(before, everything()) == []
