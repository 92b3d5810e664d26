"""What other sites may show: a leaderboard, a badge, under a frame policy of their own."""

from __future__ import annotations

import html
import re
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from django.test import Client
from django.utils import translation

from common.charts.badge import AMBER, PADDING, badge
from common.charts.theme import COLOURS, text_width
from rankings.models import RankingList
from tests.dashboard.conftest import Read, add_list
from tests.dashboard.reading import Page
from tests.dashboard.test_tokens import contrast, tokens
from tests.progress.test_policies import STRICT, policy

SVG = "{http://www.w3.org/2000/svg}"


def texts(client: Client, address: str) -> list[str]:
    """The fields of a badge, after what it says aloud."""
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "image/svg+xml; charset=utf-8"
    root = ET.fromstring(answer.content)  # noqa: S314 our own answer
    title = root.find(f"{SVG}title")
    assert title is not None
    assert title.text == root.attrib["aria-label"]
    return [str(title.text), *(str(one.text) for one in root.iter(f"{SVG}text"))]


def test_the_leaderboard_is_cut_short(autumn: dict[str, RankingList], read: Read) -> None:
    page = read("/embed/leaderboard/?top=1")
    assert page.h1 == "Haryana is first for the second month in a row, 0.12 ahead of Himachal Pradesh"
    assert [row[:2] for row in page.rows()] == [["1", "Haryana"]]
    assert page.links()["The whole list, with 1 more place"] == "/"
    assert "CCTNS · All India · 2 of 3 ranked, 1 not applicable · released" in page.one("p", "meta").text
    assert page.links()["Haryana"] == "/states/HR/"
    assert len(read("/embed/leaderboard/").rows()) == 2


def test_who_shares_the_last_place_is_not_cut_off(autumn: dict[str, RankingList], read: Read) -> None:
    page = read("/embed/leaderboard/?month=2023-09&top=1")
    assert [row[1] for row in page.rows()] == ["Haryana", "Himachal Pradesh"]
    assert page.links()["The list with its proof"] == "/rankings/2023-09/"


def test_it_takes_board_and_category_and_speaks_hindi(autumn: dict[str, RankingList], read: Read) -> None:
    add_list(autumn["2023-10"], "HR", board="icjs", category="major")
    page = read("/hi/embed/leaderboard/?month=2023-10&board=icjs&category=major")
    assert page.one("html").attributes["lang"] == "hi"
    assert [row[1] for row in page.rows()] == ["हरियाणा"]
    assert page.links()["सूची, प्रमाण सहित"] == "/hi/rankings/2023-10/?board=icjs&category=major"


def test_links_leave_the_frame_and_nothing_is_inline(autumn: dict[str, RankingList], read: Read) -> None:
    page = read("/embed/leaderboard/")
    for link in page.main.every("a"):
        assert (link.attributes["target"], link.attributes["rel"]) == ("_blank", "noopener")
    assert "style" not in page.source.partition("<body>")[2]
    assert "<script" not in page.source


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("month=2030-01", 404), ("month=october", 404), ("board=x", 404), ("category=x", 404),
        ("top=0", 400), ("top=37", 400), ("top=ten", 400), ("top=१", 400), ("origin=x", 400),
    ],
)  # fmt: skip
def test_a_wrong_address_is_told_in_little_room(
    autumn: dict[str, RankingList], read: Read, query: str, status: int
) -> None:
    page = read(f"/embed/leaderboard/?{query}", status)
    assert page.h1
    assert [*page.links().values()] == ["/"]


def test_the_badge_says_state_place_and_month(autumn: dict[str, RankingList], client: Client) -> None:
    assert texts(client, "/embed/states/HR/badge.svg") == [
        "Haryana · 1st of 2 · October 2023", "Haryana", "1st of 2 · October 2023",
    ]  # fmt: skip
    assert (
        texts(client, "/hi/embed/states/hp/badge.svg?month=2023-10")[0]
        == "हिमाचल प्रदेश · 2 में रैंक 2 · अक्टूबर 2023"
    )
    assert texts(client, "/embed/states/DL/badge.svg?month=2023-09")[2] == "sent no figures · September 2023"
    add_list(autumn["2023-10"], "HR", board="icjs", category="major")
    said = texts(client, "/embed/states/HR/badge.svg?board=icjs&category=major")[2]
    assert said == "1st · ICJS · Major States · October 2023"
    assert client.get("/embed/states/XX/badge.svg").status_code == 404


def test_sample_figures_are_marked(client: Client, read: Read, figures: Any) -> None:
    from common.months import Month  # noqa: PLC0415

    figures({"HR": 990}, Month(2023, 10), True)
    assert texts(client, "/embed/states/HR/badge.svg")[3] == "sample"
    assert texts(client, "/hi/embed/states/HR/badge.svg")[3] == "नमूना"
    assert "Sample figures" in read("/embed/leaderboard/").one("p", "sample").text


def test_a_state_off_the_record_is_no_zero(record: RankingList, client: Client) -> None:
    said = texts(client, "/embed/states/GA/badge.svg?month=2023-06&origin=recorded")[2]
    assert said == "not on record · June 2023"


def test_only_these_may_be_framed(autumn: dict[str, RankingList], client: Client, settings: Any) -> None:
    for address in ("/embed/leaderboard/", "/embed/states/HR/badge.svg", "/embed/leaderboard/?top=x"):
        answer = client.get(address)
        assert "X-Frame-Options" not in answer
        assert policy(answer["Content-Security-Policy"]) == STRICT | {"frame-ancestors": {"*"}}
    settings.EMBED_ORIGINS = ["https://news.example"]
    framed = policy(client.get("/embed/leaderboard/")["Content-Security-Policy"])
    assert framed["frame-ancestors"] == {"'self'", "https://news.example"}
    assert client.get("/embed/")["X-Frame-Options"] == "DENY"


def test_it_is_asked_for_again_cheaply(autumn: dict[str, RankingList], client: Client) -> None:
    for address in ("/embed/leaderboard/", "/embed/states/HR/badge.svg"):
        tag = client.get(address)["ETag"]
        assert client.get(address, headers={"If-None-Match": tag}).status_code == 304


def test_the_page_gives_lines_that_work(
    autumn: dict[str, RankingList], client: Client, settings: Any
) -> None:
    settings.SITE_URL = "https://pragati.example"
    page = Page(client.get("/embed/?state=HP&top=3&language=hi").content.decode())
    lines = [html.unescape(one.text) for one in page.every("textarea")]
    addresses = [address for line in lines for address in re.findall(r'(?:src|href)="([^"]+)"', line)]
    assert addresses == [
        "https://pragati.example/hi/embed/leaderboard/?top=3",
        "https://pragati.example/hi/states/HP/",
        "https://pragati.example/hi/embed/states/HP/badge.svg",
    ]
    for address in addresses:
        assert client.get(address.removeprefix("https://pragati.example")).status_code == 200
    assert page.one("iframe").attributes["src"] == "/hi/embed/leaderboard/?top=3"
    assert client.get("/embed/?language=fr").status_code == 400
    assert client.get("/embed/?state=XX").status_code == 404


def test_fields_stand_side_by_side_and_can_be_read() -> None:
    made = badge("Goa", "1st", "sample", first=True)
    for one, following in zip(made.fields, made.fields[1:], strict=False):
        assert one.left + one.width == following.left
    for one in made.fields:
        assert contrast(one.ground, one.ink) >= 4.5
        assert one.width == one.text_width + 2 * PADDING
    assert made.width == sum(one.width for one in made.fields)
    assert text_width("कि") < text_width("कक")
    assert tokens("light")["first-soft"] == AMBER
    assert COLOURS["ink"] == tokens("light")["ink"]


def test_the_pages_language_is_the_snippets_only(autumn: dict[str, RankingList], read: Read) -> None:
    page = read("/embed/?language=hi")
    assert page.h1 == "Show it on your site"
    assert translation.get_language() == "en"
