"""The header row of a station file: where the four places and each parameter's two figures stand."""

from __future__ import annotations

import csv
import datetime
import re
import zipfile
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, BinaryIO
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from common.texts import is_blank
from submissions.parsing.kinds import UTF16, kind_of
from submissions.parsing.numbers import code_of
from submissions.parsing.shapes import BLANK, LONGEST_FIELD, Cell, CellKind, column_letter
from submissions.problems import Problem, problem, shown

# What a station file may hold, and the shape of what is read from it.

LARGEST_STATION_FILE = 200 * 2**20
MOST_STATIONS = 30_000
"""India has about 17,500 stations that register FIRs."""
MOST_STATION_COLUMNS = 256
LONGEST_CODE, LONGEST_NAME = 40, 200

PLACES = ("station", "name", "district", "state")
"""The four columns that say which station a row is of; all others are figures."""

SheetRow = tuple[int, list[str | Cell]]
"""A row's number, counted from 1, and its cells: plain text as it stands, all else as a `Cell`."""


@dataclass(slots=True)
class Stream:
    """Rows that show something, in order, ended by a Problem where the rest cannot be read."""

    rows: Iterator[SheetRow | Problem]


_FIGURE = re.compile(r"(?P<code>\S*[^\s_])[\s_]+(?P<part>numerator|denominator)")


@dataclass(slots=True)
class Columns:
    """Index from 0 of each column. `figures` has (parameter, numerator's column, denominator's column)."""

    places: dict[str, int] = field(default_factory=dict)
    figures: list[tuple[str, int, int]] = field(default_factory=list)
    filled: frozenset[int] = frozenset()
    problems: list[Problem] = field(default_factory=list)

    @property
    def is_usable(self) -> bool:
        """Whether rows can be told apart at all."""
        return len(self.places) == len(PLACES) and bool(self.figures)


def read_columns(row: int, cells: Sequence[str | Cell], known: Collection[str]) -> Columns:
    """Find the columns by their names, in any order; `known` are the parameters of the month.

    >>> read_columns(1, ["station", "name", "district", "state", "REG-01 numerator", "reg-01 denominator"],
    ...              {"REG-01"}).figures
    [('REG-01', 4, 5)]
    """
    columns, halves = Columns(), dict[tuple[str, str], int]()
    names = [str(cell.value or "") if isinstance(cell, Cell) else cell for cell in cells]
    columns.filled = frozenset(at for at, name in enumerate(names) if not is_blank(name))
    for at in sorted(columns.filled):
        _place(columns, halves, row, at, names[at], known)
    for name in PLACES:
        if name not in columns.places:
            columns.problems.append(
                problem("wrong_header.station", row=row, column=name, values={"name": name})
            )
    for code in dict.fromkeys(code for code, _part in halves):
        numerator, denominator = halves.get((code, "numerator")), halves.get((code, "denominator"))
        if numerator is None or denominator is None:
            missing = f"{code} {'numerator' if numerator is None else 'denominator'}"
            columns.problems.append(
                problem(
                    "wrong_header.half", row=row, column=missing, parameter=code, values={"name": missing}
                )
            )
        else:
            columns.figures.append((code, numerator, denominator))
    if not halves:
        columns.problems.append(problem("wrong_header.no_figures", row=row))
    return columns


def _place(
    columns: Columns, halves: dict[tuple[str, str], int], row: int, at: int, text: str, known: Collection[str]
) -> None:
    name, said, cell = text.strip().casefold(), shown(text.strip()), f"{column_letter(at)}{row}"

    def tell(key: str, parameter: str | None = None) -> None:
        columns.problems.append(
            problem(key, row=row, column=said, cell=cell, parameter=parameter, values={"name": said})
        )

    figure = _FIGURE.fullmatch(name)
    if name in PLACES:
        if name in columns.places:
            tell("wrong_header.twice")
        columns.places.setdefault(name, at)
    elif figure is None:
        tell("wrong_header.station_column")
    else:
        half = (code_of(figure["code"]), figure["part"])
        if half[0] not in known:
            tell("unknown_parameter.column", shown(half[0]))
        elif half in halves:
            tell("duplicate_parameter.column", half[0])
        else:
            halves[half] = at


# Bytes to rows without holding the file: CSV line by line, XLSX through openpyxl's reading mode.

MOST_UNPACKED, MOST_TEXTS, MOST_SIDE_PART = 512 * 2**20, 64 * 2**20, 8 * 2**20
MOST_MEMBERS, HIGHEST_RATIO, RATIO_FROM = 200, 200, 2**20
_HEAD, _OLE2_HEAD = 2**16, 4 * 2**20
_OLE2 = bytes.fromhex("d0cf11e0a1b11ae1")
_LONGEST_LINE = LONGEST_FIELD
_UTF8_MARK = b"\xef\xbb\xbf"
_SHEETS = re.compile(r"xl/worksheets/[^/]+\.xml")
_SEPARATOR_LINE = re.compile(r"sep=([,;\t])\s*", re.IGNORECASE)
_BROKEN = (
    zipfile.BadZipFile, zipfile.LargeZipFile, DefusedXmlException, InvalidFileException, ParseError, KeyError,
    ValueError, TypeError, AttributeError, IndexError, EOFError, OSError, NotImplementedError, RuntimeError,
)  # fmt: skip


_ODD_TEXT = {"f": CellKind.FORMULA, "e": CellKind.ERROR}
_DATES = (datetime.date, datetime.time, datetime.timedelta)


def open_stream(file: BinaryIO, size: int) -> Stream | Problem:
    """The rows of a file of `size` bytes, or the problem that shuts it out. Rows are read as they are asked for."""
    if size > LARGEST_STATION_FILE:
        return problem("too_large", values={"limit": LARGEST_STATION_FILE // 2**20})
    head = file.read(_HEAD)
    if head.startswith(_OLE2):  # what kind of old file it is stands anywhere in it
        head += file.read(_OLE2_HEAD)
    file.seek(0)
    kind = kind_of(head)
    if isinstance(kind, Problem):
        return kind
    if kind == "csv":
        if head.startswith(UTF16):
            return problem("encoding.named", values={"looks": "UTF-16"})
        return Stream(_limited(_delimited(file)))
    refused = _refused(file)
    return refused if refused is not None else Stream(_limited(_workbook(file)))


def _limited(rows: Iterator[SheetRow | Problem]) -> Iterator[SheetRow | Problem]:
    """At most the header and so many stations; a row further down ends the file with a problem."""
    for count, row in enumerate(rows):
        if count > MOST_STATIONS and not isinstance(row, Problem):
            yield problem("too_many_rows.stations", row=row[0], values={"limit": f"{MOST_STATIONS:,}"})
            return
        yield row


class _Lines:
    """Decoded lines of a CSV file. What cannot be decoded ends them and stands in `fault`.

    `held` is what the row being read has taken so far; whoever has the row sets it back.
    """

    def __init__(self, file: BinaryIO) -> None:
        self.file, self.number, self.held = file, 0, 0
        self.fault: Problem | None = None

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        line = self.file.readline(_LONGEST_LINE)
        if not line:
            raise StopIteration
        self.number += 1
        if self.held > _LONGEST_LINE:  # a quote that nobody closed would take in the whole file
            raise csv.Error("field larger than a row may be")
        self.held += len(line)
        if len(line) == _LONGEST_LINE:
            self.fault = problem("too_long", row=self.number, values={"limit": f"{_LONGEST_LINE:,}"})
            raise StopIteration
        if self.number == 1:
            line = line.removeprefix(_UTF8_MARK)
        try:
            return line.decode()
        except UnicodeDecodeError:
            looks = ("an old, national encoding", "कोई पुरानी एन्कोडिंग")
            self.fault = problem("encoding", row=self.number, values={"row": self.number, "looks": looks})
            raise StopIteration from None


def _delimited(file: BinaryIO) -> Iterator[SheetRow | Problem]:
    lines = _Lines(file)
    first, number = next(lines, ""), 0
    hint = _SEPARATOR_LINE.fullmatch(first)
    separator = hint[1] if hint else max(",;\t", key=first.count)
    if not hint:
        file.seek(0)
        lines.number = lines.held = 0
    reader = csv.reader(lines, delimiter=separator, strict=True)
    while True:
        number += 1
        try:
            cells = next(reader)
        except StopIteration:
            break
        except csv.Error:
            yield problem("unbalanced_quote", row=number)
            return
        lines.held = 0
        if any(cells):
            row: list[str | Cell] = [*cells]
            yield number, row
    if lines.fault is not None:
        yield lines.fault


def _refused(file: BinaryIO) -> Problem | None:
    """What speaks against opening a workbook at all, from the directory of its zip alone."""
    try:
        infos = zipfile.ZipFile(file).infolist()
    except _BROKEN:
        return problem("not_a_spreadsheet.damaged")
    finally:
        file.seek(0)
    sizes = {info.filename.lower().lstrip("/"): info.file_size for info in infos}
    swollen = any(
        info.file_size > RATIO_FROM and info.file_size > HIGHEST_RATIO * max(info.compress_size, 1)
        for info in infos
    )
    aside = (
        size > (MOST_TEXTS if name == "xl/sharedstrings.xml" else MOST_SIDE_PART)
        for name, size in sizes.items()
        if not _SHEETS.fullmatch(name)
    )
    if len(infos) > MOST_MEMBERS or sum(sizes.values()) > MOST_UNPACKED or swollen or any(aside):
        return problem("too_large.unpacked")
    if any(info.flag_bits & 0x1 for info in infos):
        return problem("encrypted_file")
    if any("vbaproject" in name or "/macrosheets/" in name or "/activex/" in name for name in sizes):
        return problem("macro_file")
    if "xl/workbook.bin" in sizes:
        return problem("macro_file.binary")
    return None if "xl/workbook.xml" in sizes else problem("not_a_spreadsheet")


def _workbook(file: BinaryIO) -> Iterator[SheetRow | Problem]:
    try:
        book = load_workbook(file, read_only=True, keep_links=False)
    except _BROKEN:
        yield problem("damaged_file")
        return
    try:
        sheet = book.worksheets[0]
        sheet.reset_dimensions()  # what the file says of its own size is not to be relied upon
        for number, row in enumerate(sheet.iter_rows(max_row=4 * MOST_STATIONS), 1):
            far = next(
                (at for at in range(MOST_STATION_COLUMNS, len(row)) if row[at].value is not None), None
            )
            if far is not None:
                cell = f"{column_letter(far)}{number}"
                yield problem("stray_cell", row=number, cell=cell, values={"cell": cell})
                return
            cells = [_cell(one) for one in row]
            if any(cell != "" for cell in cells):
                yield number, cells
    except _BROKEN:
        yield problem("damaged_file")
    finally:
        book.close()


def _cell(cell: Any) -> str | Cell:
    """Plain text and whole numbers as text, everything that needs a second look as a Cell."""
    value: object = cell.value
    if value is None:
        return ""
    if isinstance(value, str):
        odd = _ODD_TEXT.get(cell.data_type)
        return Cell(odd, value[:LONGEST_NAME]) if odd else value
    if isinstance(value, bool):
        return Cell(CellKind.BOOLEAN, value)
    if isinstance(value, int | float):
        return _number(value, cell.number_format)
    return Cell(CellKind.DATE, str(value)) if isinstance(value, _DATES) else BLANK


def _number(value: float, form: str) -> str | Cell:
    if "%" in form:
        return Cell(CellKind.PERCENT, value)
    return str(value) if type(value) is int and value >= 0 else Cell(CellKind.NUMBER, value)


# Station files: thousands of police stations × the month's parameters, read row by row in bounded memory.

__all__ = [
    "LARGEST_STATION_FILE",
    "MOST_STATIONS",
    "Columns",
    "SheetRow",
    "Stream",
    "open_stream",
    "read_columns",
]
