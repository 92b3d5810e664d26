"""Nasty workbooks, checked against `support.EXPECTED`, a month of four parameters."""

from __future__ import annotations

import re
from collections.abc import Callable

from tests.submissions.files.books import (
    MAIN,
    OFFICE,
    number_cell,
    origin_sheet,
    row_file,
    row_of,
    sheet_of,
    sheets_of,
    strings_of,
    table,
    text_cell,
    with_strings,
    xlsx,
    xlsx_parts,
    zipped,
)
from tests.submissions.files.nasty import NastyFile, at, whole
from tests.submissions.files.support import Told, with_row

FILES: list[NastyFile] = []


def _file(name: str, make: bytes | Callable[[], bytes], *expected: Told) -> None:
    made = make if callable(make) else lambda: make
    FILES.append(NastyFile(f"xlsx: {name}", made, expected))


def _numerator(name: str, cell: str, code: str) -> None:
    _file(name, row_file(2, "REG-01", cell, "395", ""), at("B2", code))


def _sound() -> None:
    _file("plain", xlsx())
    shared = [row_of(1, ["parameter", "numerator", "denominator", "remarks"]), *table()[1:3]]
    shared.append(row_of(4, ['<c r="A4" t="s"><v>0</v></c>', "510", "600", '<c r="D4" t="s"><v>1</v></c>']))
    _file("shared strings", with_strings(strings_of("MAN-01", "बाढ़"), [*shared, table()[4]]))
    prefixed = sheet_of(table()).replace("<", "<x:").replace("<x:/", "</x:").replace("xmlns=", "xmlns:x=")
    _file("names with a prefix", zipped(xlsx_parts({"Figures": prefixed})))
    noise = [number_cell("B3", "0.30000000000000004"), number_cell("C3", "99.849999999999994")]
    _file("noise of binary fractions", row_file(3, "REG-02", *noise, ""))
    _file(
        "numbers as text",
        row_file(2, "REG-01", '<c r="B2" t="inlineStr"><is><t>३,९३,००० </t></is></c>', "395000", ""),
    )
    _file("a per cent sign that is mere text", row_file(2, "REG-01", number_cell("B2", "393", 4), "395", ""))
    _file(
        "a large round number",
        row_file(3, "REG-02", number_cell("B3", "1E5"), number_cell("C3", "100000.0"), ""),
    )
    _file("a remark that is a date", row_file(2, "REG-01", "393", "395", number_cell("D2", "45245", 2)))
    link = {"xl/externalLinks/externalLink1.xml": f'<externalLink xmlns="{MAIN}"/>'}
    _file("an external link", xlsx(more=link))
    header = ["parameter", "numerator", "denominator", "remarks", "name"]
    informs = with_row(2, "REG-01", "393", "395", "", '<c r="E2"><f>1+1</f></c>')
    _file("a formula in a column that only informs", xlsx(table(informs, header)))
    size = sheet_of(table()).replace("<sheetData>", '<sheetPr/><dimension ref="A1:XFD1048576"/><sheetData>')
    _file("a lie about its size", zipped(xlsx_parts({"Figures": size})))
    note = sheet_of([row_of(1, ["How to fill in"])])
    _file("another sheet first", sheets_of(Notes=note, Figures=sheet_of(table())))
    _file(
        "last month in a hidden sheet",
        sheets_of(["October"], October=sheet_of(table()), November=sheet_of(table())),
    )
    _file(
        "the right origin",
        sheets_of(["_pragati"], F=sheet_of(table()), _pragati=origin_sheet("hr", "2023-11", "2023-01")),
    )
    _file(
        "an origin that says nothing",
        sheets_of(["_pragati"], F=sheet_of(table()), _pragati=origin_sheet("HR", "Nov-23", "x")),
    )


def _frames() -> None:
    """Sound workbooks that other programs write in their own way."""
    parts = xlsx_parts()
    root = parts.pop("_rels/.rels")
    _file("no root relations", zipped(parts))
    _file(
        "other root relations", zipped({**parts, "_rels/.rels": root.replace(b'officeDocument"', b'core"')})
    )
    moved = {"book/main.xml" if name == "xl/workbook.xml" else name: part for name, part in parts.items()}
    moved["book/_rels/main.xml.rels"] = moved.pop("xl/_rels/workbook.xml.rels").replace(
        b'Target="', b'Target="/xl/'
    )
    _file(
        "a workbook elsewhere", zipped({**moved, "_rels/.rels": root.replace(b"xl/workbook", b"book/main")})
    )
    name = "xl/_rels/workbook.xml.rels"
    outside = b'<Relationship Id="x" Type="y/styles" Target="http://a.example" TargetMode="External"/></R'
    _file(
        "a link to the outside", zipped({**xlsx_parts(), name: xlsx_parts()[name].replace(b"</R", outside)})
    )
    excel = (
        f'<worksheet xmlns="{MAIN}" xmlns:r="{OFFICE}" xmlns:mc="urn:mc" mc:Ignorable="x14ac" xmlns:x14ac="urn:x14ac">'
        '<sheetPr codeName="Sheet1"/><dimension ref="A1:D5"/><sheetViews><sheetView workbookViewId="0"/></sheetViews>'
        '<sheetFormatPr defaultRowHeight="15" x14ac:dyDescent="0.25"/><cols><col min="1" max="4" width="12"/></cols>'
        f"<sheetData>{''.join(table())}</sheetData>"
        '<conditionalFormatting sqref="B2"><cfRule type="none" priority="x"/></conditionalFormatting>'
        '<dataValidations count="1"><dataValidation sqref="B2:C5"/></dataValidations><pageMargins left="x"/>'
        '<extLst><ext uri="{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}"/></extLst></worksheet>'
    ).replace("<row ", '<row spans="1:4" x14ac:dyDescent="0.25" ')
    _file("what else Excel writes around the cells", zipped(xlsx_parts({"F": excel})))
    bare = re.sub(r' r="[A-Z]?[0-9]+"', "", sheet_of(table(with_row(4, "MAN-01", "510", "600", "x"))))
    bare = bare.replace("</c></row>", "</c><c/></row>")
    _file("cells without addresses", zipped(xlsx_parts({"F": bare})))
    chart = sheets_of(Chart="<chartsheet/>", F=sheet_of(table()))
    _file("a sheet that is none", chart, whole("damaged_file"))
    charts = {**xlsx_parts({"Chart": "<x/>", "F": sheet_of(table())})}
    charts[name] = charts[name].replace(
        b'worksheet" Target="worksheets/sheet1', b'chartsheet" Target="worksheets/sheet1'
    )
    _file("a chart's own sheet", zipped(charts))


def _cells() -> None:
    _numerator("a percentage", number_cell("B2", "0.9985", 1), "percent_cell")
    _numerator("a percentage in the file's own form", number_cell("B2", "0.9985", 5), "percent_cell")
    _numerator("a percentage past all measure", number_cell("B2", "1E300", 1), "percent_cell")
    _numerator("a time of day", number_cell("B2", "0.5", 2), "date_cell")
    _numerator("a date", number_cell("B2", "45245", 2), "date_cell")
    _numerator("a date in the file's own form", number_cell("B2", "45245", 3), "date_cell")
    _numerator("a date past every calendar", number_cell("B2", "99999999999", 2), "date_cell")
    _numerator("a date as text of the format", '<c r="B2" t="d"><v>2023-11-05</v></c>', "date_cell")
    _numerator("a formula", '<c r="B2"><f>SUM(C2:C9)</f><v>393</v></c>', "formula_cell")
    _numerator("a formula never computed", '<c r="B2"><f>C2</f></c>', "formula_cell")
    _numerator("a shared formula's child", '<c r="B2"><f t="shared" si="0"/><v>393</v></c>', "formula_cell")
    _numerator("a formula that gives text", '<c r="B2" t="str"><f>"3"</f><v>3</v></c>', "formula_cell")
    _numerator("a truth", '<c r="B2" t="b"><v>1</v></c>', "not_a_number")
    _numerator("an error", '<c r="B2" t="e"><v>#DIV/0!</v></c>', "not_a_number")
    _numerator("text", text_cell("B2", "10²"), "not_a_number")
    _numerator("infinity", number_cell("B2", "1e999"), "not_a_number")
    _numerator("below zero", number_cell("B2", "-5"), "negative")
    _numerator("three decimals", number_cell("B2", "1.255"), "too_many_decimals")
    _numerator("the smallest number", number_cell("B2", "5E-324"), "too_many_decimals")
    _numerator("too large", number_cell("B2", "10000000000000"), "number_too_large")
    _numerator("far too large", number_cell("B2", "9" * 400), "number_too_large")
    _numerator("an escaped NUL", text_cell("B2", "39_x0000_"), "control_character")
    code = '<c r="A2" t="str"><f>CONCAT("REG","-01")</f><v>REG-01</v></c>'
    _file("a code by formula", row_file(2, code, "393", "395", ""), at("A2", "formula_cell"))
    half = text_cell("D2", "_xD800_")
    _file("half a letter, escaped", row_file(2, "REG-01", "393", "395", half), at("D2", "encoding"))
    gap = [*table()[:2], row_of(9, ["REG-02", "x", "101", ""]), row_of(11, ["MAN-01", "510", "600"])]
    _file(
        "rows left out",
        xlsx([*gap, row_of(2_500, ["PER-03", "1", ""])]),
        at("B9", "not_a_number"),
        at("C2500", "denominator_missing"),
    )
    merged = '<mergeCells><mergeCell ref="B3:B4"/><mergeCell ref="E1:F9"/></mergeCells>'
    _file("merged cells", row_file(4, "MAN-01", "", "600", "", after=merged), at("B3", "merged_cells"))
    all_merged = '<mergeCells><mergeCell ref="A2:D2"/></mergeCells>'
    _file("a merged row", row_file(2, "REG-01", "", "", "", after=all_merged), at("A2", "merged_cells"))
    far = [*table(), f'<row r="1048576">{number_cell("XFD1048576", "1")}</row>']
    _file("a cell at the end of the world", xlsx(far), (1048576, None, "XFD1048576", "stray_cell"))
    _file(
        "a cell beside the table",
        row_file(2, "REG-01", "393", "395", "", "", "", "note"),
        (2, None, "G2", "stray_cell"),
    )
    _file(
        "a wide cell",
        row_file(2, "REG-01", "393", "395", "", number_cell("CA2", "1")),
        (2, None, "CA2", "stray_cell"),
    )


def _origins() -> None:
    def made(*origin: str) -> bytes:
        return sheets_of(["_pragati"], F=sheet_of(table()), _pragati=origin_sheet(*origin))

    _file("another State's template", made("HP", "2023-11", "2023-01"), whole("wrong_state"))
    _file("another month's template", made("HR", "2023-10", "2023-01"), whole("wrong_month"))
    _file("another methodology's template", made("HR", "2023-11", "2021-06"), whole("wrong_methodology"))


_sound()
_frames()
_cells()
_origins()
