"""The register in public: the list and its filters, a practice, its document, a State's page, search and site map."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client
from pytest_django.fixtures import DjangoAssertNumQueries

from common import files
from rankings.models import PracticeRevision
from rankings.practices.services import Content, Step, edit, withdraw
from tests.dashboard.practices.making import DOCX, NOW, PDF, entered
from tests.dashboard.reading import Page
from tests.submissions.desk.test_scanning import NASTY

pytestmark = pytest.mark.django_db


def page(client: Client, path: str, status: int = 200) -> Page:
    answer = client.get(path)
    assert answer.status_code == status, path
    return Page(answer.content.decode())


def titles(found: Page) -> list[str]:
    lists = found.every("ol", "practices")
    return [one.text for one in lists[0].every("h2")] if lists else []


def gone(one: PracticeRevision) -> None:
    withdraw(step=Step(one.practice_id, one.number, "Names stood in it.", "meera", NOW + timedelta(hours=1)))


@pytest.fixture
def three(directory: None) -> None:
    entered("Old <b>registers</b>", state="MZ", year=2021)
    entered("One desk", title_hi="एक डेस्क", description_hi="हर एफ़आईआर देखी जाती है।", file=PDF)
    entered("A second line", state="HP")


def test_the_list_and_its_filters(three: None, client: Client) -> None:
    found = page(client, "/practices/")
    assert titles(found) == ["One desk", "A second line", "Old <b>registers</b>"]
    assert found.one("p", "lede").text.endswith("3 practices · 3 States and UTs")
    assert [one.text for one in found.main.every("select")[0].every("option")] == [
        "All States and UTs", "Haryana", "Himachal Pradesh", "Mizoram",
    ]  # fmt: skip
    assert titles(page(client, "/practices/?state=hr&year=")) == ["One desk"]
    assert titles(page(client, "/practices/?state=IN-MZ")) == ["Old <b>registers</b>"]
    narrowed = page(client, "/practices/?year=2023")
    assert titles(narrowed) == ["One desk", "A second line"]
    assert narrowed.h1 == "Good practices · 2023"
    empty = page(client, "/practices/?state=GA&year=2020")
    assert (titles(empty), empty.h1) == ([], "Good practices · Goa · 2020")
    assert "nothing for this choice" in empty.main.text
    chosen = [one.text for one in empty.main.every("option") if "selected" in one.attributes]
    assert chosen == ["Goa", "2020"]


def test_it_is_there_in_hindi(three: None, client: Client) -> None:
    found = page(client, "/hi/practices/?state=HR")
    assert (titles(found), found.h1) == (["एक डेस्क"], "अच्छी प्रथाएँ · हरियाणा")
    one = page(client, "/hi/practices/2/")
    assert one.h1 == "एक डेस्क"
    assert not one.main.every("div")[0].attributes
    english = page(client, "/hi/practices/3/")
    assert english.one("h1").attributes["lang"] == "en"
    assert "केवल अंग्रेज़ी" in english.main.text


@pytest.mark.parametrize(
    ("path", "status"), [("?state=XX", 404), ("?year=x", 400), ("99/", 404), ("x/", 404)]
)
def test_what_is_not_there_is_told(three: None, client: Client, path: str, status: int) -> None:
    for prefix in ("", "/hi"):
        assert page(client, f"{prefix}/practices/{path}", status).main.every("a")


def test_an_empty_register_says_so(directory: None, client: Client) -> None:
    found = page(client, "/practices/")
    assert "The register is empty as yet." in found.main.text
    assert found.main.every("form") == []
    assert "none of this State or UT yet" in page(client, "/states/HR/").main.text


def test_a_practice(three: None, client: Client) -> None:
    found = page(client, "/practices/2/")
    assert found.h1 == "One desk"
    assert [one.text for one in found.main.every("p", "told")] == [
        "Every FIR is looked at.",
        "It is entered by noon.",
    ]
    [link] = [one for one in found.main.every("a") if one.text == "report.pdf"]
    assert link.attributes["href"] == "/practices/2/document/"
    assert "PDF, 1 KB" in found.main.text
    assert "Added on 05-12-2023" in found.main.text
    edit(
        step=Step(2, 1, "r", "meera", NOW + timedelta(days=2)),
        content=Content("HR", 2022, "One desk <script>", "Said."),
    )
    changed = page(client, "/practices/2/")
    assert (changed.h1, changed.main.every("script")) == ("One desk <script>", [])
    assert "Added on 05-12-2023 · last changed on 07-12-2023" in changed.main.text
    assert "अंतिम बदलाव 07-12-2023 को" in page(client, "/hi/practices/2/").main.text
    assert client.get("/practices/2/document/").status_code == 404


def test_its_document_is_a_download(three: None, client: Client) -> None:
    answer = client.get("/practices/2/document/")
    assert (answer.content, answer.headers["Content-Type"]) == (PDF, "application/pdf")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="report.pdf"'
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    same = client.get("/practices/2/document/", headers={"if-none-match": answer.headers["ETag"]})
    assert (same.status_code, same.content) == (304, b"")
    for path in ("/practices/3/document/", "/practices/99/document/"):
        assert client.get(path).status_code == 404
    document = PracticeRevision.objects.get(practice=2).document_id
    assert document is not None
    files.discard(document)
    assert client.get("/practices/2/document/").status_code == 404


@pytest.mark.parametrize("name", NASTY)
def test_no_name_of_a_document_writes_into_a_header(directory: None, client: Client, name: str) -> None:
    entered(file=DOCX, name=f"{name}.docx")
    answer = client.get("/practices/1/document/")
    told = answer.headers["Content-Disposition"]
    assert re.fullmatch(r"attachment; filename(=\"[^\"\r\n\\/]+\"|\*=utf-8''[\w.%~!#$&+^`|-]+)", told), told
    assert told.rstrip('"').endswith(".docx")
    assert not {"X", "Set-Cookie"} & set(answer.headers)


def test_what_was_withdrawn_says_only_that(three: None, client: Client) -> None:
    gone(PracticeRevision.objects.get(practice=2))
    assert titles(page(client, "/practices/")) == ["A second line", "Old <b>registers</b>"]
    for prefix, word in (("", "withdrawn on 05-12-2023"), ("/hi", "05-12-2023 को वापस ली गई")):
        for path in ("", "document/"):
            found = page(client, f"{prefix}/practices/2/{path}", 410)
            assert word in found.main.text
            for secret in ("One desk", "एक डेस्क", "Names stood in it", "meera", "report.pdf"):
                assert secret not in found.source
            assert f"{prefix}/states/HR/" in [one.attributes["href"] for one in found.main.every("a")]
    assert "Names stood in it" not in client.get("/practices/").content.decode()


def test_a_states_page_shows_its_own(three: None, client: Client) -> None:
    found = page(client, "/states/HR/").main
    assert [one.attributes["href"] for one in found.every("a") if "/practices/" in one.attributes["href"]] == [
        "/practices/2/", "/practices/",
    ]  # fmt: skip
    hindi = page(client, "/hi/states/HP/").main
    [link] = [one for one in hindi.every("a") if one.attributes["href"] == "/hi/practices/3/"]
    assert (link.text, link.attributes["lang"]) == ("A second line", "en")


def test_a_sample_is_labelled_wherever_it_shows(directory: None, client: Client) -> None:
    entered(sample=True)
    entered("A real one", state="GA")
    for path in ("/practices/", "/practices/1/", "/states/HR/"):
        found = page(client, path)
        assert [one.text for one in found.main.every("span", "tag")] == ["Sample"], path
    banner = "Sample practices, made up for the demonstration."
    assert banner in page(client, "/practices/1/").source
    for path in ("/practices/2/", "/practices/?state=GA"):
        assert banner not in page(client, path).source


def test_search_and_site_map_know_them(three: None, client: Client) -> None:
    for query in ("second line", "एक डेस्क", "registers"):
        links = [one.attributes["href"] for one in page(client, f"/search/?q={query}").main.every("a")]
        assert any(re.fullmatch(r"/practices/\d/", one) for one in links), query
    found = page(client, "/search/?q=good practices").main.every("a")
    assert "/practices/" in [one.attributes["href"] for one in found]
    gone(PracticeRevision.objects.get(practice=3))
    sitemap = client.get("/sitemap.xml").content.decode()
    assert re.findall(r"<loc>[^<]*(/practices/[^<]*)</loc><lastmod>([^<]*)<", sitemap)[::2] == [
        ("/practices/", "2023-12-05"), ("/practices/2/", "2023-12-05"), ("/practices/1/", "2023-12-05"),
    ]  # fmt: skip


@pytest.mark.parametrize("count", [1, 12])
def test_the_queries_do_not_grow(
    directory: None, client: Client, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(count):
        entered(f"Practice {number}", state="HR" if number % 2 else "GA")
    for path, queries in {"/practices/": 3, "/practices/?state=HR&year=2023": 4, "/practices/1/": 3}.items():
        with django_assert_num_queries(queries, info=path):
            client.get(path)
