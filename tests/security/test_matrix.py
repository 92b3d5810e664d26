"""The access matrix of tests/accounts/test_access.py leaves nothing out: route by route, not by name alone.

Two addresses may share a name, so that a row for one would hide that the other has none.
"""

from __future__ import annotations

from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import Resolver404, get_resolver, path, resolve
from django.utils import timezone

from accounts.models import Role
from accounts.people import appoint
from tests.accounts.test_access import ROWS
from tests.security.walk import Address, addresses
from tests.submissions.desk.officer import signed_in

SOMETHING = {
    "account": "1", "draft": "1", "submission": "1", "stations": "1", "token": "1", "caveat": "1",
    "upload": "00000000-0000-4000-8000-000000000001", "invitation": "x", "change": "1",
}  # fmt: skip


def covered() -> set[str]:
    """The routes that the rows of the matrix really lead to."""
    return {resolve(row.path.format(**SOMETHING).partition("?")[0]).route for row in ROWS.values()}


def without_row(patterns: list[Any] | None = None) -> list[Address]:
    """Addresses that no row leads to. Those of the administrators' tables are walked below."""
    known = covered()
    return [
        one for one in addresses(patterns) if one.route not in known and not one.name.startswith("admin:")
    ]


def test_every_route_has_a_row_that_leads_there() -> None:
    assert without_row() == []


def test_a_new_route_without_a_row_is_found() -> None:
    def view(request: HttpRequest, number: int = 0) -> HttpResponse:
        return HttpResponse()

    new = [path("submissions/spare/<int:number>/", view, name="month"), path("spare/", view)]
    found = without_row([*get_resolver().url_patterns, *new])
    assert [one.route for one in found] == ["submissions/spare/<int:number>/", "spare/"]


def test_every_row_leads_somewhere() -> None:
    for name, row in ROWS.items():
        try:
            resolve(row.path.format(**SOMETHING).partition("?")[0])
        except Resolver404:  # pragma: no cover (a fault of the table)
            pytest.fail(f"{name}: {row.path} is no address")


FILLED = {
    "<path:object_id>": "1", "<int:content_type_id>": "1", "<app_label>": "states", "<path:url>": "x",
    "(?P<app_label>auth|common|states|accounts|metrics|rankings|submissions)": "states",
}  # fmt: skip


def admin_paths() -> list[str]:
    """Every address under /admin/, whatever its parameters."""
    found = []
    for one in addresses():
        if one.name.startswith("admin:"):
            route = one.route.removesuffix("$")
            for written, value in FILLED.items():
                route = route.replace(written, value)
            found.append("/" + route)
    return found


@pytest.mark.slow
@pytest.mark.django_db
def test_every_address_of_the_tables_is_shut_to_all_but_administrators(stage: dict[str, str]) -> None:
    """To the public, and to somebody who holds every other role of the bureau."""
    appoint(username="ravi", role=Role.PUBLISHER, state_code=None, by="test", at=timezone.now())
    ravi, nobody, wrong, every = signed_in("ravi"), Client(), [], admin_paths()
    assert len(every) > 100
    for address in every:
        away = nobody.get(address)
        if away.status_code != 302 or not away["Location"].startswith("/accounts/sign-"):
            wrong.append(f"public {address}: {away.status_code}")
        for method in (ravi.get, ravi.post):
            answer = method(address)
            led = answer.status_code == 302 and answer["Location"].startswith("/accounts/")
            if not led and answer.status_code not in {403, 404, 405}:
                wrong.append(f"{address}: {answer.status_code}")
    assert wrong == [], "\n".join(wrong)
