"""History re-scored under one version: exact, honest about what was measured, and never called published."""

from __future__ import annotations

from decimal import Decimal
from types import SimpleNamespace
from typing import cast

import pytest
from django.core.cache import cache
from django.test import Client
from hypothesis import given
from pytest_django.fixtures import DjangoAssertNumQueries

from common.months import Month
from dashboard.streaks.rescored import CountRow, headline
from insights.tryout.core import MonthFigures, rescore
from insights.tryout.queries import RescoredHistory, rescored_history
from metrics.catalogue import load_all
from metrics.scoring import Figure, ParameterRule, Rules
from metrics.selectors import UnknownMethodologyError
from rankings.lists.histories import Scope
from rankings.lists.ranks import Roll
from rankings.models import ListRow
from states.models import State
from tests.dashboard.api.conftest import Place, publish_list
from tests.dashboard.conftest import Read
from tests.dashboard.methodology.conftest import Past
from tests.metrics.scoring.months import months as drawn_months
from tests.metrics.scoring.months import second_road

MONTHS = ("2022-11", "2022-12", "2023-01")
VERSIONS = {one.version: one for one in load_all()}
HISTORY = "/api/v1/states/HR/history/"


@pytest.mark.django_db
@pytest.mark.parametrize("version", VERSIONS)
def test_every_score_and_rank_by_a_second_road(past: Past, version: str) -> None:
    every = past(MONTHS)
    for board in ("cctns", "icjs", "itsso", "overall"):
        found = rescored_history(Scope(board, "all"), version)
        assert list(found.months) == list(every)
        for month, figures in every.items():
            asked = {one["code"] for one in VERSIONS[_in_force(month)].document["parameters"]}
            rules = [one for one in VERSIONS[version].parameter_rules() if one.code in asked]
            here = frozenset(one.code for one in rules if board in one.boards)
            one = found.months[month]
            assert (one.scored, one.whole) == (
                len(here), sum(board in rule.boards for rule in VERSIONS[version].parameter_rules()),
            )  # fmt: skip
            scores = {
                state: second_road(rules, {rule.code: sent.get(rule.code) for rule in rules}, here)
                for state, sent in figures.items()
            }
            assert {state: one.places[state].score for state in scores} == scores
            for state, score in scores.items():
                above = [other for other in scores.values() if score is not None and (other or -1) > score]
                assert one.places[state].rank == (None if score is None else len(above) + 1), (month, state)
            assert one.places["KL"].reason == "not_reported"


def _in_force(month: Month) -> str:
    return "2021-06" if month < Month(2023, 1) else "2023-01"


@pytest.mark.django_db
def test_under_its_own_version_a_month_gives_its_own_list(past: Past) -> None:
    past(MONTHS)
    for board, category in (("cctns", "all"), ("overall", "hilly-ne"), ("icjs", "ut")):
        for version, months in (("2021-06", MONTHS[:2]), ("2023-01", MONTHS[2:])):
            found = rescored_history(Scope(board, category), version)
            for month in map(Month.parse, months):
                assert found.lists[month] == found.published[month]
                assert found.months[month].scored == found.months[month].whole


@given(drawn_months())
def test_what_was_not_measured_changes_nothing(
    drawn: tuple[tuple[ParameterRule, ...], dict[str, Figure | None]],
) -> None:
    """A version with one parameter more, of which there is no figure, scores the month as it was."""
    rules, sent = drawn
    more = ParameterRule("ZZZ-01", "ZZZ", Decimal(100), Decimal(0), Decimal(50), frozenset({"cctns"}))
    figures = {"HR": {code: one for code, one in sent.items() if one is not None}}
    measured = MonthFigures(Month(2023, 1), figures, frozenset(sent))
    roll = Roll({"HR": "Haryana"}, {"HR": frozenset({"all"})})
    without, with_it = (rescore(measured, every, Rules(), roll) for every in (rules, (*rules, more)))
    assert without.lists == with_it.lists
    assert with_it.whole["cctns"] == without.whole["cctns"] + 1


def test_a_figure_above_its_denominator_counts_in_full_under_another_version() -> None:
    rule = ParameterRule("CYB-01", "CYB", Decimal(30), Decimal(0), Decimal(4), frozenset({"cctns"}))
    sent = MonthFigures(
        Month(2023, 1), {"HR": {"CYB-01": Figure(Decimal(12), Decimal(10))}}, frozenset({"CYB-01"})
    )
    again = rescore(sent, [rule], Rules(), Roll({"HR": "Haryana"}, {"HR": frozenset({"all"})}))
    assert again.lists["cctns", "all"][0].score == Decimal("100.00")


@pytest.mark.django_db
def test_remembered_or_not_the_answer_is_the_same(past: Past, monkeypatch: pytest.MonkeyPatch) -> None:
    past(MONTHS)
    fresh = rescored_history(Scope("cctns", "ut"), "2024-07")
    assert rescored_history(Scope("cctns", "ut"), "2024-07") == fresh

    def fails(*args: object) -> None:
        raise ConnectionError

    monkeypatch.setattr(cache, "get", fails)
    monkeypatch.setattr(cache, "set_many", fails)
    assert rescored_history(Scope("cctns", "ut"), "2024-07") == fresh


@pytest.mark.django_db
def test_nothing_goes_stale_when_a_month_is_published_anew(past: Past) -> None:
    past(MONTHS)
    before = rescored_history(Scope("cctns", "all"), "2024-07").months
    past(("2023-02",), seed=8)
    after = rescored_history(Scope("cctns", "all"), "2024-07").months
    assert set(after) - set(before) == {Month(2023, 2)}


@pytest.mark.django_db
def test_no_list_and_no_version(directory: None) -> None:
    assert rescored_history(Scope("cctns", "all"), "").version == "2024-07"
    with pytest.raises(UnknownMethodologyError):
        rescored_history(Scope("cctns", "all"), "9")


@pytest.mark.django_db
def test_the_page_of_a_state(past: Past, read: Read) -> None:
    past(MONTHS)
    publish_list("2022-06", [Place("HR", 1, None)], origin="recorded")
    stored = ListRow.objects.count()
    page = read("/states/HR/?under=2024-07")
    assert page.h1.startswith("Under version 2024-07 Haryana would be in ")
    assert "In no month do all 28 parameters of the board have figures" in page.one("div", "note").text
    assert "known from the published record alone" in page.one("div", "note").text
    rows = [[cell.text for cell in row.children] for row in page.every("tbody")[-1].every("tr")]
    assert [row[0] for row in rows] == [
        "January 2023", "Published under version 2023-01 from January 2023, before it under version 2021-06",
        "December 2022", "November 2022", "June 2022 recorded",
    ]  # fmt: skip
    assert [row[-1] for row in rows if len(row) > 1] == ["25 of 28", "20 of 28", "20 of 28", "–"]
    assert rows[-1][1:] == ["–", "1", "–", "–", "–"]
    found = rescored_history(Scope("cctns", "all"), "2024-07").months[Month(2023, 1)].places["HR"]
    assert rows[0][1] == str(found.rank)
    assert rows[0][3] == f"{found.score:.2f}"
    assert "version 2023-01" in [one.text for one in page.every("text")]
    links = page.links()
    assert links["as published"] == "/states/HR/"
    assert links["2023-01"] == "/states/HR/?under=2023-01"
    assert ListRow.objects.count() == stored, "nothing is stored"


@pytest.mark.django_db
def test_the_page_of_months_in_first_place(past: Past, read: Read) -> None:
    past(MONTHS)
    page = read("/streaks/?under=2024-07&category=ut&from=2022-12")
    assert page.h1.startswith("Under version 2024-07 ")
    assert "of 2 months; published: " in page.h1
    counts, months = page.every("tbody")
    assert sum(int(row.children[1].text) for row in counts.every("tr")) >= 2
    assert [row.children[0].text for row in months.every("tr") if len(row.children) > 1] == [
        "January 2023", "December 2022",
    ]  # fmt: skip
    assert page.links()["all months"] == "/streaks/?category=ut&under=2024-07"
    assert page.links()["as published"] == "/streaks/?category=ut&from=2022-12"


@pytest.mark.django_db
def test_the_way_there_and_in_hindi(past: Past, read: Read) -> None:
    past(MONTHS)
    assert read("/states/HR/?board=overall").links()["re-scored under one version"] == (
        "/states/HR/?board=overall&under=latest"
    )
    assert (
        read("/streaks/?origin=recorded").links()["re-scored under one version"] == "/streaks/?under=latest"
    )
    page = read("/hi/states/HR/?under=latest")
    assert page.h1.startswith("संस्करण 2023-01 के अंतर्गत जनवरी 2023 में हरियाणा ")
    assert "कभी प्रकाशित नहीं हुआ" in page.one("div", "note").text
    assert read("/hi/streaks/?under=latest").h1.startswith("संस्करण 2023-01 के अंतर्गत ")


@pytest.mark.django_db
def test_what_cannot_be_asked(directory: None, read: Read) -> None:
    for path in ("/states/HR/", "/streaks/"):
        read(f"{path}?view=other", 400)
        read(f"{path}?methodology=2024-07", 400)
        read(f"{path}?view=rescored&origin=recorded", 400)
        read(f"{path}?under=latest&origin=recorded", 400)
        read(f"{path}?under=9", 404)
        assert "no month can be scored again" in read(f"{path}?under=latest").h1
        read(f"{path}?view=published")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("query", "there"),
    [
        ("view=rescored&methodology=2024-07", "under=2024-07"),
        ("view=rescored", "under=latest"),
        (
            "board=icjs&view=rescored&methodology=2024-07&from=2022-12",
            "board=icjs&from=2022-12&under=2024-07",
        ),
    ],
)
def test_old_addresses_lead_on_for_good(directory: None, client: Client, query: str, there: str) -> None:
    for path in ("/states/HR/", "/streaks/", "/hi/states/HR/", "/hi/streaks/"):
        answer = client.get(f"{path}?{query}")
        assert (answer.status_code, answer["Location"]) == (301, f"{path}?{there}")


@pytest.mark.django_db
def test_the_same_over_the_api(past: Past, client: Client) -> None:
    past(MONTHS)
    plain = client.get(HISTORY).json()
    assert "view" not in plain
    answer = client.get(HISTORY, {"view": "rescored", "methodology": "2024-07", "from": "2022-12"})
    document = answer.json()
    assert (document["view"], document["methodology"], document["count"]) == ("rescored", "2024-07", 2)
    assert "origins" not in document
    found = rescored_history(Scope("cctns", "all"), "2024-07")
    for one, month in zip(document["results"], (Month(2022, 12), Month(2023, 1)), strict=True):
        place, published = found.months[month].places["HR"], found.published[month].rows["HR"]
        assert (one["month"], one["rank"], Decimal(str(one["score"]))) == (
            str(month),
            place.rank,
            place.score,
        )
        assert (one["published_rank"], one["published_methodology"]) == (published.rank, _in_force(month))
        assert one["parameters"] == 28
    assert [one["parameters_scored"] for one in document["results"]] == [20, 25]
    assert (
        client.get(HISTORY, {"view": "rescored"}, headers={"If-None-Match": answer["ETag"]}).status_code
        == 200
    )
    assert (
        client.get(
            answer.request["PATH_INFO"] + "?" + answer.request["QUERY_STRING"],
            headers={"If-None-Match": answer["ETag"]},
        ).status_code
        == 304
    )
    assert client.get(HISTORY, {"view": "rescored"}).json()["methodology"] == "2023-01"
    table = client.get(HISTORY, {"view": "rescored", "format": "csv"})
    assert table.content.decode().splitlines()[0].startswith("view,board,category,state,name,")
    assert "rescored" in table["Content-Disposition"]


@pytest.mark.django_db
def test_what_the_api_refuses(past: Past, client: Client) -> None:
    past(MONTHS[:1])
    for query, status, code in (
        ({"view": "x"}, 400, "malformed_query"),
        ({"methodology": "2024-07"}, 400, "malformed_query"),
        ({"view": "rescored", "origin": "recorded"}, 400, "malformed_query"),
        ({"view": "rescored", "methodology": "9"}, 404, "unknown_methodology"),
    ):
        answer = client.get(HISTORY, query)
        assert (answer.status_code, answer.json()["code"]) == (status, code), query


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("path", "cold", "warm"),
    [
        ("/states/HR/?under=2024-07", 15, 8),
        ("/streaks/?under=2024-07", 15, 8),
        (f"{HISTORY}?view=rescored&methodology=2024-07", 14, 7),
    ],
)
def test_queries_do_not_grow_with_months_and_states(
    past: Past,
    client: Client,
    django_assert_num_queries: DjangoAssertNumQueries,
    path: str,
    cold: int,
    warm: int,
) -> None:
    for months, states in (
        (MONTHS[1:], ("HR", "HP")),
        (("2022-09", "2022-10"), ("HR", "HP", "DL", "KL", "CH")),
    ):
        past(months, states)
        cache.clear()
        with django_assert_num_queries(cold):
            client.get(path)
        with django_assert_num_queries(warm):
            client.get(path)


def test_the_headline_names_each_leaders_published_count() -> None:
    """Three States lead with 6 months; two of them were published first in 5, which is told of each."""

    def leaders(*published: int) -> str:
        rows = [
            cast(
                "CountRow",
                (State(name=name), SimpleNamespace(months_first=6), SimpleNamespace(months_first=count)),
            )
            for name, count in zip(("Delhi", "Goa", "Haryana"), published, strict=True)
        ]
        return headline(cast("RescoredHistory", SimpleNamespace(version="2024-07")), rows, 9)

    said = "Under version 2024-07 Delhi, Goa and Haryana would have been first in 6 of 9 months; published: "
    assert leaders(5, 4, 5) == f"{said}5 · 4 · 5"
    assert leaders(5, 5, 5) == f"{said}5"
