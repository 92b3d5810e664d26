"""A list looked at in other ways: sorted, as a map, with a State found, and with who moved most."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import pytest
from django.test import Client

from common.charts.small import positions, spark
from common.months import Month
from rankings.models import RankingList
from states.models import State
from tests.dashboard.api.conftest import Place, publish_list
from tests.dashboard.conftest import Read, Shares, add_list
from tests.dashboard.reading import Page


@pytest.fixture
def month(directory: None) -> RankingList:
    """September and October: a tie, one unranked, one new, and movement both ways."""
    before = (
        Place("HP", 1, "99.00"), Place("HR", 2, "98.00"), Place("KL", 3, "97.00"), Place("MZ", 4, "69.99"),
        Place("DL", 5, "60.00"),
    )  # fmt: skip
    after = (
        Place("HR", 1, "99.97"), Place("DL", 2, "95.00"), Place("HP", 2, "95.00"), Place("KL", 4, "80.00"),
        Place("MZ", 5, "70.00"), Place("GA", None, None, "not_reported"),
    )  # fmt: skip
    publish_list("2023-09", before)
    publish_list("2023-08", [Place("HR", 1, "98.00")], board="icjs")
    return publish_list("2023-10", after)


def names(page: Page) -> list[str]:
    return [row[1] for row in page.rows("list")]


@pytest.mark.parametrize(
    ("query", "order"),
    [
        ("", "HR DL HP KL MZ GA"),
        ("?order=desc", "MZ KL DL HP HR GA"),
        ("?sort=rank&order=asc", "HR DL HP KL MZ GA"),
        ("?sort=name", "DL GA HR HP KL MZ"),
        ("?sort=name&order=desc", "MZ KL HP HR GA DL"),
        ("?sort=moved", "DL HR HP KL MZ GA"),
        ("?sort=moved&order=asc", "HP KL MZ HR DL GA"),
        ("?sort=score", "HR DL HP KL MZ GA"),
        ("?sort=lost&order=desc", "MZ KL DL HP HR GA"),
        ("?sort=first", "HR HP DL KL MZ GA"),
        ("?sort=SCORE&order=ASC", "MZ KL DL HP HR GA"),
    ],
)
def test_every_order(month: RankingList, read: Read, query: str, order: str) -> None:
    """Equal ones stay as printed, and who has no value comes last whichever way the order runs."""
    rows = read(f"/{query}").one("table", "list").one("tbody").every("tr")
    assert [row.attributes["id"] for row in rows] == order.split()


def test_heads_sort_and_keep_the_rest_of_the_address(month: RankingList, read: Read) -> None:
    page = read("/rankings/2023-10/?origin=computed&sort=moved&state=hp")
    heads = {head.text: head for head in page.one("table", "list").one("thead").every("th")}
    assert {
        name: head.attributes.get("aria-sort")
        for name, head in heads.items()
        if "aria-sort" in head.attributes
    } == {"Moved ▼": "descending"}
    address = "/rankings/2023-10/?origin=computed&sort=moved&order=asc&state=HP"
    assert heads["Moved ▼"].one("a").attributes["href"] == address
    assert heads["Rank"].one("a").attributes["href"] == "/rankings/2023-10/?origin=computed&state=HP"
    links = page.links()
    assert links["‹ September 2023"] == "/rankings/2023-09/?origin=computed&sort=moved&state=HP"
    assert page.one("head").every("link")[4].attributes["href"] == "/rankings/2023-10/?origin=computed"
    default = read("/").one("table", "list").one("thead").every("th", "rank")[0]
    assert default.attributes["aria-sort"] == "ascending"


@pytest.mark.parametrize("query", ["sort=colour", "order=up", "view=globe", "sort=rank,name"])
def test_unknown_looks_are_malformed(month: RankingList, read: Read, query: str) -> None:
    field = query.partition("=")[0]
    page = read(f"/?{query}", 400)
    assert field in page.main.text
    assert page.links() == {f"The same page without {field}": "/"}
    assert read(f"/hi/?{query}", 400).h1


def test_a_tie_is_shown_as_a_tie(month: RankingList, read: Read) -> None:
    ranks = [row[0] for row in read("/").rows("list")]
    assert ranks == ["1", "=2 shared rank", "=2 shared rank", "4", "5", "–"]


def test_a_state_is_found(month: RankingList, read: Read) -> None:
    add_list(month, "HP", board="cctns", category="hilly-ne")
    page = read("/?state=hp&sort=name")
    assert page.one("p", "answer").text == (
        "Himachal Pradesh: 2nd of 5 in India, 1st of 1 among hilly and north-eastern States, 4.97 behind first "
        "Profile · What would make it first"
    )
    found = page.one("table", "list").one("tr", "found")
    assert found.attributes["id"] == "HP"
    assert found.one("th").one("a").attributes["id"] == "found"
    form = page.one("form", "find")
    assert (form.attributes["method"], form.attributes["action"]) == ("get", "#found")
    hidden = {one.attributes["name"]: one.attributes["value"] for one in form.every("input")}
    assert hidden == {"sort": "name"}
    options = form.every("option")
    assert len(options) == 37
    assert [one.text for one in options if "selected" in one.attributes] == ["Himachal Pradesh"]
    assert read("/hi/?state=hp").one("p", "answer").text.startswith("हिमाचल प्रदेश: भारत में 5 में दूसरे स्थान पर")


def test_a_state_that_is_unranked_or_not_in_the_list(month: RankingList, read: Read) -> None:
    assert read("/?state=GA").one("p", "answer").text == "Goa: sent no figures Profile"
    add_list(month, "HP", board="cctns", category="hilly-ne")
    page = read("/?category=hilly-ne&state=HR")
    answer = page.one("p", "answer")
    assert answer.attributes["id"] == "found"
    assert answer.text == "Haryana: not in this list Profile · See the list of all India"
    assert answer.every("a")[1].attributes["href"] == "/"
    assert not page.one("table", "list").every("tr", "found")
    read("/?state=XX", 404)
    assert not read("/?state=").every("p", "answer")


def test_both_ranks_stand_in_a_row(month: RankingList, read: Read) -> None:
    publish_list(
        "2023-10", [Place("HP", 1, "95.00"), Place("MZ", 2, "70.00")],
        category="hilly-ne", publication=month.publication,
    )  # fmt: skip
    rows = {row[1]: row for row in read("/").rows("list")}
    assert rows["Mizoram"][2] == "2 of 2 hilly/NE"
    assert rows["Haryana"][2] == "–"
    inside = {row[1]: row for row in read("/?category=hilly-ne").rows("list")}
    assert inside["Mizoram"][2] == "5 of 5 India"
    assert {row[1]: row for row in read("/hi/").rows("list")}["मिज़ोरम"][2] == "2 (2 पर्वतीय में)"


def test_who_moved_most(month: RankingList, read: Read) -> None:
    told = read("/").one("p", "lede").one("strong").text
    assert told == "Moved most: Delhi, up 3 to 2nd place; Himachal Pradesh, Kerala and Mizoram, down 1 each."
    hindi = read("/hi/").one("p", "lede").one("strong").text
    assert hindi == "सबसे अधिक बदलाव: दिल्ली, 3 ऊपर दूसरे स्थान पर; हिमाचल प्रदेश, केरल और मिज़ोरम, प्रत्येक 1 नीचे।"
    assert not read("/rankings/2023-09/").one("p", "lede").every("strong")


def test_the_map_has_a_tile_for_everyone(month: RankingList, read: Read) -> None:
    page = read("/?view=map&state=DL")
    tiles = page.one("ul", "tiles").every("a")
    assert len(tiles) == State.objects.count() == 36
    kinds = {tile.children[0].text[:2]: tile.classes for tile in tiles}
    assert {code: kinds[code] for code in ("HR", "DL", "KL", "MZ", "GA", "UP")} == {
        "HR": {"bin-5"}, "DL": {"bin-5", "found"}, "KL": {"bin-3"}, "MZ": {"bin-2"}, "GA": {"unranked"},
        "UP": {"absent"},
    }  # fmt: skip
    by_title = {tile.attributes["title"]: tile.attributes["href"] for tile in tiles}
    assert by_title["Haryana: rank 1, score 99.97"] == "/states/HR/"
    assert "Goa: sent no figures" in by_title
    assert all(tile.attributes["title"] in tile.text for tile in tiles)
    assert page.one("ul", "legend").text == (
        "below 70: 0 States 70–79: 1 State 80–89: 1 State 90–94: 0 States 95–100: 3 States unranked: 1 State "
        "not in this list: 30 States"
    )
    legend = read("/hi/?view=map").one("ul", "legend").text
    assert legend.startswith("70 से कम: 0 राज्य 70–79: 1 राज्य 80–89: 1 राज्य")
    assert len(page.rows("list")) == 6
    assert read("/").one("aside").one("ul", "tiles")
    assert not page.one("aside").every("ul", "tiles")
    assert page.links()["Table"] == "/?state=DL"


def test_no_two_tiles_stand_in_one_place(directory: None) -> None:
    places = [(one.row, one.column) for one in positions().values()]
    assert places == sorted(set(places))
    assert set(positions()) == set(State.objects.values_list("code", flat=True))


def test_ticked_states_are_compared(month: RankingList, read: Read, client: Client) -> None:
    page = read("/rankings/2023-09/?origin=computed&category=all")
    form = page.one("form", "compare")
    assert (form.attributes["method"], form.attributes["action"]) == ("get", "/compare/")
    assert [(one.attributes["name"], one.attributes["value"]) for one in form.every("input")] == [
        ("origin", "computed"), ("month", "2023-09"),
    ]  # fmt: skip
    boxes = page.one("table", "list").every("input")
    assert [box.attributes["value"] for box in boxes] == ["HP", "HR", "KL", "MZ", "DL"]
    assert {box.attributes["form"] for box in boxes} == {form.attributes["id"]}
    assert {box.attributes["name"] for box in boxes} == {"states"}
    assert boxes[0].attributes["aria-label"] == "Compare Himachal Pradesh"
    assert not read("/").one("form", "compare").every("input")
    assert client.get("/compare/?month=2023-09&states=HP&states=HR").status_code == 200


def test_sparklines_share_one_scale(month: RankingList, read: Read) -> None:
    page = read("/")
    assert page.one("table", "list").one("thead").one("th", "past").text == (
        "Rank, Nov 2022 to Oct 2023top 1, bottom 5"
    )
    drawn = spark((1, 3, None, 5), worst=5)
    assert (drawn.runs, drawn.dots, drawn.end) == (("3,3 11,17",), (("27", "31"),), ("27", "31"))
    assert spark((1, None), worst=5).end is None
    heights = [spark((rank, rank), worst=36).runs[0].split()[0].split(",")[1] for rank in (1, 18, 36)]
    assert all(float(upper) < float(lower) for upper, lower in pairwise(heights))


def test_a_revision_can_be_looked_at_too(month: RankingList, read: Read) -> None:
    page = read("/rankings/2023-10/rev/1/?sort=name&view=map")
    assert names(page)[0] == "Delhi"
    assert page.links()["Table"] == "/rankings/2023-10/rev/1/?sort=name"


def test_everyone_has_both_ranks_in_a_computed_month(
    figures: Callable[[Shares, Month, bool], None], client: Client
) -> None:
    """By another road: the rank in the category is the place among the members of the list of all India."""
    codes = sorted(State.objects.values_list("code", flat=True))
    figures({code: 700 + 7 * number for number, code in enumerate(codes)}, Month(2023, 10), False)
    rows = Page(client.get("/").content.decode()).one("table", "list").one("tbody").every("tr")
    category = dict(State.objects.values_list("code", "memberships__category"))
    seen: dict[str, int] = {}
    for row in rows:
        own = category[row.attributes["id"]]
        seen[own] = seen.get(own, 0) + 1
        assert row.every("td", "other")[0].text.split(" of ")[0] == str(seen[own])
