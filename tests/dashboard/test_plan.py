"""What would make a State first, on the page: steps in its own units, the proof, the form, and every way to it."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest
from django.test import Client
from pytest_django.fixtures import DjangoAssertNumQueries

from common.months import Month
from insights.plan.core import Notion, Plan, Question, plan
from metrics.scoring import Figure, Rules, mark, score
from metrics.selectors import document_of, methodology_in_force
from rankings.models import RankingList
from states.models import State
from tests.dashboard.conftest import Read, Shares
from tests.dashboard.reading import Page

SEPTEMBER, OCTOBER = Month(2023, 9), Month(2023, 10)
Publish = Callable[[Shares, Month, bool], None]
PLAN = "/states/HP/plan/"


def of(part: int, whole: int) -> Figure:
    return Figure(Decimal(part), Decimal(whole))


def sheet(**own: Figure) -> dict[str, Figure]:
    """Full marks in everything but in what is given, by code with an underscore."""
    rules = document_of(methodology_in_force(OCTOBER)).parameter_rules()
    full = {one.code: of(1000 if one.best_percent > one.worst_percent else 0, 1000) for one in rules}
    return full | {code.replace("_", "-"): figure for code, figure in own.items()}


HP = {"REG_03": of(40, 50), "REG_05": of(180, 200), "DAT_03": of(10, 1000)}


@pytest.fixture
def october(figures: Publish) -> None:
    """Haryana lacks 0.05 marks of 100; Himachal lacks some in three parameters; Delhi is far behind; Goa unranked."""
    figures({"HR": 990, "HP": 980, "DL": 900}, SEPTEMBER, True)
    figures({"HR": sheet(REG_03=of(49, 50)), "HP": sheet(**HP), "DL": 900}, OCTOBER, True)


def printed(**own: Figure) -> Decimal:
    """The score by a road of its own: the figures scored here, without planner or page."""
    rules = document_of(methodology_in_force(OCTOBER)).parameter_rules()
    here = frozenset(rule.code for rule in rules if "cctns" in rule.boards)
    found = score(
        [mark(rule, sheet(**own)[rule.code]) for rule in rules], on_board=here, rules=Rules()
    ).printed
    assert found is not None
    return found


def test_whole_pieces_in_the_states_own_units_and_a_proof(october: None, read: Read) -> None:
    page = read(f"{PLAN}?target=1&by=effort")
    assert page.h1 == "Himachal Pradesh: improving 3 parameters leads from 2nd to 1st place"
    goal = printed(REG_03=of(49, 50))
    assert f"The score to meet is {goal}, that of Haryana" in page.main.one("p", "lede").text
    rows = {row[0].split()[-1]: row for row in page.rows("plan")}
    sent = dict(HP)
    for code, row in rows.items():
        before, after = row[1].split(" → then ")
        assert int(before) == sent[code.replace("-", "_")].numerator
        part, whole = (int(one.replace(",", "")) for one in after.split(" of "))
        assert abs(part - int(before)) == int(row[3]) == int(row[0].split()[0])
        assert [int(one) for one in row[4:]] == [2, 2]
        sent[code.replace("-", "_")] = of(part, whole)
    assert rows["REG-03"][0].startswith("10 more IIF-2 forms entered")
    assert rows["DAT-03"][0].split()[1] == "fewer"
    assert printed(**sent) >= goal
    for code, figure in sent.items():
        assert printed(**sent | {code: HP[code]}) < goal
        assert figure.numerator is not None
        back = 1 if code != "DAT_03" else -1
        assert printed(**sent | {code: Figure(figure.numerator - back, figure.denominator)}) < goal
    assert "All steps applied and scored again" in page.main.text


def test_each_notion_leads_to_the_others_and_is_worked_out_alone(
    october: None, read: Read, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []

    def counted(question: Question, target: int, notion: Notion) -> Plan:
        asked.append(notion)
        return plan(question, target, notion)

    monkeypatch.setattr("insights.plan.queries.plan", counted)
    links = read(PLAN).main.one("aside").one("ul").every("a")
    assert [link.text for link in links] == ["fewest parameters", "least marks", "least effort"]
    for link in links:
        assert "1st place" in read(link.attributes["href"]).h1
    assert asked == [Notion.FEWEST, *Notion]


def test_a_search_that_ends_at_its_bound_says_so(
    october: None, read: Read, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = f"{PLAN}?target=1&by=effort"
    effort = sum(int(row[3]) for row in read(path).rows("plan"))
    monkeypatch.setattr("insights.plan.effort.STEPS", 1)
    said = "The best plan found within the bound of the search. Less effort may do, but none below "
    page = read(path)
    least = page.main.one("table", "plan").one("caption").text.partition(said)[2].rstrip(".")
    assert 0 < int(least) <= effort <= sum(int(row[3]) for row in page.rows("plan"))
    assert "खोज की सीमा के भीतर" in read(f"/hi{path}").main.one("table", "plan").one("caption").text


def test_the_form_leads_to_a_short_address_that_can_be_shared(
    october: None, read: Read, client: Client
) -> None:
    long = f"{PLAN}?target=1&by=effort&month=&cap.REG-03=४९&effort.REG-03=&effort.REG-05=2&cap.DAT-03="
    answer = client.get(long)
    short = f"{PLAN}?target=1&by=effort&cap=REG-03:49&effort=REG-05:2"
    assert (answer.status_code, answer["Location"]) == (302, short)
    page = read(short)
    fields = {one.attributes["name"]: one.attributes.get("value", "") for one in page.main.every("input")}
    assert (fields["cap.REG-03"], fields["effort.REG-05"], fields["target"]) == ("49", "2", "1")
    assert fields["cap.DAT-03"] == ""
    assert client.get("/states/in-hp/plan/?target=1")["Location"] == "/states/HP/plan/?target=1"
    assert client.get("/states/in-hp/plan/").status_code == 301
    assert client.post(PLAN).status_code == 405


def test_out_of_reach_is_said_with_the_best_rank(october: None, read: Read) -> None:
    page = read(f"{PLAN}?target=1&cap=REG-03:41,REG-05:180,DAT-03:10")
    assert page.h1 == "1st place is out of reach for Himachal Pradesh; the best it can reach is 2nd"
    assert "With every parameter at its limit" in page.main.one("p", "lede").text
    assert "No step is needed." in page.main.text
    page = read(f"/hi{PLAN}?target=1&cap=REG-03:41,REG-05:180,DAT-03:10")
    assert page.h1.startswith("हिमाचल प्रदेश पहले स्थान तक नहीं पहुँच सकता")


def test_first_already_and_unranked(october: None, read: Read) -> None:
    assert read("/states/HR/plan/").h1 == "Haryana stands in 1st place already"
    page = read("/states/GA/plan/?target=1")
    assert page.h1 == "Goa is unranked: sent no figures"
    assert not page.every("table")


WRONG = {
    "target=0": "“0” is not a rank of this list; give a whole number from 1 to 36",
    "target=first": "“first” is not a rank of this list",
    "by=luck": "it is one of fewest, marks, effort, not “luck”",
    "cap=REG-03:39": "REG-03: “39” is not a number from 40 to 50",
    "cap=REG-03:x": "REG-03: “x” is not a number from 40 to 50",
    "cap=DAT-03:11": "DAT-03: “11” is not a number from 0 to 10",
    "effort=REG-03:101": "REG-03: “101” is not a whole number from 1 to 100",
    "effort=REG-01:2": "REG-01 has nothing to gain, so it takes no limit and no effort",
    "cap=ICJ-01:2": "there is no parameter “ICJ-01” on this board",
}


def test_what_cannot_be_meant_stands_by_its_field(october: None, read: Read) -> None:
    for query, said in WRONG.items():
        for prefix in ("", "/hi"):
            page = read(f"{prefix}{PLAN}?{query}", 400)
            assert not page.every("table", "plan"), query
            note = page.main.one("div", "note").text
            assert (said in note) == (not prefix), (query, note)
    page = read(f"{PLAN}?cap.REG-03=39&target=1", 400)
    (field,) = [one for one in page.main.every("input") if one.attributes["name"] == "cap.REG-03"]
    assert field.attributes["value"] == "39"
    assert page.main.one("tr", "wrong").one("span", "note-word").text.startswith("REG-03")
    assert read(f"{PLAN}?cap=REG-03", 400).h1 == "This address cannot be read"


def test_ways_to_it_and_what_has_no_figures(
    october: None, record: RankingList, read: Read, client: Client
) -> None:
    assert read("/states/HP/").links()["What would make it first"] == f"{PLAN}?target=1"
    assert read("/states/HP/").links()["The plan, its proof, and other places"] == f"{PLAN}?by=effort"
    assert "What would make it first" not in read("/states/HR/").links()
    assert read("/states/HP/why/").links()["What would make it first"] == f"{PLAN}?month=2023-10"
    assert read("/?state=HP").links()["What would make it first"] == f"{PLAN}?target=1"
    assert "What would make it first" not in read("/?state=HR").links()
    assert "What would make it first" not in read("/rankings/2023-06/?state=HP").links()
    assert "2nd to 1st" in read(f"{PLAN}?month=2023-09").h1
    for path, status in (
        (f"{PLAN}?month=2023-06", 404), (f"{PLAN}?category=ut", 404), ("/states/XX/plan/", 404),
        (f"{PLAN}?month=x", 400),
    ):  # fmt: skip
        read(path, status)
    page: Page = read(f"{PLAN}?category=hilly-ne")
    assert page.h1 == "Himachal Pradesh stands in 1st place already"
    data = read(f"{PLAN}?as_of=2024-12-01&target=1").links()["JSON"]
    assert data.endswith("/states/HP/plan/?month=2023-10&board=cctns&category=all&as_of=2024-12-01&target=1")
    robots = [one for one in page.every("meta") if one.attributes.get("name") == "robots"]
    assert robots[0].attributes["content"] == "noindex"


QUERIES = 11


def test_queries_with_three_states_and_more_months(
    three_states: None, figures: Publish, client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for month in (Month(2023, 8), SEPTEMBER, OCTOBER):
        figures({"HR": 990, "HP": 980, "DL": 970}, month, True)
    with django_assert_num_queries(QUERIES):
        assert client.get(f"{PLAN}?target=1").status_code == 200


def test_queries_with_thirty_six(
    directory: None, figures: Publish, client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    codes = list(State.objects.values_list("code", flat=True))
    figures({code: 900 + rank for rank, code in enumerate(codes)}, OCTOBER, True)
    with django_assert_num_queries(QUERIES):
        assert client.get(f"{PLAN}?target=1").status_code == 200
