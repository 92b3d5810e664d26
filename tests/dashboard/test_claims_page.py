"""`/claims/`: sentences with boards and categories, what is not understood, claims made in public, and the help."""

from __future__ import annotations

import csv
from io import StringIO

import pytest
from django.core.management import call_command
from django.test import Client

from dashboard.claims.views import IN_PARTS
from insights.claims.forms import FORMS
from insights.claims.kinds import ClaimKind
from tests.dashboard.api.conftest import Place, publish_list
from tests.dashboard.conftest import Read
from tests.dashboard.reading import Page


def taken(page: Page) -> str:
    return page.one("div", "verdict").children[0].text


@pytest.fixture
def lists(directory: None) -> None:
    """January 2023 on two boards and in two categories."""
    three = [Place("HR", 1, "99.00"), Place("HP", 2, "98.00"), Place("DL", 3, "97.00")]
    first = publish_list("2023-01", three)
    publish_list("2023-01", [Place("HP", 1, "98.00")], category="hilly-ne", publication=first.publication)
    publish_list("2023-01", three[::-1][:1], board="icjs", publication=first.publication)


def test_a_category_and_a_board_are_read_from_the_sentence(lists: None, read: Read) -> None:
    page = read("/claims/?said=Himachal Pradesh was first in January 2023")
    assert taken(page).startswith("✗ False Himachal Pradesh was first in January 2023")
    page = read("/claims/?said=Himachal Pradesh was first among hilly States in January 2023")
    assert taken(page).startswith("✓ True")
    assert "All India" not in page.one("div", "verdict").text
    assert page.links()["Permanent link"] == (
        "/claims/?category=hilly-ne&kind=rank&state=HP&count=1&from=2023-01&to=2023-01#claim"
    )
    assert taken(read(page.links()["Permanent link"])) == taken(page)
    hindi = read("/hi/claims/?said=हिमाचल प्रदेश जनवरी 2023 में पर्वतीय और पूर्वोत्तर राज्यों में प्रथम रहा")
    assert taken(hindi).startswith("✓ सही")
    icjs = read("/claims/?said=Haryana was first on the board ICJS in January 2023")
    assert "the board ICJS" in icjs.one("div", "verdict").text


def test_top_places(lists: None, read: Read, capsys: pytest.CaptureFixture[str]) -> None:
    for count, said in ((3, "✓ True"), (2, "✗ False")):
        page = read(f"/claims/?said=Delhi was in the top {count} in January 2023")
        assert taken(page).startswith(f"{said} Delhi was among the top {count} in January 2023")
        call_command("check_claim", state="DL", kind="top", count=count, first="2023-01", last="2023-01")
        assert capsys.readouterr().out.startswith(said[2:].upper())


def test_what_is_not_understood_gets_the_nearest_forms(lists: None, read: Read) -> None:
    page = read("/claims/?said=who was in the top 5 in 2022")
    assert "Not understood: “who”" in page.main.text
    near = page.main.one("ul", "plain").every("a")
    assert len(near) == 3
    assert any("top" in one.text for one in near)
    hindi = read("/hi/claims/?said=2022 में शीर्ष 5 में कौन रहा")
    assert any("शीर्ष" in one.text for one in hindi.main.one("ul", "plain").every("a"))
    mixed = read("/claims/?said=शीर्ष 5 में कौन")
    assert any("शीर्ष" in one.text for one in mixed.main.one("ul", "plain").every("a"))


def test_claims_made_in_public_with_their_verdicts(directory: None, read: Read, client: Client) -> None:
    publish_list("2023-01", [Place("HP", 1, "99.77")], origin="recorded", complete=False)
    rows = read("/claims/").rows("claims")
    assert len(rows) >= 4
    assert any(
        "PTI 2023-02-27" in row[0] and row[1].startswith("✓ True") and row[2] == "✓ True" for row in rows
    )
    answer = client.get("/api/v1/claims/?format=csv").content.decode()
    lines = list(csv.DictReader(StringIO(answer)))
    assert [line["verdict"] for line in lines] == ["UNPROVEN", "UNPROVEN", "UNPROVEN", "TRUE"]
    assert lines[3]["source"].startswith("PTI")


def test_every_form_of_the_help_leads_to_an_answer(lists: None, read: Read) -> None:
    rows = read("/claims/").one("table", "forms").one("tbody").every("tr")
    assert len(rows) == len(FORMS)
    for row in (rows[0], rows[10], rows[15]):
        for link in row.every("a"):
            assert read(link.attributes["href"].partition("#")[0]).every("div", "verdict"), link.text


def test_where_the_record_says_the_opposite_both_stand_side_by_side(
    three_states: None, read: Read, client: Client
) -> None:
    publish_list(
        "2023-01", [Place("HR", 1, "99.00"), Place("HP", 2, "98.00"), Place("DL", 3, "97.00")], sample=True
    )
    recorded_places = [Place("HP", 1, "99.77"), Place("HR", 2, "96.40")]
    publish_list("2023-01", recorded_places, origin="recorded", complete=False)
    for text, verdict, recorded in (
        ("Haryana was first in January 2023", "TRUE", "FALSE"),
        ("Himachal Pradesh was first in January 2023", "FALSE", "TRUE"),
        ("Delhi was third in January 2023", "TRUE", None),
    ):
        (claim,) = client.get("/api/v1/claims/read/", {"text": text}).json()["results"][0]["claims"]
        assert (claim["verdict"], claim.get("recorded_verdict"), claim["sample"]) == (verdict, recorded, True)
        box = read(f"/claims/?said={text}").one("div", "verdict")
        assert ("By the published record it is" in box.text) is (recorded is not None)


@pytest.mark.parametrize("kind", IN_PARTS)
def test_the_data_says_what_the_page_says(lists: None, read: Read, client: Client, kind: ClaimKind) -> None:
    window = "from=2023-01&to=2023-12" if kind is ClaimKind.ANNUAL else "from=2023-01&to=2023-02"
    for number in (0, 1, 2):
        page = read(f"/claims/?state=HR&kind={kind}&count={number}&{window}")
        document = client.get(f"/api/v1/claims/check/?of=HR&kind={kind}&number={number}&{window}").json()
        assert page.one("div", "verdict").classes == {"verdict", document["verdict"].lower()}
        assert document["count"] == len(document["results"])
        if kind is not ClaimKind.SCORE:  # a score is printed with two decimals, and only of one month
            assert all(str(value) in page.one("div", "verdict").text for value in document["attainable"][:1])


@pytest.mark.parametrize(
    "query",
    [
        "", "of=HR", "of=HR,HP&number=1&from=2023-01&to=2023-01", "of=HR&number=1", "of=HR&number=1&from=2023-01",
        "of=HR&number=x&from=2023-01&to=2023-01", "of=HR&number=-1&from=2023-01&to=2023-01",
        "of=HR&number=1&kind=best&from=2023-01&to=2023-01", "of=HR&number=1&kind=annual&from=2023-01&to=2023-02",
    ],
)  # fmt: skip
def test_what_the_data_refuses(directory: None, client: Client, query: str) -> None:
    answer = client.get(f"/api/v1/claims/check/?{query}")
    assert (answer.status_code, answer.json()["code"]) == (400, "malformed_query")
