"""The search: States, months, parameters and pages, by what people call them in either language."""

from __future__ import annotations

import pytest
from django.test import Client
from pytest_django.fixtures import DjangoAssertNumQueries

from common.folding import Named, folded, found, near
from common.months import Month
from dashboard.search.queries import read_months
from rankings.models import RankingList
from states.selectors import all_states, other_names
from tests.dashboard.conftest import Read


@pytest.mark.parametrize(
    ("query", "label", "address"),
    [
        ("haryana", "Haryana", "/states/HR/"),
        ("हरियाणा", "Haryana", "/states/HR/"),
        ("HR", "Haryana", "/states/HR/"),
        ("in-ut", "Uttarakhand", "/states/UK/"),
        ("Orissa", "Odisha", "/states/OD/"),
        ("उड़ीसा", "Odisha", "/states/OD/"),
        ("Pondicherry", "Puducherry", "/states/PY/"),
        ("J&K", "Jammu and Kashmir", "/states/JK/"),
        ("daman", "Dadra and Nagar Haveli and Daman and Diu", "/states/DH/"),
        ("मिजोरम", "Mizoram", "/states/MZ/"),
        ("2023-10", "October 2023", "/rankings/2023-10/"),
        ("10/2023", "October 2023", "/rankings/2023-10/"),
        ("October 2023", "October 2023", "/rankings/2023-10/"),
        ("oct 2023", "October 2023", "/rankings/2023-10/"),
        ("अक्टूबर 2023", "October 2023", "/rankings/2023-10/"),
        ("अक्टूबर २०२३", "October 2023", "/rankings/2023-10/"),
        ("haryana october 2023", "Haryana, October 2023", "/states/HR/?month=2023-10"),
        ("REG-01", "Police stations entering 100% FIRs in CCTNS", "/parameters/REG-01/"),
        ("reg 01", "Police stations entering 100% FIRs in CCTNS", "/parameters/REG-01/"),
        ("ITSSO", "Ranking: ITSSO", "/?board=itsso"),
        ("hilly", "Ranking: Hilly and north-eastern States", "/?category=hilly-ne"),
        ("privacy", "Website policies", "/policies/"),
        ("गोपनीयता", "Website policies", "/policies/"),
        ("screen reader", "Accessibility statement", "/accessibility/"),
    ],
)
def test_what_people_type_leads_there(
    autumn: dict[str, RankingList], read: Read, query: str, label: str, address: str
) -> None:
    assert read(f"/search/?q={query.replace('&', '%26')}").links()[label] == address


def test_both_languages_answer_alike(autumn: dict[str, RankingList], read: Read) -> None:
    for query in ("Orissa", "उड़ीसा"):
        assert read(f"/hi/search/?q={query}").links()["ओडिशा"] == "/hi/states/OD/"
    assert read("/hi/search/?q=September 2023").links()["सितंबर 2023"] == "/hi/rankings/2023-09/"
    assert read("/hi/search/?q=सितम्बर 2023").links()["सितंबर 2023"] == "/hi/rankings/2023-09/"


def test_a_year_names_its_months_newest_first(autumn: dict[str, RankingList], read: Read) -> None:
    links = [url for url in read("/search/?q=2023").links().values() if url.startswith("/rankings/")]
    assert links == ["/rankings/2023-10/", "/rankings/2023-09/", "/rankings/2023-08/"]


def test_a_month_not_on_record_is_said(autumn: dict[str, RankingList], read: Read) -> None:
    assert read("/search/?q=2019-01").main.text.count("No list of January 2019 is on record.") == 1


@pytest.mark.parametrize(
    ("query", "meant"), [("Haryanna", "Haryana"), ("telanganna", "Telangana"), ("methodolgy", "Methodology")]
)
def test_what_is_nearly_right_is_offered(
    autumn: dict[str, RankingList], read: Read, query: str, meant: str
) -> None:
    page = read(f"/search/?q={query}")
    assert "Nothing was found." in page.main.text
    assert meant in page.links()


def test_nothing_at_all_is_said_with_examples(directory: None, read: Read) -> None:
    for query in ("xqzw", "%", "a" * 5000, "<xqzw>", "\N{NULL}"):
        page = read(f"/search/?q={query}")
        assert "For example:" in page.main.text
        assert "<xqzw>" not in page.source.partition("<main")[2]
    assert read("/search/").one("form", "search").one("input").attributes["value"] == ""


def test_error_pages_say_what_may_have_been_meant(autumn: dict[str, RankingList], read: Read) -> None:
    assert read("/states/hariyana/", 404).links()["Haryana"] == "/states/HR/"
    page = read("/state/west-bengal.html", 404)
    assert page.links()["West Bengal"] == "/states/WB/"
    assert page.one("form", "search").one("input").attributes["value"] == "west bengal"
    assert read("/privacy-policy/", 404).links()["Website policies"] == "/policies/"
    assert read("/hi/help-me/", 404).h1 == "पृष्ठ नहीं मिला"


def test_it_costs_the_same_for_any_query(
    autumn: dict[str, RankingList], client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for query in ("haryana", "2023", "xqzw"):
        with django_assert_num_queries(7, info=query):
            client.get(f"/search/?q={query}")


def test_spellings_are_folded_into_one() -> None:
    for one, other in (
        ("सितम्बर", "सितंबर"),
        ("हिन्दी", "हिंदी"),
        ("ज़िला", "जिला"),
        ("Café", "cafe"),
        ("१२", "12"),
    ):
        assert folded(one) == folded(other)
    assert folded("क्षेत्र") != folded("क्षत्र"), "vowel signs are letters, not accents"


def test_the_very_name_comes_first() -> None:
    things = [
        Named("a", ("Goa North",)),
        Named("b", ("Goa",)),
        Named("c", ("New Goa",)),
        Named("d", ("Algoab",)),
    ]
    assert found("goa", things) == ("b", "a", "c", "d")
    assert found("g", things) == ()
    assert found("", things) == ()
    assert near("gao", things) == () or near("gao", things)[0] == "b"


@pytest.mark.parametrize(
    ("query", "month"),
    [
        ("2010-11", Month(2010, 11)), ("may 2024", Month(2024, 5)), ("5 2024", Month(2024, 5)),
        ("दिस 2022", Month(2022, 12)), ("फरवरी 2022", Month(2022, 2)),
    ],
)  # fmt: skip
def test_months_are_read(query: str, month: Month) -> None:
    assert read_months(query).exact == month


def test_a_lone_number_is_no_month() -> None:
    assert not read_months("REG 01").any
    assert read_months("october").exact is None
    assert read_months("october").holds(Month(2021, 10))
    assert not read_months("13 2023").any or read_months("13 2023").exact is None


def test_every_other_name_is_of_a_state_and_of_one_only(directory: None) -> None:
    known = {one.code for one in all_states()}
    assert set(other_names()) <= known
    names = [folded(name) for names in other_names().values() for name in set(map(folded, names))]
    assert len(names) == len(set(names))
    assert not set(names) & {folded(text) for one in all_states() for text in (one.name, one.code)}
