"""The register as data: the collection and its filters, one practice, as CSV, and what is not there."""

from __future__ import annotations

import csv
import hashlib
import io
from datetime import timedelta

import pytest
from django.test import Client

from rankings.models import PracticeRevision
from rankings.practices.services import Step, withdraw
from tests.dashboard.practices.making import NOW, PDF, entered

pytestmark = pytest.mark.django_db
ROOT = "/api/v1/practices/"


@pytest.fixture
def three(directory: None) -> None:
    entered("=Old", state="MZ", year=2021, sample=True)
    entered("One desk", title_hi="एक डेस्क", file=PDF)
    entered("A second line", state="HP")


def test_one_practice(three: None, client: Client) -> None:
    document = client.get(f"{ROOT}2/").json()
    assert document == {
        "practice": 2,
        "state": {"code": "HR", "name": "Haryana", "name_hi": "हरियाणा"},
        "year": 2023,
        "title": "One desk",
        "title_hi": "एक डेस्क",
        "description": "Every FIR is looked at.\n\nIt is entered by noon.",
        "description_hi": None,
        "document": {
            "name": "report.pdf",
            "media_type": "application/pdf",
            "size": len(PDF),
            "sha256": hashlib.sha256(PDF).hexdigest(),
            "url": "http://testserver/practices/2/document/",
        },
        "sample": False,
        "revision": 1,
        "added_at": "2023-12-05T12:00:00+05:30",
        "changed_at": "2023-12-05T12:00:00+05:30",
        "url": "http://testserver/practices/2/",
    }


def test_the_collection_and_its_filters(three: None, client: Client) -> None:
    def found(query: str) -> list[int]:
        return [one["practice"] for one in client.get(ROOT + query).json()["results"]]

    assert (found(""), client.get(ROOT).json()["count"]) == ([2, 3, 1], 3)
    assert (found("?state=hr,IN-MZ"), found("?year=2023"), found("?state=HR&year=2021")) == (
        [2, 1],
        [2, 3],
        [],
    )
    page = client.get(f"{ROOT}?limit=1&offset=1").json()
    assert (page["count"], [one["practice"] for one in page["results"]]) == (3, [3])
    assert page["next"] == "http://testserver/api/v1/practices/?limit=1&offset=2"
    assert client.get(f"{ROOT}?fields=title,state.code&state=HR").json()["results"] == [
        {"state": {"code": "HR"}, "title": "One desk"}
    ]


def test_as_a_table(three: None, client: Client) -> None:
    answer = client.get(f"{ROOT}?format=csv")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode())))
    assert [row["title"] for row in rows] == ["One desk", "A second line", "'=Old"], "no formula is run"
    assert (rows[0]["state"], rows[0]["document_name"], rows[1]["document_url"]) == ("HR", "report.pdf", "")
    assert (rows[0]["sample"], rows[2]["sample"]) == ("false", "true")
    narrow = client.get(f"{ROOT}?format=csv&fields=year,document").content.decode().splitlines()
    assert narrow[0] == "year,document_name,document_size,document_sha256,document_url"


def test_what_is_not_there(three: None, client: Client) -> None:
    first = PracticeRevision.objects.get(practice=2)
    withdraw(step=Step(2, first.number, "Names stood in it.", "meera", NOW + timedelta(hours=1)))
    gone = client.get(f"{ROOT}2/")
    assert (gone.status_code, gone.json()["code"]) == (410, "practice_withdrawn")
    assert gone.json()["withdrawn_on"] == "2023-12-05"
    assert "Names" not in gone.content.decode()
    assert [one["practice"] for one in client.get(ROOT).json()["results"]] == [3, 1]
    for path in ("99/", "02/", "x/", "9999999999/", "0/"):
        unknown = client.get(ROOT + path)
        assert (unknown.status_code, unknown.json()["code"]) == (404, "unknown_practice"), path
        assert unknown.json()["known"] == ["1", "3"]
    assert client.get(f"{ROOT}?state=XX").json()["code"] == "unknown_state"
    assert client.get(f"{ROOT}?year=20").json()["code"] == "malformed_query"
    assert client.get(f"{ROOT}?board=cctns").json()["code"] == "unknown_query_parameter"
