"""XLSX to a grid of cells: looked through first, then read by openpyxl in read-only mode under caps."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900, from_excel
from openpyxl.utils.escape import unescape

from states.texts import is_blank
from submissions.parsing.book import Book, read_book, refuse_other_kinds
from submissions.parsing.kinds import shut_out
from submissions.parsing.package import Package, RefusedError
from submissions.parsing.shapes import (
    BLANK,
    LONGEST_KEPT,
    MOST_COLUMNS,
    ORIGIN_SHEET,
    Cell,
    CellKind,
    Grid,
    GridRow,
    TemplateOrigin,
)
from submissions.parsing.sheet import SheetFacts, scan_sheet
from submissions.parsing.twin import opened
from submissions.parsing.xmlwalk import Budget
from submissions.problems import problem, shown

_ORIGIN_ROWS = 10
_HALVES = re.compile("[\ud800-\udfff]")


def read_workbook(data: bytes) -> Grid:
    """The cells of the sheet that holds the figures. Collects problems; never raises on data."""
    try:
        return _read(data)
    except RefusedError as refused:
        foreign = refused.problem.code == "not_a_spreadsheet"
        return shut_out(refused.problem, None if foreign else "xlsx")


def _read(data: bytes) -> Grid:
    package = Package.open(data)
    refuse_other_kinds(package)
    budget = Budget()
    book = read_book(package, budget)
    facts = [scan_sheet(package.read(one.part), book.styles, budget) for one in book.sheets]
    with opened(book, [one.body or _EMPTY for one in facts]) as workbook:
        chosen = _choose(book, facts, workbook)
        origins = _origins(book, facts, workbook)
        rows = tuple(_rows(workbook.worksheets[chosen], facts[chosen], book)) if chosen >= 0 else ()
    if chosen < 0:
        return shut_out(problem("blank_file"), "xlsx")
    stray = tuple(
        problem("stray_cell", row=row, cell=cell, values={"cell": cell}) for row, cell in facts[chosen].far
    )
    return Grid("xlsx", rows, stray, tuple(facts[chosen].merges), origins)


_EMPTY = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"/>'


def _choose(book: Book, facts: Sequence[SheetFacts], workbook: Any) -> int:
    """The sheet with the figures: the one visible sheet under a header, else the first visible; -1 for none.

    RefusedError where several visible sheets hold figures, for nobody can tell which month is meant.
    """
    visible = [at for at, one in enumerate(book.sheets) if not one.hidden and one.name != ORIGIN_SHEET]
    headed = [at for at in visible if facts[at].last_row and _has_header(workbook.worksheets[at])]
    if len(headed) > 1:
        names = ", ".join(f"“{shown(book.sheets[at].name)}”" for at in headed)
        raise RefusedError("several_sheets", sheets=names)
    return (headed or visible or [-1])[0]


def _has_header(sheet: Any) -> bool:
    top = next(sheet.iter_rows(min_row=1, max_row=1, max_col=MOST_COLUMNS), ())
    names = {one.value.strip().casefold() for one in top if isinstance(one.value, str)}
    return "parameter" in names and bool(names & {"numerator", "denominator"})


def _origins(book: Book, facts: Sequence[SheetFacts], workbook: Any) -> tuple[TemplateOrigin, ...]:
    """The State, month and methodology that the hidden sheet names; empty where it is gone or unreadable."""
    for at, one in enumerate(book.sheets):
        if one.name == ORIGIN_SHEET and facts[at].last_row:
            pairs = workbook.worksheets[at].iter_rows(min_row=1, max_row=_ORIGIN_ROWS, max_col=2)
            said = {str(pair[0].value): str(pair[1].value) for pair in pairs if len(pair) == 2}
            origin = TemplateOrigin.parse(" ".join(said.get(key, "") for key in ORIGIN_KEYS))
            return (origin,) if origin else ()
    return ()


ORIGIN_KEYS = ("state", "month", "methodology")
"""The keys of the hidden sheet, in its first column; their values stand in the second."""


def _rows(sheet: Any, facts: SheetFacts, book: Book) -> Iterator[GridRow]:
    if not facts.last_row:
        return
    rows: Iterable[Sequence[Any]] = sheet.iter_rows(min_row=1, max_row=facts.last_row, max_col=MOST_COLUMNS)
    for number, found in enumerate(rows, 1):
        cells = [
            _cell(one, facts.kinds.get((number, column)), since_1904=book.since_1904)
            for column, one in enumerate(found, 1)
        ]
        while cells and cells[-1].is_blank:
            cells.pop()
        if cells:
            yield GridRow(number, tuple(cells))


def _cell(one: Any, kind: CellKind | None, *, since_1904: bool) -> Cell:
    """`kind` is what the scan knows of the cell: a formula, or a number that shows as a percentage or a date."""
    value = one.value
    if kind is CellKind.FORMULA:
        return Cell(kind, value if isinstance(value, str | int | float) else None)
    if value is None or isinstance(value, str):
        return _of_text(value or "", is_error=one.data_type == "e")
    if isinstance(value, date | time | timedelta):
        return Cell(CellKind.DATE, str(value))
    if isinstance(value, bool):
        return Cell(CellKind.BOOLEAN, value)
    if kind is CellKind.DATE:
        return Cell(kind, _date_text(value, since_1904=since_1904))
    return Cell(kind or CellKind.NUMBER, value)


def _of_text(text: str, *, is_error: bool) -> Cell:
    if is_blank(text):
        return BLANK
    return Cell(CellKind.ERROR if is_error else CellKind.TEXT, _text(text))


def _text(value: str) -> str:
    """A text with the format's own escapes (`_x000D_`) resolved, and no half characters made by them."""
    return _HALVES.sub("\ufffd", unescape(value[:LONGEST_KEPT]))


def _date_text(serial: float, *, since_1904: bool) -> str:
    """The ISO text of a serial number; the number itself where no calendar has it."""
    try:
        moment = from_excel(serial, CALENDAR_MAC_1904 if since_1904 else CALENDAR_WINDOWS_1900)
    except (ValueError, OverflowError):
        return str(serial)
    if isinstance(moment, datetime) and moment.time() == time():
        return moment.date().isoformat()
    return str(moment)
