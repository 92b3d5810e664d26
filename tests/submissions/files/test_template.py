"""The template: filled in and sent back it is read without loss, in both formats, and it guides the hand."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from functools import cache
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from common.months import Month
from metrics.catalogue import load_all
from metrics.scoring import Figure
from submissions.parsing import INFO_COLUMNS, ORIGIN_SHEET, Parsed, parse
from submissions.problems import COLUMNS
from submissions.template import HEADER, TemplateRow, TemplateSheet, csv_template, xlsx_template
from submissions.template.texts import FIGURES_SHEET, INSTRUCTIONS_SHEET
from submissions.validation import Expected, validate
from tests.submissions.files.support import examples

MONTH = Month(2023, 11)
FORMATS = {"xlsx": xlsx_template, "csv": csv_template}


@cache
def _document() -> dict[str, Any]:
    (found,) = (one for one in load_all() if one.version == "2023-01")
    return dict(found.document)


def _sheet(figures: Iterable[Figure] = (), remark: str = "") -> TemplateSheet:
    """Haryana's template of November 2023, filled with these figures in turn (else blank)."""
    groups = {one["code"]: one for one in _document()["groups"]}
    given = list(figures)
    rows = tuple(
        TemplateRow(
            code=one["code"],
            name=one["name"],
            name_hi=one["name_hi"],
            group=groups[one["group"]]["name"],
            group_hi=groups[one["group"]]["name_hi"],
            numerator=one["numerator"],
            numerator_hi=one["numerator_hi"],
            denominator=one["denominator"],
            denominator_hi=one["denominator_hi"],
            last_month=Figure(Decimal(390), Decimal("393.50")) if at % 2 else None,
            figure=given[at % len(given)] if given else Figure(None, None),
            remark=remark,
        )
        for at, one in enumerate(_document()["parameters"])
    )
    return TemplateSheet("HR", "Haryana", "हरियाणा", MONTH, "2023-01", rows)


def _expected() -> Expected:
    return Expected("HR", MONTH, "2023-01", {one["code"]: one for one in _document()["parameters"]})


def _filled(data: bytes, value: int = 5) -> bytes:
    """The downloaded workbook as an officer fills it in, cell by cell."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    page = book[FIGURES_SHEET]
    for number in range(2, page.max_row + 1):
        page[f"B{number}"], page[f"C{number}"], page[f"D{number}"] = value, value * 2, "देखा गया"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_the_shipped_template_filled_in_is_accepted_whole() -> None:
    checked = validate(parse(_filled(xlsx_template(_sheet()))), _expected())
    assert (checked.problems, checked.rows, checked.accepted) == ((), 28, 28)
    assert set(checked.figures.values()) == {Figure(Decimal(5), Decimal(10))}
    assert set(checked.remarks.values()) == {"देखा गया"}


def test_the_csv_twin_filled_in_is_accepted_whole() -> None:
    text = csv_template(_sheet()).decode("utf-8-sig").replace(",,,", ",5,10,")
    checked = validate(parse(text.encode()), _expected())
    assert (checked.problems, checked.rows, checked.accepted) == ((), 28, 28)


@pytest.mark.parametrize("form", FORMATS)
def test_a_template_sent_back_empty_asks_for_a_remark_in_each_row(form: str) -> None:
    checked = validate(parse(FORMATS[form](_sheet())), _expected())
    assert [(one.row, one.cell, one.code) for one in checked.problems] == [
        (row, f"D{row}", "remark_needed") for row in range(2, 30)
    ]


FIGURES = st.builds(
    Figure,
    st.decimals(0, Decimal("9999999999999.99"), places=2),
    st.decimals(0, Decimal("9999999999999.99"), places=2),
)
REMARKS = st.text(st.characters(categories=("L", "N", "P", "Zs"), include_characters="=+-@'\n।"), max_size=60)


@given(st.lists(FIGURES, min_size=1, max_size=5), REMARKS)
@settings(max_examples=examples(500, 15))
def test_what_goes_into_a_template_comes_out_of_it_the_same_in_both_formats(
    figures: list[Figure], remark: str
) -> None:
    sheet = _sheet(figures, remark.strip())
    book, text = (parse(form(sheet)) for form in FORMATS.values())
    assert _values(book) == _values(text)
    assert book.problems == text.problems
    assert not [one for one in book.problems if one.column in {"numerator", "denominator"}]
    found = [Figure(row.numerator, row.denominator) for row in book.rows]
    assert found == [row.figure for row in sheet.rows]


def _values(parsed: Parsed) -> list[tuple[object, ...]]:
    return [(row.parameter, row.numerator, row.denominator, row.remarks) for row in parsed.rows]


@pytest.mark.parametrize("form", FORMATS)
def test_a_template_knows_where_it_belongs(form: str) -> None:
    parsed = parse(FORMATS[form](_sheet()))
    assert [str(one) for one in parsed.origins] == ["HR 2023-11 2023-01"]
    for wrong, code in (
        (replace(_expected(), state="HP"), "wrong_state"),
        (replace(_expected(), month=Month(2023, 12)), "wrong_month"),
        (replace(_expected(), methodology="2024-07"), "wrong_methodology"),
    ):
        assert [one.code for one in validate(parsed, wrong).problems if one.row is None] == [code]


@pytest.mark.parametrize("form", FORMATS)
def test_the_same_sheet_gives_the_same_bytes(form: str) -> None:
    assert FORMATS[form](_sheet()) == FORMATS[form](_sheet())


def test_the_workbook_guides_the_hand() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        book = openpyxl.load_workbook(io.BytesIO(xlsx_template(_sheet())))
    page, hidden = book[FIGURES_SHEET], book[ORIGIN_SHEET]
    assert book.sheetnames == [FIGURES_SHEET, INSTRUCTIONS_SHEET, ORIGIN_SHEET]
    assert tuple(cell.value for cell in page[1]) == HEADER == (*COLUMNS, *INFO_COLUMNS)
    assert page.freeze_panes == "B2"
    assert page.protection.sheet
    assert page.protection.password is None
    unlocked = {cell.coordinate for row in page.iter_rows() for cell in row if not cell.protection.locked}
    assert unlocked == {f"{column}{row}" for column in "BCD" for row in range(2, 30)}
    rules = {str(rule.sqref): rule for rule in page.data_validations.dataValidation}
    number = rules["B2:C29"]
    assert (number.type, number.operator, number.formula1, number.allowBlank) == (
        "decimal",
        "between",
        "0",
        True,
    )
    assert rules["D2:D29"].type == "textLength"
    for rule in rules.values():
        assert rule.showErrorMessage
        for text, most in (
            (rule.error, 255),
            (rule.prompt, 255),
            (rule.errorTitle, 32),
            (rule.promptTitle, 32),
        ):
            assert len(text) <= most
            assert any("ऀ" <= one <= "ॿ" for one in text)
    assert hidden.sheet_state == "hidden"
    assert [[cell.value for cell in row] for row in hidden.iter_rows()] == [
        ["state", "HR"],
        ["month", "2023-11"],
        ["methodology", "2023-01"],
    ]
    assert not [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]


def test_the_instructions_stand_in_both_languages_side_by_side() -> None:
    book = openpyxl.load_workbook(io.BytesIO(xlsx_template(_sheet())))
    rows = [[cell.value for cell in row] for row in book[INSTRUCTIONS_SHEET].iter_rows(max_col=2)]
    english, hindi = ([str(row[at]) for row in rows if row[at]] for at in (0, 1))
    assert len(english) == len(hindi) == 10
    assert "Haryana (HR) for 2023-11" in english[0]
    assert "हरियाणा (HR)" in hindi[0]
    assert not any("{" in text for text in english + hindi)


def test_last_month_and_meanings_are_shown_beside_each_input() -> None:
    book = openpyxl.load_workbook(io.BytesIO(xlsx_template(_sheet())))
    third = {name: cell.value for name, cell in zip(HEADER, book[FIGURES_SHEET][3], strict=True)}
    assert third["parameter"] == "INF-02"
    assert third["name_hi"] == "कनेक्टिविटी युक्त थाने"
    assert (third["last_month_numerator"], third["last_month_denominator"]) == (390, 393.5)
    assert third["group"] == "Infrastructure / अवसंरचना"
    assert str(third["numerator_means"]).startswith("police stations with working connectivity")


def test_the_csv_twin_opens_in_excel_with_its_hindi() -> None:
    data = csv_template(_sheet(remark="=1+1"))
    assert data.startswith(b"\xef\xbb\xbfparameter,numerator,denominator,remarks,")
    assert data.count(b"\r\n") == 29
    assert ",'=1+1," in data.decode()
    assert parse(data).rows[0].remarks == "=1+1"
