"""What a client may leave out: other States, other parts of an entry, what it knows already."""

from __future__ import annotations

from datetime import timedelta

import pytest

from rankings.models import RankingList
from tests.dashboard.api.conftest import AT, HARYANA, HIMACHAL, OCTOBER, Get, links_of, publish_list
from tests.dashboard.api.test_errors import problem_of
from tests.dashboard.api.test_formats import rows_of

HOST = "http://testserver/api/v1/"


def test_only_these_parts_of_every_entry(autumn: dict[str, RankingList], get: Get) -> None:
    whole = get("rankings/2023-10/").json()
    part = get("rankings/2023-10/?fields=score,state.code,rank").json()
    assert part["results"] == [
        {"rank": 1, "state": {"code": "HR"}, "score": 99.97},
        {"rank": 2, "state": {"code": "HP"}, "score": 99.85},
        {"rank": None, "state": {"code": "DL"}, "score": None},
    ]
    assert part | {"results": []} == whole | {"results": []}
    assert get("rankings/2023-10/?fields=").json() == whole
    assert get("rankings/2023-10/?fields=state").json()["results"][0] == {"state": HARYANA}
    assert get("methodologies/?fields=version,rules.ties").json()["results"][0] == {
        "version": "2021-06",
        "rules": {"ties": "competition"},
    }


def test_only_these_columns_of_a_table(autumn: dict[str, RankingList], get: Get) -> None:
    rows = rows_of(get("rankings/2023-10/?fields=score,state.code&format=csv"))
    around = ["month", "board", "category", "status", "origin", "sample", "revision"]
    assert list(rows[0]) == [*around, "state", "score", "sample_basis"]
    assert (rows[0]["state"], rows[0]["score"]) == ("HR", "99.97")
    assert list(rows_of(get("rankings/?fields=month&format=csv"))[0]) == ["month"]
    assert list(rows_of(get("rankings/2023-10/?fields=state&format=csv"))[0])[-4:-1] == [
        "state",
        "name",
        "name_hi",
    ]
    assert list(rows_of(get("methodologies/?fields=rules&format=csv"))[0]) == [
        "decimals", "rounding", "ties", "missing",
    ]  # fmt: skip


@pytest.mark.parametrize("path", ["rankings/", "states/", "states/HR/history/", "streaks/", "parameters/"])
def test_a_part_that_there_is_not_names_those_that_there_are(
    autumn: dict[str, RankingList], get: Get, path: str
) -> None:
    document = problem_of(get(f"{path}?fields=nothing"), 400, "malformed_query")
    assert document["field"] == "fields"
    for name in get(path).json()["results"][0]:
        assert name in document["detail"]


def test_only_these_states(autumn: dict[str, RankingList], get: Get) -> None:
    document = get("rankings/2023-10/?state=in-hp,dl").json()
    assert [row["state"]["code"] for row in document["results"]] == ["HP", "DL"]
    assert document["count"] == 2
    assert document["digest"] == autumn["2023-10"].digest
    assert document["results"][0]["rank"] == 2
    assert get("rankings/2023-10/?state=").json()["count"] == 3
    assert get("rankings/2023-10/rev/1/?state=HR").json()["results"][0]["state"] == HARYANA
    assert [row["state"] for row in get("streaks/?state=HP").json()["results"]] == [HIMACHAL]
    assert [one["code"] for one in get("states/?state=HR,HP").json()["results"]] == ["HR", "HP"]
    assert problem_of(get("rankings/2023-10/?state=HR,XX"), 404, "unknown_state")["known"]


def test_the_states_of_a_category(directory: None, get: Get) -> None:
    assert get("states/?category=ut").json()["count"] == 7
    assert get("states/?category=all").json()["count"] == 36
    assert get("states/?category=hilly-ne&state=HP,HR").json()["count"] == 1


def test_only_what_was_published_since(autumn: dict[str, RankingList], get: Get) -> None:
    publish_list("2023-11", OCTOBER, at=AT + timedelta(days=30))
    for since in ("2023-11-27T06:30:00Z", "2023-11-27T12:00:00%2B05:30", "2023-11-28", "2023-11-27T12:00:00"):
        for path in ("rankings/", "states/HR/history/"):
            found = get(f"{path}?updated_after={since}").json()
            assert [one["month"] for one in found["results"]] == ["2023-11"], since
    assert get("rankings/?updated_after=2023-11-27").json()["count"] == 4
    assert get("rankings/?updated_after=2023-12-28").json()["count"] == 0


@pytest.mark.parametrize("moment", ["yesterday", "2023-13-01", "2023-11-27T25:00:00Z", "1700000000", "%00"])
def test_a_moment_that_cannot_be_meant(directory: None, get: Get, moment: str) -> None:
    assert (
        problem_of(get(f"rankings/?updated_after={moment}"), 400, "malformed_query")["field"]
        == "updated_after"
    )


@pytest.mark.parametrize(
    "moment", ["0001-01-01T00:00:00%2B23:59", "9999-12-31T23:59:59-23:59", "2023-06-30T23:59:60Z"]
)
def test_a_moment_at_the_end_of_the_calendar(directory: None, get: Get, moment: str) -> None:
    assert get(f"rankings/?updated_after={moment}").status_code == 200


def test_a_history_comes_in_pages_too(autumn: dict[str, RankingList], get: Get) -> None:
    first = get("states/HR/history/?limit=2")
    document = first.json()
    assert (document["count"], [one["month"] for one in document["results"]]) == (3, ["2023-08", "2023-09"])
    assert links_of(first)["next"] == document["next"] == f"{HOST}states/HR/history/?limit=2&offset=2"
    assert get("states/HR/history/?limit=2&offset=2").json()["results"][0]["month"] == "2023-10"


def test_every_address_of_a_list_names_the_canonical_one(autumn: dict[str, RankingList], get: Get) -> None:
    canonical = f"{HOST}rankings/2023-10/?board=cctns&category=all&origin=computed"
    for path in ("rankings/latest/", "rankings/2023-10/?state=HR", "rankings/2023-10/?format=csv"):
        assert links_of(get(path))["canonical"] == canonical
    links = links_of(get("rankings/2023-10/rev/1/"))
    assert links["latest-version"] == canonical
    assert links["canonical"] == canonical.replace("2023-10/", "2023-10/rev/1/")


def test_other_formats_are_named(autumn: dict[str, RankingList], get: Get) -> None:
    header = get("rankings/2023-10/?board=cctns&category=all").headers["Link"]
    for kind, media in (("csv", "text/csv"), ("xlsx", "application/vnd.openxml")):
        assert (
            f'{HOST}rankings/2023-10/?board=cctns&category=all&format={kind}>; rel="alternate"; type="{media}'
            in header
        )
