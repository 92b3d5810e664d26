"""Pages for what cannot be answered."""

from __future__ import annotations

import pytest
from django.test import Client

from rankings.models import RankingList
from tests.dashboard.conftest import Read, add_list


@pytest.mark.parametrize(
    "path", ["/rankings/2030-01/", "/rankings/2023-13/", "/rankings/october/", "/rankings/2030-01/rev/1/"]
)
def test_an_unknown_month_names_the_known_ones(autumn: dict[str, RankingList], read: Read, path: str) -> None:
    page = read(path, 404)
    assert page.h1.startswith("No list of the month “")
    assert list(page.links().items()) == [
        ("October 2023", "/rankings/2023-10/"),
        ("September 2023", "/rankings/2023-09/"),
        ("August 2023", "/rankings/2023-08/"),
    ]
    assert "अगस्त 2023" in read(f"/hi{path}", 404).links()


def test_the_links_of_an_unknown_month_keep_the_query(autumn: dict[str, RankingList], read: Read) -> None:
    add_list(autumn["2023-10"], "HR", board="icjs")
    assert read("/rankings/2023-09/?board=icjs", 404).links() == {
        "October 2023": "/rankings/2023-10/?board=icjs"
    }
    assert read("/states/HR/?month=2023-01", 404).links()["August 2023"] == "/states/HR/?month=2023-08"


def test_an_unknown_revision_names_the_known_ones(autumn: dict[str, RankingList], read: Read) -> None:
    page = read("/rankings/2023-10/rev/7/?category=all", 404)
    assert page.h1 == "This list has no revision 7"
    assert page.links() == {"1": "/rankings/2023-10/rev/1/?category=all"}
    read("/rankings/2023-10/rev/99999999999999999999/", 404)


def test_an_unknown_state_names_all_36(directory: None, read: Read) -> None:
    page = read("/states/XX/", 404)
    assert page.h1 == "No State or UT has the code “XX”"
    assert len(page.links()) == 36
    assert page.links()["HR · Haryana"] == "/states/HR/"
    assert read("/hi/states/XX/", 404).links()["HR · हरियाणा"] == "/hi/states/HR/"


@pytest.mark.parametrize("path", ["/", "/rankings/2023-10/", "/states/HR/", "/streaks/", "/states/"])
def test_unknown_boards_and_categories(autumn: dict[str, RankingList], read: Read, path: str) -> None:
    page = read(f"{path}?board=nope", 404)
    assert page.h1 == "There is no board “nope”"
    assert page.links()["Overall"] == f"{path}?board=overall"
    page = read(f"{path}?category=nope&board=cctns", 404)
    assert page.links()["Union Territories"] == f"{path}?category=ut&board=cctns"


def test_an_unknown_version(directory: None, read: Read) -> None:
    page = read("/methodology/2020-01/", 404)
    assert page.h1 == "There is no methodology version “2020-01”"
    assert page.links()["2023-01"] == "/methodology/2023-01/"


@pytest.mark.parametrize(
    ("query", "mended"),
    [
        ("/streaks/?from=2023", "/streaks/"),
        ("/streaks/?from=2023-13&board=icjs", "/streaks/?board=icjs"),
        ("/streaks/?from=2023-10&to=2023-08", "/streaks/?from=2023-10"),
        ("/streaks/?from=0001-01&to=9999-12", "/streaks/?to=9999-12"),
        ("/?origin=guess", "/"),
        ("/states/HR/?month=yesterday", "/states/HR/"),
    ],
)
def test_a_malformed_query_says_how_to_mend_it(
    autumn: dict[str, RankingList], read: Read, query: str, mended: str
) -> None:
    page = read(query, 400)
    assert page.h1 == "This address cannot be read"
    assert page.one("p", "lede").text
    assert [*page.links().values()] == [mended]
    assert read(f"/hi{query}", 400).h1 == "यह पता पढ़ा नहीं जा सका"


def test_what_was_asked_is_shown_but_never_run(directory: None, client: Client) -> None:
    for path in (
        "/?board=<script>alert(1)</script>",
        "/states/<script>x/",
        "/rankings/<b>/",
        "/?origin=\"'><i>",
    ):
        response = client.get(path)
        assert response.status_code in {400, 404}
        assert "<script>alert" not in response.content.decode()
        assert "<b>" not in response.content.decode()


@pytest.mark.parametrize(
    "query", ["?board=%00", "?category=%F0%9F%98%80", "?board=" + "x" * 5000, "?from=%C3%28"]
)
def test_strange_bytes_are_no_fault_of_ours(
    autumn: dict[str, RankingList], client: Client, query: str
) -> None:
    for path in ("/", "/streaks/", "/states/HR/", "/rankings/2023-10/"):
        assert client.get(path + query).status_code in {200, 400, 404}


def test_nowhere_in_both_languages(db: None, read: Read) -> None:
    assert read("/nowhere/", 404).h1 == "Page not found"
    page = read("/hi/nowhere/", 404)
    assert page.h1 == "पृष्ठ नहीं मिला"
    assert page.links()["रैंकिंग"] == "/hi/"


def test_a_fault_of_ours_is_told_without_its_details(
    autumn: dict[str, RankingList], client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> None:
        raise RuntimeError("secret detail")

    monkeypatch.setattr("dashboard.leaderboard.views.leaderboard", fails)
    client.raise_request_exception = False
    response = client.get("/")
    text = response.content.decode()
    assert response.status_code == 500
    assert "Something went wrong here" in text
    assert "यहाँ कुछ गड़बड़ी हुई" in text
    assert "secret" not in text
    assert "style=" not in text
