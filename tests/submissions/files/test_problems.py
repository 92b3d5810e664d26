"""The table of problems: every code of the contract, both languages, and sentences that can be filled in."""

from __future__ import annotations

import string

import pytest

from submissions.problem_texts import TEXTS
from submissions.problems import Severity, in_order, problem

OF_THE_CONTRACT = {
    "unknown_parameter", "duplicate_parameter", "missing_parameter", "not_a_number", "negative", "numerator_missing",
    "denominator_missing", "numerator_exceeds_denominator", "stock_fell", "jump", "remark_needed", "formula_cell",
    "wrong_header", "wrong_state", "wrong_month", "encoding", "not_a_spreadsheet", "macro_file", "encrypted_file",
    "too_large", "too_many_rows",
}  # fmt: skip


def _fields(sentence: str) -> set[str]:
    return {name for _text, name, _form, _kind in string.Formatter().parse(sentence) if name is not None}


def test_every_code_of_the_contract_is_there() -> None:
    assert {key.partition(".")[0] for key in TEXTS} >= OF_THE_CONTRACT


@pytest.mark.parametrize("key", TEXTS)
def test_a_sentence_says_the_same_in_both_languages(key: str) -> None:
    english, hindi = TEXTS[key]
    assert _fields(english) == _fields(hindi)
    assert english.isascii() or not any("ऀ" <= one <= "ॿ" for one in english.replace("०–९", ""))
    assert any("ऀ" <= one <= "ॿ" for one in hindi)
    assert english.endswith(".")
    assert hindi.endswith("।")


def test_a_problem_is_told_with_the_keys_of_the_contract_in_their_order() -> None:
    one = problem(
        "denominator_missing",
        row=7,
        column="denominator",
        cell="C7",
        parameter="REG-01",
        severity=Severity.WARNING,
    )
    assert list(one.as_dict().items())[:6] == [
        ("row", 7),
        ("column", "denominator"),
        ("cell", "C7"),
        ("parameter", "REG-01"),
        ("code", "denominator_missing"),
        ("severity", "warning"),
    ]
    assert list(one.as_dict())[6:] == ["message", "message_hi"]
    assert (one.text("en"), one.text("hi")) == (one.message, one.message_hi)


def test_problems_stand_in_the_order_of_the_file_and_none_twice() -> None:
    places = [(3, "remarks"), (3, "numerator"), (None, None), (2, "denominator"), (3, "numerator")]
    found = in_order(problem("blank_file", row=row, column=column) for row, column in places)
    assert [(one.row, one.column) for one in found] == [
        (None, None),
        (2, "denominator"),
        (3, "numerator"),
        (3, "remarks"),
    ]
