"""The claim box: verdicts in words, from an address that can be kept."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from django.test import Client

from dashboard.claims.views import IN_PARTS
from insights.claims.kinds import ClaimKind
from rankings.models import RankingList
from tests.dashboard.api.conftest import Place, publish_list
from tests.dashboard.conftest import Read
from tests.dashboard.reading import Page

LONG = ("HR", "HR", "HP", "HR", "HR", "HR")
HARYANA = "state=HR&from=2023-05&to=2023-10"


@pytest.fixture
def half_year(directory: None) -> None:
    """May to October 2023; Haryana first but in July."""
    for number, code in enumerate(LONG, start=5):
        other = "HP" if code == "HR" else "HR"
        publish_list(
            f"2023-{number:02d}", [Place(code, 1, "99.00"), Place(other, 2, "98.00"), Place("DL", 3, "97.00")]
        )


def verdict(page: Page) -> list[str]:
    return [one.text for one in page.one("div", "verdict").children[:2]]


@pytest.mark.parametrize(
    ("query", "told"),
    [
        (
            f"{HARYANA}&kind=months_first&count=5",
            [
                "✓ True Haryana was first in 5 of the 6 months from May 2023 to October 2023.",
                "All 6 months of this window are on record for it. It was first in 5 months.",
            ],
        ),
        (
            f"{HARYANA}&kind=months_first&count=6",
            [
                "✗ False Haryana was first in 6 of the 6 months from May 2023 to October 2023.",
                "All 6 months of this window are on record for it. It was first in 5 months.",
            ],
        ),
        (
            "state=HR&from=2023-05&to=2023-12&kind=months_first&count=6",
            [
                "? Unproven Haryana was first in 6 of the 8 months from May 2023 to December 2023.",
                "Of the 8 months of this window 2 are not on record for it. It was first in 5 to 7 months.",
            ],
        ),
        (
            f"{HARYANA}&kind=current_streak&count=3",
            [
                "✓ True Haryana was first in the last 3 months in a row up to October 2023, and not before.",
                "All 6 months of this window are on record for it. Its streak at the end of the window is 3 months.",
            ],
        ),
        (
            "state=hr&from=2023-05&to=2023-12&kind=current_streak&count=4",
            [
                "✗ False Haryana was first in the last 4 months in a row up to December 2023, and not before.",
                "Of the 8 months of this window 2 are not on record for it. "
                "Its streak at the end of the window is 0 to 1 or 5 months.",
            ],
        ),
        (
            "state=HP&from=2023-07&to=2023-07&kind=rank&count=1",
            [
                "✓ True Himachal Pradesh was first in July 2023.",
                "It was in 1st place.",
            ],
        ),
        (
            f"{HARYANA}&kind=rank&count=2",
            [
                "✗ False Haryana was in 2nd place in every month from May 2023 to October 2023.",
                "All 6 months of this window are on record for it. It did not hold one place in every month.",
            ],
        ),
    ],
)
def test_verdicts(half_year: None, read: Read, query: str, told: list[str]) -> None:
    assert verdict(read(f"/claims/?{query}")) == told


@pytest.mark.parametrize("kind", IN_PARTS)
@pytest.mark.parametrize("count", [0, 1, 3, 5])
def test_the_page_says_what_the_command_says(
    half_year: None, read: Read, capsys: pytest.CaptureFixture[str], kind: ClaimKind, count: int
) -> None:
    first, last = ("2023-01", "2023-12") if kind is ClaimKind.ANNUAL else ("2023-05", "2023-10")
    call_command("check_claim", state="HR", kind=kind.value, count=count, first=first, last=last)
    said = capsys.readouterr().out.split()[0]
    page = read(f"/claims/?state=HR&kind={kind}&count={count}&from={first}&to={last}")
    assert page.one("div", "verdict").classes == {"verdict", said.lower()}


def test_of_a_year_it_is_whole_lists_that_are_wanting(
    directory: None, read: Read, capsys: pytest.CaptureFixture[str]
) -> None:
    """Twelve recorded lists of two places each: every month is on record, and none of the lists is complete."""
    for number in range(1, 13):
        publish_list(
            f"2022-{number:02d}", [Place("HR", 1, "99.00"), Place("HP", 2, "98.00")], origin="recorded"
        )
    query = "state=HR&kind=annual&count=1&from=2022-01&to=2022-12"
    page = read(f"/claims/?{query}")
    assert verdict(page)[1].startswith("Of the 12 months of this year 12 have no complete list.")
    assert "Without a complete list: January 2022" in page.one("div", "verdict").text
    assert "not on record" not in page.one("div", "verdict").text.lower()
    hindi = read(f"/hi/claims/?{query}")
    assert verdict(hindi)[1].startswith("इस वर्ष के 12 में से 12 माह की पूर्ण सूची नहीं है।")
    call_command("check_claim", state="HR", kind="annual", count=1, first="2022-01", last="2022-12")
    assert "months without a complete list (12): 2022-01, " in capsys.readouterr().out


def test_a_claim_in_words(half_year: None, read: Read) -> None:
    page = read("/claims/?said=Haryana+was+first+5+times+since+May+2023")
    assert verdict(page)[0].startswith("✓ True Haryana was first in 5 of the 6 months")
    permanent = page.links()["Permanent link"]
    assert permanent == "/claims/?kind=months_first&state=HR&count=5&from=2023-05&to=2023-10#claim"
    kept = read(permanent)
    assert verdict(kept) == verdict(page)
    assert (
        page.one("head")
        .one("title")
        .text.startswith("Haryana was first in 5 of the 6 months from May 2023 to October 2023: True")
    )
    assert page.one("textarea").text == "Haryana was first 5 times since May 2023"
    assert page.one("blockquote").text == "Haryana was first 5 times since May 2023"
    hindi = read("/hi/claims/?said=हरियाणा मई 2023 से 5 बार प्रथम रहा")
    assert verdict(hindi)[0] == "✓ सही हरियाणा मई 2023 से अक्टूबर 2023 तक 6 में से 5 माह प्रथम रहा।"


def test_a_claim_beyond_the_record(half_year: None, read: Read) -> None:
    page = read("/claims/?said=Haryana was first in 7 of 8 months from May 2023")
    assert verdict(page)[0].startswith("? Unproven")
    assert "November 2023 and December 2023" in page.one("section", "claim").text


def test_the_evidence_leads_to_its_months(half_year: None, read: Read) -> None:
    page = read(f"/claims/?board=cctns&origin=computed&{HARYANA}&kind=longest_streak&count=3")
    months = page.one("div", "verdict").one("ul", "inline").every("a")
    assert [one.text for one in months] == ["August 2023", "September 2023", "October 2023"]
    assert months[0].attributes["href"] == "/rankings/2023-08/?origin=computed"
    rows = [
        [cell.text for cell in row.children] for row in page.one("div", "verdict").one("tbody").every("tr")
    ]
    assert rows == [
        ["months in first place, in all", "5 months", "False"],
        ["months in a row up to the last month", "3 months", "True"],
        ["longest streak of months in first place", "3 months", "True"],
    ]
    assert page.one("form", "ask").attributes["action"] == "/claims/?origin=computed#claim"


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("Delhi was second to none", "Not understood: “none”."),
        ("They were first 20 times", "Not understood: “They”, “20”."),
        ("We were first 20 times", "No State is named."),
        ("Haryana Police", "It claims nothing that the lists can decide."),
    ],
)
def test_what_is_not_understood_is_said(three_states: None, read: Read, said: str, told: str) -> None:
    publish_list("2023-10", [Place("HR", 1, "99.00"), Place("HP", 2, "98.00")])
    page = read(f"/claims/?said={said}")
    assert page.one("section", "claim").one("p", "note").text == told
    assert not page.every("div", "verdict")
    assert len(page.one("ul", "plain").every("a")) == 3


def test_a_note_is_read_sentence_by_sentence(half_year: None, client: Client) -> None:
    note = "Haryana was first 5 times since May 2023. The team was thanked.\nWe were first 9 times since May 2023."
    page = Page(client.post("/claims/", {"said": note}).content.decode())
    assert [one.text for one in page.every("blockquote")] == [
        "Haryana was first 5 times since May 2023", "We were first 9 times since May 2023",
    ]  # fmt: skip
    assert [one.classes for one in page.every("div", "verdict")] == [
        {"verdict", "true"},
        {"verdict", "false"},
    ]
    assert "1 sentence claims nothing that the lists can decide" in page.main.text
    assert client.put("/claims/").status_code == 405


def test_old_addresses_of_claims_lead_on(half_year: None, client: Client) -> None:
    answer = client.get("/streaks/?said=Haryana+was+first&board=icjs")
    assert (answer.status_code, answer.headers["Location"]) == (
        301,
        "/claims/?said=Haryana+was+first&board=icjs",
    )


def test_an_annual_claim_about_no_calendar_year(half_year: None, read: Read) -> None:
    page = read(f"/claims/?{HARYANA}&kind=annual&count=1")
    assert "ask from 2023-01 to 2023-12" in page.one("section", "claim").one("p", "note").text


@pytest.mark.parametrize(
    "query",
    ["kind=most&count=1", "kind=rank&count=x", "kind=rank&count=-1", "kind=rank&count=99999", "count=²"],
)
def test_malformed_claims(half_year: None, read: Read, query: str) -> None:
    page = read(f"/claims/?state=HR&{query}", 400)
    assert ("kind" if "most" in query else "count") in page.main.text


def test_a_claim_about_an_unknown_state(half_year: None, read: Read) -> None:
    assert read("/claims/?kind=rank&count=1&state=XX", 404).h1 == "No State or UT has the code “XX”"


def test_sample_months_are_said(directory: None, read: Read) -> None:
    publish_list("2023-09", [Place("HR", 1, "99.00")], sample=True)
    text = "/claims/?said=Haryana was first 1 time since September 2023"
    assert "computed from sample figures" in read(text).one("div", "verdict").text
    publish_list("2023-10", [Place("HR", 1, "99.00")])
    assert "Sample + real: months of both kinds are taken together" in read(text).one("div", "verdict").text


def test_the_line_of_ranks(half_year: None, read: Read) -> None:
    page = read("/streaks/")
    (ranks, _) = page.every("figure", "chart")
    assert ranks.one("h2").text == "Haryana has held first place since August 2023"
    assert ranks.one("div", "chart-plot").attributes["aria-label"] == (
        "Line chart of ranks on the board CCTNS from May 2023 to October 2023: "
        "Haryana, rank 1 at the end, 1 at best, 2 at worst; "
        "Himachal Pradesh, rank 2 at the end, 1 at best, 2 at worst; Delhi, rank 3 at the end, 3 at best, 3 at worst."
    )
    assert "1 Haryana" in ranks.text


def test_ranks_to_take_away(half_year: None, client: Client) -> None:
    answer = client.get("/streaks/?chart=ranks&format=csv")
    assert answer.content.decode().splitlines()[:2] == ["month,HR,HP,DL,sample_basis", "2023-05,1,2,3,none"]


def test_a_box_only_where_something_is_on_record(directory: None, read: Read, record: RankingList) -> None:
    assert read("/streaks/").every("section", "claim")
    assert not read("/streaks/?board=icjs").every("section", "claim")


def test_presets_name_the_window(half_year: None, read: Read) -> None:
    def current(query: str) -> list[str]:
        chosen = read(f"/streaks/{query}").main.one("dl", "choose").children[0].every("a")
        return [one.text for one in chosen if "aria-current" in one.attributes]

    assert current("") == ["since May 2023"]
    assert current("?from=2023-05&to=2023-10") == ["since May 2023"]
    assert current("?from=2022-11") == ["last 12 months"]
    assert current("?from=2023-01&to=2023-10") == ["2023"]
    assert current("?from=2023-06") == []
