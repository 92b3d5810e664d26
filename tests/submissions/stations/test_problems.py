"""Every way in which a station file can be wrong, by its code; and memory that does not grow with the file."""

from __future__ import annotations

import csv
import io
import tracemalloc
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from submissions.problems import Problem
from submissions.stations import parsing
from submissions.stations.parsing import open_stream
from submissions.stations.validation import StationCheck, StationRow, StationRules
from tests.submissions.stations.making import CODES, csv_bytes, header, station_rows, xlsx_bytes

RULES = StationRules(
    {**dict.fromkeys(CODES, False), "CYB-01": True}, {"hr": "HR", "haryana": "HR", "hp": "HP"}, "HR"
)
SOUND = ["S1", "Model Town", "Panipat", "HR", "5", "10"]
HEAD = header(("REG-01",))


def told(data: bytes, rules: StationRules = RULES) -> list[Problem]:
    problems: list[Problem] = []
    checked(io.BytesIO(data), len(data), rules, problems.append)
    return problems


def checked(
    file: io.BufferedIOBase, size: int, rules: StationRules, tell: Callable[[Problem], None]
) -> tuple[StationCheck, list[int]]:
    taken = [0]

    def take(_row: StationRow) -> None:
        taken[0] += 1

    check = StationCheck(rules, take, tell)
    stream = open_stream(file, size)  # type: ignore[arg-type]
    for row in [stream] if isinstance(stream, Problem) else stream.rows:
        if not check.feed(row):
            break
    check.finish()
    return check, taken


def with_cell(at: int, value: str) -> bytes:
    row = [*SOUND]
    row[at] = value
    return csv_bytes([row], HEAD)


def heads(*names: str) -> bytes:
    return csv_bytes([SOUND], [*names])


def book(change: Callable[[Workbook], None]) -> bytes:
    made, out = Workbook(), io.BytesIO()
    assert made.active is not None
    made.active.append(HEAD)
    made.active.append([*SOUND[:4], 5, 10])
    change(made)
    made.save(out)
    return out.getvalue()


def zipped(**members: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml").replace("_bin", ".bin"), data)
    return out.getvalue()


def _set(address: str, value: Any, form: str = "General") -> Callable[[Workbook], None]:
    def change(made: Workbook) -> None:
        cell = made.worksheets[0][address]
        cell.value, cell.number_format = value, form

    return change


PLACES = HEAD[:4]
CASES: dict[str, tuple[bytes, list[tuple[str | None, str]]]] = {
    "sound": (csv_bytes([SOUND], HEAD), []),
    "sep line": (b"sep=;\n" + csv_bytes([SOUND], HEAD).replace(b",", b";"), []),
    "bom and tabs": (b"\xef\xbb\xbf" + csv_bytes([SOUND], HEAD).replace(b",", b"\t"), []),
    "empty": (b" \n", [(None, "blank_file")]),
    "only a header": (csv_bytes([], HEAD), [(None, "blank_file")]),
    "pdf": (b"%PDF-1.7 ...", [(None, "not_a_spreadsheet")]),
    "utf-16": ("station".encode("utf-16"), [(None, "encoding")]),
    "cp1252": (csv_bytes([SOUND], HEAD) + b"caf\xe9,", [(None, "encoding")]),
    "quote": (csv_bytes([SOUND], HEAD) + b'"open', [(None, "unbalanced_quote")]),
    "place missing": (heads("station", "name", "district", "x", *HEAD[4:]),
                      [("D1", "wrong_header"), (None, "wrong_header")]),
    "no figures": (csv_bytes([SOUND[:4]], PLACES), [(None, "wrong_header")]),
    "half": (csv_bytes([SOUND], HEAD[:5]), [(None, "wrong_header")]),
    "unknown parameter": (heads(*PLACES, "XXX-09 numerator", "XXX-09 denominator"),
                          [("E1", "unknown_parameter"), ("F1", "unknown_parameter"), (None, "wrong_header")]),
    "twice": (heads(*HEAD, "reg-01 numerator"), [("G1", "duplicate_parameter")]),
    "place twice": (heads(*HEAD, "state"), [("G1", "wrong_header")]),
    "stray": (csv_bytes([[*SOUND, "", "here"]], HEAD), [("H2", "stray_cell")]),
    "no code": (with_cell(0, ""), [("A2", "station_missing")]),
    "no name": (with_cell(1, " "), [("B2", "name_missing")]),
    "no district": (with_cell(2, ""), [("C2", "district_missing")]),
    "no state": (with_cell(3, ""), [("D2", "state_missing")]),
    "unknown state": (with_cell(3, "Atlantis"), [("D2", "unknown_state")]),
    "another state": (with_cell(3, "HP"), [("D2", "wrong_state")]),
    "long code": (with_cell(0, "x" * 41), [("A2", "too_long")]),
    "control": (with_cell(1, "a\x01b"), [("B2", "control_character")]),
    "formula": (with_cell(4, "=1+1"), [("E2", "formula_cell")]),
    "formula in a name": (with_cell(1, "=A1"), [("B2", "formula_cell")]),
    "not a number": (with_cell(4, "five"), [("E2", "not_a_number")]),
    "negative": (with_cell(4, "-1"), [("E2", "negative")]),
    "decimals": (with_cell(4, "1.234"), [("E2", "too_many_decimals")]),
    "huge": (with_cell(5, "9" * 15), [("F2", "number_too_large")]),
    "percent": (with_cell(4, "50%"), [("E2", "percent_cell")]),
    "no numerator": (with_cell(4, ""), [("E2", "numerator_missing")]),
    "no denominator": (with_cell(5, ""), [("F2", "denominator_missing")]),
    "exceeds": (with_cell(4, "11"), [("E2", "numerator_exceeds_denominator")]),
    "may exceed": (csv_bytes([[*SOUND[:4], "11", "10"]], header(("CYB-01",))), []),
    "station twice": (csv_bytes([SOUND, ["s1", *SOUND[1:]]], HEAD), [("A3", "duplicate_station")]),
    "book": (book(lambda made: None), []),
    "book formula": (book(_set("E2", "=1+1")), [("E2", "formula_cell")]),
    "book percent": (book(_set("E2", 1, "0%")), [("E2", "percent_cell")]),
    "book date": (book(_set("E2", 45000, "dd-mm-yyyy")), [("E2", "date_cell")]),
    "book float": (book(_set("E2", 2.5)), []),
    "book boolean": (book(_set("E2", value=True)), [("E2", "not_a_number")]),
    "book far": (book(_set("ZZ2", 1)), [("ZZ2", "stray_cell")]),
    "zip": (zipped(a_xml=b"x"), [(None, "not_a_spreadsheet")]),
    "macros": (zipped(xl__workbook_xml=b"x", xl__vbaProject_bin=b"x"), [(None, "macro_file")]),
    "xlsb": (zipped(xl__workbook_bin=b"x"), [(None, "macro_file")]),
    "damaged": (zipped(xl__workbook_xml=b"x"), [(None, "damaged_file")]),
    "cut": (book(lambda made: None)[:900], [(None, "not_a_spreadsheet")]),
    "bomb": (zipped(xl__workbook_xml=b"x", xl__worksheets__sheet1_xml=bytes(2**21)), [(None, "too_large")]),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_each_fault_by_its_cell_and_code(name: str) -> None:
    data, expected = CASES[name]
    assert [(one.cell, one.code) for one in told(data)] == expected


def test_more_stations_than_india_has(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parsing, "MOST_STATIONS", 3)
    rows = [[f"S{number}", *SOUND[1:]] for number in range(5)]
    assert [(one.row, one.code) for one in told(csv_bytes(rows, HEAD))] == [(5, "too_many_rows")]
    assert [(one.row, one.code) for one in told(xlsx_bytes(rows, HEAD))] == [(5, "too_many_rows")]


def test_a_quote_that_nobody_closed_ends_the_file_whatever_a_library_does_to_the_csv_module() -> None:
    """Its bound of a field holds for the whole process, and libraries do lift it; the rest is not read then."""
    file = io.BytesIO(
        csv_bytes([[*SOUND[:5], '"open']], HEAD).replace(b'"""open"', b'"open') + b"more\n" * 10**6
    )
    before = csv.field_size_limit(2**30)
    try:
        problems: list[Problem] = []
        checked(file, file.getbuffer().nbytes, RULES, problems.append)
    finally:
        csv.field_size_limit(before)
    assert [(one.row, one.code) for one in problems] == [(2, "unbalanced_quote")]
    assert file.tell() < 2**18


@pytest.mark.slow
@pytest.mark.parametrize(("make", "bound"), [(csv_bytes, 4), (xlsx_bytes, 12)])
def test_memory_is_bounded_whatever_the_length(
    make: Callable[..., bytes], bound: int, tmp_path: Path
) -> None:
    """4,000 stations, every figure of half of them wrong: what is held stays far under what the file holds."""
    path = tmp_path / "large"
    rows = ([*row[:4], "x", *row[5:]] if at % 2 else row for at, row in enumerate(station_rows(4000)))
    path.write_bytes(make(rows))
    heard = [0]

    def tell(_one: Problem) -> None:
        heard[0] += 1

    tracemalloc.start()
    try:
        with path.open("rb") as file:
            check, _taken = checked(file, path.stat().st_size, RULES, tell)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert (check.rows, heard[0]) == (4000, 2000)
    assert peak < bound * 2**20
