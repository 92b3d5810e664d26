"""The leaderboard: sentence, strip, choices, table, facts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from django.test import Client

from common.months import Month
from rankings.models import RankingList
from tests.dashboard.api.conftest import Place, publish_list
from tests.dashboard.conftest import OCTOBER, Read, Shares, add_list
from tests.dashboard.reading import Page

WHEN = "Rank, Oct 2022 to Sep 2023"
GAP = ", ".join("–" * 10)
SAMPLE = "Sample figures, calibrated to the published record. Not official data."


def test_the_answer_and_where_it_comes_from(autumn: dict[str, RankingList], read: Read) -> None:
    page = read("/")
    assert page.h1 == "Haryana is first for the second month in a row, 0.12 ahead of Himachal Pradesh"
    lede = page.one("p", "lede").text
    assert lede == (
        "October 2023 · CCTNS · All India · 2 of 3 ranked, 1 not applicable · released 27-11-2023 · revision 1 · "
        "methodology 2023-01 "
        "Unranked: Delhi (nothing applicable on this board). Moved most: Himachal Pradesh, down 1 to 2nd place."
    )
    hindi = read("/hi/")
    assert hindi.h1 == "हरियाणा लगातार दूसरे माह प्रथम, हिमाचल प्रदेश से 0.12 आगे"
    assert "27-11-2023 को जारी" in hindi.one("p", "lede").text


def test_the_table(autumn: dict[str, RankingList], read: Read) -> None:
    page = read("/rankings/2023-09/")
    assert page.rows("list") == [
        ["=1 shared rank", "Haryana", "–", "▲ up 1", "99.97", "0.03", "1", f"{WHEN}: {GAP}, 2, 1"],
        [
            "=1 shared rank",
            "Himachal Pradesh",
            "–",
            "= unchanged",
            "99.97",
            "0.03",
            "2 in a row 2",
            f"{WHEN}: {GAP}, 1, 1",
        ],
        ["–", "Delhi", "–", "sent no figures –", "–", "0", f"{WHEN}: {GAP}, 3, –"],
    ]
    assert page.h1 == "September 2023: Haryana and Himachal Pradesh share first place with 99.97 each"


def test_gaps_and_losses_are_exact(autumn: dict[str, RankingList], read: Read) -> None:
    rows = read("/rankings/2023-08/").rows("list")
    assert [row[4:6] for row in rows] == [["99.50", "0.50"], ["99.10", "0.90"], ["98.00", "2.00"]]
    assert rows[0][3] == "– not comparable"


def test_unlike_lists_flag_their_movement(autumn: dict[str, RankingList], read: Read) -> None:
    publish_list("2023-11", (Place("HP", 1, "99.00"), Place("HR", 2, "98.00")), methodology="2024-07")
    page = read("/")
    assert [row[3] for row in page.rows("list")] == ["▲ up 1*", "▼ down 1*"]
    assert "Not like for like" in page.one("p", "lede").text
    assert "another methodology version" in page.main.text
    assert "another methodology version" not in read("/rankings/2023-10/").main.text


def test_the_strip_links_every_month(autumn: dict[str, RankingList], record: RankingList, read: Read) -> None:
    page = read("/")
    cells = page.one("nav", "strip").every("li")
    assert [cell.text for cell in cells] == [
        "HR June 2023: Haryana",
        "–July 2023: first place not on record",
        "HP August 2023: Himachal Pradesh",
        "HR HP September 2023: Haryana and Himachal Pradesh",
        "HR October 2023: Haryana",
    ]
    kinds = [cell.classes & {"lead", "other", "gap"} for cell in cells]
    assert kinds == [{"lead"}, {"gap"}, {"other"}, {"lead"}, {"lead"}]
    links = [cell.every("a")[0].attributes["href"] if cell.every("a") else "" for cell in cells]
    assert links == [
        "/rankings/2023-06/",
        "",
        "/rankings/2023-08/",
        "/rankings/2023-09/",
        "/rankings/2023-10/",
    ]
    assert page.one("p", "strip-key").text == (
        "First place, month by month since June 2023. Haryana: 3 of 5 months, in blue. Outlined: not on record."
    )


def test_choices_keep_the_rest_of_the_address(autumn: dict[str, RankingList], read: Read) -> None:
    add_list(autumn["2023-10"], "HR", board="icjs", category="major")
    add_list(autumn["2023-10"], "HP", board="icjs")
    add_list(autumn["2023-09"], "HP", board="icjs", category="major")
    links = read("/rankings/2023-10/?board=icjs&category=major").links()
    assert links["All India"] == "/rankings/2023-10/?board=icjs"
    assert links["‹ September 2023"] == "/rankings/2023-09/?board=icjs&category=major"
    assert "CCTNS" not in links  # no list of that board in this category
    hindi = read("/hi/rankings/2023-10/?board=icjs&category=major").links()
    assert hindi["अखिल भारत"] == "/hi/rankings/2023-10/?board=icjs"


def test_months_are_reached_step_by_step_and_at_once(autumn: dict[str, RankingList], read: Read) -> None:
    links = read("/rankings/2023-09/").links()
    assert links["‹ August 2023"] == "/rankings/2023-08/"
    assert links["October 2023 ›"] == "/rankings/2023-10/"
    assert links["Latest"] == "/"
    calendar = read("/").one("dl", "calendar")
    assert [link.text for link in calendar.every("a")] == ["August", "September", "October"]
    assert "Latest" not in read("/").links()


def test_a_superseded_revision_says_so(autumn: dict[str, RankingList], read: Read) -> None:
    corrected = (Place("HP", 1, "99.98"), Place("HR", 2, "99.97"))
    publish_list("2023-10", corrected, reason="A figure was corrected", released_on=date(2023, 12, 4))
    old = read("/rankings/2023-10/rev/1/")
    assert "Revision 1 of this list has been superseded by a later one." in old.one("p", "note").text
    assert old.links()["See the current list"] == "/rankings/2023-10/"
    assert old.rows("list")[0][1] == "Haryana"
    assert "revision 1" in old.title
    new = read("/rankings/2023-10/rev/2/")
    assert not new.every("p", "note")
    assert read("/rankings/2023-10/").links()["1"] == "/rankings/2023-10/rev/1/"


def test_a_revision_counts_as_was_known_then(autumn: dict[str, RankingList], read: Read) -> None:
    publish_list("2023-09", [Place("DL", 1, "99.99"), Place("HR", 2, "99.97")], reason="Late figures")
    then, now = read("/rankings/2023-10/rev/1/"), read("/rankings/2023-10/")
    assert then.rows("list")[0][-2] == "2 in a row 2"
    assert now.rows("list")[0][-2] == "1"
    assert [cell.text.split()[0] for cell in then.one("nav", "strip").every("li")] == ["HP", "HR", "HR"]
    assert [cell.text.split()[0] for cell in now.one("nav", "strip").every("li")] == ["HP", "DL", "HR"]


def test_a_recorded_list_shows_its_rows_and_sources_alone(record: RankingList, read: Read) -> None:
    page = read("/rankings/2023-06/")
    assert page.rows("list") == [
        [
            "1",
            "Haryana",
            "–",
            "– not comparable",
            "100.00",
            "0.00",
            "1",
            f"Rank, Jul 2022 to Jun 2023: {GAP}, –, 1",
        ],
        [
            "4",
            "Himachal Pradesh",
            "–",
            "– not comparable",
            "–",
            "–",
            "0",
            f"Rank, Jul 2022 to Jun 2023: {GAP}, –, 4",
        ],
    ]
    text = page.main.text
    assert "2 places on record" in text
    assert "release date not known" in text
    assert "inferred from the usual delay between month end and release" in text
    assert [one.text for one in page.main.every("ul", "small")[0].every("li")] == [
        "The Tribune 2023-07-28",
        "PTI 2023-07-29",
    ]
    assert SAMPLE not in page.source


def test_the_other_origin_is_one_link_away(autumn: dict[str, RankingList], read: Read) -> None:
    publish_list("2023-10", (Place("HR", 1, "99.97"), Place("HP", 2, "99.00")), origin="recorded")
    page = read("/rankings/2023-10/")
    assert page.links()["see the recorded list"] == "/rankings/2023-10/?origin=recorded"
    assert "1 of 2 places on record agree" in page.main.text
    other = read("/rankings/2023-10/?origin=recorded")
    assert other.links()["see the computed list"] == "/rankings/2023-10/?origin=computed"
    assert other.title != page.title


def data_links(page: Page) -> dict[str, str]:
    """The links among the facts; the chart below has a CSV of its own."""
    return {link.text: link.attributes["href"] for link in page.one("dl", "facts").every("a")}


def test_data_links_name_the_very_list(autumn: dict[str, RankingList], read: Read, client: Client) -> None:
    links = data_links(read("/rankings/2023-09/?category=all"))
    assert links["JSON"] == "/api/v1/rankings/2023-09/?board=cctns&category=all&origin=computed"
    assert links["CSV"] == f"{links['JSON']}&format=csv"
    assert client.get(links["JSON"]).json()["month"] == "2023-09"
    assert client.get(links["CSV"])["Content-Type"].startswith("text/csv")
    frozen = data_links(read("/rankings/2023-09/rev/1/"))
    assert frozen["JSON"].startswith("/api/v1/rankings/2023-09/rev/1/?")


def test_the_digest_is_there_in_full(autumn: dict[str, RankingList], read: Read) -> None:
    assert autumn["2023-10"].digest in read("/").one("code", "whole").text


def test_sample_figures_are_named_as_such(figures: Callable[[Shares, Month, bool], None], read: Read) -> None:
    figures({"HR": 990, "HP": 985}, OCTOBER, True)
    for path in ("/", "/states/HR/", "/streaks/", "/states/", "/rankings/2023-10/rev/1/"):
        assert SAMPLE in read(path).one("div", "banner").text
    assert "नमूना आँकड़े" in read("/hi/").one("div", "banner").text
    assert not read("/methodology/").every("div", "banner")


def test_real_figures_carry_no_sample_banner(
    figures: Callable[[Shares, Month, bool], None], read: Read
) -> None:
    figures({"HR": 990, "HP": 985}, OCTOBER, False)
    for path in ("/", "/states/HR/", "/streaks/", "/states/"):
        page = read(path)
        assert not page.every("div", "banner")
        assert "sample" not in page.one("footer").text


def test_before_the_first_list(directory: None, read: Read) -> None:
    assert read("/").h1 == "No list has been published yet"
    assert read("/hi/").h1 == "अभी तक कोई सूची प्रकाशित नहीं हुई"
    assert read("/streaks/").h1 == "No list is on record yet"
    assert read("/states/HR/").h1 == "Haryana: no list is on record yet"
    assert "No list has been published yet" in read("/states/").main.text
