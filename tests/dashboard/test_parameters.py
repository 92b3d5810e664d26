"""The pages of what is measured, over figures written down beforehand."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest
from defusedxml import ElementTree
from django.test import Client

from common.charts.heat import GROUNDS
from common.months import Month
from metrics.scoring import Figure
from metrics.selectors import document_of, methodology_in_force
from rankings.models import RankingList
from tests.dashboard.conftest import OCTOBER, Read, Shares
from tests.dashboard.reading import Page
from tests.dashboard.test_tokens import tokens

SVG = "{http://www.w3.org/2000/svg}"
Publish = Callable[[Shares, Month, bool], None]
BEFORE = Month(2023, 9)


def sent(month: Month, other: int, **own: tuple[int, int] | None) -> dict[str, Figure]:
    """A figure for every parameter: `other` of 1,000 (the other way round where lower is better), but for `own`.

    None stands for a parameter that was not reported; names are codes with an underscore.
    """
    figures = {}
    for one in document_of(methodology_in_force(month)).document["parameters"]:
        code = one["code"]
        share = other if one["better"] == "higher" else 1000 - other
        pair = own.get(code.replace("-", "_"), (share, 1000))
        if pair is not None:
            figures[code] = Figure(Decimal(pair[0]), Decimal(pair[1]))
    return figures


@pytest.fixture
def measured(directory: None, figures: Publish) -> None:
    """Four States in two months; in October one at full marks in REG-01, one silent, one without a case."""
    figures({"HR": 990, "HP": 985, "DL": 970, "MZ": 950}, BEFORE, True)
    own = {
        "HR": sent(OCTOBER, 990, REG_01=(40, 40)),
        "HP": sent(OCTOBER, 985, REG_01=(30, 40)),
        "DL": sent(OCTOBER, 970, REG_01=None),
        "MZ": sent(OCTOBER, 950, REG_01=(0, 0)),
    }
    figures(own, OCTOBER, True)


def test_the_index_names_every_parameter_and_says_how_each_separates(measured: None, read: Read) -> None:
    page = read("/parameters/")
    assert page.h1 == "28 parameters, 100 marks: “Police stations entering 100% FIRs in CCTNS” decides most"
    (reg,) = [row for row in page.rows("measured") if "REG-01" in row[0]]
    assert reg[0].endswith("In how many police stations every single FIR of the month stands in CCTNS.")
    # Of 35 to which it applies (Mizoram has none) one is at full marks; the median of the two percents is 87.5.
    assert reg[1:6] == ["higher is better", "7", "1 of 3", "33.33 %", "87.50 %"]
    assert Decimal(reg[6].removesuffix(" %")) > 50
    (lower,) = [row for row in page.rows("measured") if "DAT-03" in row[0]]
    assert lower[1] == "lower is better"
    assert "October 2023" in page.main.text
    assert page.links()["Police stations entering 100% FIRs in CCTNS"] == "/parameters/REG-01/"


def test_a_version_without_lists_shows_its_rules_alone(measured: None, read: Read) -> None:
    page = read("/parameters/?methodology=2024-07")
    assert page.h1 == "33 parameters, 100 marks"
    assert "no list rests on this version yet" in page.main.text
    assert {len(row) for row in page.rows("measured")} == {3}
    assert sum(1 for row in page.rows("measured") if row[1]) == 33


def test_the_index_of_a_month_and_of_a_month_that_is_not_there(measured: None, read: Read) -> None:
    page = read("/parameters/?month=2023-09")
    assert "September 2023" in page.title
    assert page.links()["October 2023 ›"] == "/parameters/?month=2023-10"
    missing = read("/parameters/?month=2022-01", 404)
    assert next(iter(missing.links().values())) == "/parameters/?month=2023-10"
    read("/parameters/?methodology=2021-06&month=2023-10", 404)
    read("/parameters/?methodology=9", 404)
    read("/parameters/?month=x", 400)


def test_nothing_is_computed_yet(record: RankingList, read: Read) -> None:
    """Only the record is there: its month says which version to show."""
    assert read("/parameters/").h1 == "28 parameters, 100 marks"
    assert read("/parameters/REG-01/").h1 == "Police stations entering 100% FIRs in CCTNS"
    assert read("/heatmap/").h1


def test_one_parameter_across_states(measured: None, read: Read) -> None:
    page = read("/parameters/REG-01/")
    assert page.h1 == "Police stations entering 100% FIRs in CCTNS: 1 of 3 States and UTs at full marks"
    rows = {row[0]: row[1:] for row in page.rows("bystate")}
    assert list(rows)[:2] == ["Haryana", "Himachal Pradesh"]
    assert rows["Haryana"] == ["40 of 40", "100.00 %", "7.00", "0.00", "1"]
    assert rows["Himachal Pradesh"] == ["30 of 40", "75.00 %", "5.25", "1.75", "2"]
    assert rows["Delhi"] == ["– not reported", "–", "–", "7.00", "4"]
    assert list(rows)[-1] == "Mizoram"
    assert rows["Mizoram"] == ["0 of 0 not applicable", "–", "–", "–", "3"]
    assert rows["Goa"] == ["– not reported", "–", "–", "–", "–"]  # it sent nothing at all
    assert (
        page.one("dl", "sums").text == "Percent100 × 30 ÷ 40 = 75.00 %Marks7 × (75.00 − 0) ÷ (100 − 0) = 5.25"
    )
    assert "1 of 3 are at full marks: it still separates the States." in page.main.text
    assert "An FIR that is missing cannot be searched" in page.main.text


def test_how_it_moved(measured: None, read: Read) -> None:
    page = read("/parameters/REG-01/")
    _, trend = page.every("figure", "chart")
    assert trend.one("h2").text == (
        "Since September 2023: median from 97.75 % to 87.50 %, at full marks from 0 of 4 to 1 of 3"
    )
    (october, september) = [row for row in page.rows() if row[0] in {"October 2023", "September 2023"}]
    assert october == ["October 2023", "87.50 %", "100.00 %", "1 of 3", "33", "2023-01"]
    assert september == ["September 2023", "97.75 %", "99.00 %", "0 of 4", "32", "2023-01"]


def test_the_distribution_says_what_it_shows(measured: None, read: Read, client: Client) -> None:
    figure = read("/parameters/REG-01/").every("figure", "chart")[0]
    assert figure.one("h2").text == "Half are at 87.50 % or better; last: Himachal Pradesh, 75.00 %"
    told = figure.one("div", "chart-plot").attributes["aria-label"]
    assert told.endswith(
        "1 of 3 at full marks; median 87.50 %, best 100.00 %, last Himachal Pradesh, 75.00 %; not reported: 33."
    )
    table = client.get("/parameters/REG-01/?chart=distribution&format=csv").content.decode().splitlines()
    assert table[:3] == [
        "state,name,percent,full_marks,status",
        "HR,Haryana,100.00,true,reported",
        "HP,Himachal Pradesh,75.00,false,reported",
    ]
    assert "MZ,Mizoram,,false,not_applicable" in table


def test_boards_on_which_it_counts(measured: None, read: Read) -> None:
    """ICJ-01 counts on ICJS and overall; without a board its own first one is shown."""
    page = read("/parameters/ICJ-01/")
    assert " · ICJS · " in page.title
    assert page.links()["Overall"] == "/parameters/ICJ-01/?board=overall"
    missing = read("/parameters/ICJ-01/?board=cctns", 404)
    assert set(missing.links()) == {"ICJS", "Overall"}
    assert " · ITSSO · " in read("/parameters/SEX-01/?board=itsso").title


def test_inside_a_category(measured: None, read: Read) -> None:
    page = read("/parameters/REG-01/?category=hilly-ne")
    assert "1 of" not in page.h1
    assert [row[0] for row in page.rows("bystate")][:1] == ["Himachal Pradesh"]


def test_a_parameter_of_the_future_and_one_that_there_is_not(
    measured: None, read: Read, client: Client
) -> None:
    page = read("/parameters/ESK-01/")
    assert page.h1 == "Eligible cases with e-Sakshya evidence"
    assert "no list rests on this parameter yet" in page.main.text
    assert not page.every("figure")
    read("/parameters/ESK-01/?month=2023-10", 404)
    assert read("/parameters/REG-99/", 404).links()["REG-01"] == "/parameters/REG-01/"
    lower = client.get("/parameters/reg-01/?board=overall")
    assert (lower.status_code, lower.headers["Location"]) == (301, "/parameters/REG-01/?board=overall")


def test_hindi_has_its_own_texts(measured: None, read: Read) -> None:
    page = read("/hi/parameters/REG-01/")
    assert page.h1 == "शत-प्रतिशत एफआईआर प्रविष्टि वाले थाने: 3 में से 1 राज्य/केंद्र शासित प्रदेश पूर्ण अंक पर"
    assert "जो एफआईआर प्रणाली में नहीं" in page.main.text


def cells(page: Page) -> dict[str, list[str]]:
    """The cells of each State's row by the text of its head."""
    return {row[0].lstrip("0123456789–"): row[1:] for row in page.rows("heat")}


def test_the_heat_map_has_a_cell_for_every_pair(measured: None, read: Read) -> None:
    page = read("/heatmap/")
    rows = cells(page)
    assert len(rows) == 36
    codes = [link.text for link in page.one("table", "heat").one("thead").every("a")]
    assert len(codes) == 25
    place = next(number for number, code in enumerate(codes) if code.startswith("REG-01"))
    first, second = list(rows)[:2]
    assert (first, second) == ("HaryanaHR", "Himachal PradeshHP")
    assert [rows[name][1 + place] for name in ("HaryanaHR", "Himachal PradeshHP", "DelhiDL", "MizoramMZ")] == [
        "100", "75", "–not reported", "·not applicable",
    ]  # fmt: skip
    for row in page.one("table", "heat").one("tbody").every("tr"):
        for cell in row.every("td")[1:]:
            kinds = {"–not reported": {"silent"}, "·not applicable": {"idle"}}
            assert cell.classes == kinds.get(cell.text, cell.classes & {f"s{step}" for step in range(6)})
    assert page.h1.startswith("Most marks are missing in “Police stations entering 100% FIRs in CCTNS”")


def test_the_heat_map_as_data(measured: None, client: Client, read: Read) -> None:
    lines = client.get("/heatmap/?board=icjs&format=csv").content.decode().splitlines()
    assert lines[0] == "rank,state,name,score,ICJ-01,ICJ-02,ICJ-03"
    assert lines[1] == "1,HR,Haryana,99.00,99.00,99.00,99.00"
    assert lines[-1].endswith(",not_reported,not_reported,not_reported")
    read("/heatmap/?format=xlsx", 400)
    read("/heatmap/?month=2022-01", 404)


@pytest.mark.parametrize("language", ["", "/hi"])
def test_the_heat_map_as_a_picture(measured: None, client: Client, read: Read, language: str) -> None:
    """The cells of the picture are those of the page; its grounds are the tokens, and nothing lies outside."""
    page = read(f"{language}/heatmap/")
    link = page.one("span", "chart-get").every("a")[0]
    answer = client.get(f"{language}/heatmap/{link.attributes['href']}")
    assert answer.headers["Content-Disposition"].endswith('heatmap.svg"')
    root = ElementTree.fromstring(answer.content)
    assert root.findtext(f"{SVG}title") == page.h1
    texts = [one.text for one in root.iter(f"{SVG}text") if one.text]
    shown = [
        cell.text
        for row in page.one("table", "heat").one("tbody").every("tr")
        for cell in row.every("td")[1:]
    ]
    inside = [one.text for one in root.iter(f"{SVG}text") if one.get("text-anchor") == "middle"]
    assert inside == [cell[:1] if cell[0] in "–·" else cell for cell in shown]
    assert sum(1 for _ in root.iter(f"{SVG}rect")) == 1 + len(shown) + 8
    assert any(one.startswith(("Sample figures", "नमूना आँकड़े")) for one in texts)
    colours = tokens("light")
    assert [GROUNDS[f"s{step}"] for step in range(6)] == [colours[f"heat-{step}"] for step in range(6)]
    wide, high = int(root.attrib["width"]), int(root.attrib["height"])
    for one in root.iter(f"{SVG}rect"):
        assert int(one.get("x", 0)) + int(one.attrib["width"]) <= wide
        assert int(one.get("y", 0)) + int(one.attrib["height"]) <= high


def test_the_heat_map_keeps_board_and_category(measured: None, read: Read) -> None:
    page = read("/heatmap/?board=overall&category=hilly-ne")
    assert len(cells(page)) == 10
    assert page.links()["‹ September 2023"] == "/heatmap/?board=overall&category=hilly-ne&month=2023-09"
