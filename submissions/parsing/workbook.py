"""XLSX to a grid of cells: looked through first, then read by openpyxl in read-only mode under caps."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

import openpyxl
from openpyxl.styles.numbers import is_date_format, is_timedelta_format
from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900, from_excel
from openpyxl.utils.escape import unescape
from openpyxl.workbook import Workbook

from common.texts import is_blank
from submissions.parsing.kinds import shut_out
from submissions.parsing.package import Budget, Package, RefusedError, walk
from submissions.parsing.shapes import (
    BLANK,
    LAST_ROW,
    LONGEST_KEPT,
    MOST_COLUMNS,
    MOST_ROWS,
    ORIGIN_SHEET,
    Cell,
    CellKind,
    Grid,
    GridRow,
    Merge,
    TemplateOrigin,
    column_letter,
)
from submissions.problems import problem, shown

# What one worksheet's XML holds besides values: its rows, formulas, merged cells and far-off cells.

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_VALUES = frozenset({MAIN + "v", MAIN + "is", MAIN + "f"})
_ADDRESS = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
_WIDEST, _LOWEST = 16_384, 1_048_576
# Any one of them shuts the file out; more are not needed to say so.
_MOST_MERGES = 1_000


@dataclass(slots=True)
class SheetFacts:
    """Rows and columns count from 1. `kinds` are the cells that hold a formula, a percentage or a date.

    `far` is, row by row, the first cell with content beyond what is read. `body` is the sheet's XML without
    anything but its cells; empty where it has none.
    """

    last_row: int = 0
    kinds: dict[tuple[int, int], CellKind] = field(default_factory=dict)
    merges: list[Merge] = field(default_factory=list)
    far: list[tuple[int, str]] = field(default_factory=list)
    body: bytes = b""


def scan_sheet(data: bytes, styles: Sequence[CellKind], budget: Budget) -> SheetFacts:
    """Look through a worksheet; `styles` says what each cell style makes of a number.

    RefusedError where it is damaged, or past a cap.
    """
    scan = _Scan(data, styles)
    walk(data, budget, start=scan.on_start, end=scan.on_end)
    return scan.finished()


class _Scan:
    def __init__(self, data: bytes, styles: Sequence[CellKind]) -> None:
        self.data, self.facts = data, SheetFacts()
        self.marked = {str(at): kind for at, kind in enumerate(styles) if kind is not CellKind.NUMBER}
        self.style: CellKind | None = None
        self.row = self.column = self.rows = 0
        self.row_counted = self.row_is_far = self.in_cells = False
        self.depth = 0
        self.first_child = self.cells_from = self.cells_to = self.root_end = -1

    def on_start(self, name: str, attributes: Mapping[str, str], at: int) -> None:
        self.depth += 1
        if self.depth <= 2:
            self.on_part(name, at)
        elif self.in_cells:
            self.on_content(name, attributes)
        elif name == MAIN + "mergeCell":
            self.on_merge(attributes.get("ref", ""))

    def on_part(self, name: str, at: int) -> None:
        """The root, or one of the parts of a sheet, of which only the cells are kept."""
        if self.depth == 1:
            if name != MAIN + "worksheet":
                raise RefusedError("damaged_file")
            return
        if self.first_child < 0:
            self.first_child = at
        if name == MAIN + "sheetData":
            if self.cells_from >= 0:
                raise RefusedError("damaged_file")
            self.cells_from, self.in_cells = at, True

    def on_content(self, name: str, attributes: Mapping[str, str]) -> None:
        """Rows, cells and values, each only where it belongs: openpyxl would take them anywhere."""
        if self.depth == 3 and name == MAIN + "row":
            self.on_row(attributes)
        elif self.depth == 4 and name == MAIN + "c":
            self.on_cell(attributes)
        elif self.depth == 5 and name in _VALUES:
            self.on_value(name)
        elif self.depth <= 4 or name in {MAIN + "row", MAIN + "c"}:
            raise RefusedError("damaged_file")

    def on_end(self, name: str, at: int) -> None:
        if self.depth == 2 and name == MAIN + "sheetData":
            self.cells_to, self.in_cells = self.data.index(b">", at) + 1, False
        if self.depth == 1:
            self.root_end = at
        self.depth -= 1

    def on_row(self, attributes: Mapping[str, str]) -> None:
        """Rows must go down: openpyxl would silently leave out a row that goes back up."""
        before = self.row
        self.row = _number(attributes["r"]) if "r" in attributes else before + 1
        if not before < self.row <= _LOWEST:
            raise RefusedError("damaged_file")
        self.column, self.row_counted, self.row_is_far = 0, False, False

    def on_cell(self, attributes: Mapping[str, str]) -> None:
        before = self.column
        row = self.row
        self.column = before + 1
        if "r" in attributes:
            self.column, row = _address(attributes["r"])
        self.style = self.marked.get(attributes.get("s", ""))
        if row != self.row or not before < self.column <= _WIDEST:
            raise RefusedError("damaged_file")

    def on_value(self, name: str) -> None:
        if not self.row_counted:
            self.row_counted = True
            self.rows += 1
            if self.rows > MOST_ROWS + 1:
                raise RefusedError("too_many_rows", limit=f"{MOST_ROWS:,}")
        if self.row > LAST_ROW or self.column > MOST_COLUMNS:
            if not self.row_is_far:
                self.facts.far.append((self.row, f"{column_letter(self.column - 1)}{self.row}"))
            self.row_is_far = True
            return
        self.facts.last_row = self.row
        kind = CellKind.FORMULA if name == MAIN + "f" else self.style
        if kind is not None:
            self.facts.kinds.setdefault((self.row, self.column), kind)

    def on_merge(self, ref: str) -> None:
        first, _colon, last = ref.partition(":")
        left, top = _address(first)
        right, bottom = _address(last or first)
        if top <= LAST_ROW and left <= MOST_COLUMNS and len(self.facts.merges) < _MOST_MERGES:
            self.facts.merges.append(Merge(left, top, right, bottom, ref))

    def finished(self) -> SheetFacts:
        """The facts, with the sheet cut down to its root and its cells."""
        if self.cells_from >= 0:
            head, cells = self.data[: self.first_child], self.data[self.cells_from : self.cells_to]
            # Told its size, openpyxl need not read the whole sheet once more to find it.
            size = f'<dimension xmlns="{MAIN[:-1]}" ref="A1"/>'.encode()
            self.facts.body = head + size + cells + self.data[self.root_end :]
        return self.facts


def _number(text: str) -> int:
    if not re.fullmatch(r"[1-9][0-9]{0,6}", text, re.ASCII):
        raise RefusedError("damaged_file")
    return int(text)


def _address(text: str) -> tuple[int, int]:
    """Column and row of an address such as `C7`, both counted from 1."""
    match = _ADDRESS.fullmatch(text.replace("$", ""))
    if match is None:
        raise RefusedError("damaged_file")
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - 64
    return column, int(match[2])


# The frame of a workbook: its sheets, its shared strings, and which cell styles mean a percentage or a date.

MOST_SHEETS = 12
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PERCENT_IDS = frozenset({9, 10})
# Date formats that have a number but no code of their own in the file, East Asian ones among them.
_DATE_IDS = frozenset({*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)})
_QUOTED = re.compile(r'"[^"]*"|\\.|\[[^\[\]]*\]')
_LONGEST_FORMAT = 255
# The format's own limit for cell styles is a little lower.
_MOST_STYLES = 65_536
_OTHER_OFFICE = {"word/": "Word", "ppt/": "PowerPoint", "visio/": "Visio", "index/": "Numbers"}


@dataclass(frozen=True, slots=True)
class SheetEntry:
    """A worksheet as the workbook lists it."""

    name: str
    hidden: bool
    part: str


@dataclass(slots=True)
class Book:
    """`styles` gives, by the number of the cell style, NUMBER, PERCENT or DATE."""

    sheets: list[SheetEntry] = field(default_factory=list)
    styles: list[CellKind] = field(default_factory=list)
    strings: bytes | None = None
    since_1904: bool = False


def refuse_other_kinds(package: Package) -> None:
    """RefusedError unless the package is a plain XLSX: no macros, no embedded files, no other document."""
    names = package.members
    if "[content_types].xml" not in names:
        kind = package.read("mimetype")[:100] if "mimetype" in names else b""
        if kind.startswith(b"application/vnd.oasis.opendocument"):
            raise RefusedError("not_a_spreadsheet.other_office", kind="OpenDocument")
        raise RefusedError("not_a_spreadsheet")
    if "xl/workbook.bin" in names:
        raise RefusedError("macro_file.binary")
    types = package.read("[content_types].xml").lower()
    macros = ("vbaproject.bin", "vbadata.xml")
    if any(name.endswith(macros) or "/activex/" in name or "/macrosheets/" in name for name in names):
        raise RefusedError("macro_file")
    if b"vbaproject" in types or b"macroenabled" in types or b"activex" in types:
        raise RefusedError("macro_file")
    if any("/embeddings/" in name for name in names):
        raise RefusedError("embedded_object")
    for start, kind_name in _OTHER_OFFICE.items():
        if any(name.startswith(start) for name in names):
            raise RefusedError("not_a_spreadsheet.other_office", kind=kind_name)


def read_book(package: Package, budget: Budget) -> Book:
    """The frame of a workbook. RefusedError where it is damaged or has too many sheets."""
    main = _main_part(package, budget)
    relations = _relations(package, main, budget)
    book = Book()
    listed = _sheets(package.read(main), book, budget)
    if len(listed) > MOST_SHEETS:
        raise RefusedError("too_many_sheets", limit=MOST_SHEETS)
    for name, hidden, relation in listed:
        kind, part = relations.get(relation, ("", ""))
        if kind == "worksheet":
            book.sheets.append(SheetEntry(name, hidden, part))
    for kind, part in relations.values():
        if kind == "styles":
            book.styles = _styles(package.read(part), budget)
        elif kind == "sharedStrings":
            book.strings = package.read(part)
            walk(book.strings, budget, start=_nothing)
    return book


def _nothing(_name: str, _attributes: Mapping[str, str], _at: int) -> None:
    """A part that is walked for its caps alone."""


def _main_part(package: Package, budget: Budget) -> str:
    if "_rels/.rels" in package.members:
        for kind, part in _relations(package, "", budget).values():
            if kind == "officeDocument":
                return part
    if "xl/workbook.xml" in package.members:
        return "xl/workbook.xml"
    raise RefusedError("not_a_spreadsheet")


def _relations(package: Package, part: str, budget: Budget) -> dict[str, tuple[str, str]]:
    """Kind (the last word of the type) and target part by relation id; links to the outside are left out."""
    folder, name = posixpath.split(part)
    found: dict[str, tuple[str, str]] = {}

    def start(_name: str, attributes: Mapping[str, str], _at: int) -> None:
        target = attributes.get("Target", "")
        if "Id" in attributes and attributes.get("TargetMode") != "External":
            kind = attributes.get("Type", "").rpartition("/")[2]
            found[attributes["Id"]] = (
                kind,
                posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/"),
            )

    path = posixpath.join(folder, "_rels", f"{name}.rels")
    if path.lower() in package.members:
        walk(package.read(path), budget, start=start)
    return found


def _sheets(data: bytes, book: Book, budget: Budget) -> list[tuple[str, bool, str]]:
    """Name, whether hidden, and relation id of every sheet, in order."""
    found: list[tuple[str, bool, str]] = []

    def start(name: str, attributes: Mapping[str, str], _at: int) -> None:
        if name.startswith("http://purl.oclc.org/"):
            raise RefusedError("not_a_spreadsheet.other_office", kind="Strict Open XML")
        if name == MAIN + "sheet":
            hidden = attributes.get("state", "visible") != "visible"
            found.append((attributes.get("name", ""), hidden, attributes.get(_OFFICE + "}id", "")))
        elif name == MAIN + "workbookPr":
            book.since_1904 = attributes.get("date1904", "").lower() in {"1", "true", "on"}

    walk(data, budget, start=start)
    return found


def _styles(data: bytes, budget: Budget) -> list[CellKind]:
    """What each cell style makes of a number."""
    codes: dict[str, str] = {}
    formats: list[str] = []
    inside: list[str] = []

    def start(name: str, attributes: Mapping[str, str], _at: int) -> None:
        inside.append(name)
        if name == MAIN + "numFmt":
            codes[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")
        elif name == MAIN + "xf" and inside[-2:-1] == [MAIN + "cellXfs"]:
            formats.append(attributes.get("numFmtId", "0"))
            if len(formats) > _MOST_STYLES:
                raise RefusedError("too_large.unpacked")

    def end(_name: str, _at: int) -> None:
        inside.pop()

    walk(data, budget, start=start, end=end)
    known = {one: _format_kind(one, codes.get(one)) for one in set(formats)}
    return [known[one] for one in formats]


def _format_kind(number: str, code: str | None) -> CellKind:
    if code is None:
        at = int(number) if number.isascii() and number.isdigit() and len(number) < 5 else 0
        if at in _PERCENT_IDS:
            return CellKind.PERCENT
        return CellKind.DATE if at in _DATE_IDS else CellKind.NUMBER
    code = code[:_LONGEST_FORMAT]
    if "%" in _QUOTED.sub("", code):
        return CellKind.PERCENT
    return CellKind.DATE if is_date_format(code) or is_timedelta_format(code) else CellKind.NUMBER


# A plain twin of a workbook for openpyxl to open: the same cells, and nothing else of what the file held.

if not openpyxl.DEFUSEDXML:
    raise ImportError(
        "Uploaded workbooks are read with defusedxml: install it, and leave OPENPYXL_DEFUSEDXML unset or True."
    )

_MAIN = MAIN[:-1]
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"


@contextmanager
def opened(book: Book, bodies: Sequence[bytes]) -> Iterator[Workbook]:
    """The twin of a book whose sheets have these bodies, opened read-only, for values only.

    RefusedError where openpyxl cannot make sense of it, then or while its cells are read.
    """
    try:
        workbook = openpyxl.load_workbook(
            io.BytesIO(_zipped(book, bodies)), read_only=True, data_only=True, keep_links=False
        )
        try:
            yield workbook
        finally:
            workbook.close()
    except RefusedError:
        raise
    except Exception as found:
        # openpyxl meets malformed cells with whatever comes: ValueError, TypeError, KeyError, IndexError …
        raise RefusedError("damaged_file") from found


def _zipped(book: Book, bodies: Sequence[bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("[Content_Types].xml", _content_types(book, len(bodies)))
        archive.writestr("xl/workbook.xml", _workbook(len(bodies)))
        archive.writestr("xl/_rels/workbook.xml.rels", _twin_relations(len(bodies)))
        if book.strings is not None:
            archive.writestr("xl/sharedStrings.xml", book.strings)
        for at, body in enumerate(bodies):
            archive.writestr(f"xl/worksheets/sheet{at}.xml", body)
    return target.getvalue()


def _content_types(book: Book, sheets: int) -> str:
    parts = [("xl/workbook.xml", "sheet.main")]
    parts += [(f"xl/worksheets/sheet{at}.xml", "worksheet") for at in range(sheets)]
    parts += [("xl/sharedStrings.xml", "sharedStrings")] if book.strings is not None else []
    overrides = "".join(
        f'<Override PartName="/{part}" ContentType="{_TYPE}.{kind}+xml"/>' for part, kind in parts
    )
    return f'<Types xmlns="{_PACKAGE}/content-types">{overrides}</Types>'


def _workbook(sheets: int) -> str:
    listed = "".join(f'<sheet name="s{at}" sheetId="{at + 1}" r:id="r{at}"/>' for at in range(sheets))
    return f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>{listed}</sheets></workbook>'


def _twin_relations(sheets: int) -> str:
    listed = "".join(
        f'<Relationship Id="r{at}" Type="{_OFFICE}/worksheet" Target="worksheets/sheet{at}.xml"/>'
        for at in range(sheets)
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{listed}</Relationships>'


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
    facts = [scan_sheet(package.read(sheet.part), book.styles, budget) for sheet in book.sheets]
    with opened(book, [fact.body or _EMPTY for fact in facts]) as workbook:
        chosen = _choose(book, facts, workbook)
        origins = _origins(book, facts, workbook)
        rows = tuple(_rows(workbook.worksheets[chosen], facts[chosen], book)) if chosen >= 0 else ()
    if chosen < 0:
        return shut_out(problem("blank_file"), "xlsx")
    stray = tuple(
        problem("stray_cell", row=row, cell=cell, values={"cell": cell}) for row, cell in facts[chosen].far
    )
    return Grid("xlsx", rows, stray, tuple(facts[chosen].merges), origins)


_EMPTY = f'<worksheet xmlns="{_MAIN}"/>'.encode()


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
