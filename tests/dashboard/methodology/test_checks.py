"""Every check of a methodology version: what it finds, where it points, and its sentence in both languages."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import pytest

from common.months import Month
from metrics.catalogue import load_all
from metrics.drafts.checks import FIELDS, NAMES, NUMBERS, TEXTS, check, number, problem, standing, until
from tests.dashboard.test_glossary import faults, glossary

Change = Callable[[dict[str, Any]], None]
SOUND = load_all()[1].document
HELD = {
    "2021-06": (Month(2021, 6), True),
    "2023-01": (Month(2023, 1), True),
    "2024-07": (Month(2024, 7), False),
}


def changed(change: Change) -> dict[str, Any]:
    document = copy.deepcopy(dict(SOUND))
    change(document)
    return document


def head(**values: Any) -> Change:
    return lambda document: document.update(values)


def group(**values: Any) -> Change:
    """Change the group CYB, which has one parameter."""
    return lambda document: document["groups"][7].update(values)


def parameter(**values: Any) -> Change:
    """Change INF-01: 4 marks, higher is better, best 100, worst 0."""
    return lambda document: document["parameters"][0].update(values)


def without(key: str) -> Change:
    return lambda document: document["parameters"][0].pop(key)


def only_overall(document: dict[str, Any]) -> None:
    document["groups"][8]["boards"] = ["cctns", "overall"]


def twice(part: str) -> Change:
    def change(document: dict[str, Any]) -> None:
        document[part].append(copy.deepcopy(document[part][0]))

    return change


def no_cyber(document: dict[str, Any]) -> None:
    document["parameters"] = [one for one in document["parameters"] if one["group"] != "CYB"]


FAULTS: list[tuple[Change, set[tuple[str, str]]]] = [
    (head(version=""), {("missing", "version")}),
    (head(version="2023 11"), {("version_form", "version")}),
    (head(version="-2023"), {("version_form", "version")}),
    (head(version="v" * 21), {("version_form", "version")}),
    (head(version="../x"), {("version_form", "version")}),
    (head(title=" "), {("missing", "title")}),
    (head(title="t" * 201), {("too_long", "title")}),
    (head(title="पद्धति"), {("not_english", "title")}),
    (head(title_hi="Method"), {("not_hindi", "title_hi")}),
    (head(title_hi=None), {("missing", "title_hi")}),
    (head(holds_from="2023-13"), {("month_form", "holds_from")}),
    (head(holds_from="November"), {("month_form", "holds_from")}),
    (lambda one: one["rules"].update(ties="coin"), {("choice", "rules/ties")}),
    (lambda one: one["rules"].update(decimals=3), {("choice", "rules/decimals")}),
    (lambda one: one["rules"].update(luck=1), {("unknown_rule", "rules/luck")}),
    (
        group(code="Cy"),
        {("group_code", "groups/Cy"), ("no_group", "parameters/CYB-01/group"), ("group_empty", "groups/Cy")},
    ),
    (group(name=""), {("missing", "groups/CYB/name")}),
    (group(name="n" * 101), {("too_long", "groups/CYB/name")}),
    (group(name_hi="Cyber"), {("not_hindi", "groups/CYB/name_hi")}),
    (group(boards=["cctns"]), {("not_overall", "groups/CYB/boards")}),
    (group(boards=["overall"]), {("on_no_board", "groups/CYB/boards")}),
    (group(boards=["cctns", "moon", "overall"]), {("not_a_board", "groups/CYB/boards")}),
    (only_overall, {("board_empty", "groups")}),
    (twice("groups"), {("group_twice", "groups/INF")}),
    (no_cyber, {("group_empty", "groups/CYB"), ("marks_sum", "parameters")}),
    (twice("parameters"), {("parameter_twice", "parameters/INF-01"), ("marks_sum", "parameters")}),
    (parameter(code="INF-1"), {("parameter_code", "parameters/INF-1")}),
    (parameter(code="inf-01"), {("parameter_code", "parameters/inf-01")}),
    (
        parameter(name="", denominator_hi=""),
        {("missing", "parameters/INF-01/name"), ("missing", "parameters/INF-01/denominator_hi")},
    ),
    (parameter(numerator="थाने"), {("not_english", "parameters/INF-01/numerator")}),
    (parameter(numerator_hi="stations"), {("not_hindi", "parameters/INF-01/numerator_hi")}),
    (parameter(denominator="d" * 151), {("too_long", "parameters/INF-01/denominator")}),
    (parameter(group="XXX"), {("no_group", "parameters/INF-01/group")}),
    (
        parameter(better="sideways"),
        {("choice", "parameters/INF-01/better"), ("better_contradicts", "parameters/INF-01/better")},
    ),
    (parameter(period_kind=""), {("choice", "parameters/INF-01/period_kind")}),
    (parameter(attested="guessed"), {("choice", "parameters/INF-01/attested")}),
    (parameter(numerator_may_exceed="yes"), {("choice", "parameters/INF-01/numerator_may_exceed")}),
    (parameter(max_marks="four"), {("not_a_number", "parameters/INF-01/max_marks"), ("marks_sum", "parameters")}),
    (without("best_percent"), {("not_a_number", "parameters/INF-01/best_percent")}),
    (parameter(best_percent="99.999"), {("not_a_number", "parameters/INF-01/best_percent")}),
    (parameter(max_marks="0"), {("marks_range", "parameters/INF-01/max_marks"), ("marks_sum", "parameters")}),
    (parameter(max_marks="-4"), {("marks_range", "parameters/INF-01/max_marks"), ("marks_sum", "parameters")}),
    (parameter(max_marks="4.01"), {("marks_sum", "parameters")}),
    (parameter(best_percent="100.01"), {("percent_range", "parameters/INF-01/best_percent")}),
    (parameter(worst_percent="-1"), {("percent_range", "parameters/INF-01/worst_percent")}),
    (parameter(best_percent="0"), {("best_is_worst", "parameters/INF-01/best_percent")}),
    (parameter(better="lower"), {("better_contradicts", "parameters/INF-01/better")}),
    (parameter(best_percent="0", worst_percent="20"), {("better_contradicts", "parameters/INF-01/better")}),
]  # fmt: skip
BESIDE: list[tuple[dict[str, str], Month | None, set[str]]] = [
    ({"version": "2023-11", "holds_from": "2023-11"}, Month(2023, 10), set()),
    ({"version": "2023-11", "holds_from": "2023-11"}, None, set()),
    ({"version": "2023-11", "holds_from": "2023-10"}, Month(2023, 10), {"month_published"}),
    ({"version": "2023-11", "holds_from": "2022-05"}, Month(2023, 10), {"month_published"}),
    ({"version": "2023-11", "holds_from": "2024-07"}, Month(2023, 10), {"month_taken"}),
    ({"version": "2023-01", "holds_from": "2023-11"}, Month(2023, 10), {"version_sealed"}),
    ({"version": "2024-07", "holds_from": "2024-07"}, Month(2023, 10), set()),
    ({"version": "2024-07", "holds_from": "2023-12"}, Month(2023, 10), set()),
    ({"version": "2024-07", "holds_from": "2025-01"}, Month(2024, 8), {"version_in_use"}),
    ({"version": "2023-11", "holds_from": "soon"}, Month(2023, 10), set()),
]


@pytest.mark.parametrize("document", load_all(), ids=lambda one: one.version)
def test_the_shipped_versions_are_sound(document: Any) -> None:
    assert check(document.document) == []


@pytest.mark.parametrize(("change", "expected"), FAULTS)
def test_each_fault_is_found_where_it_is(change: Change, expected: set[tuple[str, str]]) -> None:
    found = check(changed(change))
    assert {(one.code, one.place) for one in found} == expected
    assert len(found) == len(expected), "each once"


def test_all_faults_at_once() -> None:
    def spoil(document: dict[str, Any]) -> None:
        for change in (head(title=""), parameter(max_marks="5", better="lower"), group(boards=["overall"])):
            change(document)

    assert [one.code for one in check(changed(spoil))] == [
        "missing", "on_no_board", "better_contradicts", "marks_sum",
    ]  # fmt: skip


def test_a_document_of_nothing_is_told_without_an_error() -> None:
    codes = {one.code for one in check({})}
    assert {"missing", "month_form", "choice", "marks_sum", "board_empty"} <= codes


@pytest.mark.parametrize(("document", "newest", "expected"), BESIDE)
def test_beside_the_versions_and_lists_there_are(
    document: dict[str, str], newest: Month | None, expected: set[str]
) -> None:
    assert {one.code for one in standing(document, HELD, newest)} == expected


def test_a_later_version_takes_over() -> None:
    assert until(Month(2023, 11), HELD, "2023-11") == (Month(2024, 7), "2024-07")
    assert until(Month(2024, 8), HELD, "2024-08") is None
    assert until(Month(2024, 6), HELD, "2024-07") is None, "its own place is not another's"


def test_every_sentence_is_tried_in_both_languages() -> None:
    tried = {code for _, expected in FAULTS for code, _ in expected} | {
        code for _, _, codes in BESIDE for code in codes
    }
    assert tried == set(TEXTS)
    told = [one for change, _ in FAULTS for one in check(changed(change))]
    told += [one for document, newest, _ in BESIDE for one in standing(document, HELD, newest)]
    for one in told:
        assert one.text("hi") == one.message_hi != one.message == one.text("en")
        for text in (one.message, one.message_hi):
            assert "{" not in text
            assert "None" not in text


def test_the_sentences_keep_to_the_glossary() -> None:
    pairs = [*TEXTS.values(), *FIELDS.values(), *NAMES.values()]
    wrong = [fault for term in glossary() for fault in faults(term, [(en, hi) for en, hi in pairs])]
    assert wrong == []


@pytest.mark.parametrize("value", ["7", "7.5", "0", "99.99"])
def test_numbers_are_exact(value: str) -> None:
    assert str(number(value)) == value


@pytest.mark.parametrize("value", [7, 7.5, None, True, "NaN", "Infinity", "1e9", "७", "7,5", ""])
def test_what_is_no_number(value: Any) -> None:
    assert number(value) is None
    assert any(one.code == "not_a_number" for one in check(changed(parameter(**{NUMBERS[2]: value}))))


def test_a_long_value_is_told_short() -> None:
    assert len(problem("version_form", "version", value="x" * 500).message) < 200
