"""Every address, asked in every wrong way: a problem document each time, and one that the schema tells of."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from jsonschema import Draft202012Validator

from accounts.models import Role, Scope
from accounts.people import appoint
from accounts.throttles import ReadThrottle, WriteThrottle
from accounts.tokens import create_token
from dashboard.api.openapi import openapi_document
from rankings.models import RankingList
from tests.dashboard.api.conftest import AT
from tests.dashboard.practices.making import entered

NAMED = {
    "{month}": "2023-10", "{revision}": "1", "{code}": "HR", "{version}": "2023-01", "{problem}": "not_found",
    "{resource}": "lists", "{job}": "1", "{submission}": "1", "{file}": "1", "{practice}": "1",
}  # fmt: skip
METHODS = ("get", "head", "post", "put", "patch", "delete", "trace")
DOCUMENT: dict[str, Any] = openapi_document()
PATHS: dict[str, Any] = DOCUMENT["paths"]


@pytest.fixture
def bearer(autumn: dict[str, RankingList]) -> dict[str, str]:
    """An officer's token for uploads; and a good practice is on record."""
    entered()
    get_user_model().objects.create_user(username="asha")
    appoint(username="asha", role=Role.OFFICER, state_code="HR", by="system", at=AT)
    secret = create_token(
        username="asha", scope=Scope.UPLOAD, by="asha", at=timezone.now() - timedelta(days=1)
    )[1]
    return {"authorization": f"Bearer {secret}"}


OPERATIONS = [(path, method, declared) for path, item in PATHS.items() for method, declared in item.items()]


def address(path: str) -> str:
    for name, value in NAMED.items():
        path = path.replace(name, value)
    return path


def told(response: Any, status: int, code: str, declared: dict[str, Any]) -> None:
    """A problem document of this status and code, as the operation declares it."""
    asked = f"{response.request['REQUEST_METHOD']} {response.request['PATH_INFO']}"
    kind = response.headers["Content-Type"]
    assert (asked, response.status_code, kind) == (asked, status, "application/problem+json")
    document = response.json()
    assert (asked, document["status"], document["code"]) == (asked, status, code)
    assert response.headers["Cache-Control"] == "no-store", asked
    assert response.headers["Content-Language"] == "en", asked
    answer = declared["responses"][str(status)]
    assert f"`{code}`" in answer["description"], asked
    schema = answer["content"]["application/problem+json"]["schema"]
    Draft202012Validator(schema | {"components": DOCUMENT["components"]}).validate(document)


def test_a_method_that_it_does_not_take(bearer: dict[str, str], client: Client) -> None:
    for path, item in PATHS.items():
        taken = set(item) | ({"head"} if "get" in item else set())
        for method in sorted(set(METHODS) - taken):
            response = client.generic(
                method.upper(), address(path), b"{}", "application/json", headers=bearer
            )
            if method == "head":
                assert (path, response.status_code, response.content) == (path, 405, b"")
                continue
            told(response, 405, "method_not_allowed", next(iter(item.values())))
            allowed = {name.lower() for name in response.headers["Allow"].split(", ")}
            assert (path, allowed) == (path, taken | {"options"})


def test_a_form_that_it_does_not_have(bearer: dict[str, str], client: Client) -> None:
    for path, method, declared in OPERATIONS:
        for query, accept in (("", "image/png"), ("?format=pdf", "*/*")):
            ask = getattr(client, method)
            response = ask(address(path) + query, headers=bearer | {"accept": accept})
            told(response, 406, "not_acceptable", declared)
            assert response.json()["known"], path


def test_a_query_that_it_does_not_know_or_cannot_read(bearer: dict[str, str], client: Client) -> None:
    many = "&".join(["a=1"] * 1_100)
    for path, method, declared in OPERATIONS:
        ask = getattr(client, method)
        told(ask(f"{address(path)}?nothing=1", headers=bearer), 400, "unknown_query_parameter", declared)
        told(ask(f"{address(path)}?lang=fr", headers=bearer), 400, "malformed_query", declared)
        told(ask(f"{address(path)}?{many}", headers=bearer), 400, "bad_request", declared)


def test_too_many_requests(bearer: dict[str, str], client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    for throttle in (ReadThrottle, WriteThrottle):
        monkeypatch.setattr(throttle, "rate", "0/min", raising=False)
    for path, method, declared in OPERATIONS:
        response = getattr(client, method)(address(path), headers=bearer)
        told(response, 429, "throttled", declared)
        assert int(response.headers["Retry-After"]) == response.json()["retry_after"] > 0, path


def test_a_fault_of_ours(bearer: dict[str, str], client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object) -> None:
        raise RuntimeError("swordfish")

    monkeypatch.setattr("rest_framework.views.APIView.determine_version", fails)
    client.raise_request_exception = False
    for path, method, declared in OPERATIONS:
        response = getattr(client, method)(address(path), headers=bearer)
        told(response, 500, "internal_error", declared)
        assert b"swordfish" not in response.content, path


def test_a_precondition_that_does_not_hold(bearer: dict[str, str], client: Client) -> None:
    nothing_computed = ("/why/", "/sensitivity/", "/decides/", "/claims/check/", "/claims/read/")
    for path, method, declared in OPERATIONS:
        if method == "get" and "security" not in declared and not path.endswith(nothing_computed):
            response = client.get(address(path), headers={"if-match": '"other"'})
            told(response, 412, "precondition_failed", declared)


def test_a_content_that_is_not_taken(bearer: dict[str, str], client: Client) -> None:
    for path, method, declared in OPERATIONS:
        for kind in ("application/json", "text/csv", "application/x-www-form-urlencoded"):
            if method == "post":
                response = client.post(address(path), b"a=b", content_type=kind, headers=bearer)
                told(response, 415, "unsupported_media_type", declared)


def test_without_a_token(bearer: dict[str, str], client: Client) -> None:
    closed = {path for path, item in PATHS.items() if "security" in next(iter(item.values()))}
    for path, method, declared in OPERATIONS:
        for headers in ({}, {"authorization": "Bearer none"}, {"authorization": "Basic YTpi"}):
            if path in closed:
                response = getattr(client, method)(address(path), headers=headers)
                told(response, 401, "not_authenticated", declared)
                assert response.headers["WWW-Authenticate"] == "Bearer", path


def test_a_body_that_is_too_large(bearer: dict[str, str], client: Client) -> None:
    file = SimpleUploadedFile("november.csv", bytes(5 * 2**20 + 1))
    form = {"state": "HR", "month": "2023-11", "file": file}
    declared = PATHS["/api/v1/submissions/"]["post"]
    told(client.post("/api/v1/submissions/", form, headers=bearer), 413, "too_large", declared)
