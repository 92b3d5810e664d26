"""Pages of other origins: nothing unless the operator names them, then what is public and nothing else."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from pytest_django import Settings

from tests.dashboard.api.conftest import ROOT
from tests.servers.site import Site

pytestmark = pytest.mark.django_db
NEWS, OTHER = "https://news.example", "https://other.example"
MIDDLEWARE = "corsheaders.middleware.CorsMiddleware"


def ask(origin: str, path: str = "problems/", method: str = "get", **headers: str) -> Any:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return getattr(Client(), method)(ROOT + path, headers={"Origin": origin, **named})


@pytest.fixture
def for_news(settings: Settings) -> None:
    settings.MIDDLEWARE = [MIDDLEWARE, *settings.MIDDLEWARE]
    settings.CORS_ALLOWED_ORIGINS = [NEWS]


def test_it_is_off_by_default() -> None:
    assert MIDDLEWARE not in settings.MIDDLEWARE
    answer = ask(NEWS)
    assert answer.status_code == 200
    assert not [name for name in answer.headers if name.lower().startswith("access-control")]
    assert "origin" not in answer.headers["Vary"].lower()


def test_a_named_origin_may_read_without_credentials(for_news: None) -> None:
    answer = ask(NEWS)
    assert answer.headers["Access-Control-Allow-Origin"] == NEWS
    assert "origin" in answer.headers["Vary"].lower()
    exposed = answer.headers["Access-Control-Expose-Headers"].split(", ")
    assert {"ETag", "Link", "Retry-After", "RateLimit", "Sunset"} <= set(exposed)
    assert "Access-Control-Allow-Credentials" not in answer.headers
    assert "Access-Control-Allow-Origin" not in ask(OTHER).headers
    assert ask(NEWS, "nothing/").headers["Access-Control-Allow-Origin"] == NEWS, "errors can be read, too"


def test_what_is_asked_beforehand(for_news: None) -> None:
    answer = ask(
        NEWS,
        method="options",
        Access_Control_Request_Method="GET",
        Access_Control_Request_Headers="if-none-match",
    )
    assert answer.headers["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
    allowed = answer.headers["Access-Control-Allow-Headers"].split(", ")
    assert "if-none-match" in allowed
    assert not {"authorization", "cookie", "idempotency-key"} & set(allowed)


@pytest.mark.parametrize("path", ["submissions/", "submissions/1/submit/", "jobs/1/"])
def test_nothing_behind_a_token_is_shared(for_news: None, path: str) -> None:
    for method in ("get", "options"):
        answer = ask(NEWS, path, method, Access_Control_Request_Method="POST")
        assert "Access-Control-Allow-Origin" not in answer.headers


def test_no_page_is_shared(for_news: None) -> None:
    assert "Access-Control-Allow-Origin" not in Client().get("/livez", headers={"Origin": NEWS}).headers


@pytest.mark.parametrize(("value", "every", "named"), [("*", True, []), (NEWS, False, [NEWS])])
def test_the_setting(tmp_path: Path, value: str, every: bool, named: list[str]) -> None:
    code = (
        "from django.conf import settings as s; "
        "print(s.MIDDLEWARE[0], s.CORS_ALLOW_ALL_ORIGINS, s.CORS_ALLOWED_ORIGINS, s.CORS_ALLOW_CREDENTIALS)"
    )
    said = Site(tmp_path / "var", CORS_ORIGINS=value).told("shell", "--no-imports", "-c", code)
    assert said.splitlines()[-1] == f"{MIDDLEWARE} {every} {named} False"
