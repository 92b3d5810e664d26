"""`rankings/2023-10/sensitivity/`: what is stored with a list, as data."""

from __future__ import annotations

import csv
from datetime import date
from decimal import Decimal
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command

from accounts.people import create_demo_accounts
from common.months import Month
from metrics.figures import record_figures, rules_of
from metrics.scoring import Figure
from rankings.models import ListSensitivity, RankingList
from rankings.publish import Signatures, publish
from tests.dashboard.api.conftest import AT, Get

OCTOBER = Month(2023, 10)


@pytest.fixture
def published(directory: None) -> None:
    create_demo_accounts(password="sensitive-2023", at=AT)
    rules = rules_of(OCTOBER)
    for number, (state, share) in enumerate({"HR": 97, "HP": 95, "DL": 91}.items()):
        figures = {
            code: Figure(Decimal(min(100, share + (index + number) % 4)), Decimal(100))
            for index, code in enumerate(rules)
        }
        record_figures(
            state=state,
            month=OCTOBER,
            figures=figures,
            source="x",
            sample=True,
            by="system",
            at=AT,
            rules=rules,
        )
    publish(
        month=OCTOBER, signatures=Signatures("publisher", "publisher2"), released_on=date(2023, 11, 27), at=AT,
        announce=False,
    )  # fmt: skip


def answer(get: Get, path: str) -> Any:
    found = get(path)
    assert found.status_code == 200, found.content
    return found.json(parse_float=Decimal)


def test_it_gives_what_is_stored(published: None, get: Get) -> None:
    before = answer(get, "rankings/2023-10/sensitivity/")
    assert not ListSensitivity.objects.exists(), "reading keeps nothing"
    call_command("sensitivity", "--all")
    document = answer(get, "rankings/2023-10/sensitivity/")
    assert document == before
    stored = ListSensitivity.objects.get(list__board="cctns", list__category="all")
    assert (document["digest"], document["list_digest"]) == (stored.digest, stored.list.digest)
    assert (document["seed"], document["draws"], document["widths"]) == ("2023-10/cctns", 10_000, [10, 25])
    assert [one["state"]["code"] for one in document["results"]] == ["HR", "HP", "DL"]
    for row, kept in zip(document["results"], stored.content["states"], strict=True):
        for one, own in zip(row["ranges"], kept["ranges"], strict=True):
            assert [one[key] for key in ("width", "best", "worst", "exact")] == [
                own[key] for key in ("width", "best", "worst", "exact")
            ]
            assert one["first_share"] * 10_000 == own["first"]
            assert [[each["rank"], each["draws"]] for each in one["ranks"]] == own["ranks"]
    assert [one["swap"] and one["swap"]["with"] for one in document["results"]] == ["HP", "DL", None]
    assert answer(get, "rankings/latest/sensitivity/")["results"] == document["results"]
    assert answer(get, "rankings/2023-10/sensitivity/?category=major")["count"] == 2


def test_tables_and_parts(published: None, get: Get) -> None:
    rows = list(csv.DictReader(StringIO(get("rankings/2023-10/sensitivity/?format=csv").content.decode())))
    assert [(row["state"], row["width"]) for row in rows][:2] == [("HR", "10"), ("HR", "25")]
    assert len(rows) == 6
    [first, *_] = answer(get, "rankings/2023-10/sensitivity/?fields=rank,state.code")["results"]
    assert first == {"rank": 1, "state": {"code": "HR"}}


def test_what_it_refuses(published: None, record: RankingList, get: Get) -> None:
    for path, status, code in (
        ("rankings/2023-06/sensitivity/", 404, "unknown_month"),
        ("rankings/autumn/sensitivity/", 404, "unknown_month"),
        ("rankings/2023-10/sensitivity/?board=x", 404, "unknown_board"),
        ("rankings/2023-10/sensitivity/?origin=computed", 400, "unknown_query_parameter"),
    ):
        found = get(path)
        assert (found.status_code, found.json()["code"]) == (status, code), path
