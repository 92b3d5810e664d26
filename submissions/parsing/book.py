"""The frame of a workbook: its sheets, its shared strings, and which cell styles mean a percentage or a date."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from openpyxl.styles.numbers import is_date_format, is_timedelta_format

from submissions.parsing.package import Package, RefusedError
from submissions.parsing.shapes import CellKind
from submissions.parsing.sheet import MAIN
from submissions.parsing.xmlwalk import Budget, walk

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
    if any(one.endswith(macros) or "/activex/" in one or "/macrosheets/" in one for one in names):
        raise RefusedError("macro_file")
    if b"vbaproject" in types or b"macroenabled" in types or b"activex" in types:
        raise RefusedError("macro_file")
    if any("/embeddings/" in one for one in names):
        raise RefusedError("embedded_object")
    for start, kind_name in _OTHER_OFFICE.items():
        if any(one.startswith(start) for one in names):
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
