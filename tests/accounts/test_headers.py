"""Every address in both languages carries the headers of a closed house; what other sites may show says so itself."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import Any

import pytest
from django.test import Client

from tests.accounts.test_access import PEOPLE, ROWS, routes, stage
from tests.progress.test_policies import STRICT, policy
from tests.servers.session import ROOT

__all__ = ["stage"]  # the fixture

YEAR = 31536000
ALWAYS = {
    "Strict-Transport-Security": f"max-age={YEAR}; includeSubDomains; preload",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
OWN = {"X-Frame-Options": "DENY", "Cross-Origin-Resource-Policy": "same-origin"}
FRAMED = {"X-Frame-Options": None, "Cross-Origin-Resource-Policy": "cross-origin"}
EMBEDDED = {"embed:leaderboard", "embed:badge"}


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.parametrize("language", ["", "/hi"])
@pytest.mark.parametrize("letter", ["P", "A"])
def test_every_address_under_the_same_headers(
    stage: dict[str, str],
    django_user_model: Any,
    settings: Any,
    language: str,
    letter: str,
) -> None:
    settings.SECURE_HSTS_SECONDS = YEAR
    settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = settings.SECURE_HSTS_PRELOAD = True
    client = Client()
    wrong = []
    assert sorted(set(routes())) == sorted(ROWS)
    for name, row in ROWS.items():
        if PEOPLE[letter]:
            client.force_login(django_user_model.objects.get(username=PEOPLE[letter]))
        path = row.path.format(**stage)
        for address in {path, language + path}:
            answer = getattr(client, row.method)(address, secure=True)
            framed = name in EMBEDDED and answer.status_code != 404
            told = {one: answer.headers.get(one) for one in (*ALWAYS, *OWN)}
            if told != ALWAYS | (FRAMED if framed else OWN):
                wrong.append(f"{letter} {address}: {told}")
            ancestors = {"frame-ancestors": {"*"}} if framed else {}
            if policy(answer.headers["Content-Security-Policy"]) != STRICT | ancestors:
                wrong.append(f"{letter} {address}: {answer.headers['Content-Security-Policy']}")
            if "camera=()" not in answer.headers.get("Permissions-Policy", ""):
                wrong.append(f"{letter} {address}: no permissions policy")
    assert wrong == [], "\n".join(wrong)


PRINTED = """
import json, django
django.setup()
from django.conf import settings
names = ("SESSION_COOKIE_NAME CSRF_COOKIE_NAME SESSION_COOKIE_SECURE CSRF_COOKIE_SECURE SESSION_COOKIE_HTTPONLY "
         "CSRF_COOKIE_HTTPONLY SESSION_COOKIE_SAMESITE SESSION_COOKIE_PATH SESSION_COOKIE_DOMAIN CSRF_COOKIE_PATH "
         "CSRF_COOKIE_DOMAIN SECURE_HSTS_SECONDS SECURE_SSL_REDIRECT PRODUCTION DEMO_EXEMPT").split()
hasher = settings.PASSWORD_HASHERS[0].rpartition(".")[2]
print(json.dumps([*[getattr(settings, name) for name in names], hasher]))
"""


def printed(environment: dict[str, str]) -> Any:
    kept = {
        name: value
        for name, value in os.environ.items()
        if name not in {"ALLOWED_HOSTS", "SECRET_KEY", "SIGNING_KEY"}
    }
    answer = subprocess.run(
        [sys.executable, "-c", PRINTED],
        env=kept | environment,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(answer.stdout)


def test_cookies_of_a_public_site_are_bound_to_its_host_and_to_https() -> None:
    key = {"SECRET_KEY": "".join(map(chr, range(40, 110))), "SIGNING_KEY": "c" * 43 + "="}
    assert printed(key | {"ALLOWED_HOSTS": "pragati.example"}) == [
        "__Host-sessionid", "__Host-csrftoken", True, True, True, True, "Lax", "/", None, "/", None, YEAR, True, True,
        False, "FrugalArgon2Hasher",
    ]  # fmt: skip


def test_on_the_own_machine_cookies_do_without_https() -> None:
    assert printed({}) == [
        "sessionid", "csrftoken", False, False, True, True, "Lax", "/", None, "/", None, 0, False, False, True,
        "FrugalArgon2Hasher",
    ]  # fmt: skip


def test_the_demonstration_is_open_to_the_own_machine_alone_and_not_where_a_setting_shuts_it() -> None:
    assert printed({"DEMO_SECOND_FACTOR": "1"})[-2] is False
    key = {"SECRET_KEY": "".join(map(chr, range(40, 110))), "SIGNING_KEY": "c" * 43 + "="}
    assert printed(key | {"ALLOWED_HOSTS": "127.0.0.1,pragati.example"})[-2] is False
