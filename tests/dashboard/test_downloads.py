"""Every chart can be taken away as SVG and as CSV, without JavaScript, with the numbers that the page shows."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable

import pytest
from defusedxml import ElementTree
from django.conf import settings
from django.test import Client

from common.charts import rows, theme, times
from common.charts.svg import WIDTH, svg_document
from common.months import Month
from common.sheets import Sheet, sheet_bytes
from rankings.models import RankingList
from tests.dashboard.conftest import Read, Shares
from tests.dashboard.reading import Element
from tests.dashboard.test_charts import LABELS, LINE, POINTS, SCALE, TICKS

PAGES = ("/", "/states/HR/", "/streaks/", "/methodology/2023-01/")
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def ranking(figures: Callable[[Shares, Month, bool], None], record: RankingList) -> None:
    figures({"HR": 990, "HP": 985, "DL": 970}, Month(2023, 10), True)


def drawings() -> list[bytes]:
    looks = [
        times.Series(f"<{number}>", LINE.values, LINE.hovers, f"A & B {number}", "", look=number)
        for number in range(len(theme.LOOKS))
    ]
    return [
        svg_document(payload["figure"], title="A < B & “C”", alternative="Chart", notes=["note " * 60])
        for payload in (
            rows.scores(POINTS),
            rows.bars(POINTS),
            times.figure(looks, LABELS, TICKS, SCALE),
        )
    ]


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("language", ["", "/hi"])
def test_each_chart_leads_to_its_files(
    ranking: None, read: Read, client: Client, path: str, language: str
) -> None:
    for figure in read(language + path).every("figure", "chart"):
        _leads_to_its_files(client, figure, path, language)


def _leads_to_its_files(client: Client, figure: Element, path: str, language: str) -> None:
    svg_link, csv_link = figure.one("span", "chart-get").every("a")
    title = figure.one("h2").text
    for link in (svg_link, csv_link):
        assert title in link.attributes["aria-label"]
        assert "download" in link.attributes
    answer = client.get(language + path + svg_link.attributes["href"])
    root = ElementTree.fromstring(answer.content)
    assert (answer.headers["Content-Type"], root.tag) == ("image/svg+xml; charset=utf-8", f"{SVG}svg")
    assert root.findtext(f"{SVG}title") == title
    assert root.findtext(f"{SVG}desc") == figure.one("div", "chart-plot").attributes["aria-label"]
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="pragati-')
    told = " ".join("".join(text.itertext()) for text in root.iter(f"{SVG}text"))
    sample = "नमूना आँकड़े" if language else "Sample figures"
    assert (sample in told) is ("methodology" not in path)
    assert f"{settings.SITE_URL}{language}/" in told
    answer = client.get(language + path + csv_link.attributes["href"])
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    table = list(csv.reader(io.StringIO(answer.content.decode(), newline="")))
    assert len(table) > 1
    assert len({len(row) for row in table}) == 1


def test_the_numbers_are_those_of_the_page(ranking: None, client: Client) -> None:
    history = client.get("/states/HR/?chart=ranks&format=csv").content.decode().splitlines()
    assert history[0] == "month,rank,score,rank_icjs,rank_itsso,rank_overall,sample_basis"
    assert history[1] == "2023-06,1,100.00,,,,mixed"
    assert history[2] == "2023-07,,,,,,mixed"  # not on record: a gap, never a number
    assert history[-1].startswith("2023-10,1,98.96,1,")


def test_a_file_is_not_fetched_twice(ranking: None, client: Client) -> None:
    answer = client.get("/states/HR/?chart=ranks&format=svg")
    again = client.get("/states/HR/?chart=ranks&format=svg", HTTP_IF_NONE_MATCH=answer.headers["ETag"])
    assert (answer.status_code, again.status_code) == (200, 304)


def test_what_there_is_not(ranking: None, read: Read) -> None:
    page = read("/states/HR/?chart=pie", 404)
    assert page.h1 == "This page has no chart “pie”"
    assert page.links()["ranks"] == "/states/HR/?chart=ranks"
    assert "svg, csv" in read("/states/HR/?chart=ranks&format=png", 400).main.text
    assert read("/?chart=scores&format=csv", 404).h1 == "This page has no chart “scores”"


def test_the_choices_of_the_page_are_kept(ranking: None, read: Read) -> None:
    shown = read("/streaks/?from=2023-06&origin=").every("span", "chart-get")
    assert [one.every("a")[0].attributes["href"] for one in shown] == [
        f"?from=2023-06&origin=&chart={key}&format=svg" for key in ("ranks", "firsts")
    ]


def test_a_picture_carries_no_style_sheet_and_stays_inside() -> None:
    for picture in drawings():
        root = ElementTree.fromstring(picture)
        assert root.attrib["width"] == str(WIDTH)
        assert root.findtext(f"{SVG}title") == "A < B & “C”"
        for element in root.iter():
            assert not {"style", "class"} & set(element.attrib)
            assert element.tag.removeprefix(SVG) in {
                "svg", "g", "title", "desc", "rect", "line", "polyline", "circle", "path", "text",
            }  # fmt: skip
            assert not [value for value in element.attrib.values() if "%" in value or "http" in value]


def test_lines_are_told_apart_by_more_than_colour() -> None:
    looks = theme.LOOKS
    for differing in ("colour", "dashes", "symbol", "shape"):
        assert len({getattr(look, differing) for look in looks}) == len(looks)
    picture = ElementTree.fromstring(drawings()[2])
    dashes = {line.attrib.get("stroke-dasharray", "") for line in picture.iter(f"{SVG}polyline")}
    assert len(dashes) == len(looks)


def test_a_sheet_of_unlike_rows_is_refused() -> None:
    with pytest.raises(ValueError, match="2 cells under 1 columns"):
        sheet_bytes(Sheet(("a",), [("1", "2")]))
