"""`/api/v1/station-files/` as a program meets it: pieces, a broken line, the verdict, the draft, the districts."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from accounts.models import AuditEvent, Scope
from accounts.tokens import create_token
from common.months import Month
from submissions.models import StationFile, Submission
from tests.submissions.conftest import NOW, Draft
from tests.submissions.stations.making import csv_bytes, done, sent, station_rows

pytestmark = pytest.mark.django_db
DATA = csv_bytes(station_rows(30))
ROOT = "/api/v1/station-files/"


@pytest.fixture(autouse=True)
def at_noon(tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch, month: Month) -> None:
    settings.VAR_DIR = tmp_path
    monkeypatch.setattr(timezone, "now", lambda: NOW)


def caller(username: str = "asha", scope: Scope = Scope.UPLOAD) -> Client:
    secret = create_token(username=username, scope=scope, by=username, at=NOW)[1]
    return Client(headers={"authorization": f"Bearer {secret}"})


def form(**other: str) -> dict[str, str]:
    digest = hashlib.sha256(DATA).hexdigest()
    return {
        "state": "HR",
        "month": "2023-11",
        "name": "s.csv",
        "size": str(len(DATA)),
        "sha256": digest,
    } | other


def put(client: Client, path: str, offset: int | str, data: bytes) -> Any:
    return client.put(path, data, "application/octet-stream", headers={"upload-offset": str(offset)})


@pytest.mark.slow
def test_a_fourth_file_at_once_is_refused() -> None:
    client = caller()
    statuses = [client.post(ROOT, form(sha256=digit * 64)).status_code for digit in "1234"]
    assert statuses == [201, 201, 201, 409]
    refused = client.post(ROOT, form())
    assert (refused.json()["code"], refused.json()["reason"]) == ("conflict", "too_many_files")


def test_behind_a_proxy_the_trail_names_the_client(settings: Any) -> None:
    settings.REST_FRAMEWORK = settings.REST_FRAMEWORK | {"NUM_PROXIES": 1}
    client = caller()
    behind: dict[str, Any] = {
        "REMOTE_ADDR": "10.0.0.2",
        "headers": {"x-forwarded-for": "192.0.2.1, 198.51.100.7"},
    }
    path = client.post(ROOT, form(), **behind).headers["Location"]
    client.delete(path, **behind)
    addresses = AuditEvent.objects.filter(action__startswith="station_file").values_list("action", "address")
    assert dict(addresses) == {"station_file.begin": "198.51.100.7", "station_file.cancel": "198.51.100.7"}


def test_from_the_first_piece_to_the_draft(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    client = caller()
    begun = client.post(ROOT, form())
    assert (begun.status_code, begun.json()["received"]) == (201, 0)
    path = begun.headers["Location"]
    assert put(client, path, 0, DATA[:500]).json()["received"] == 500
    assert put(client, path, 0, DATA[:500]).json()["received"] == 500
    wrong = put(client, path, 700, DATA[700:])
    assert (wrong.status_code, wrong.json()["code"], wrong.json()["expected_offset"]) == (
        409,
        "wrong_offset",
        500,
    )
    assert client.post(ROOT, form()).json()["received"] == 500, "begun again, it goes on"
    early = client.post(f"{path}finish/", {})
    assert (early.status_code, early.json()["reason"]) == (409, "incomplete")
    put(client, path, 500, DATA[500:])
    assert client.post(f"{path}finish/", {}).json()["status"] == "checking"
    file = done(StationFile.objects.get())
    with django_assert_num_queries(3):
        told = client.get(path).json()
    assert (told["status"], told["rows"], told["figures"]) == ("stored", 30, 120)
    taken = client.post(f"{path}draft/", {"state": "HR", "based_on": "0"})
    assert taken.status_code == 201, taken.json()
    again = client.post(f"{path}draft/", {"state": "HR", "based_on": "0"})
    assert (again.status_code, again.json()["already_received"]) == (200, True)
    figures = {one.parameter: one for one in Submission.objects.get().figures.all()}
    over, under, _stations = file.sums["HR"]["figures"]["REG-01"]
    assert (str(figures["REG-01"].numerator), str(figures["REG-01"].denominator)) == (
        f"{over}.00",
        f"{under}.00",
    )
    assert figures["REG-01"].remark == "Sum over 30 of 30 police stations."
    assert figures["CIT-01"].numerator is None
    districts = client.get(f"{path}districts/HR/").json()
    assert (districts["count"], sum(one["stations"] for one in districts["results"])) == (5, 30)
    assert client.get(f"{path}stations/hr/?board=icjs").json()["results"][0]["score"] is None
    assert client.get(ROOT).json()["count"] == 1


def test_a_standing_draft_is_never_replaced_in_silence(draft: Draft) -> None:
    standing = draft(share=800)
    client = caller()
    file = done(sent(DATA))
    path = f"{ROOT}{file.pk}/draft/"
    assert client.post(path, {"state": "HR", "based_on": "0"}).status_code == 409
    standing.refresh_from_db()
    assert standing.is_current
    assert client.post(path, {"state": "HR", "based_on": "1"}).status_code == 201
    kept = Submission.objects.get(is_current=True).figures.get(parameter="CIT-01")
    assert (str(kept.numerator), str(kept.denominator)) == ("800.00", "1000.00"), (
        "what stations do not count stays as it stood"
    )


def test_every_problem_comes_as_csv() -> None:
    rows = [[*row[:4], "x", *row[5:]] for row in station_rows(300)]
    file = done(sent(csv_bytes(rows)))
    told = caller().get(f"{ROOT}{file.pk}/").json()
    assert (told["status"], told["problem_count"], len(told["problems"])) == ("refused", 300, 200)
    answer: Any = caller().get(told["links"]["problems"].removeprefix("http://testserver"))
    lines = b"".join(answer).decode("utf-8-sig").splitlines()
    assert len(lines) == 301
    assert lines[1].startswith("2,INF-01 numerator,E2,INF-01,not_a_number,error,")


def test_refusals() -> None:
    client, other, reviewer = caller(), caller("chand"), caller("ravi")
    assert caller("asha", Scope.READ).post(ROOT, form()).status_code == 403
    assert client.post(ROOT, form(state="HP")).status_code == 404
    assert client.post(ROOT, form(state="")).status_code == 403, "all India is for the bureau's people"
    assert client.post(ROOT, form(size="x")).json()["field"] == "size"
    assert client.post(ROOT, form(size=str(10**9))).status_code == 413
    assert client.post(ROOT, form(month="2023-05")).json()["code"] == "month_closed"
    path = client.post(ROOT, form()).headers["Location"]
    assert put(client, path, "x", b"").json()["code"] == "malformed_header"
    assert client.put(path, "{}", "application/json").status_code == 415
    assert put(client, path, 0, bytes(8 * 2**20 + 1)).status_code == 413
    for wrong in (other, reviewer):
        assert put(wrong, path, 0, b"x").status_code == (404 if wrong is other else 403)
    assert other.get(path).status_code == 404
    assert client.delete(path).json()["status"] == "cancelled"
    assert put(client, path, 0, DATA).json()["reason"] == "not_receiving"


def test_an_officer_sees_the_own_state_of_a_file_of_all_india() -> None:
    reviewer = caller("ravi")
    assert reviewer.post(ROOT, form(state="")).status_code == 201
    rows = csv_bytes(station_rows(30, states=("HR", "HP", "PB")))
    file = done(sent(rows, state=None, by="ravi"))
    seen = {name: caller(name).get(f"{ROOT}{file.pk}/").json() for name in ("asha", "chand", "ravi")}
    assert {name: [one["state"] for one in told["sums"]] for name, told in seen.items()} == {
        "asha": ["HR"], "chand": ["HP"], "ravi": ["HP", "HR", "PB"],
    }  # fmt: skip
    assert caller("asha").get(f"{ROOT}{file.pk}/districts/HP/").status_code == 404
    assert [one["id"] for one in caller("chand").get(ROOT).json()["results"]] == [file.pk]
    assert (
        caller("chand").post(f"{ROOT}{file.pk}/draft/", {"state": "HP", "based_on": "0"}).status_code == 201
    )
    assert caller("ravi").post(f"{ROOT}{file.pk}/draft/", {"state": "PB", "based_on": "0"}).status_code == 403
