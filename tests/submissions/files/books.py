"""Workbooks made by hand, part by part, sound and otherwise."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence

from tests.submissions.files.support import HEADER, ROWS, with_row

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"


def text_cell(address: str, text: str) -> str:
    escaped = text.replace("&", "&amp;").replace("<", "&lt;")
    return f'<c r="{address}" t="inlineStr"><is><t xml:space="preserve">{escaped}</t></is></c>'


def number_cell(address: str, number: str, style: int = 0) -> str:
    return f'<c r="{address}" s="{style}"><v>{number}</v></c>'


def row_of(number: int, cells: Sequence[str]) -> str:
    """A row of a sheet; a cell that begins with `<` is taken as it is, digits become a number, the rest text."""
    made = []
    for letter, cell in zip("ABCDEFGH", cells, strict=False):
        address = f"{letter}{number}"
        if cell.startswith("<"):
            made.append(cell)
        elif cell.replace(".", "", 1).isascii() and cell.replace(".", "", 1).isdigit():
            made.append(number_cell(address, cell))
        elif cell:
            made.append(text_cell(address, cell))
    return f'<row r="{number}">{"".join(made)}</row>'


def sheet_of(rows: Iterable[str], after: str = "") -> str:
    return f'<worksheet xmlns="{MAIN}"><sheetData>{"".join(rows)}</sheetData>{after}</worksheet>'


def table(rows: Iterable[Sequence[str]] = ROWS, header: Sequence[str] = HEADER) -> list[str]:
    return [row_of(number, row) for number, row in enumerate((header, *rows), 1)]


STYLES = (
    f'<styleSheet xmlns="{MAIN}"><numFmts><numFmt numFmtId="170" formatCode="dd\\-mm\\-yyyy"/>'
    '<numFmt numFmtId="171" formatCode="0.0&quot;%&quot;"/>'
    '<numFmt numFmtId="172" formatCode="[Red]0.0%"/></numFmts><cellXfs>'
    + "".join(f'<xf numFmtId="{one}"/>' for one in (0, 10, 14, 170, 171, 172))
    + "</cellXfs></styleSheet>"
)
"""Cell styles 0 general, 1 percent, 2 and 3 dates, 4 a number with a per cent sign that is mere text, 5 percent."""


def xlsx_parts(
    sheets: Mapping[str, str] | None = None,
    hidden: Iterable[str] = (),
    more: Mapping[str, str | bytes] | None = None,
) -> dict[str, bytes]:
    """The parts of a workbook whose sheets (name to XML) are given; `more` adds parts or replaces them."""
    given = {"Figures": sheet_of(table())} if sheets is None else dict(sheets)
    states = dict.fromkeys(hidden, ' state="hidden"')
    listed = "".join(
        f'<sheet name="{name}" sheetId="{at}"{states.get(name, "")} r:id="rId{at}"/>'
        for at, name in enumerate(given, 1)
    )
    links = "".join(
        f'<Relationship Id="rId{at}" Type="{OFFICE}/worksheet" Target="worksheets/sheet{at}.xml"/>'
        for at in range(1, len(given) + 1)
    )
    links += f'<Relationship Id="rIdS" Type="{OFFICE}/styles" Target="styles.xml"/>'
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": f'<Types xmlns="x"><Override PartName="/xl/workbook.xml" '
        f'ContentType="{TYPES}.sheet.main+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{RELATIONS}"><Relationship Id="r" '
        f'Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>{listed}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{RELATIONS}">{links}</Relationships>',
        "xl/styles.xml": STYLES,
    }
    for at, xml in enumerate(given.values(), 1):
        parts[f"xl/worksheets/sheet{at}.xml"] = xml
    parts |= more or {}
    return {name: part.encode() if isinstance(part, str) else part for name, part in parts.items()}


def zipped(parts: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, part in parts.items():
            archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), part, method)
    return out.getvalue()


def xlsx(
    rows: Iterable[str] | None = None, after: str = "", more: Mapping[str, str | bytes] | None = None
) -> bytes:
    """A workbook with one sheet of these rows."""
    return zipped(xlsx_parts({"Figures": sheet_of(table() if rows is None else rows, after)}, more=more))


def origin_sheet(state: str, month: str, methodology: str) -> str:
    pairs = (("state", state), ("month", month), ("methodology", methodology))
    rows = [
        f'<row r="{at}">{text_cell(f"A{at}", key)}{text_cell(f"B{at}", value)}</row>'
        for at, (key, value) in enumerate(pairs, 1)
    ]
    return sheet_of(rows)


def row_file(number: int, *cells: str, after: str = "") -> bytes:
    """The good workbook with one row replaced; see `support.row_of` for cells."""
    return xlsx(table(with_row(number, *cells)), after)


def strings_of(*texts: str) -> str:
    return f'<sst xmlns="{MAIN}">' + "".join(f"<si><t>{one}</t></si>" for one in texts) + "</sst>"


def with_strings(strings: str, rows: Sequence[str]) -> bytes:
    """A workbook with shared strings."""
    parts = xlsx_parts({"Figures": sheet_of(rows)}, more={"xl/sharedStrings.xml": strings})
    link = (
        f'<Relationship Id="rIdT" Type="{OFFICE}/sharedStrings" Target="sharedStrings.xml"/></Relationships>'
    )
    name = "xl/_rels/workbook.xml.rels"
    parts[name] = parts[name].replace(b"</Relationships>", link.encode())
    return zipped(parts)


def sheets_of(hidden: Sequence[str] = (), **sheets: str) -> bytes:
    return zipped(xlsx_parts(sheets, hidden))
