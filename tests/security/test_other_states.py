"""An officer of one State against everything of another: every address, every method, by ids and by codes.

The addresses are walked over the resolver; what is Haryana's stands in each of their parameters. Himachal Pradesh's
officer asks by session and by token, and so does a token of Haryana's own officer that is bound to Himachal Pradesh.
Nothing of Haryana's may be told, changed or added to.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import resolve

from accounts.auth import TAKES_FILES
from common.models import Job
from submissions.models import StationFile
from tests.security.conftest import MARKS, Haryana
from tests.security.walk import READ_ONLY, TOKEN_APIS, added, addresses, body_of, changed, everything
from tests.submissions.desk.officer import csv_file, signed_in, typed

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>")
OWN_THINGS = ("desk:", *TOKEN_APIS)
"""What belongs to a State: where a parameter is Haryana's, there is no such thing for anybody else."""

SHOWN_TO_NONE = {404, 405}


def filled(route: str, ids: Any) -> str:
    return "/" + PARAMETER.sub(lambda found: ids[found[1]], route.removeprefix("^").removesuffix("$"))


def asked(haryana: Haryana) -> Iterator[tuple[str, str, bool]]:
    """(name, address, whether the address names a thing of Haryana's)."""
    for one in addresses():
        if one.name.startswith("admin:") or "(" in one.route or ".*" in one.route:
            continue  # the tables are walked in test_matrix.py; the rest is the API's answer to nowhere
        named = one.name.startswith(OWN_THINGS) and PARAMETER.search(one.route) is not None
        yield one.name, filled(one.route, haryana.ids), named


def takes_files(address: str) -> bool:
    """Elsewhere a body with a file is refused before the view is asked, which would prove nothing about the view."""
    return getattr(resolve(address).func, TAKES_FILES, False)


def form(haryana: Haryana, name: str, address: str) -> dict[str, Any]:
    """What is posted: every field that any page of the desks knows, each about Haryana, and a file where files are
    taken. The API takes no other fields than its own.
    """
    about = {"state": "HR", "month": haryana.ids["month"]}
    own: dict[str, dict[str, Any]] = {
        "submissions-api:submissions": {**about, "file": csv_file(950)},
        "submissions-api:submit": {},
        "stations-api:files": {**about, "name": "a.csv", "size": "10", "sha256": "a" * 64},
        "stations-api:finish": {},
        "stations-api:draft": {"state": "HR", "based_on": "1"},
    }
    if name in own:
        return own[name]
    file = {"file": csv_file(950)} if takes_files(address) else {}
    return {
        **typed(950), **about, **file, "submission": haryana.ids["submission"], "parameter": "REG-01", "kind": "flood",
        "text": "from elsewhere", "comment": "from elsewhere", "action": "upload", "act": "return", "based_on": "1",
        "saw": "", "size": "10", "name": "a.csv", "sha256": "a" * 64, "scope": "read", "days": "30",
    }  # fmt: skip


def methods(name: str) -> tuple[str, ...]:
    """What is worth trying; test_forged.py tries every other method everywhere."""
    return ("get", "post", "put", "delete") if name.startswith(TOKEN_APIS) else ("get", "post")


def send(client: Client, method: str, address: str, fields: dict[str, Any]) -> Any:
    """As the addresses take it: a POST with a form, a PUT with bytes and their place."""
    if method == "post":
        return client.post(address, fields)
    if method == "put":
        kind, place = "application/octet-stream", {"Upload-Offset": "0"}
        return client.put(address, b"0123456789", content_type=kind, headers=place)
    return getattr(client, method)(address)


def people(haryana: Haryana) -> dict[str, Callable[[], Client]]:
    """Who asks. Signed in anew each time: among what is walked is the way out."""
    return {
        "session": lambda: signed_in("chand"),
        "token": lambda: Client(headers={"Authorization": f"Bearer {haryana.other}"}),
        "bound token": lambda: Client(headers={"Authorization": f"Bearer {haryana.bound}"}),
    }


def test_nothing_of_another_state_is_told_or_changed(haryana: Haryana) -> None:
    before, wrong, seen = everything(), [], 0
    for who, make in people(haryana).items():
        for name, address, named in asked(haryana):
            if (who == "session") == name.startswith(TOKEN_APIS) or name.startswith(READ_ONLY):
                continue  # a page reads no token, these addresses no session, and the rest is asked by the public below
            client = make()
            client.raise_request_exception = False
            for method in methods(name):
                answer = send(client, method, address, form(haryana, name, address))
                if method == "get" and answer.get("Location") == "/submissions/tokens/":
                    continue  # where a key is revoked there is nothing to read: led to the list, whatever the number
                told = body_of(answer).decode("utf-8", "replace")
                place = f"{who} {method} {address}: {answer.status_code}"
                wrong += [f"{place} tells {mark}" for mark in MARKS.values() if mark in told]
                if answer.status_code >= 500 or (named and answer.status_code not in SHOWN_TO_NONE):
                    wrong.append(place)
                seen += named
    after = everything()
    assert wrong == [], "\n".join(wrong)
    assert changed(before, after) == []
    assert seen > 100
    new = added(before, after)
    assert {row.get("state_id") for row in new.values()} <= {None, "HP"}
    about = {"accounts.AuditEvent": "subject", "common.Job": "key"}
    assert not [row for (table, _), row in new.items() if "HR" in str(row.get(about.get(table, ""), ""))]


def test_the_public_is_told_nothing_of_it_either(haryana: Haryana) -> None:
    wrong, client, before = [], Client(), everything()
    for _, address, _ in asked(haryana):
        told = body_of(client.get(address)).decode("utf-8", "replace")
        wrong += [f"{address} tells {mark}" for mark in MARKS.values() if mark in told]
    assert wrong == []
    after = everything()
    assert changed(before, after) == []
    assert after.keys() == before.keys()


def test_the_walk_finds_each_mark_where_it_may_be_seen(haryana: Haryana) -> None:
    """The same walk by Haryana's own officer: a mark that nobody is ever shown would prove nothing."""
    told = b""
    for client in (signed_in("asha"), Client(headers={"Authorization": f"Bearer {haryana.own}"})):
        for name, address, _ in asked(haryana):
            if name.startswith(OWN_THINGS):
                told += body_of(client.get(address))
    told += body_of(signed_in("asha").get("/submissions/stations/"))
    assert [mark for mark in MARKS.values() if mark.encode() not in told] == []


def test_bodies_that_name_another_state(haryana: Haryana) -> None:
    """Addresses without a State in them take it from the body."""
    before = everything()
    chand, key = signed_in("chand"), {"Authorization": f"Bearer {haryana.other}"}
    bound = {"Authorization": f"Bearer {haryana.bound}"}
    month = haryana.ids["month"]
    begin = {"state": "HR", "month": month, "name": "a.csv", "size": "10", "sha256": "a" * 64}
    for code in ("HR", "hr", " HR ", "HR\u200b", "all"):
        answers = [
            Client().post(
                "/api/v1/submissions/", {"state": code, "month": month, "file": csv_file()}, headers=one
            )
            for one in (key, bound)
        ]
        answers += [
            Client().post("/api/v1/station-files/", begin | {"state": code}, headers=one)
            for one in (key, bound)
        ]
        answers.append(chand.post("/submissions/stations/begin/", begin | {"state": code}))
        file = SimpleUploadedFile("a.csv", b"x")
        answers.append(chand.post("/submissions/stations/", {"state": code, "month": month, "file": file}))
        answers.append(chand.get("/submissions/template/", {"state": code, "month": month, "format": "csv"}))
        assert {one.status_code for one in answers} <= {400, 403, 404}, (code, answers)
    token = chand.post("/submissions/tokens/", {"scope": "upload", "days": "30", "state": "HR"})
    assert token.status_code in {302, 400}
    assert changed(before, everything()) == []
    assert StationFile.objects.count() == sum(table == "submissions.StationFile" for table, _ in before)


def test_jobs_of_others_do_not_exist(haryana: Haryana) -> None:
    """The same number, asked for by its owner, by another State's officer, and by a key bound to another State."""
    number = Job.objects.filter(by="asha").last()
    assert number is not None
    statuses = [
        Client().get(f"/api/v1/jobs/{number.pk}/", headers={"Authorization": f"Bearer {one}"}).status_code
        for one in (haryana.own, haryana.other, haryana.bound)
    ]
    assert statuses == [200, 404, 404]
    told = Client().get("/api/v1/jobs/", headers={"Authorization": f"Bearer {haryana.other}"}).json()
    assert told["count"] == 0
