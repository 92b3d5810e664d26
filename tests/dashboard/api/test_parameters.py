"""parameters/ and methodologies/: what is measured, by which version of the rules."""

from __future__ import annotations

from metrics.methodology import seal
from metrics.models import Methodology
from rankings.models import RankingList
from tests.dashboard.api.conftest import AT, OCTOBER, Get, publish_list


def test_a_parameter_holds_what_the_contract_gives(directory: None, get: Get) -> None:
    response = get("parameters/?methodology=2023-01")
    document = response.json()
    assert (document["methodology"], document["count"], len(document["results"])) == ("2023-01", 28, 28)
    found = {one["code"]: one for one in document["results"]}
    parameter = found["REG-01"]
    assert {key: parameter[key] for key in ("group", "better", "best_percent", "worst_percent", "boards")} == {
        "group": "REG", "better": "higher", "best_percent": 100.0, "worst_percent": 0.0,
        "boards": ["cctns", "overall"],
    }  # fmt: skip
    for key in ("name", "name_hi", "numerator", "numerator_hi", "denominator", "denominator_hi"):
        assert isinstance(parameter[key], str)
        assert parameter[key]
    assert sum(one["max_marks"] for one in document["results"]) == 100
    assert '"best_percent":100.0,"worst_percent":0.0,' in response.content.decode()
    assert found["CYB-01"]["best_percent"] == 30.0


def test_versions_differ_in_number(directory: None, get: Get) -> None:
    counts = {
        v: get(f"parameters/?methodology={v}").json()["count"] for v in ("2021-06", "2023-01", "2024-07")
    }
    assert counts == {"2021-06": 22, "2023-01": 28, "2024-07": 33}


def test_without_a_version_the_one_behind_the_latest_list_is_meant(directory: None, get: Get) -> None:
    assert get("parameters/").json()["methodology"] == "2024-07"
    publish_list("2022-03", OCTOBER, methodology="2021-06")
    assert get("parameters/").json()["methodology"] == "2021-06"
    publish_list("2023-02", OCTOBER, origin="recorded")
    assert get("parameters/").json()["methodology"] == "2023-01"


def test_the_versions_oldest_first(directory: None, get: Get) -> None:
    seal(methodology=Methodology.objects.get(version="2023-01"), at=AT)
    document = get("methodologies/").json()
    assert document["count"] == 3
    told = [
        (one["version"], one["holds_from"], one["holds_to"], one["sealed"]) for one in document["results"]
    ]
    assert told == [
        ("2021-06", "2021-06", "2022-12", False),
        ("2023-01", "2023-01", "2024-06", True),
        ("2024-07", "2024-07", None, False),
    ]


def test_a_version_whole(directory: None, get: Get) -> None:
    document = get("methodologies/2023-01/").json()
    listed = get("methodologies/").json()["results"][1]
    assert {key: document[key] for key in listed} == listed
    assert document["url"] == "http://testserver/api/v1/methodologies/2023-01/"
    assert document["content_hash"] == Methodology.objects.get(version="2023-01").content_hash
    assert document["rules"] == {
        "decimals": 2, "rounding": "half_up", "ties": "competition", "missing": "zero_marks",
    }  # fmt: skip
    assert (document["count"], document["max_marks"]) == (28, 100.0)
    assert document["parameters"] == get("parameters/?methodology=2023-01").json()["results"]
    assert document["groups"][0] == {
        "code": "INF", "name": "Infrastructure", "name_hi": "अवसंरचना", "boards": ["cctns", "overall"],
    }  # fmt: skip


def test_no_version_at_all_is_not_an_error_on_our_side(nothing_loaded: None, get: Get) -> None:
    response = get("parameters/")
    assert (response.status_code, response.json()["code"]) == (404, "unknown_methodology")
    assert get("methodologies/").json() == {"count": 0, "results": []}


def test_a_list_rests_on_the_version_it_names(autumn: dict[str, RankingList], get: Get) -> None:
    version = get("rankings/latest/").json()["methodology"]
    assert get(f"methodologies/{version}/").status_code == 200
