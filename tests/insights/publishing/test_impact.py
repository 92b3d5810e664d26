"""The impact says exactly what publishing changes: predicted and come true, byte for byte."""

from __future__ import annotations

import json
from datetime import date, timedelta
from random import Random
from typing import Any

import pytest

from common.months import Month
from insights.publishing.impact import months_first, predict, runs, streak_changes, ties
from rankings.compute import NothingToComputeError
from rankings.lists.history import MonthList, Standing
from rankings.models import ListRow, Publication
from rankings.publish import RefusedPublicationError, Signatures, publish, withdraw
from rankings.record.services import load_record
from states.models import State
from tests.insights.publishing.outcomes import outcome
from tests.rankings.conftest import AT, MONTH, SIGNED, PublishMonth, RecordMonth

RELEASE = date(2023, 11, 27)
RECORD = (
    "board,category,month,month_basis,released_on,rank,state,score,source\n"
    "cctns,all,2023-10,stated,,1,HR,99.97,The Tribune 2023-12-22\n"
    "cctns,all,2023-08,stated,,1,HP,,The Tribune 2023-12-22\n"
)


def listed(document: Any, board: str = "cctns", category: str = "all") -> Any:
    return next(one for one in document["lists"] if (one["board"], one["category"]) == (board, category))


@pytest.mark.django_db
@pytest.mark.parametrize("seed", range(6))
def test_the_prediction_is_the_outcome_byte_for_byte(
    record_month: RecordMonth, publishers: Signatures, seed: int
) -> None:
    """Random months, published in any order, revised, on record and withdrawn; then one more publication."""
    chance = Random(seed)  # noqa: S311 (drawn for a test, and the same in every run)
    codes = list(State.objects.order_by("code").values_list("code", flat=True))
    months = [Month(2023, number) for number in (8, 9, 10)]
    if seed % 2:
        load_record(data=RECORD.encode(), by="system", at=AT)
    at = AT

    def figures(month: Month) -> None:
        sent = chance.sample(codes, 8)
        record_month({code: chance.choice([900, 950, 999, 1000]) for code in sent}, month=month)

    def publish_one(month: Month) -> Publication:
        return publish(
            month=month, signatures=SIGNED, released_on=month.last_day + timedelta(days=30), at=at,
            reason="Corrected figures",
        )  # fmt: skip

    for month in chance.sample(months, 3):
        figures(month)
        at += timedelta(hours=1)
        published = publish_one(month)
        if chance.random() < 0.4:
            at += timedelta(hours=1)
            withdraw(publication=published.number, signatures=SIGNED, reason="In error", at=at)
    for month in months:
        figures(month)
        doubtful = {(chance.choice(codes), "REG-01") for _ in range(6)} | {(codes[0], "NOT-99")}
        predicted = predict(
            month=month, reason=" Corrected figures ", released_on=month.last_day + timedelta(days=30),
            doubtful=doubtful,
        )  # fmt: skip
        at += timedelta(hours=1)
        published = publish_one(month)
        came = outcome(published, doubtful)
        assert came.canonical == predicted.canonical
        assert came.digest == predicted.digest
        assert came.digests == predicted.digests
        assert {(one.board, one.category): one.digest for one in published.lists.all()} == predicted.digests


@pytest.mark.django_db
def test_a_first_publication_worked_by_hand(record_month: RecordMonth, publish_month: PublishMonth) -> None:
    september = MONTH.previous()
    record_month({"HR": 999, "HP": 998, "DL": 980}, month=september)
    publish_month(september)
    record_month({"HR": 998, "HP": 999, "DL": 998})
    document = predict(month=MONTH, reason="", released_on=RELEASE).document
    assert (document["month"], document["revision"], document["released_on"]) == ("2023-10", 1, "2023-11-27")
    assert len(document["lists"]) == 16
    shown = listed(document)
    assert [(row["state"], row["rank"], row["previous_rank"], row["rank_change"]) for row in shown["rows"][:3]] == [
        ("HP", 1, 2, 1), ("DL", 2, 3, 1), ("HR", 2, 1, -1),
    ]  # fmt: skip
    assert {row["old_rank"] for row in shown["rows"]} == {None}, "nothing stands for this month yet"
    assert shown["rows"][-1]["reason"] == "not_reported"
    assert shown["ties"] == {"before": [], "after": [{"rank": 2, "states": ["DL", "HR"]}]}
    run = {"from": "2023-10", "to": "2023-10", "months": 1}
    assert shown["streaks"]["begun"] == [{"state": "HP", **run}]
    old = {"from": "2023-09", "to": "2023-09", "months": 1}
    assert shown["streaks"]["ended"] == [{"state": "HR", **old, "certain": True}]
    assert shown["months_first"] == [
        {"state": "HR", "before": 1, "after": 1},
        {"state": "HP", "before": 0, "after": 1},
    ]
    assert json.loads(json.dumps(document)) == document


@pytest.mark.django_db
def test_a_revision_shows_what_stands_and_what_comes(
    record_month: RecordMonth, publish_month: PublishMonth
) -> None:
    record_month({"HR": 999, "HP": 998})
    publish_month()
    record_month({"HP": 1000})
    shown = listed(predict(month=MONTH, reason="Corrected", released_on=RELEASE).document)
    first, second = shown["rows"][:2]
    assert (first["state"], first["old_rank"], first["rank"], first["places_moved"]) == ("HP", 2, 1, 1)
    standing = ListRow.objects.get(
        state="HP", list__board="cctns", list__category="all", list__is_current=True
    )
    assert (first["old_score"], first["score"]) == (f"{standing.score:.2f}", "100.00")
    assert (second["state"], second["old_rank"], second["rank"], second["places_moved"]) == ("HR", 1, 2, -1)
    run = {"state": "HR", "from": "2023-10", "to": "2023-10", "months": 1}
    assert shown["streaks"]["cut"] == [run | {"left": 0}]
    assert shown["streaks"]["ended"] == [run | {"certain": True}]
    with pytest.raises(RefusedPublicationError, match="needs a reason"):
        predict(month=MONTH, reason=" ", released_on=RELEASE)
    with pytest.raises(RefusedPublicationError, match="the month ends on"):
        predict(month=MONTH, reason="x", released_on=date(2023, 10, 31))
    with pytest.raises(NothingToComputeError):
        predict(month=MONTH.next(), reason="", released_on=date(2023, 12, 27))


@pytest.mark.django_db
def test_a_result_that_hinges_on_one_figure(record_month: RecordMonth, publish_month: PublishMonth) -> None:
    """Haryana leads by a thousandth everywhere: any figure of its own decides the first place."""
    september = MONTH.previous()
    record_month({"HR": 500, "HP": 400}, month=september)
    publish_month(september)
    record_month({"HR": 999, "HP": 998, "DL": 100})
    doubtful = {("HR", "REG-01"), ("DL", "REG-01"), ("HP", "NAF-99"), ("MZ", "REG-01")}
    found = predict(month=MONTH, reason="", released_on=RELEASE, doubtful=doubtful).document["hinges"]
    assert {(one["state"], one["parameter"], one["instead"]) for one in found} == {
        ("HR", "REG-01", "last_month"), ("HR", "REG-01", "blank"),
    }  # fmt: skip
    shown = next(one for one in found[0]["lists"] if (one["board"], one["category"]) == ("cctns", "all"))
    assert (shown["first"], shown["first_instead"]) == (["HR"], ["HP"])
    assert shown["ranks"] == [
        {"state": "HR", "rank": 1, "rank_instead": 2},
        {"state": "HP", "rank": 2, "rank_instead": 1},
    ]
    boards = {one["board"] for one in found[0]["lists"]}
    assert "icjs" not in boards, "the figure counts on the boards of its group alone"


def one(number: int, *first: str, complete: bool = True) -> MonthList:
    rows = {code: Standing(1 if code in first else len(first) + 1, None) for code in ("HR", "HP", "DL")}
    if not complete:
        rows = {code: row for code, row in rows.items() if code in first}
    return MonthList(Month(2023, number), complete, "computed", False, "2023-01", rows)


def history(*lists: MonthList) -> dict[Month, MonthList]:
    return {each.month: each for each in lists}


def test_runs_are_found_with_their_ends() -> None:
    found = runs(history(one(1, "HR"), one(2, "HR", "HP"), one(4, "HR")))
    assert {code: [(run.first.number, run.last.number) for run in own] for code, own in found.items()} == {
        "HR": [(1, 2), (4, 4)], "HP": [(2, 2)],
    }  # fmt: skip
    assert runs({}) == {}


def test_a_streak_in_the_middle_is_cut_and_the_rest_stays() -> None:
    before = history(one(1, "HR"), one(2, "HR"), one(3, "HR"))
    found = streak_changes(before, before | history(one(2, "HP")))
    assert found["cut"] == [{"state": "HR", "from": "2023-01", "to": "2023-03", "months": 3, "left": 1}]
    assert found["begun"] == [{"state": "HP", "from": "2023-02", "to": "2023-02", "months": 1}]
    assert found["ended"] == [], "it still runs up to the newest month"
    assert found["grown"] == []


def test_a_gap_that_is_filled_joins_two_streaks() -> None:
    before = history(one(1, "HR"), one(3, "HR"))
    found = streak_changes(before, before | history(one(2, "HR")))
    assert found["grown"] == [{"state": "HR", "from": "2023-01", "to": "2023-03", "months": 3, "before": 1}]
    assert found["cut"] == found["ended"] == found["begun"] == []


def test_the_end_of_a_streak_is_uncertain_where_the_newest_month_is_not_on_record_for_the_state() -> None:
    before = history(one(1, "HR"))
    found = streak_changes(before, before | history(one(2, "HP", complete=False)))
    assert [(each["state"], each["certain"]) for each in found["ended"]] == [("HR", False)]


def test_ties_and_counts() -> None:
    assert ties(one(1, "HR", "HP")) == [{"rank": 1, "states": ["HR", "HP"]}]
    assert months_first({}, history(one(1, "HR", "HP"))) == [
        {"state": "HP", "before": 0, "after": 1},
        {"state": "HR", "before": 0, "after": 1},
    ]
