"""Months in first place."""

from __future__ import annotations

import pytest

from rankings.models import RankingList
from tests.dashboard.api.conftest import Place, publish_list
from tests.dashboard.conftest import Read

LONG = ("HR", "HR", "HP", "HR", "HR", "HR")


@pytest.fixture
def half_year(directory: None) -> None:
    for number, code in enumerate(LONG, start=5):
        other = "HP" if code == "HR" else "HR"
        publish_list(
            f"2023-{number:02d}", [Place(code, 1, "99.00"), Place(other, 2, "98.00"), Place("DL", 3, "97.00")]
        )


def test_the_sentence_and_the_coverage(half_year: None, read: Read) -> None:
    page = read("/streaks/")
    assert page.h1 == "Haryana has been first in 5 of 6 months since May 2023, the last three in a row"
    assert "6 of 6 months of this window are on record." in page.one("p", "lede").text
    assert read("/hi/streaks/").h1 == "मई 2023 से हरियाणा 6 में से 5 माह प्रथम रहा, अंतिम तीन लगातार"


def test_the_counts(half_year: None, read: Read) -> None:
    page = read("/streaks/")
    rows = page.rows("grid")
    assert [row[:4] for row in rows] == [
        ["Haryana", "5", "3", "3 Aug 2023 to Oct 2023"],
        ["Himachal Pradesh", "1", "0", "1 Jul 2023"],
    ]
    assert rows[0][4:] == ["first", "first", "not first", "first", "first", "first"]
    assert "1 other State or UT has not been first." in page.main.text
    cell = page.one("table", "grid").every("td", "first")[0].one("a")
    assert cell.attributes["href"] == "/rankings/2023-05/"


def test_a_window(half_year: None, read: Read) -> None:
    page = read("/streaks/?from=2023-07&to=2023-08")
    assert (
        page.h1
        == "Haryana and Himachal Pradesh have each been first in 1 of 2 months from July 2023 to August 2023"
    )
    assert [row[:3] for row in page.rows("grid")] == [["Haryana", "1", "1"], ["Himachal Pradesh", "1", "0"]]
    selected = [
        one.attributes["value"]
        for one in page.one("form", "window").every("option")
        if "selected" in one.attributes
    ]
    assert selected == ["2023-07", "2023-08"]
    assert page.links()["CCTNS"] == "/streaks/?from=2023-07&to=2023-08"
    assert page.links()["JSON"] == "/api/v1/streaks/?board=cctns&category=all&from=2023-07&to=2023-08"


def test_the_form_keeps_board_category_and_origin(half_year: None, read: Read) -> None:
    publish_list("2023-11", [Place("HR", 1, "99.00")], board="icjs", category="major")
    page = read("/streaks/?board=icjs&category=major&origin=computed")
    hidden = {
        one.attributes["name"]: one.attributes["value"] for one in page.one("form", "window").every("input")
    }
    assert hidden == {"board": "icjs", "category": "major", "origin": "computed"}


def test_months_not_on_record_are_named_and_outlined(
    autumn: dict[str, RankingList], record: RankingList, read: Read
) -> None:
    page = read("/streaks/")
    assert "4 of 5 months of this window are on record." in page.one("p", "lede").text
    assert "1 list names only some places." in page.one("p", "lede").text
    assert "Lists: computed and recorded." in page.one("p", "lede").text
    assert "Not on record: July 2023." in page.one("p", "lede").text
    rows = {row[0]: row[4:] for row in page.rows("grid")}
    assert rows["Haryana"] == ["first", "not on record", "not first", "first", "first"]
    assert rows["Himachal Pradesh"] == ["not first", "not on record", "first", "first", "not first"]


def test_a_longest_streak_that_a_gap_ends_says_how_long_it_may_be(record: RankingList, read: Read) -> None:
    """First in June, July not on record, first in August: one month in a row at least, three at most."""
    publish_list("2023-08", [Place("HR", 1, "99.00"), Place("HP", 2, "98.00")])
    page = read("/streaks/")
    assert page.rows("grid")[0][:4] == ["Haryana", "2", "at least 1", "at least 1, at most 3 Aug 2023"]
    assert "months that are not on record may have made the streak longer" in page.main.text
    assert "कम से कम 1, अधिकतम 3" in read("/hi/streaks/").main.text
    assert "at least 1 month (at most 3), August 2023" in read("/states/HR/").main.text


def test_a_wide_window_draws_only_what_is_on_record(half_year: None, read: Read) -> None:
    page = read("/streaks/?from=1950-01&to=2023-12")
    assert "6 of 888 months of this window are on record." in page.one("p", "lede").text
    assert "882 months of this window are not on record." in page.one("p", "lede").text
    assert len(page.every("th", "mo")) == 6


def test_a_window_beyond_the_record(half_year: None, read: Read) -> None:
    page = read("/streaks/?from=2030-01&to=2030-12")
    assert page.h1 == "No first place is on record from January 2030 to December 2030"
    assert not page.every("table", "grid")
    assert "from" in read("/streaks/?from=2030-01", 400).main.text
    assert "to" in read("/streaks/?to=2020-01", 400).main.text


def test_sample_and_real_months_never_mix_in_silence(directory: None, read: Read) -> None:
    publish_list("2023-09", [Place("HR", 1, "99.00")], sample=True)
    publish_list("2023-10", [Place("HR", 1, "99.00")])
    page = read("/streaks/")
    assert [one.text for one in page.every("div", "banner")][1:] == [
        "Sample + real: months of both kinds are taken together here."
    ]
