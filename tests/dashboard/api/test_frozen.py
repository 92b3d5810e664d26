"""A revision's address gives the same bytes for ever, whatever is published afterwards."""

from __future__ import annotations

from rankings.models import RankingList
from tests.dashboard.api.conftest import OCTOBER, Get, Place, publish_list

IMMUTABLE = "public, max-age=31536000, immutable"


def test_a_revision_is_frozen_as_it_was_known(autumn: dict[str, RankingList], get: Get) -> None:
    paths = ["rankings/2023-10/rev/1/", "rankings/2023-10/rev/1/?format=csv", "rankings/2023-09/rev/1/"]
    before = [(response.content, response.headers["ETag"]) for response in map(get, paths)]
    publish_list(
        "2023-08", (Place("HR", 1, "99.60"), Place("HP", 2, "99.50")), reason="A late figure of Haryana"
    )
    publish_list("2023-10", tuple(reversed(OCTOBER[:2])), reason="Corrected")
    publish_list("2023-11", OCTOBER)
    publish_list("2023-07", OCTOBER, origin="recorded")
    assert [(response.content, response.headers["ETag"]) for response in map(get, paths)] == before


def test_the_plain_address_follows_what_is_known_now(autumn: dict[str, RankingList], get: Get) -> None:
    before = get("rankings/2023-10/")
    assert [row["months_first"] for row in before.json()["results"]] == [2, 2, 0]
    publish_list(
        "2023-08", (Place("HR", 1, "99.60"), Place("HP", 2, "99.50")), reason="A late figure of Haryana"
    )
    after = get("rankings/2023-10/")
    assert [row["months_first"] for row in after.json()["results"]] == [3, 1, 0]
    assert after.headers["ETag"] != before.headers["ETag"]
    assert after.json()["digest"] == before.json()["digest"]


def test_a_second_revision_names_what_it_supersedes_and_why(autumn: dict[str, RankingList], get: Get) -> None:
    publish_list("2023-10", OCTOBER[1:], reason="Haryana withdrew its figures")
    document = get("rankings/2023-10/").json()
    assert (document["revision"], document["supersedes"]) == (2, 1)
    assert document["reason"] == "Haryana withdrew its figures"
    assert get("rankings/2023-10/rev/2/").json() == document
    assert get("rankings/2023-10/rev/1/").json()["results"][0]["state"]["code"] == "HR"


def test_a_revision_keeps_for_a_year_and_the_plain_list_does_not(
    autumn: dict[str, RankingList], get: Get
) -> None:
    assert get("rankings/2023-10/rev/1/").headers["Cache-Control"] == IMMUTABLE
    assert get("rankings/2023-10/").headers["Cache-Control"] == "public, max-age=60, must-revalidate"


def test_a_recorded_revision_is_immutable_once_its_origin_is_named(record: RankingList, get: Get) -> None:
    path = "rankings/2023-06/rev/1/"
    named = get(f"{path}?origin=recorded")
    assert named.headers["Cache-Control"] == IMMUTABLE
    assert get(path).headers["Cache-Control"] == "public, max-age=60, must-revalidate"
    publish_list("2023-06", OCTOBER)
    assert get(f"{path}?origin=recorded").content == named.content
    assert get(path).json()["origin"] == "computed"


def test_last_modified_of_a_revision_is_the_time_of_its_publication(
    autumn: dict[str, RankingList], get: Get
) -> None:
    assert get("rankings/2023-10/rev/1/").headers["Last-Modified"] == "Mon, 27 Nov 2023 06:30:00 GMT"
