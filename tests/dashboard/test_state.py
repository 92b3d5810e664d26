"""A State's profile."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest
from django.test import Client

from common.months import Month
from metrics.scoring import Figure
from rankings.models import RankingList
from tests.dashboard.api.conftest import Place, publish_list
from tests.dashboard.conftest import OCTOBER, Read, Shares
from tests.dashboard.reading import Page

Publish = Callable[[Shares, Month, bool], None]


def own_figures() -> dict[str, Figure]:
    """Full in most parameters; one in part, one nothing happened, one zero; PER-01 is not sent."""
    full = Figure(Decimal(12345678), Decimal(12345678))
    codes = ["INF-01", "INF-02", "INF-03", "INF-04", "MAN-01", "MAN-02"]
    codes += [f"REG-0{number}" for number in range(1, 9)] + ["DAT-01", "DAT-02", "PER-02", "PER-03"]
    codes += ["CIT-01", "CIT-02", "SEX-01", "SEX-02", "ICJ-01", "ICJ-02", "ICJ-03"]
    sent = dict.fromkeys(codes, full)
    sent["DAT-03"] = Figure(Decimal(0), Decimal(100))
    sent["CYB-01"] = Figure(Decimal(40), Decimal(100))
    sent["SEX-01"] = Figure(Decimal(61), Decimal(91))
    sent["SEX-02"] = Figure(Decimal(0), Decimal(0))
    sent["REG-08"] = Figure(Decimal(0), Decimal(12))
    return sent


@pytest.fixture
def october(figures: Publish) -> None:
    figures({"HR": 999, "UK": own_figures(), "DL": 990}, OCTOBER, False)


def test_three_things_that_are_not_the_same(october: None, read: Read) -> None:
    rows = {row[0].split()[-1]: row[1:] for row in read("/states/UK/").rows("marks")}
    assert rows["PER-01"] == ["– not reported", "–", "– of 3", "3.00", "Haryana, 99.90 %"]
    assert rows["SEX-02"] == ["0 of 0 not applicable", "–", "–", "–", "Haryana, 99.90 %"]
    assert rows["REG-08"] == ["0 of 12", "0.00 %", "0.00 of 2", "2.00", "Haryana, 99.90 %"]
    assert rows["SEX-01"] == ["61 of 91", "67.03 %", "2.68 of 4", "1.32", "Haryana, 99.90 %"]
    assert rows["INF-01"] == [
        "1,23,45,678 of 1,23,45,678",
        "100.00 %",
        "4.00 of 4",
        "0.00",
        "Uttarakhand at full marks",
    ]
    assert rows["CYB-01"][-1] == "3 States at full marks"
    assert "ICJ-01" not in rows
    hindi = {row[0].split()[-1]: row[1] for row in read("/hi/states/UK/").rows("marks")}
    assert hindi["PER-01"] == "– सूचना प्राप्त नहीं"
    assert hindi["SEX-02"].endswith("लागू नहीं")
    assert hindi["REG-08"] == "12 में से 0"


def test_largest_loss_first_and_what_does_not_apply_last(october: None, read: Read) -> None:
    page = read("/states/UK/")
    codes = [row[0].split()[-1] for row in page.rows("marks")]
    assert codes[:3] == ["PER-01", "REG-08", "SEX-01"]
    assert codes[-1] == "SEX-02"
    assert (
        "parameters at full marks · 1 not reported · 1 not applicable"
        in page.every("table", "marks")[0].one("caption").text
    )
    lacking, rest = page.every("table", "marks")
    assert len(lacking.one("tbody").every("tr")) == 3
    assert rest.one("caption").text == "22 parameters without a loss"


def test_the_sum_of_marks_is_the_score(october: None, read: Read) -> None:
    page = read("/states/UK/")
    total = [cell.text for cell in page.every("table", "marks")[0].one("tfoot").every("td")]
    assert total == ["", "", "80.68 of 87.00", "6.32", ""]
    shown = {row[0]: row for row in page.rows("mini")}
    assert shown["CCTNS"] == ["CCTNS", "3 of 3", "1 of 1", "92.74"]
    assert "score 92.74" in page.one("p", "lede").text


def test_the_sentence(october: None, read: Read) -> None:
    assert read("/states/UK/").h1 == (
        "Uttarakhand is in 3rd place, 7.16 behind first; two parameters hold at least two thirds of what it lacks"
    )
    assert read("/states/HR/").h1 == "Haryana is first"
    assert read("/hi/states/UK/").h1 == (
        "उत्तराखंड तीसरे स्थान पर, प्रथम से 7.16 पीछे; दो पैरामीटर में इसके छूटे अंकों का कम से कम दो तिहाई है"
    )


def test_a_state_that_sent_nothing_is_unranked_and_has_no_marks(october: None, read: Read) -> None:
    page = read("/states/LD/")
    assert page.h1 == "Lakshadweep is unranked: sent no figures"
    assert not page.every("table", "marks")
    assert page.rows("mini")[0] == ["CCTNS", "– sent no figures", "– sent no figures", "–"]


def test_other_boards_and_months_are_links(autumn: dict[str, RankingList], read: Read) -> None:
    links = read("/states/HP/").links()
    assert links["‹ September 2023"] == "/states/HP/?month=2023-09"
    older = read("/states/HP/?month=2023-08")
    assert older.h1.startswith("August 2023: Himachal Pradesh is first")
    assert older.links()["Latest"] == "/states/HP/"


def test_history_and_firsts(autumn: dict[str, RankingList], record: RankingList, read: Read) -> None:
    page = read("/states/HR/")
    history = next(table for table in page.every("table") if "Rank in India" in table.text)
    rows = [
        [cell.text for cell in row.children if cell.tag in {"th", "td"}]
        for row in history.one("tbody").every("tr")
    ]
    assert rows == [
        ["October 2023", "1", "–", "99.97"],
        ["September 2023", "1", "–", "99.97"],
        ["August 2023", "2", "–", "99.10"],
        ["June 2023 recorded", "1", "–", "100.00"],
    ]
    assert _facts(page) == {
        "Months first": "3 of 4 months on record",
        "In a row now": "2 months",
        "Longest streak": "2 months, September 2023 to October 2023",
    }
    assert [one.text for one in page.one("ul", "inline").every("a")] == [
        "June 2023", "September 2023", "October 2023",
    ]  # fmt: skip


def test_the_break_between_versions_is_told(directory: None, read: Read) -> None:
    for month, version in (("2022-12", "2021-06"), ("2023-01", "2023-01")):
        publish_list(month, [Place("HR", 1, "99.97")], methodology=version)
    told = "From January 2023 methodology version 2023-01, before it version 2021-06"
    page = read("/states/HR/")
    history = next(table for table in page.every("table") if "Rank in India" in table.text)
    assert [row.text for row in history.every("tr", "break")] == [told]
    assert "version 2023-01" in [one.text for one in page.every("text")]
    for caption in page.every("figcaption"):
        assert "another methodology version ranked" in caption.text
    streaks = read("/streaks/")
    assert told in " ".join(one.text for one in streaks.every("p", "small"))
    assert [one.text for one in streaks.every("th", "break")] == ["Jan"]
    hindi = read("/hi/states/HR/")
    assert "संस्करण 2023-01" in [one.text for one in hindi.every("text")]


def _facts(page: Page) -> dict[str, str]:
    """The counts of first places in India."""
    facts = page.one("aside", "more").every("dl", "facts")[0]
    return {term.text: answer.text for term, answer in zip(facts.every("dt"), facts.every("dd"), strict=True)}


def test_an_uncertain_streak_says_so(directory: None, read: Read) -> None:
    for month in ("2023-09", "2023-10"):
        publish_list(month, [Place("HR", 1, "99.97"), Place("HP", 2, "99.00")])
    publish_list("2023-06", [Place("HR", 1, "99.00")])
    page = read("/states/HR/")
    assert page.h1 == "Haryana is first for at least the second month in a row"
    assert _facts(page)["In a row now"] == "at least 2 months"
    assert "at least 2" in read("/streaks/").rows("grid")[0][2]


def test_a_state_that_the_record_does_not_name(record: RankingList, read: Read) -> None:
    assert read("/states/DL/").h1 == "Delhi is not named in this list"


@pytest.mark.parametrize("path", ["/states/hr/", "/states/Hr/", "/hi/states/hr/"])
def test_codes_in_any_case(october: None, client: Client, path: str) -> None:
    response = client.get(path)
    assert response.status_code == 200
    assert 'rel="canonical" href="' in response.content.decode()
    assert "/states/HR/" in response.content.decode()


@pytest.mark.parametrize(
    ("code", "own"),
    [("IN-HR", "HR"), ("in-uk", "UK"), ("IN-UT", "UK"), ("IN-TG", "TS"), ("IN-OR", "OD"), ("IN-CT", "CG")],
)
def test_iso_codes_old_and_new_lead_to_our_own(directory: None, client: Client, code: str, own: str) -> None:
    for prefix in ("", "/hi"):
        response = client.get(f"{prefix}/states/{code}/?board=icjs")
        assert response.status_code == 301
        assert response["Location"] == f"{prefix}/states/{own}/?board=icjs"


def test_the_directory_holds_all_36_once(october: None, read: Read) -> None:
    page = read("/states/")
    rows = {row[0]: row[1:] for row in page.rows()}
    assert len(rows) == 36
    assert rows["Haryana HR"] == ["1", "1", "99.90", "1"]
    assert rows["Delhi DL"] == ["2", "2", "98.96", "0"]
    assert rows["Uttarakhand UK"][:2] == ["3", "1"]
    assert rows["Kerala KL"][:3] == ["–", "–", "–"]
    assert page.links()["Hilly and north-eastern States"] == "/?category=hilly-ne"
    assert page.links()["ICJS"] == "/states/?board=icjs"
    assert {row[0] for row in read("/hi/states/").rows()} >= {"हरियाणा HR", "दिल्ली DL"}
