"""What holds of every page, in both languages: structure, language, no foreign requests, nothing inline."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client

from common.months import Month
from rankings.models import RankingList
from rankings.practices.services import Step, withdraw
from tests.dashboard.conftest import Read, Shares
from tests.dashboard.practices.making import NOW, PDF, entered
from tests.dashboard.reading import Element, Page

ENGLISH = [
    "/",
    "/?board=icjs",
    "/?category=hilly-ne",
    "/?sort=moved&view=map&state=DL",
    "/rankings/2023-10/",
    "/rankings/2023-10/?board=itsso&category=ut",
    "/rankings/2023-10/rev/1/",
    "/rankings/2023-06/",
    "/rankings/2023-06/?origin=recorded",
    "/states/",
    "/states/HR/",
    "/states/DL/?board=overall",
    "/states/HP/?month=2023-06",
    "/states/HR/?under=2024-07",
    "/states/HR/why/",
    "/rankings/2023-10/what-if/",
    "/rankings/2023-09/what-if/?board=icjs&marks=ICJ-01:9&figures=HP.ICJ-02:1000/1000&state=HP",
    "/states/HP/plan/?target=1",
    "/states/DL/plan/?by=effort&board=icjs&cap=ICJ-01:970&effort=ICJ-02:3",
    "/rankings/2023-10/sensitivity/",
    "/rankings/2023-10/decides/",
    "/rankings/2023-09/sensitivity/?board=icjs&category=major",
    "/rankings/2023-10/progress/",
    "/rankings/2023-10/progress/?span=12&measure=gap_closed&category=ut",
    "/states/DL/why/?board=itsso&from=2023-09&to=2023-10",
    "/streaks/",
    "/streaks/?under=latest",
    "/claims/?said=Haryana+was+first+2+times+since+June+2023",
    "/claims/?kind=rank&state=HP&count=2&from=2023-10&to=2023-10",
    "/streaks/?from=2023-06&to=2023-10&origin=recorded",
    "/claims/",
    "/claims/?said=nobody+knows",
    "/annual/",
    "/annual/?year=2023&board=icjs",
    "/annual/?year=1999",
    "/parameters/",
    "/parameters/?methodology=2024-07",
    "/parameters/REG-01/",
    "/parameters/DAT-03/?category=ut",
    "/parameters/ESK-01/",
    "/heatmap/",
    "/heatmap/?board=icjs&category=major",
    "/practices/",
    "/practices/?state=HR&year=2023",
    "/practices/?state=HP",
    "/practices/1/",
    "/compare/",
    "/compare/?states=HR,HP,DL",
    "/compare/?states=HR,HP&show=score&board=icjs",
    "/methodology/",
    "/methodology/2021-06/",
    "/methodology/2023-01/",
    "/methodology/2024-07/?against=2021-06",
    "/embed/",
    "/search/",
    "/search/?q=haryana",
    "/policies/",
    "/accessibility/",
    "/help/",
    "/developers/",
    "/contact/",
    "/feedback/",
    "/sitemap/",
    "/api/v1/docs/",
]
WRONG = {
    "/nowhere/": 404,
    "/states/XX/": 404,
    "/rankings/2030-01/": 404,
    "/?board=x": 404,
    "/methodology/9/": 404,
    "/methodology/2023-01/?against=9": 404,
    "/compare/?states=HR,XX": 404,
    "/parameters/XX-01/": 404,
    "/heatmap/?month=x": 400,
    "/practices/99/": 404,
    "/practices/2/": 410,
    "/practices/?year=x": 400,
    "/states/HP/plan/?target=0&by=luck": 400,
    "/rankings/2023-10/what-if/?marks=REG-01:200": 400,
    "/streaks/?from=1": 400,
}
EVERY = [prefix + path for path in [*ENGLISH, *WRONG] for prefix in ("", "/hi")]


@dataclass(frozen=True, slots=True)
class Answer:
    """A page as it was served: its address, status, template and content."""

    path: str
    status: int
    template: str
    page: Page


@pytest.fixture
def ranking(figures: Callable[[Shares, Month, bool], None], record: RankingList) -> None:
    figures({"HR": 990, "HP": 980, "DL": 985}, Month(2023, 9), True)
    figures({"HR": 990, "HP": 985, "DL": 970}, Month(2023, 10), True)
    entered(file=PDF, sample=True)
    gone = entered(state="HP")
    withdraw(step=Step(gone.practice_id, gone.number, "Entered twice.", "meera", NOW))


_came: list[Answer] = []


@pytest.fixture
def answers(request: pytest.FixtureRequest) -> list[Answer]:
    """Every page, in both languages; asked for once, since the tests only look at what came."""
    if not _came:
        request.getfixturevalue("ranking")
        client = request.getfixturevalue("client")
        _came.extend([answer(client, path) for path in EVERY])
    return _came


def answer(client: Client, path: str) -> Answer:
    response = client.get(path)
    return Answer(
        path, response.status_code, str(response.templates[0].name), Page(response.content.decode())
    )


def everything(element: Element) -> Iterator[Element]:
    for child in element.children:
        yield child
        yield from everything(child)


def test_status(answers: list[Answer]) -> None:
    wrong = {prefix + path: status for path, status in WRONG.items() for prefix in ("", "/hi")}
    for one in answers:
        assert one.status == wrong.get(one.path, 200), one.path


def test_structure(answers: list[Answer]) -> None:
    """Language, landmarks, one h1, the skip link first, headings without gaps."""
    for one in answers:
        page = one.page
        assert page.one("html").attributes["lang"] == ("hi" if one.path.startswith("/hi") else "en"), one.path
        for tag in ("h1", "main", "header", "footer"):
            assert len(page.every(tag)) == 1, (one.path, tag)
        assert page.one("body").every("a")[0].attributes["href"] == "#main", one.path
        assert page.main.attributes["id"] == "main", one.path
        levels = [int(each.tag[1]) for each in everything(page.root) if re.fullmatch("h[1-6]", each.tag)]
        assert levels[0] == 1, one.path
        assert all(later - earlier <= 1 for earlier, later in pairwise(levels)), (one.path, levels)


def test_nothing_inline_and_nothing_foreign(answers: list[Answer]) -> None:
    """No style attributes, no handlers, no scripts but from our files, no address of another host."""
    for one in answers:
        for element in everything(one.page.root):
            assert "style" not in element.attributes, one.path
            assert not [name for name in element.attributes if name.startswith("on")], one.path
            for name in ("href", "src", "action", "poster", "srcset", "data-plotly"):
                address = urlsplit(element.attributes.get(name, ""))
                assert (address.scheme, address.netloc) == ("", ""), (one.path, element.attributes)
        assert not one.page.every("style"), one.path
        for script in one.page.every("script"):
            if script.attributes.get("type") == "application/json":
                json.loads("".join(script.parts))
            else:
                assert script.attributes["src"], one.path
                assert not script.text, one.path


def test_tables_say_what_they_hold(answers: list[Answer]) -> None:
    for one in answers:
        for table in one.page.every("table"):
            assert table.one("caption").text, one.path
            assert all(cell.attributes.get("scope") for cell in table.every("th")), one.path
        for region in one.page.every("div", "scroll"):
            assert (region.attributes["tabindex"], region.attributes["role"]) == ("0", "region"), one.path
            name = region.attributes["aria-labelledby"]
            assert [each for each in everything(region) if each.attributes.get("id") == name], one.path


def test_ids_are_unique_and_labels_lead_somewhere(answers: list[Answer]) -> None:
    for one in answers:
        ids = [each.attributes["id"] for each in everything(one.page.root) if "id" in each.attributes]
        assert len(ids) == len(set(ids)), one.path
        for label in one.page.every("label"):
            assert label.attributes["for"] in ids, one.path


def test_titles_are_unique(answers: list[Answer]) -> None:
    """But for addresses that mean the very same list or version, with more set beside it."""
    same = {"/", "/?sort=moved&view=map&state=DL", "/rankings/2023-06/?origin=recorded"}
    same |= {"/methodology/2024-07/?against=2021-06", "/claims/?said=nobody+knows"}
    titles = [
        one.page.title for one in answers if one.path.removeprefix("/hi") not in same and one.status == 200
    ]
    assert sorted({one for one in titles if titles.count(one) > 1}) == []


def test_the_toggle_leads_to_the_same_page(answers: list[Answer]) -> None:
    known = {one.path: one for one in answers}
    for one in answers:
        toggle = one.page.one("div", "owner").every("a")[0].attributes
        other = "en" if one.path.startswith("/hi") else "hi"
        assert toggle["hreflang"] == toggle["lang"] == other, one.path
        assert toggle["href"] == (one.path.removeprefix("/hi") if other == "en" else f"/hi{one.path}")
        target = known[toggle["href"]]
        assert (target.status, target.template) == (one.status, one.template), one.path
        alternates = {
            link.attributes["hreflang"]: link.attributes["href"]
            for link in one.page.every("link")
            if link.attributes.get("rel") == "alternate"
            and "type" not in link.attributes  # a type marks the feed
        }
        assert set(alternates) == {"en", "hi", "x-default"}, one.path
        assert alternates[other] == toggle["href"]


def test_the_toggle_never_leaves_the_site(db: None, client: Client) -> None:
    page = Page(client.get("/hi//example.org/").content.decode())
    assert page.one("div", "owner").every("a")[0].attributes["href"] == "/example.org/"


@pytest.mark.parametrize("path", ["/", "/hi/", "/states/", "/methodology/2023-01/", "/nowhere/"])
def test_owner_and_date_on_every_page(ranking: None, client: Client, path: str) -> None:
    page = Page(client.get(path).content.decode())
    owner = (
        "राष्ट्रीय अपराध रिकॉर्ड ब्यूरो · गृह मंत्रालय · भारत सरकार"
        if path.startswith("/hi")
        else "National Crime Records Bureau · Ministry of Home Affairs · Government of India"
    )
    assert owner in page.one("div", "owner").text
    assert owner in page.one("footer").text
    assert "27-11-2023" in page.one("footer").text


def test_an_installation_may_name_its_own_owner(db: None, client: Client, settings: Any) -> None:
    settings.OWNER_LINE, settings.OWNER_LINE_HI = "SCRB Haryana", "एससीआरबी हरियाणा"
    assert "SCRB Haryana" in Page(client.get("/methodology/").content.decode()).one("footer").text
    assert "एससीआरबी हरियाणा" in Page(client.get("/hi/methodology/").content.decode()).one("footer").text


def test_navigation_names_where_one_is(ranking: None, read: Read) -> None:
    for path, current in (
        ("/", "Ranking"), ("/rankings/2023-10/", "Ranking"), ("/states/HR/", "States and UTs"),
        ("/streaks/", "Months in first place"), ("/parameters/REG-01/", "Parameters"), ("/heatmap/", "Parameters"),
        ("/practices/1/", "States and UTs"),
        ("/compare/", "Compare"), ("/methodology/2023-01/", "Methodology"),
    ):  # fmt: skip
        links = read(path).one("header").one("nav").every("a")
        assert [link.text for link in links if "aria-current" in link.attributes] == [current]
        for link in links:
            read(link.attributes["href"])


@pytest.mark.slow
def test_every_link_leads_somewhere(ranking: None, client: Client) -> None:
    seen: set[str] = set()
    for path in ENGLISH:
        for link in everything(Page(client.get(path).content.decode()).root):
            href = link.attributes.get("href", "")
            if link.tag == "a" and href.startswith("/") and not href.startswith("/hi/"):
                seen.add(href.partition("#")[0])
    # Operations of the schema that want to be told what to check.
    seen -= {"/api/v1/claims/check/", "/api/v1/claims/read/"}
    broken = [href for href in sorted(seen) if client.get(href, follow=True).status_code != 200]
    assert broken == []


def test_pages_are_read_only(ranking: None, client: Client) -> None:
    assert client.post("/").status_code == 405
    assert client.head("/").status_code == 200
