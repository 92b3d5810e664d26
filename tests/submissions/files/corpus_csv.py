"""Nasty CSV files, checked against `support.EXPECTED`, a month of four parameters."""

from __future__ import annotations

import codecs

from tests.submissions.files.nasty import NastyFile, at, whole
from tests.submissions.files.support import HEADER, ROWS, Told, csv_of, with_row

GOOD = csv_of()
TEMPLATE = (*HEADER, "name", "template")
FILES: list[NastyFile] = []


def _file(name: str, data: bytes | str, *expected: Told) -> None:
    made = data.encode() if isinstance(data, str) else data
    FILES.append(NastyFile(f"csv: {name}", lambda: made, expected))


def _row(number: int, *cells: str) -> str:
    """The good file with one row replaced."""
    return csv_of(with_row(number, *cells))


def _numerator(text: str, code: str) -> None:
    _file(f"{code}: {text[:30]}", _row(2, "REG-01", text, "395", ""), at("B2", code))


def _sound() -> None:
    """Files without a problem, though they may look odd."""
    _file("plain", GOOD)
    _file("with a byte order mark", codecs.BOM_UTF8 + GOOD.encode())
    _file("UTF-16, tabs", codecs.BOM_UTF16_LE + csv_of(by="\t").encode("utf-16-le"))
    _file("UTF-16, big end first", codecs.BOM_UTF16_BE + GOOD.encode("utf-16-be"))
    _file("semicolons", csv_of(by=";"))
    _file("Excel's own first line", "sep=;\r\n" + csv_of(by=";"))
    _file("line ends of old", GOOD.replace("\r\n", "\r"))
    _file("Devanagari digits", _row(2, "reg–०१", "३९३", "३९५.५०", ""))
    _file("Indian grouping", _row(3, "REG-02", "1,23,456", "12,34,567.50", ""))
    _file("Western grouping", _row(3, "REG-02", "123,456", "1,234,567", ""))
    _file("what does not show", _row(2, "REG\u200d-01", "\u00a0393\u200d", "39\ufeff5 ", ""))
    _file("hard spaces as grouping", _row(3, "REG-02", "1\u00a0234", "1\u202f234\u202f567", ""))
    _file("columns turned round", csv_of([row[::-1] for row in ROWS], header=HEADER[::-1]))
    _file("header in capitals", GOOD.replace("parameter,numerator", " Parameter ,NUMERATOR"))
    _file("columns of the template", csv_of([(*row, "x", "HR 2023-11 2023-01") for row in ROWS], TEMPLATE))
    _file("a remark that begins like a formula", _row(2, "REG-01", "393", "395", "=A1+1"))
    _file("nothing happened", _row(3, "REG-02", "0", "0.00", ""))
    _file("nothing reported, explained", _row(5, "PER-03", "", "", "server down"))


def _files_as_a_whole() -> None:
    _file("nothing at all", "", whole("blank_file"))
    _file("only blanks", " \r\n\t\r\n", whole("blank_file"))
    _file("only separators", ",,,\r\n,,,\r\n", whole("blank_file"))
    _file("only the header", csv_of([]), whole("blank_file"))
    cafe = GOOD.replace("बाढ़", "café")
    _file("Windows-1252", cafe.encode("cp1252"), (4, None, None, "encoding"))
    _file("Latin-1 on the first row", "é".encode("latin-1") + GOOD.encode(), (1, None, None, "encoding"))
    cut = GOOD.encode().replace("ढ".encode(), "ढ".encode()[:2])
    _file("cut within a letter", cut, (4, None, None, "encoding"))
    _file("UTF-16 without a mark", GOOD.encode("utf-16-le"), whole("encoding"))
    _file("UTF-16 cut in two", codecs.BOM_UTF16_LE + GOOD.encode("utf-16-le")[:-1], whole("encoding"))
    _file("UTF-32", codecs.BOM_UTF32_LE + GOOD.encode("utf-32-le"), whole("encoding"))
    _file(
        "quotes that do not pair up", GOOD.replace("REG-02", '"REG-02'), (3, None, None, "unbalanced_quote")
    )
    _file("text behind a quote", GOOD.replace("REG-02", '"REG"-02'), (3, None, None, "unbalanced_quote"))
    _file("2,001 rows", csv_of([("REG-01", "1", "1", "")] * 2_001), whole("too_many_rows"))
    _file("20,000 rows", csv_of([("REG-01", "1", "1", "")] * 20_000), whole("too_many_rows"))
    _file("over 5 MB", GOOD.encode() + b"x" * (5 * 2**20), whole("too_large"))
    _file(
        "a cell of 200,000 letters", _row(3, "REG-02", "1", "1", "x" * 200_000), (3, None, None, "too_long")
    )
    _file(
        "a page of the web", "<!DOCTYPE html><table><tr><td>1</td></tr></table>", whole("not_a_spreadsheet")
    )
    _file("a PDF", b"%PDF-1.7\n1 0 obj", whole("not_a_spreadsheet"))
    _file("a picture", b"\x89PNG\r\n\x1a\n" + bytes(range(256)), whole("not_a_spreadsheet"))
    _file(
        "bytes of no kind",
        bytes((7 * one * one + 3) % 256 for one in range(4_000)),
        whole("not_a_spreadsheet"),
    )
    other = csv_of(
        [(*row, "HP 2023-10 2023-01") for row in with_row(4, "MAN-01", "1", "600", "")], (*HEADER, "template")
    )
    _file("another State's template", other, whole("wrong_month"), whole("wrong_state"))


def _headers() -> None:
    three = [row[:3] for row in with_row(2, "REG-01", "1e5", "395")]
    missing = (1, "remarks", None, "wrong_header")
    _file("no header", "REG-01,393,395,\r\n", (1, None, None, "wrong_header"))
    _file("another header", "name,value\r\nREG-01,393\r\n", (1, None, None, "wrong_header"))
    _file("header in the third row", "Haryana\r\n\r\n" + GOOD, (1, None, None, "wrong_header"))
    _file("no remarks", csv_of(three, HEADER[:3]), missing, at("B2", "not_a_number"))
    _file(
        "no denominator",
        csv_of([(a, b, d) for a, b, _c, d in ROWS], ("parameter", "numerator", "remarks")),
        (1, "denominator", None, "wrong_header"),
    )
    _file(
        "no parameter",
        csv_of([row[1:] for row in with_row(2, "", "-", "395", "")], HEADER[1:]),
        (1, "parameter", None, "wrong_header"),
        (2, "numerator", "A2", "not_a_number"),
    )
    own = csv_of([(*row, "") for row in ROWS], (*HEADER, "district"))
    _file("a column of one's own", own, (1, "district", "E1", "wrong_header"))
    twice = csv_of([(*row, "7") for row in ROWS], (*HEADER, "numerator"))
    _file("a column twice", twice, (1, "numerator", "E1", "wrong_header"))
    gap = (
        GOOD.replace("parameter,", "parameter,,")
        .replace("-01,", "-01,,")
        .replace("-02,", "-02,,")
        .replace("-03,", "-03,9,")
    )
    _file("a column without a name", gap, (5, None, "B5", "stray_cell"))
    _file(
        "a million columns",
        "parameter" + "," * 1_000_000 + "\r\nREG-01\r\n",
        *[(None, "parameter", None, "missing_parameter")] * 3,
        (1, "numerator", None, "wrong_header"),
        (1, "denominator", None, "wrong_header"),
        missing,
    )


def _cells() -> None:
    for text in ("1,2,3", "12,34", "1,23,45", "1,234,56", ",5", "123,45,678"):
        _numerator(text, "not_a_number")
    for text in ("NaN", "inf", "1e5", "1.2E+11", "-", "–", "NA", "N/A", "NIL", "शून्य", "many"):
        _numerator(text, "not_a_number")
    for text in ("10²", "½", "٣", "৯", "１２", "12 34", "+5", "5.", ".5", "0x10", "1_000", "9" * 5_000):
        _numerator(text, "not_a_number")
    for text in ("-5", "−5", "(1,234)", "-०.५"):
        _numerator(text, "negative")
    for text in ("99.85%", "99.85 ％", "१००%"):
        _numerator(text, "percent_cell")
    for text in ("05-11-2023", "5/11/23", "Nov-23", "5 November 2023", "2023-11-05 00:00:00", "1/2"):
        _numerator(text, "date_cell")
    for text in ("=SUM(A1:A9)", " =1+1"):
        _numerator(text, "formula_cell")
    _numerator("5.000", "too_many_decimals")
    _numerator("12345678901234", "number_too_large")
    _numerator("39\0", "control_character")
    blank = GOOD.replace("REG-02,101,", "\r\n,,,\r\nREG-02,-1,")
    _file("blank rows keep the count", blank, at("B5", "negative"))
    _file(
        "a remark over two lines",
        csv_of([*ROWS[:2], ("MAN-01", "510", "600", "flood\nand rain"), ("PER-03", "x", "1", "")]),
        at("B5", "not_a_number"),
    )
    _file("a remark of 1,001 letters", _row(2, "REG-01", "393", "395", "x" * 1_001), at("D2", "too_long"))
    _file(
        "Hindi that became question marks", _row(2, "REG-01", "393", "395", "???? ??"), at("D2", "encoding")
    )
    twice = "बाढ़".encode().decode("cp1252")
    _file("Hindi encoded twice", _row(2, "REG-01", "393", "395", twice), at("D2", "encoding"))
    _file("Hindi that was lost", _row(2, "REG-01", "393", "395", "बा\ufffd"), at("D2", "encoding"))
    bare = GOOD.replace("REG-01,393,395,", "REG-01,393,395,flood, strike")
    _file("a remark with a bare comma", bare, (2, None, "E2", "stray_cell"))
    lakhs = GOOD.replace("REG-01,393,395,", "REG-01,1,23,456,4,00,000")
    _file("lakhs without quotes", lakhs, at("B2", "jump"), (2, None, "E2", "stray_cell"))
    far = GOOD.replace("REG-01,393,395,", "REG-01,393,395," + "," * 200 + "x")
    _file("a cell far to the right", far, (2, None, "GV2", "stray_cell"))


def _figures() -> None:
    gone = (None, "parameter", None, "missing_parameter")
    _file("another version's code", _row(3, "REG-77", "1", "1", ""), gone, at("A3", "unknown_parameter"))
    _file("a row without a code", csv_of([*ROWS, ("", "5", "6", "")]), at("A6", "unknown_parameter"))
    _file("a row twice", csv_of([*ROWS, ("reg-01", "393", "395", "")]), at("A6", "duplicate_parameter"))
    _file("a row missing", csv_of(ROWS[1:]), gone)
    _file("no numerator", _row(2, "REG-01", "", "395", ""), at("B2", "numerator_missing"))
    _file("no denominator figure", _row(2, "REG-01", "393", "", ""), at("C2", "denominator_missing"))
    half = _row(2, "REG-01", "x", "", "")
    _file("half beside a fault", half, at("B2", "not_a_number"), at("C2", "denominator_missing"))
    exceeds = "numerator_exceeds_denominator"
    _file("a part above the whole", _row(2, "REG-01", "396", "395", ""), at("B2", exceeds))
    _file("a part of nothing", _row(2, "REG-01", "1", "0", ""), at("B2", exceeds))
    _file("a part that may exceed", _row(5, "PER-03", "120", "100", ""), at("B5", exceeds))
    _file("a stock that fell", _row(4, "MAN-01", "499", "600", ""), at("D4", "remark_needed"))
    _file("a stock that fell, explained", _row(4, "MAN-01", "499", "600", "retired"), at("B4", "stock_fell"))
    _file("a jump", _row(2, "REG-01", "361", "395", " - "), at("D2", "remark_needed"))
    _file("a jump, explained", _row(2, "REG-01", "361", "395", "हड़ताल"), at("B2", "jump"))
    _file("nothing reported", _row(5, "PER-03", "", "", ""), at("D5", "remark_needed"))
    _file("a figure gone", _row(3, "REG-02", "", "", ""), at("D3", "remark_needed"))
    _file("a figure gone, explained", _row(3, "REG-02", "", "", "server down"), at("B3", "figure_missing"))
    rows = [
        ("REG-01", "-1", "1e5", ""),
        ("REG-01", "1", "", ""),
        ("MAN-01", "400", "600", ""),
        ("XYZ", "", "1", ""),
    ]
    _file(
        "everything at once",
        csv_of(rows),
        gone,
        gone,
        at("B2", "negative"),
        at("C2", "not_a_number"),
        at("A3", "duplicate_parameter"),
        at("C3", "denominator_missing"),
        at("D4", "remark_needed"),
        at("A5", "unknown_parameter"),
    )


_sound()
_files_as_a_whole()
_headers()
_cells()
_figures()
