"""Data packages: valid by a tool of others, the same bytes each time, numbers that follow from their own files."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import zipfile
from collections.abc import Mapping
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core.cache import cache
from django.test import Client
from frictionless import validate
from pytest_django import DjangoAssertNumQueries, Settings

from accounts import audit
from accounts.models import Role
from accounts.people import appoint
from common.months import Month
from metrics.figures import record_figures
from metrics.scoring import Figure
from metrics.selectors import document_of, methodology_in_force
from rankings.models import RankingList
from rankings.publish import Signatures, publish, withdraw
from states.models import State
from tests.dashboard.api.conftest import AT, Get

OCTOBER = Month(2023, 10)
TABLES = ["lists", "rankings", "marks", "parameters", "methodologies", "states"]
PACKAGES = ["rankings/2023-10/", ""]


@pytest.fixture
def published(record: RankingList) -> None:
    """A recorded list of June, and October computed from the figures of Haryana, Himachal Pradesh and Delhi."""
    for name in ("meera", "arjun"):
        get_user_model().objects.create_user(username=name)
        appoint(username=name, role=Role.PUBLISHER, state_code=None, by="test", at=AT)
    codes = [rule.code for rule in document_of(methodology_in_force(OCTOBER)).parameter_rules()]
    for number, state in enumerate(("HR", "HP", "DL")):
        figures = {
            code: Figure(Decimal(90 + (5 * number + place) % 10), Decimal(107))
            for place, code in enumerate(codes)
        }
        figures[codes[number]] = Figure(Decimal(0), Decimal(0))
        figures[codes[number + 1]] = Figure(None, None)
        record_figures(
            state=state, month=OCTOBER, figures=figures, source="test", sample=False, by="ravi", at=AT
        )
    publish(month=OCTOBER, signatures=Signatures("meera", "arjun"), released_on=date(2023, 11, 27), at=AT)


def files_of(get: Get, address: str) -> dict[str, bytes]:
    answer = get(f"{address}datapackage.json?format=zip")
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/zip")
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def rows_of(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode(), newline="")))


def laid_out(files: Mapping[str, bytes], folder: Path) -> Path:
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return folder / "datapackage.json"


@pytest.mark.filterwarnings("ignore")  # the tool's own
@pytest.mark.parametrize("address", PACKAGES)
def test_the_tool_finds_nothing_wrong(published: None, get: Get, tmp_path: Path, address: str) -> None:
    report = validate(str(laid_out(files_of(get, address), tmp_path)))
    assert report.flatten(["name", "message"]) == []
    assert report.valid
    assert [task.name for task in report.tasks] == TABLES


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize(
    ("file", "old", "new", "error"),
    [
        ("data/rankings.csv", b",HR,", b",HA,", "foreign-key"),
        ("data/marks.csv", b",INF-02,", b",INF-01,", "primary-key"),
        ("data/rankings.csv", b",1,1,", b",1,0,", "constraint-error"),
        ("data/lists.csv", b",true,", b",yes,", "type-error"),
    ],
)
def test_the_schema_would_catch_what_is_wrong(
    published: None, get: Get, tmp_path: Path, file: str, old: bytes, new: bytes, error: str
) -> None:
    files = files_of(get, PACKAGES[0])
    assert old in files[file]
    files[file] = files[file].replace(old, new)
    found = validate(str(laid_out(files, tmp_path))).flatten(["type"])
    assert [error] in found
    assert ["hash-count"] in found


@pytest.mark.parametrize("address", PACKAGES)
def test_every_path_leads_to_the_file_with_the_hash_and_size(published: None, get: Get, address: str) -> None:
    answer = get(f"{address}datapackage.json")
    files = files_of(get, address)
    assert answer.content == files.pop("datapackage.json")
    resources = answer.json()["resources"]
    assert [one["name"] for one in resources] == TABLES
    assert sorted(files) == sorted(one["path"] for one in resources)
    for one in resources:
        data = get(f"{address}{one['path']}")
        assert data.headers["Content-Type"] == "text/csv; charset=utf-8"
        assert data.content == files[one["path"]]
        assert (len(data.content), f"sha256:{hashlib.sha256(data.content).hexdigest()}") == (
            one["bytes"],
            one["hash"],
        )
        columns = next(csv.reader(io.StringIO(data.content.decode())))
        assert columns == [field["name"] for field in one["schema"]["fields"]]


def test_what_a_package_says_of_itself(published: None, get: Get, settings: Settings) -> None:
    told = get("rankings/2023-10/datapackage.json").json()
    assert (told["name"], told["version"], told["sample"]) == ("pragati-2023-10", "1", False)
    assert told["created"] == "2023-11-27T12:00:00+05:30"
    assert told["homepage"] == f"{settings.SITE_URL}/rankings/2023-10/"
    (licence,) = told["licenses"]
    assert licence["path"] == f"{settings.SITE_URL}/policies/#copyright"
    terms = Client().get("/policies/").content.decode()
    assert '<h2 id="copyright">' in terms
    assert "data packages" in terms
    assert [one["title"] for one in told["sources"]] == [
        "State and UT police, through the State Crime Records Bureaus"
    ]
    assert told["digest"].startswith("sha256:")
    whole = get("datapackage.json").json()
    assert (whole["name"], whole["version"]) == ("pragati", "2")
    assert "The Tribune 2023-07-28" in [one["title"] for one in whole["sources"]]
    assert get("rankings/latest/datapackage.json").content == get("rankings/2023-10/datapackage.json").content
    RankingList.objects.none()


def test_the_scores_follow_from_the_figures_in_the_package(published: None, get: Get) -> None:
    """By a second road: from numerators, denominators and the marks' rules as the CSV files give them."""
    files = files_of(get, PACKAGES[0])
    rules = {one["code"]: one for one in rows_of(files["data/parameters.csv"])}
    marks = rows_of(files["data/marks.csv"])
    assert len(marks) == 36 * len(rules)
    scores = {}
    for state in ("HR", "HP", "DL"):
        obtained = applicable = Fraction(0)
        for one in (row for row in marks if row["state"] == state):
            rule = rules[one["parameter"]]
            if "cctns" not in rule["boards"].split(";") or one["status"] == "not_applicable":
                continue
            applicable += Fraction(rule["max_marks"])
            if one["status"] == "reported":
                best, worst = Fraction(rule["best_percent"]), Fraction(rule["worst_percent"])
                percent = 100 * Fraction(one["numerator"]) / Fraction(one["denominator"])
                share = min(max((percent - worst) / (best - worst), Fraction(0)), Fraction(1))
                own = share * Fraction(rule["max_marks"])
                obtained += own
                assert abs(own - Fraction(one["marks"])) <= Fraction(1, 20000)
                assert (one["full_marks"] == "true") == (share == 1)
        exact = obtained / applicable * 100
        scores[state] = Decimal(exact.numerator) / Decimal(exact.denominator)
    printed = {
        row["state"]: row["score"]
        for row in rows_of(files["data/rankings.csv"])
        if (row["board"], row["category"]) == ("cctns", "all") and row["rank"]
    }
    assert printed == {
        code: str(score.quantize(Decimal("0.01"), ROUND_HALF_UP)) for code, score in scores.items()
    }


def test_the_rankings_are_those_of_the_lists(published: None, get: Get) -> None:
    rows = rows_of(files_of(get, "")["data/rankings.csv"])
    for query in ("?board=overall&category=major", "?board=icjs"):
        listed = get(f"rankings/2023-10/{query}").json()
        own = [
            row for row in rows
            if (row["month"], row["board"], row["category"]) == ("2023-10", listed["board"], listed["category"])
        ]  # fmt: skip
        told = [
            (
                row["rank"] or None,
                row["state"],
                row["reason"] or None,
                Decimal(row["score"]) if row["score"] else None,
            )
            for row in own
        ]
        assert told == [
            (
                str(one["rank"]) if one["rank"] else None,
                one["state"]["code"],
                one["reason"],
                None if one["score"] is None else Decimal(str(one["score"])),
            )
            for one in listed["results"]
        ]
    recorded = [row for row in rows if row["origin"] == "recorded"]
    assert [(row["state"], row["source"]) for row in recorded] == [
        ("HR", "The Tribune 2023-07-28"), ("HP", "'=The Tribune 2023-07-28"),
    ]  # fmt: skip


def test_the_same_content_gives_the_same_bytes(published: None, get: Get) -> None:
    paths = [f"{one}datapackage.json?format=zip" for one in PACKAGES]
    before = [(one.content, one.headers["ETag"]) for one in map(get, paths)]
    cache.clear()
    assert [(one.content, one.headers["ETag"]) for one in map(get, paths)] == before


def test_a_client_that_has_it_costs_a_few_light_queries(
    published: None, get: Get, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for path in ("datapackage.json", "datapackage.json?format=zip", "rankings/2023-10/data/marks.csv"):
        first = get(path)
        with django_assert_num_queries(3):
            again = get(path, if_none_match=first.headers["ETag"])
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["ETag"] == first.headers["ETag"]
        assert get(path, if_match='"other"').status_code == 412


def test_the_etag_moves_with_what_the_package_holds_and_with_nothing_else(published: None, get: Get) -> None:
    tags = {
        path: get(path).headers["ETag"] for path in ("rankings/2023-10/datapackage.json", "datapackage.json")
    }
    assert len(set(tags.values())) == 2
    audit.record(at=AT, actor="test", action="figures.record", subject="HR 2023-11")
    assert {path: get(path).headers["ETag"] for path in tags} == tags
    State.objects.filter(code="HR").update(name_hi="हरयाणा")
    audit.record(at=AT + timedelta(hours=1), actor="test", action="states.load", subject="36")
    for path, tag in tags.items():
        assert get(path).headers["ETag"] != tag
    assert "हरयाणा" in get("data/states.csv").content.decode()


def test_the_cost_of_a_package_does_not_grow_with_the_states(
    published: None, get: Get, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(13):
        get("rankings/2023-10/datapackage.json")
    with django_assert_num_queries(3):
        get("rankings/2023-10/data/marks.csv")


def test_a_withdrawn_month_is_gone_and_says_why(published: None, get: Get) -> None:
    withdraw(
        publication=2, signatures=Signatures("meera", "arjun"), reason="Wrong file", at=AT + timedelta(days=1)
    )
    answer = get("rankings/2023-10/datapackage.json")
    assert (answer.status_code, answer.json()["code"], answer.json()["reason"]) == (
        410,
        "withdrawn",
        "Wrong file",
    )
    assert get("rankings/2023-10/data/marks.csv").status_code == 410
    assert {row["month"] for row in rows_of(get("data/lists.csv").content)} == {"2023-06"}


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        ("rankings/2023-11/datapackage.json", 404, "unknown_month"),
        ("rankings/nonsense/datapackage.json", 404, "unknown_month"),
        ("rankings/2023-10/data/nonsense.csv", 404, "unknown_resource"),
        ("data/nonsense.csv", 404, "unknown_resource"),
        ("datapackage.json?month=2023-10", 400, "unknown_query_parameter"),
        ("datapackage.json?format=csv", 406, "not_acceptable"),
        ("data/marks.csv?format=json", 406, "not_acceptable"),
    ],
)
def test_what_is_not_there(published: None, get: Get, path: str, status: int, code: str) -> None:
    answer = get(path)
    assert (answer.status_code, answer.json()["code"]) == (status, code)


def test_before_the_first_list_the_package_is_empty_and_sound(
    directory: None, get: Get, tmp_path: Path
) -> None:
    files = files_of(get, "")
    assert [len(rows_of(files[f"data/{name}.csv"])) for name in TABLES] == [0, 0, 0, 0, 0, 36]
    assert "created" not in json.loads(files["datapackage.json"])
    assert get("rankings/latest/datapackage.json").status_code == 404


def test_a_store_that_is_down_costs_time_only(
    published: None, get: Get, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*args: Any, **kwargs: Any) -> None:
        raise ConnectionError("Connection refused")

    before = get("data/marks.csv").content
    monkeypatch.setattr("common.cache.cache", type("Broken", (), {"get": refuse, "set_many": refuse})())
    assert get("data/marks.csv").content == before
