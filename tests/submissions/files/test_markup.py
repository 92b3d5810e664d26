"""The file handed back: the officer's cells where they stood, each problem on its cell, and nothing that runs."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import openpyxl
import pytest

from submissions.markup import marked_up
from submissions.parsing import parse
from submissions.problems import problem
from tests.submissions.files import corpus_attacks, corpus_csv, corpus_xlsx
from tests.submissions.files.books import number_cell, origin_sheet, sheet_of, sheets_of, table, xlsx
from tests.submissions.files.nasty import NastyFile
from tests.submissions.files.support import csv_of, told, verdict, with_row


def _book(data: bytes, language: str = "en") -> Any:
    return openpyxl.load_workbook(io.BytesIO(marked_up(data, verdict(data).problems, language)))


def _marked(page: Any) -> set[str]:
    return {cell.coordinate for row in page.iter_rows() for cell in row if cell.comment}


FAULTY = csv_of([("REG-01", "1,2,3", "395", "=cmd()"), ("REG-02", "5", "", "@x"), *with_row(2)[2:]]).encode()


def test_every_problem_stands_on_its_cell_in_the_reader_s_language() -> None:
    page = _book(FAULTY, "hi").worksheets[0]
    assert _marked(page) == {"B2", "C3"}
    assert page["B2"].value == "1,2,3"
    assert "अल्पविराम" in page["B2"].comment.text
    assert page["B2"].fill.fgColor.rgb.endswith("F8C9C4")
    assert page["A2"].fill.fill_type is None


def test_the_list_of_problems_stands_beside_it() -> None:
    book = _book(FAULTY)
    assert book.sheetnames[1] == "Problems"
    rows = [[cell.value for cell in row] for row in book["Problems"].iter_rows(min_row=2)]
    assert [row[:6] for row in rows] == [
        [2, "numerator", "B2", "REG-01", "error", "not_a_number"],
        [3, "denominator", "C3", "REG-02", "error", "denominator_missing"],
    ]
    assert all(row[6] for row in rows)
    assert _book(FAULTY, "hi").sheetnames[1] == "समस्याएँ"


def test_text_that_begins_like_a_formula_stays_text() -> None:
    page = _book(FAULTY).worksheets[0]
    assert (page["D2"].value, page["D2"].data_type, page["D2"].quotePrefix) == ("=cmd()", "s", True)
    assert (page["D3"].value, page["D3"].data_type) == ("@x", "s")


def test_a_warning_is_marked_otherwise_than_an_error() -> None:
    page = _book(csv_of(with_row(2, "REG-01", "361", "395", "strike")).encode()).worksheets[0]
    assert page["B2"].fill.fgColor.rgb.endswith("FFE9A8")
    assert page["B2"].value == "361"


def test_a_workbook_keeps_its_values_and_loses_what_runs() -> None:
    formula = '<c r="B2"><f>SUM(C2:C9)</f><v>393</v></c>'
    percent = number_cell("C2", "0.9985", 1)
    data = xlsx(table(with_row(2, "REG-01", formula, percent, number_cell("D2", "45245", 2))))
    page = _book(data).worksheets[0]
    assert (page["B2"].value, page["B2"].data_type) == (393, "n")
    assert (page["C2"].value, page["C2"].number_format) == (0.9985, "0.00%")
    assert page["D2"].value == "2023-11-15"
    assert _marked(page) == {"B2", "C2"}


def test_a_row_without_a_cell_is_marked_at_its_beginning_and_the_whole_file_in_the_list() -> None:
    data = csv_of([]).encode() + b'REG-01,1,1,\r\n"REG-02'
    book = _book(data)
    assert _marked(book.worksheets[0]) == {"A3"}
    assert [row[0].value for row in book["Problems"].iter_rows(min_row=2)] == [3]


def test_a_file_that_cannot_be_opened_comes_back_as_the_list_alone() -> None:
    book = _book(b"%PDF-1.7")
    assert book.sheetnames == ["Problems"]
    assert book["Problems"]["F2"].value == "not_a_spreadsheet"


def test_the_answer_can_be_mended_and_sent_again() -> None:
    """It is read as the file was, with its rows, its problems and its origin."""
    good = with_row(2, "REG-01", "x", "395", "")
    sheets = sheets_of(
        ["_pragati"], F=sheet_of(table(good)), _pragati=origin_sheet("HR", "2023-11", "2023-01")
    )
    answer = marked_up(sheets, verdict(sheets).problems, "en")
    assert told(verdict(answer).problems) == [(2, "numerator", "B2", "not_a_number")]
    assert [str(one) for one in parse(answer).origins] == ["HR 2023-11 2023-01"]


def test_problems_that_were_stored_are_marked_though_the_file_shows_none() -> None:
    data = csv_of().encode()
    stored = [problem("stray_cell", row=40, cell="GV40", values={"cell": "GV40"})]
    book = openpyxl.load_workbook(io.BytesIO(marked_up(data, stored, "en")))
    assert _marked(book.worksheets[0]) == {"GV40"}
    book = openpyxl.load_workbook(io.BytesIO(marked_up(data, [], "hi")))
    assert book["समस्याएँ"]["G2"].value == "कोई समस्या नहीं मिली।"


def test_the_same_file_gives_the_same_bytes_without_a_trace_of_when() -> None:
    first = marked_up(FAULTY, verdict(FAULTY).problems, "en")
    assert first == marked_up(FAULTY, verdict(FAULTY).problems, "en")
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        assert {one.date_time[0] for one in archive.infolist()} == {1980}
        assert b"2000-01-01T00:00:00Z" in archive.read("docProps/core.xml")


@pytest.mark.slow
@pytest.mark.parametrize(
    "file", [*corpus_csv.FILES, *corpus_xlsx.FILES, *corpus_attacks.FILES], ids=lambda file: file.name
)
def test_every_nasty_file_comes_back_marked(file: NastyFile) -> None:
    data = file.make()
    book = _book(data)
    (problems,) = (sheet for sheet in book if sheet.title == "Problems")
    listed = [row[5].value for row in problems.iter_rows(min_row=2)]
    assert [code for code in listed if code] == [code for _row, _column, _cell, code in file.expected]
    cells = [cell for sheet in book for row in sheet.iter_rows(max_row=100, max_col=100) for cell in row]
    assert "f" not in {cell.data_type for cell in cells}
    if len(book.sheetnames) > 1:
        wanted = {cell or f"A{row}" for row, _column, cell, _code in file.expected if row is not None}
        assert {name for name in wanted if book.worksheets[0][name].comment is None} == set()
