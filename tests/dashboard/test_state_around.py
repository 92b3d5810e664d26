"""What stands around a State: neighbours, one step up, strengths, all boards, and whether figures came in time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from common.months import Month
from insights import registry
from insights.registry import Arrival
from metrics.scoring import Figure
from tests.dashboard.api.conftest import Place, publish_list
from tests.dashboard.conftest import OCTOBER, Read, Shares
from tests.dashboard.reading import Page

Publish = Callable[[Shares, Month, bool], None]


def due(month: int) -> datetime:
    """The end of the 15th in India."""
    return datetime(2023, month, 15, 18, 29, 59, tzinfo=UTC)


@pytest.fixture
def october(figures: Publish) -> None:
    figures({"HR": 999, "HP": 995, "UK": 990, "DL": 985, "KL": 980, "PB": 970}, OCTOBER, True)


@pytest.fixture
def arrive() -> Iterator[Callable[..., None]]:
    """Take the place of the room where figures come in."""
    own = list(registry.arrivals.known)

    def arrive(*arrivals: Arrival) -> None:
        registry.arrivals.known[:] = [lambda state: list(arrivals) if state == "HR" else []]

    yield arrive
    registry.arrivals.known[:] = own


def near(page: Page) -> list[list[str]]:
    return page.rows("near")


def test_neighbours_above_and_below(october: None, read: Read) -> None:
    """The gaps are those between the scores of the list itself."""
    listed = {row[1]: Decimal(row[4]) for row in read("/").rows("list")[:6]}
    page = read("/states/UK/")
    own = listed["Uttarakhand"]
    assert [row[1] for row in near(page)] == ["Haryana", "Himachal Pradesh", "Uttarakhand", "Delhi", "Kerala"]
    assert [row[2] for row in near(page)] == [
        f"+{listed['Haryana'] - own}",
        f"+{listed['Himachal Pradesh'] - own}",
        str(own),
        f"−{own - listed['Delhi']}",
        f"−{own - listed['Kerala']}",
    ]
    assert page.one("table", "near").one("tr", "now").every("a") == []
    assert page.links()["Delhi"] == "/states/DL/"
    assert [row[0] for row in near(read("/states/HR/"))] == ["1", "2", "3"]
    assert [row[0] for row in near(read("/states/PB/"))] == ["4", "5", "6"]


def test_neighbours_who_share_a_place(directory: None, read: Read) -> None:
    publish_list("2023-10", [Place("HR", 1, "99.97"), Place("HP", 2, "98.00"), Place("UK", 2, "98.00")])
    assert near(read("/states/UK/")) == [
        ["1", "Haryana", "+1.97"], ["2", "Himachal Pradesh", "="], ["2", "Uttarakhand", "98.00"],
    ]  # fmt: skip
    publish_list("2023-11", [Place("HR", 1, "99.97"), Place("GA", None, None, "not_reported")])
    assert not read("/states/GA/").every("table", "near")
    assert not read("/states/HR/").every("table", "near")


def test_a_step_up(figures: Publish, read: Read) -> None:
    """One investigation more is 4 marks × 1/100 over 89 applicable: enough for the 0.04 that are wanting."""
    full = {one: Figure(Decimal(100), Decimal(100)) for one in codes()}
    full["DAT-03"] = Figure(Decimal(0), Decimal(100))
    behind = full | {"SEX-01": Figure(Decimal(98), Decimal(100))}
    ahead = full | {"SEX-01": Figure(Decimal(99), Decimal(100))}
    figures({"HR": full, "HP": ahead, "UK": behind}, OCTOBER, False)
    advice = read("/states/UK/").one("aside", "advice")
    assert advice.every("h2")[0].text == "To be in 2nd place"
    assert advice.every("p")[0].text == (
        "0.05 more in score draws level with Himachal Pradesh. "
        "The fewest cases that do it, while the others stand still:"
    )
    assert [one.text for one in advice.one("ul", "steps").every("li")] == [
        "Sexual-offence investigations completed in 60 days (ITSSO): 98 → 99 of 100"
    ]
    assert read("/hi/states/UK/").one("aside", "advice").every("h2")[0].text == "दूसरे स्थान पर आने के लिए"
    assert not read("/states/HR/").one("aside", "advice").every("ul", "steps")


def codes() -> list[str]:
    numbered = {"INF": 4, "MAN": 2, "REG": 8, "DAT": 3, "PER": 3, "CIT": 2, "SEX": 2, "CYB": 1, "ICJ": 3}
    return [f"{group}-{number:02d}" for group, count in numbered.items() for number in range(1, count + 1)]


def test_a_step_that_the_own_figures_do_not_allow(figures: Publish, read: Read) -> None:
    """Who has nothing to gain cannot draw level: only one parameter applies, and the others are not reported."""
    full = {one: Figure(Decimal(100), Decimal(100)) for one in codes()}
    full["DAT-03"] = Figure(Decimal(0), Decimal(100))
    figures({"HR": full, "UK": {"REG-01": Figure(Decimal(100), Decimal(100))}}, OCTOBER, False)
    advice = read("/states/UK/").one("aside", "advice")
    assert "Its own figures cannot reach that" in advice.every("p")[0].text
    assert not advice.every("ul", "steps")


def test_strengths_beside_the_median(october: None, read: Read) -> None:
    page = read("/states/HP/")
    rows = page.rows("strengths")
    assert [row[0].split()[-1] for row in rows] == ["INF", "MAN", "REG", "DAT", "PER", "CIT", "SEX", "CYB"]
    # The category has Himachal Pradesh and Uttarakhand alone, so the median lies between their 99.5 and 99.0.
    assert rows[0][1:] == ["99.5", "", "99.3", "+0.3"]
    assert rows[-1][1:] == ["100.0", "", "100.0", "="]  # helpline 1930: full marks from 30 percent on
    headings = [one.text for one in page.main.every("h2")]
    assert "Above the median of its category in 7 of 8 groups, level in 1" in headings
    assert (
        "median of 2 States: Hilly and north-eastern States"
        in page.one("table", "strengths").one("caption").text
    )
    assert not read("/states/LD/").every("table", "strengths")


def test_a_recorded_list_has_neighbours_and_no_figures(directory: None, read: Read) -> None:
    places = [Place("HR", 1, "100.00"), Place("HP", 4, None)]
    publish_list("2023-06", places, origin="recorded", complete=False)
    page = read("/states/HP/")
    assert near(page) == [["1", "Haryana", "–"], ["4", "Himachal Pradesh", "–"]]
    assert not page.every("table", "strengths")
    assert [one.text for one in page.one("aside", "advice").every("h2")] == ["Next to it"]


def test_every_board_in_the_charts_and_the_history(figures: Publish, read: Read) -> None:
    for month in (Month(2023, 9), OCTOBER):
        figures({"HR": 990, "HP": 980}, month, False)
    page = read("/states/HP/?board=icjs")
    ranks, scores = page.every("figure", "chart")
    assert {"ICJS 2", "CCTNS 2", "ITSSO 2", "Overall 2"} <= {one.text for one in ranks.every("text")}
    assert scores.one("h2").text == "ICJS: score from 98.00 to 98.00"
    alternative = scores.one("div", "chart-plot").attributes["aria-label"]
    assert alternative.startswith(
        "Line chart of the scores of Himachal Pradesh from September 2023 to October 2023:"
    )
    assert "ICJS 98.00 at the start, 98.00 at the end" in alternative
    history = next(table for table in page.every("table") if "Rank in India" in table.text)
    heads = [head.text for head in history.one("thead").every("th")]
    assert heads[4:] == ["CCTNS", "ITSSO", "Overall"]
    first = [cell.text for cell in history.one("tbody").every("tr")[0].children]
    assert first[:4] == ["October 2023", "2", "1", "98.00"]
    printed = [read(f"/?board={board}").rows("list")[1][4] for board in ("cctns", "itsso", "overall")]
    assert first[4:] == [f"2 · {score}" for score in printed]


def test_never_first(autumn: object, read: Read) -> None:
    more = read("/states/DL/").one("aside", "more")
    assert "Not first in India in any of the 3 months on record." in more.text


def test_sample_months_say_that_nothing_was_handed_in(october: None, read: Read) -> None:
    more = read("/states/HR/").one("aside", "more")
    assert "these are sample months, for which nobody handed anything in" in more.text
    assert "नमूना माह" in read("/hi/states/HR/").one("aside", "more").text


def test_figures_in_time(autumn: object, read: Read, arrive: Callable[..., None]) -> None:
    arrive(
        Arrival(Month(2023, 8), due(9), due(9), False),
        Arrival(Month(2023, 9), due(10) + timedelta(seconds=1), due(10), True),
        Arrival(OCTOBER, datetime(2023, 11, 4, 5, 0, tzinfo=UTC), due(11), False),
        Arrival(Month(2023, 11), None, due(12), False),
    )  # fmt: skip
    more = read("/states/HR/").one("aside", "more")
    assert "In time in 2 of 3 months on record" in more.text
    rows = [one for one in more.every("dl", "facts")[-1].children if one.tag == "div"]
    assert [one.text for one in rows] == [
        "October 202304-11-2023, 11 days early",
        "September 202316-10-2023, 1 day late (longer deadline)",
        "August 202315-09-2023, on the last day",
    ]
    assert "Not on record for these months." in read("/states/HP/").one("aside", "more").text


def test_a_month_without_figures_was_not_in_time(
    autumn: object, read: Read, arrive: Callable[..., None]
) -> None:
    arrive(Arrival(OCTOBER, None, due(11), False))
    more = read("/states/HR/").one("aside", "more")
    assert "In time in 0 of 1 month on record" in more.text
    assert "never handed in" in more.text
