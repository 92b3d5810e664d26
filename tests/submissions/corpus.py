"""Nasty files, each made by code, each with the exact problems that it must give and no others.

They are checked against `support.EXPECTED`, a month of four parameters.
"""

from __future__ import annotations

import codecs
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from tests.submissions.support import Told, csv_of, with_row


@dataclass(frozen=True)
class NastyFile:
    """A file, made when it is asked for, and its problems as (row, column, cell, code) in order."""

    name: str
    make: Callable[[], bytes]
    expected: Sequence[Told]


FILES: list[NastyFile] = []


def nasty(name: str, make: Callable[[], bytes], *expected: Told) -> None:
    FILES.append(NastyFile(name, make, expected))


def whole(code: str) -> Told:
    return (None, None, None, code)


def _csv(name: str, text: str, *expected: Told) -> None:
    nasty(f"csv: {name}", text.encode, *expected)


def _cell(name: str, numerator: str, code: str) -> None:
    """A numerator in B2 that is none."""
    row = with_row(2, "REG-01", numerator, "395", "")
    _csv(name, csv_of(row), (2, "numerator", "B2", code))


GOOD = csv_of()

# Sound, though it may not look so.
_csv("plain", GOOD)
nasty("csv: with a byte order mark", lambda: codecs.BOM_UTF8 + GOOD.encode())
nasty("csv: UTF-16, tabs", lambda: codecs.BOM_UTF16_LE + csv_of(by="\t").encode("utf-16-le"))
nasty("csv: UTF-16, big end first", lambda: codecs.BOM_UTF16_BE + GOOD.encode("utf-16-be"))
_csv("semicolons", csv_of(by=";"))
_csv("Excel's own first line", "sep=;\r\n" + csv_of(by=";"))
_csv("line ends of old", GOOD.replace("\r\n", "\r"))
_csv("Devanagari digits", csv_of(with_row(2, "reg–०१", "३९३", "३९५.५०", "")))
_csv("Indian grouping", csv_of(with_row(3, "REG-02", "1,23,456", "12,34,567.50", "")))
_csv("Western grouping", csv_of(with_row(3, "REG-02", "123,456", "1,234,567", "")))
_csv("spaces and joiners that do not show", csv_of(with_row(2, "REG\u200d-01", "\u00a0393\u200d", "39\ufeff5 ", "")))
_csv("hard space as grouping", csv_of(with_row(3, "REG-02", "1\u00a0234", "1\u202f234\u202f567", "")))
_csv("columns in another order", csv_of([row[::-1] for row in with_row(2, "REG-01", "0", "0", "")], header=(
    "remarks", "denominator", "numerator", "parameter")))  # fmt: skip
_csv("header in capitals", GOOD.replace("parameter,numerator", " Parameter ,NUMERATOR"))
_csv("columns of the template", csv_of([(*row, "x", "HR 2023-11 2023-01") for row in with_row(2, "REG-01", "393", "395", "")],
    header=("parameter", "numerator", "denominator", "remarks", "name", "template")))  # fmt: skip
_csv("blank rows keep the count", GOOD.replace("REG-02,101,", "\r\n,,,\r\nREG-02,-1,"), (5, "numerator", "B5", "negative"))
_csv("a remark that begins like a formula", csv_of(with_row(2, "REG-01", "393", "395", "=A1+1")))
_csv("a remark over two lines", csv_of(with_row(2, "REG-01", "393", "x", "flood\nstrike")), (2, "denominator", "C2", "not_a_number"))
_csv("nothing happened", csv_of(with_row(3, "REG-02", "0", "0.00", "")))

# The file as a whole.
_csv("nothing at all", "", whole("blank_file"))
_csv("only blanks", " \r\n\t\r\n", whole("blank_file"))
_csv("only separators", ",,,\r\n,,,\r\n", whole("blank_file"))
_csv("only the header", csv_of([]), whole("blank_file"))
nasty("csv: Windows-1252", lambda: GOOD.replace("बाढ़", "café").encode("cp1252"), (4, None, None, "encoding"))
nasty("csv: cut in a letter", lambda: GOOD.encode().replace("ढ".encode(), "ढ".encode()[:2]), (4, None, None, "encoding"))
nasty("csv: UTF-16 without a mark", lambda: GOOD.encode("utf-16-le"), whole("encoding"))
nasty("csv: UTF-16 cut in two", lambda: codecs.BOM_UTF16_LE + GOOD.encode("utf-16-le")[:-1], whole("encoding"))
nasty("csv: UTF-32", lambda: codecs.BOM_UTF32_LE + GOOD.encode("utf-32-le"), whole("encoding"))
_csv("quotes that do not pair up", GOOD.replace("REG-02", '"REG-02'), (3, None, None, "unbalanced_quote"))
_csv("text behind a closing quote", GOOD.replace("REG-02", '"REG"-02'), (3, None, None, "unbalanced_quote"))
_csv("20,000 rows", csv_of([("REG-01", "1", "1", "")] * 20_000), whole("too_many_rows"))
nasty("csv: over 5 MB", lambda: GOOD.encode() + b"x" * (5 * 2**20), whole("too_large"))
_csv("a cell of 200,000 letters", csv_of(with_row(3, "REG-02", "1", "1", "x" * 200_000)), (3, None, None, "too_long"))
_csv("a million columns", "parameter" + "," * 1_000_000 + "\r\n", (1, "numerator", None, "wrong_header"),
    (1, "denominator", None, "wrong_header"), (1, "remarks", None, "wrong_header"), whole("blank_file"))  # fmt: skip

# The header.
_csv("no header", "REG-01,393,395,\r\n", (1, None, None, "wrong_header"))
_csv("header in the third row", "Haryana\r\n\r\n" + GOOD, (1, None, None, "wrong_header"))
_csv("no remarks column", csv_of([row[:3] for row in with_row(2, "REG-01", "1e5", "395")], header=("parameter", "numerator", "denominator")),
    (1, "remarks", None, "wrong_header"), (2, "numerator", "B2", "not_a_number"))  # fmt: skip
_csv("no denominator column", csv_of([(a, b, d) for a, b, _c, d in with_row(2, "REG-01", "393", "395", "")],
    header=("parameter", "numerator", "remarks")), (1, "denominator", None, "wrong_header"))  # fmt: skip
_csv("no parameter column", csv_of([row[1:] for row in with_row(2, "", "-", "395", "")], header=("numerator", "denominator", "remarks")),
    (1, "parameter", None, "wrong_header"), (2, "numerator", "A2", "not_a_number"))  # fmt: skip
_csv("a column of one's own", csv_of([(*row, "") for row in with_row(2, "REG-01", "393", "395", "")],
    header=("parameter", "numerator", "denominator", "remarks", "district")), (1, "district", "E1", "wrong_header"))  # fmt: skip
_csv("a column twice", csv_of([(*row, "7") for row in with_row(2, "REG-01", "393", "395", "")],
    header=("parameter", "numerator", "denominator", "remarks", "numerator")), (1, "numerator", "E1", "wrong_header"))  # fmt: skip
_csv("a remark with a bare comma", GOOD.replace("REG-01,393,395,", "REG-01,393,395,flood, strike"), (2, None, "E2", "stray_cell"))
_csv("lakh commas without quotes", GOOD.replace("REG-01,393,395,", "REG-01,1,23,456,4,00,000,"),
    (2, None, "E2", "stray_cell"), (2, "remarks", "D2", "") if False else (2, "numerator", "B2", "")) if False else None  # fmt: skip
_csv("a cell far to the right", GOOD.replace("REG-01,393,395,", "REG-01,393,395," + "," * 200 + "x"), (2, None, "GV2", "stray_cell"))

# Cells that hold no count.
for _text in ("1,2,3", "12,34", "1,23,45", "1,234,56", ",5"):
    _cell(f"commas astray: {_text}", _text, "not_a_number")
for _text in ("NaN", "inf", "1e5", "1.2E+11", "-", "–", "NA", "N/A", "NIL", "शून्य", "10²", "½", "٣", "৯", "１２", "12 34", "+5", "5.", ".5", "0x10", "1_000"):
    _cell(f"no number: {_text}", _text, "not_a_number")
for _text in ("-5", "−5", "(1,234)", "-०.५"):
    _cell(f"below zero: {_text}", _text, "negative")
for _text in ("99.85%", "99.85 ％", "१००%"):
    _cell(f"a percentage: {_text}", _text, "percent_cell")
for _text in ("05-11-2023", "5/11/23", "Nov-23", "5 November 2023", "2023-11-05 00:00:00", "1/2"):
    _cell(f"a date: {_text}", _text, "date_cell")
for _text in ("=SUM(A1:A9)", " =1+1"):
    _cell(f"a formula: {_text}", _text, "formula_cell")
_cell("three decimals", "5.000", "too_many_decimals")
_cell("fourteen digits", "12345678901234", "number_too_large")
_cell("a page of digits", "9" * 5_000, "not_a_number")
_cell("NUL", "39\0", "control_character")
_csv("a remark of 1,001 letters", csv_of(with_row(2, "REG-01", "393", "395", "x" * 1_001)), (2, "remarks", "D2", "too_long"))
_csv("Hindi that became question marks", csv_of(with_row(2, "REG-01", "393", "395", "???? ??")), (2, "remarks", "D2", "encoding"))
_csv("Hindi encoded twice", csv_of(with_row(2, "REG-01", "393", "395", "बाढ़".encode().decode("latin-1").replace("\x82", "‚"))),
    (2, "remarks", "D2", "control_character"))  # fmt: skip
_csv("Hindi that was lost", csv_of(with_row(2, "REG-01", "393", "395", "बा\ufffd")), (2, "remarks", "D2", "encoding"))

# Rows against the month.
_csv("a code of another version", csv_of(with_row(3, "REG-77", "1", "1", "")),
    (None, "parameter", None, "missing_parameter"), (3, "parameter", "A3", "unknown_parameter"))  # fmt: skip
_csv("a row without a code", csv_of([*with_row(2, "REG-01", "393", "395", ""), ("", "5", "6", "")]), (6, "parameter", "A6", "unknown_parameter"))
_csv("a row twice", csv_of([*with_row(2, "REG-01", "393", "395", ""), ("reg-01", "393", "395", "")]), (6, "parameter", "A6", "duplicate_parameter"))
_csv("a row missing", csv_of(with_row(2, "", "", "", "")), (None, "parameter", None, "missing_parameter"))
_csv("half figures", csv_of([("REG-01", "", "395", ""), ("REG-02", "101", "", ""), *with_row(2, "", "", "", "")[2:]]),
    (2, "numerator", "B2", "numerator_missing"), (3, "denominator", "C3", "denominator_missing"))  # fmt: skip
_csv("half a figure beside a fault", csv_of(with_row(2, "REG-01", "x", "", "")),
    (2, "numerator", "B2", "not_a_number"), (2, "denominator", "C2", "denominator_missing"))  # fmt: skip
_csv("a part above the whole", csv_of(with_row(2, "REG-01", "396", "395", "")), (2, "numerator", "B2", "numerator_exceeds_denominator"))
_csv("a part of nothing", csv_of(with_row(2, "REG-01", "1", "0", "")), (2, "numerator", "B2", "numerator_exceeds_denominator"))
_csv("a part that may exceed", csv_of(with_row(5, "PER-03", "120", "100", "")), (5, "numerator", "B5", "numerator_exceeds_denominator"))
_csv("a stock that fell", csv_of(with_row(4, "MAN-01", "499", "600", "")), (4, "remarks", "D4", "remark_needed"))
_csv("a stock that fell, explained", csv_of(with_row(4, "MAN-01", "499", "600", "retired")), (4, "numerator", "B4", "stock_fell"))
_csv("a jump", csv_of(with_row(2, "REG-01", "361", "395", " - ")), (2, "remarks", "D2", "remark_needed"))
_csv("a jump, explained", csv_of(with_row(2, "REG-01", "361", "395", "हड़ताल")), (2, "numerator", "B2", "jump"))
_csv("nothing reported", csv_of(with_row(5, "PER-03", "", "", "")), (5, "remarks", "D5", "remark_needed"))
_csv("nothing reported, explained", csv_of(with_row(5, "PER-03", "", "", "server down")))
_csv("a figure gone", csv_of(with_row(3, "REG-02", "", "", "")), (3, "remarks", "D3", "remark_needed"))
_csv("a figure gone, explained", csv_of(with_row(3, "REG-02", "", "", "server down")), (3, "numerator", "B3", "figure_missing"))
_csv("everything at once", csv_of([("REG-01", "-1", "1e5", ""), ("REG-01", "1", "", ""), ("MAN-01", "400", "600", ""), ("XYZ", "", "1", "")]),
    (None, "parameter", None, "missing_parameter"), (None, "parameter", None, "missing_parameter"),
    (2, "numerator", "B2", "negative"), (2, "denominator", "C2", "not_a_number"),
    (3, "parameter", "A3", "duplicate_parameter"), (3, "denominator", "C3", "denominator_missing"),
    (4, "remarks", "D4", "remark_needed"), (5, "parameter", "A5", "unknown_parameter"))  # fmt: skip
_csv("another State's template", csv_of([(*row, "HP 2023-10 2023-01") for row in with_row(4, "MAN-01", "1", "600", "")],
    header=("parameter", "numerator", "denominator", "remarks", "template")), whole("wrong_month"), whole("wrong_state"))  # fmt: skip
