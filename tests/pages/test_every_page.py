"""What holds of every page, in both languages: structure, language, no foreign requests, nothing inline."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from django.test import Client

from rankings.models import RankingList
from states.months import Month
from tests.pages.conftest import Read, Shares
from tests.pages.reading import Page

ENGLISH = [
    "/",
    "/?board=icjs",
    "/?category=hilly-ne&origin=computed",
    "/rankings/2023-10/",
    "/rankings/2023-10/?board=itsso&category=ut",
    "/rankings/2023-10/rev/1/",
    "/rankings/2023-06/",
    "/rankings/2023-06/?origin=recorded",
    "/states/",
    "/states/HR/",
    "/states/DL/?board=overall",
    "/states/HP/?month=2023-06",
    "/streaks/",
    "/streaks/?from=2023-06&to=2023-10&origin=recorded",
    "/methodology/",
    "/methodology/2021-06/",
    "/methodology/2023-01/",
    "/methodology/2024-07/",
]
WRONG = ["/nowhere/", "/states/XX/", "/rankings/2030-01/", "/?board=x", "/methodology/9/", "/streaks/?from=1"]
EVERY = [prefix + path for path in ENGLISH + WRONG for prefix in ("", "/hi")]


@pytest.fixture
def ranking(figures: Callable[[Shares, Month, bool], None], record: RankingList) -> None:
    figures({"HR": 990, "HP": 985, "DL": 970}, Month(2023, 10), True)


@pytest.mark.parametrize("path", [prefix + path for path in ENGLISH for prefix in ("", "/hi")])
def test_answers(ranking: None, read: Read, path: str) -> None:
    page = read(path)
    assert page.h1
    assert page.title


@pytest.mark.parametrize("path", EVERY)
def test_structure(ranking: None, client: Client, path: str) -> None:
    page = Page(client.get(path).content.decode())
    html = page.one("html")
    assert html.attributes["lang"] == ("hi" if path.startswith("/hi") else "en")
    for tag in ("h1", "main", "header", "footer"):
        assert len(page.every(tag)) == 1, tag
    first = page.one("body").every("a")[0]
    assert first.attributes["href"] == "#main"
    assert page.main.attributes["id"] == "main"
    levels = [int(one.tag[1]) for one in _headings(page)]
    assert levels[0] == 1
    assert all(later - earlier <= 1 for earlier, later in zip(levels, levels[1:], strict=False))


def _headings(page: Page) -> list:  # type: ignore[type-arg]
    found = []

    def walk(element) -> None:  # type: ignore[no-untyped-def]
        for child in element.children:
            if re.fullmatch("h[1-6]", child.tag):
                found.append(child)
            walk(child)

    walk(page.root)
    return found


@pytest.mark.parametrize("path", EVERY)
def test_nothing_inline_and_nothing_foreign(ranking: None, client: Client, path: str) -> None:
    page = Page(client.get(path).content.decode())
    for element in _all(page.root):
        assert "style" not in element.attributes
        assert not [name for name in element.attributes if name.startswith("on")]
        for name in ("href", "src", "action", "poster", "srcset", "data-plotly"):
            address = urlsplit(element.attributes.get(name, ""))
            assert (address.scheme, address.netloc) == ("", ""), element.attributes
    assert not page.every("style")
    for script in page.every("script"):
        if script.attributes.get("type") == "application/json":
            json.loads("".join(script.parts))
        else:
            assert script.attributes["src"]
            assert not script.text


def _all(element):  # type: ignore[no-untyped-def]
    for child in element.children:
        yield child
        yield from _all(child)


@pytest.mark.parametrize("path", EVERY)
def test_tables_say_what_they_hold(ranking: None, client: Client, path: str) -> None:
    page = Page(client.get(path).content.decode())
    for table in page.every("table"):
        assert table.one("caption").text
        assert all(cell.attributes.get("scope") for cell in table.every("th"))
    for region in page.every("div", "scroll"):
        assert region.attributes["tabindex"] == "0"
        assert region.attributes["role"] == "region"
        name = region.attributes["aria-labelledby"]
        assert [one for one in _all(region) if one.attributes.get("id") == name]


@pytest.mark.parametrize("path", EVERY)
def test_ids_are_unique_and_labels_lead_somewhere(ranking: None, client: Client, path: str) -> None:
    page = Page(client.get(path).content.decode())
    ids = [one.attributes["id"] for one in _all(page.root) if "id" in one.attributes]
    assert len(ids) == len(set(ids))
    for label in page.every("label"):
        assert label.attributes["for"] in ids


def test_titles_are_unique(ranking: None, client: Client) -> None:
    pages = [path for path in ENGLISH if path not in {"/", "/?category=hilly-ne&origin=computed", "/?board=icjs"}]
    for prefix in ("", "/hi"):
        titles = [Page(client.get(prefix + path).content.decode()).title for path in pages]
        assert len(set(titles)) >= len(titles) - 1, titles  # the plain page of a recorded month is the recorded one


@pytest.mark.parametrize("path", EVERY)
def test_the_toggle_leads_to_the_same_page(ranking: None, client: Client, path: str) -> None:
    first = client.get(path)
    page = Page(first.content.decode())
    toggle = page.one("div", "owner").every("a")[0]
    other = "en" if path.startswith("/hi") else "hi"
    assert toggle.attributes["hreflang"] == toggle.attributes["lang"] == other
    target = toggle.attributes["href"]
    assert target == (path.removeprefix("/hi") if other == "en" else f"/hi{path}")
    second = client.get(target)
    assert second.status_code == first.status_code
    assert getattr(second.resolver_match, "url_name", None) == getattr(first.resolver_match, "url_name", None)
    alternates = {
        link.attributes["hreflang"]: link.attributes["href"]
        for link in page.every("link")
        if link.attributes.get("rel") == "alternate"
    }
    assert set(alternates) == {"en", "hi", "x-default"}
    assert alternates[other] == target


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


def test_an_installation_may_name_its_own_owner(db: None, client: Client, settings: object) -> None:
    settings.OWNER_LINE, settings.OWNER_LINE_HI = "SCRB Haryana", "एससीआरबी हरियाणा"  # type: ignore[attr-defined]
    assert "SCRB Haryana" in Page(client.get("/methodology/").content.decode()).one("footer").text
    assert "एससीआरबी हरियाणा" in Page(client.get("/hi/methodology/").content.decode()).one("footer").text


def test_navigation_names_where_one_is(ranking: None, read: Read) -> None:
    for path, current in (
        ("/", "Ranking"), ("/rankings/2023-10/", "Ranking"), ("/states/HR/", "States and UTs"),
        ("/streaks/", "Months in first place"), ("/methodology/2023-01/", "Methodology"),
    ):  # fmt: skip
        links = read(path).one("header").one("nav").every("a")
        assert [link.text for link in links if "aria-current" in link.attributes] == [current]
        for link in links:
            read(link.attributes["href"])


def test_every_link_leads_somewhere(ranking: None, client: Client) -> None:
    seen: set[str] = set()
    for path in ENGLISH:
        for link in _all(Page(client.get(path).content.decode()).root):
            href = link.attributes.get("href", "")
            if link.tag == "a" and href.startswith("/") and not href.startswith("/hi/"):
                seen.add(href.partition("#")[0])
    broken = [href for href in sorted(seen) if client.get(href, follow=True).status_code != 200]
    assert broken == []


def test_pages_are_read_only(ranking: None, client: Client) -> None:
    assert client.post("/").status_code == 405
    assert client.head("/").status_code == 200
