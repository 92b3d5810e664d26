"""No address of the site leads a reader to another site, whatever stands in its query, its form or its path."""

from __future__ import annotations

from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
from django.test import Client

from tests.security.walk import READ_ONLY, is_api, paths
from tests.submissions.desk.officer import PASSWORD, signed_in

pytestmark = pytest.mark.django_db

NAMES = (
    "next", "return", "return_to", "redirect", "redirect_to", "url", "to", "back", "continue", "lang", "language",
    "referer", "dest", "u",
)  # fmt: skip
ELSEWHERE = (
    "//evil.example", "https://evil.example/", "\\\\evil.example", "/\\evil.example", "/\t/evil.example",
    "javascript:alert(1)", "https:evil.example", "http:///evil.example", "///evil.example",
    "%2f%2fevil.example", "/%5cevil.example",
    "https://127.0.0.1@evil.example/", "//evil.example\\@127.0.0.1", "\x01https://evil.example", " //evil.example",
    "data:text/html,x", "https://127.0.0.1.evil.example/", "/\r\nLocation: //evil.example",
)  # fmt: skip
HERE = "http://testserver/"


def leaves(location: str) -> bool:
    """Whether a browser would leave the site; browsers take a backslash for a slash, and drop tabs and newlines."""
    plain = (
        location.strip("\x00\x01\x1f ")
        .replace("\\", "/")
        .replace("\t", "")
        .replace("\n", "")
        .replace("\r", "")
    )
    parts = urlsplit(urljoin(HERE, plain))
    return parts.scheme not in {"http", "https"} or parts.netloc != "testserver"


@pytest.mark.parametrize(
    ("location", "away"),
    [
        ("//evil.example", True), ("/\\evil.example", True), ("/\t/evil.example", True), ("javascript:alert(1)", True),
        ("https://testserver.evil.example/", True), ("http://testserver@evil.example/", True), ("/hi/", False),
        ("/x/?next=//evil.example", False), ("http://testserver/a", False), ("?a=1", False), ("%2f%2fevil", False),
    ],
)  # fmt: skip
def test_what_leaves_and_what_does_not(location: str, away: bool) -> None:
    assert leaves(location) is away


@pytest.mark.slow
def test_no_query_leads_elsewhere(stage: dict[str, str]) -> None:
    """Every address, with an evil value under every name that anybody might read, in the query and in a form."""
    fields = {name: ELSEWHERE[place % len(ELSEWHERE)] for place, name in enumerate(NAMES)}
    wrong, led, referer = [], 0, {"Referer": "https://evil.example/"}
    for name, address in paths(stage).items():
        for client in (Client(),) if name.startswith(READ_ONLY) else (Client(), signed_in("admin")):
            answers = [client.get(address, fields, headers=referer)]
            if not is_api(name) and answers[0].status_code != 200:
                answers.append(client.post(address, fields, headers=referer))
            for answer in answers:
                led += "Location" in answer.headers
                if leaves(answer.get("Location", "/")):
                    wrong.append(f"{address}: {answer['Location']}")
    assert wrong == []
    assert led > 100


@pytest.mark.parametrize("value", ELSEWHERE)
def test_the_sign_in_leads_back_to_this_site_alone(people: None, settings: Any, value: str) -> None:
    """With the last step behind: the one place that takes an address from a form."""
    settings.DEMO_EXEMPT = True
    client = Client()
    page = client.get("/accounts/sign-in/", {"next": value})
    assert page.status_code == 200
    answer = client.post("/accounts/sign-in/", {"username": "asha", "password": PASSWORD, "next": value})
    assert answer.status_code == 302
    assert not leaves(answer["Location"])
    assert not leaves(client.session.get("pending", {}).get("leads_to", "/"))
    again = signed_in("asha").get("/accounts/sign-in/", {"next": value})
    assert again.status_code == 302
    assert not leaves(again["Location"])
    assert not leaves(signed_in("asha").post("/accounts/sign-out/", {"next": value})["Location"])


@pytest.mark.parametrize(
    "path",
    [
        "//evil.example/rankings", "//evil.example/%2e%2e/states", "/\\evil.example/states", "/%5cevil.example/states",
        "///evil.example/submissions/", "//evil.example/hi", "/%2f%2fevil.example", "//evil.example/admin",
        "/hi//evil.example", "/admin//evil.example",
    ],
)  # fmt: skip
def test_no_path_leads_elsewhere(db: None, path: str) -> None:
    """A slash that is added, a language that is changed, a sign-in that leads back: none makes a path a host."""
    answer = Client().get(path)
    assert not leaves(answer.get("Location", "/"))
