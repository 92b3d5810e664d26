"""Whatever the bytes: a list of problems, never an exception, and what comes out can be stored and shown."""

from __future__ import annotations

import io
import json
import zipfile
from typing import Any

import openpyxl
from hypothesis import given, settings
from hypothesis import strategies as st

from submissions.markup import marked_up
from submissions.parsing import parse
from submissions.parsing.numbers import LARGEST_FIGURE
from submissions.problem_texts import TEXTS
from submissions.problems import in_order
from submissions.validation import Checked, validate
from tests.submissions.files.books import strings_of, table, with_strings, xlsx, xlsx_parts, zipped
from tests.submissions.files.support import EXPECTED, csv_of, examples

STARTS = (
    b"",
    b"\xef\xbb\xbf",
    b"\xff\xfe",
    b"\xfe\xff",
    b"PK\x03\x04",
    bytes.fromhex("d0cf11e0a1b11ae1"),
    b"parameter,numerator",
)
PIECES = (
    b"\0", b'"', b"\n", b"\r", b",", b";", b"\t", b"=", b"-", b"%", b"\xff", b"\xe0\xa4", "१".encode(), b"1e5", b"&b;",
    b"<", b">", b"<!DOCTYPE x>", b"<row>", b"</row>", b"<c/>", b' r="B2"', b' t="s"', b"9" * 400, b"\xed\xa0\x80",
    b"_xD800_", b"parameter", b"PK\x05\x06", b"<v>", b"\xef\xbf\xbf", b' s="1"', b"<f/>",
)  # fmt: skip
CODES = {key.partition(".")[0] for key in TEXTS}
GOOD_CSV = csv_of().encode()
GOOD_XLSX = xlsx()
PARTS = xlsx_parts()
SHARED = with_strings(
    strings_of("MAN-01", "REG-01"), [*table(), '<row r="6"><c r="A6" t="s"><v>1</v></c></row>']
)


@st.composite
def mutated(draw: st.DrawFn, good: bytes) -> bytes:
    """A good file with up to six wounds: cut, doubled, overwritten or stuffed somewhere."""
    data = good
    for _ in range(draw(st.integers(1, 6))):
        start = draw(st.integers(0, len(data)))
        end = min(start + draw(st.integers(0, 40)), len(data))
        piece = draw(st.sampled_from(PIECES) | st.binary(max_size=8))
        wound = draw(st.sampled_from(("cut", "doubled", "put in", "put over")))
        middle = {
            "cut": b"",
            "doubled": data[start:end] * 2,
            "put in": piece + data[start:end],
            "put over": piece,
        }[wound]
        data = data[:start] + middle + data[end:]
    return data


@st.composite
def wounded_part(draw: st.DrawFn) -> bytes:
    """A good workbook, zipped soundly, one of whose parts is wounded: this reaches the XML readers."""
    name = draw(st.sampled_from(sorted(PARTS)))
    return zipped({**PARTS, name: draw(mutated(PARTS[name]))}, zipfile.ZIP_STORED)


def check(data: bytes) -> Checked:
    """What holds for any bytes."""
    parsed = parse(data)
    checked = validate(parsed, EXPECTED)
    assert checked.problems == in_order(checked.problems)
    assert {one.code for one in checked.problems} <= CODES
    json.dumps([one.as_dict() for one in checked.problems], ensure_ascii=False).encode()
    for row in parsed.rows:
        "".join((row.parameter, row.remarks)).encode()
        for figure in (row.numerator, row.denominator):
            assert figure is None or 0 <= figure <= LARGEST_FIGURE
    assert checked.blocked or set(checked.figures) == set(EXPECTED.parameters)
    assert checked.accepted <= checked.rows
    return checked


def opens(data: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(data))


@given(st.sampled_from(STARTS), st.binary(max_size=600))
@settings(max_examples=examples(5_000))
def test_random_bytes_give_problems(start: bytes, rest: bytes) -> None:
    assert check(start + rest).blocked


@given(st.text(alphabet=st.sampled_from(list('parameter,;\t\n\r"=-+०१५12.% \0é')), max_size=300))
@settings(max_examples=examples(5_000))
def test_random_text_gives_problems(text: str) -> None:
    assert check(text.encode()).blocked


@given(mutated(GOOD_CSV))
@settings(max_examples=examples())
def test_a_mutated_csv_gives_a_verdict(data: bytes) -> None:
    check(data)


@given(mutated(GOOD_XLSX) | mutated(SHARED))
@settings(max_examples=examples())
def test_a_mutated_workbook_gives_a_verdict(data: bytes) -> None:
    check(data)


@given(wounded_part())
@settings(max_examples=examples())
def test_a_workbook_with_a_wounded_part_gives_a_verdict(data: bytes) -> None:
    check(data)


@given(mutated(GOOD_CSV) | wounded_part(), st.sampled_from(("en", "hi")))
@settings(max_examples=examples(3_000))
def test_whatever_it_was_the_marked_up_file_opens(data: bytes, language: str) -> None:
    checked = check(data)
    book = opens(marked_up(data, checked.problems, language))
    for sheet in book.worksheets:
        assert not [cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
