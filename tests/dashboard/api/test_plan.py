"""`states/HP/plan/`: the API's plan, applied to the figures and scored here, reaches the rank."""

from __future__ import annotations

import csv
from decimal import Decimal
from io import StringIO
from itertools import product
from typing import Any

import pytest
from pytest_django.fixtures import DjangoAssertNumQueries

from accounts.people import create_demo_accounts
from common.months import Month
from metrics.figures import record_figures, rules_of
from metrics.scoring import Figure, Rules, mark, score
from metrics.selectors import document_of, methodology_in_force
from rankings.publish import Signatures, publish
from tests.dashboard.api.conftest import AT, Get

OCTOBER = Month(2023, 10)
SHARES = {"HR": 997, "HP": 981, "DL": 975}
Figures = dict[str, dict[str, Figure]]


@pytest.fixture
def published(directory: None) -> Figures:
    create_demo_accounts(password="planned-2023", at=AT)
    rules = rules_of(OCTOBER)
    sent: Figures = {}
    for state, share in SHARES.items():
        sent[state] = {
            code: Figure(
                Decimal(share if one.best_percent > one.worst_percent else 1000 - share), Decimal(1000)
            )
            for code, one in rules.items()
        }
        record_figures(
            state=state, month=OCTOBER, figures=sent[state], source="sample", sample=True, by="system", at=AT,
            rules=rules,
        )  # fmt: skip
    publish(
        month=OCTOBER, signatures=Signatures("publisher", "publisher2"), released_on=AT.date(), at=AT,
        announce=False,
    )  # fmt: skip
    return sent


def answer(get: Get, path: str) -> Any:
    found = get(path)
    assert found.status_code == 200, found.content
    return found.json(parse_float=Decimal)


def printed(figures: dict[str, Figure], board: str) -> Decimal:
    rules = document_of(methodology_in_force(OCTOBER)).parameter_rules()
    here = frozenset(rule.code for rule in rules if board in rule.boards)
    found = score([mark(rule, figures[rule.code]) for rule in rules], on_board=here, rules=Rules()).printed
    assert found is not None
    return found


def test_the_plan_scored_again_reaches_the_rank_and_nothing_can_be_spared(
    published: Figures, get: Get
) -> None:
    for state, by, board in product(
        ("HP", "DL"), ("fewest", "marks", "effort"), ("cctns", "icjs", "overall")
    ):
        document = answer(get, f"states/{state}/plan/?target=1&by={by}&board={board}")
        goal = printed(published["HR"], board)
        assert (document["reached"], document["rank"]["to"], document["needed_score"]) == (True, 1, goal)
        assert document["proof"] == {"rank": 1, "score": document["score"]["to"], "holds": True}
        steps = {one["parameter"]: one for one in document["results"]}
        sent = published[state] | {code: at(one, one["to"]) for code, one in steps.items()}
        assert printed(sent, board) == document["score"]["to"] >= goal
        assert sum(one["units"] for one in steps.values()) == document["effort"]
        sizes = {"fewest": len(steps), "marks": document["score"]["to"], "effort": document["effort"]}
        assert (document["proven"], document["at_least"]) == (True, sizes[by])
        for code, one in steps.items():
            assert abs(one["to"] - one["from"]) == one["units"]
            assert published[state][code] == at(one, one["from"])
            assert printed(sent | {code: published[state][code]}, board) < goal
            less = one["to"] + (1 if one["to"] < one["from"] else -1)
            assert printed(sent | {code: at(one, less)}, board) < goal
            assert min(one["rank_without"], one["rank_one_less"]) > 1


def at(step: dict[str, Any], numerator: int) -> Figure:
    return Figure(Decimal(numerator), Decimal(step["of"]))


def test_limits_efforts_and_a_target_out_of_reach(published: Figures, get: Get) -> None:
    free = answer(get, "states/HP/plan/?target=1&by=effort")
    first = next(one["parameter"] for one in free["results"])
    now = published["HP"][first].numerator
    held = answer(get, f"states/HP/plan/?target=1&by=effort&cap={first}:{now}&month=2023-10")
    assert first not in [one["parameter"] for one in held["results"]]
    dear = answer(get, f"states/HP/plan/?target=1&by=effort&effort={first}:100")
    assert first not in [one["parameter"] for one in dear["results"]]
    assert dear["effort"] == held["effort"] > free["effort"]
    caps = ",".join(
        f"{code}:{published['HP'][code].numerator}"
        for code, one in rules_of(OCTOBER).items()
        if "icjs" in one.boards
    )
    stuck = answer(get, f"states/HP/plan/?target=1&board=icjs&cap={caps}")
    assert (stuck["reached"], stuck["rank"], stuck["results"]) == (False, {"from": 2, "to": 2}, [])
    assert stuck["ceiling"] == {"rank": 2, "score": stuck["score"]["from"]}


def test_first_already_unranked_and_as_a_table(published: Figures, get: Get) -> None:
    first = answer(get, "states/HR/plan/")
    assert (first["reached"], first["target"], first["count"]) == (True, 1, 0)
    silent = answer(get, "states/GA/plan/?target=3")
    assert (silent["reason"], silent["reached"], silent["proof"]) == ("not_reported", None, None)
    rows = list(csv.DictReader(StringIO(get("states/DL/plan/?format=csv").content.decode())))
    document = answer(get, "states/DL/plan/")
    assert document["target"] == 2
    assert [(row["parameter"], row["to"]) for row in rows] == [
        (one["parameter"], str(one["to"])) for one in document["results"]
    ]


WRONG = [
    ("states/XX/plan/", 404, "unknown_state"),
    ("states/HP/plan/?month=2023-05", 404, "unknown_month"),
    ("states/HP/plan/?category=ut", 404, "unknown_category"),
    ("states/HP/plan/?target=0", 400, "malformed_query"),
    ("states/HP/plan/?target=37", 400, "malformed_query"),
    ("states/HP/plan/?by=luck", 400, "malformed_query"),
    ("states/HP/plan/?cap=REG-01", 400, "malformed_query"),
    ("states/HP/plan/?cap=REG-01:980", 400, "malformed_query"),
    ("states/HP/plan/?cap=ICJ-01:990", 400, "malformed_query"),
    ("states/HP/plan/?effort=REG-01:0", 400, "malformed_query"),
    ("states/HP/plan/?effort=REG-01:2,REG-01:3", 400, "malformed_query"),
    ("states/HP/plan/?origin=recorded", 400, "unknown_query_parameter"),
]


def test_what_it_refuses(published: Figures, get: Get) -> None:
    for path, status, code in WRONG:
        found = get(path)
        assert (found.status_code, found.json()["code"]) == (status, code), path
        if code == "malformed_query":
            assert found.json()["field"] in path
    assert get("states/in-hp/plan/").status_code == 301


def test_queries(published: Figures, get: Get, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(10):
        assert get("states/HP/plan/?target=1").status_code == 200
