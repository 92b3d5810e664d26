"""Every answer carries the content policy and switches off what no page needs."""

from __future__ import annotations

import pytest
from django.test import Client

STRICT = {
    "default-src": {"'self'"},
    "img-src": {"'self'", "data:", "blob:"},
    "object-src": {"'none'"},
    "base-uri": {"'none'"},
    "form-action": {"'self'"},
    "frame-ancestors": {"'none'"},
}


def policy(header: str) -> dict[str, set[str]]:
    """A content policy, directive by directive."""
    parts = (one.split() for one in header.split(";"))
    return {name: set(sources) for name, *sources in parts}


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/", 200), ("/hi/states/", 200), ("/nowhere/", 404), ("/streaks/?from=1", 400), ("/submissions/", 302),
        ("/accounts/sign-in/", 200), ("/api/v1/", 200), ("/api/v1/nothing/", 404), ("/rankings/feed.atom", 200),
        ("/livez", 200),
    ],
)  # fmt: skip
def test_every_answer_is_under_the_policy(db: None, client: Client, path: str, status: int) -> None:
    answer = client.get(path)
    assert answer.status_code == status
    assert policy(answer["Content-Security-Policy"]) == STRICT
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
    assert answer["Cross-Origin-Resource-Policy"] == "same-origin"
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["X-Content-Type-Options"] == "nosniff"
    permissions = dict(one.strip().split("=") for one in answer["Permissions-Policy"].split(","))
    assert permissions.pop("publickey-credentials-get") == "(self)"
    assert set(permissions.values()) == {"()"}


def test_a_fault_of_ours_is_under_it_too(db: None, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("dashboard.leaderboard.views.leaderboard", fails)
    client.raise_request_exception = False
    answer = client.get("/")
    assert answer.status_code == 500
    assert policy(answer["Content-Security-Policy"]) == STRICT
    assert "Permissions-Policy" in answer
