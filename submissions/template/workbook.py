"""The template as a workbook: input cells that take only numbers, instructions, and a hidden sheet of origin."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from common.spreadsheets import put_text, workbook_bytes
from submissions.parsing import LONGEST_REMARK, ORIGIN_KEYS, ORIGIN_SHEET
from submissions.parsing.numbers import LARGEST_FIGURE
from submissions.problems import COLUMNS
from submissions.template import texts
from submissions.template.sheet import HEADER, CellValue, TemplateSheet, cells_of

WIDTHS = {
    "parameter": 12, "numerator": 16, "denominator": 16, "remarks": 36, "name": 40, "name_hi": 36,
    "last_month_numerator": 16, "last_month_denominator": 16, "group": 36, "template": 22,
}  # fmt: skip
_MEANING_WIDTH = 44
INPUT = COLUMNS[1:]
_HEAD = PatternFill("solid", fgColor="1F3A5F")
_LOCKED = PatternFill("solid", fgColor="EEF1F5")
_LINE = Side(style="thin", color="B8C0CC")
_GRID = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_WRAP = Alignment(wrap_text=True, vertical="top")


def xlsx_template(sheet: TemplateSheet) -> bytes:
    """The template of a State and month as XLSX. The same sheet gives the same bytes."""
    book = Workbook()
    figures = book.active
    assert isinstance(figures, Worksheet)
    figures.title = texts.FIGURES_SHEET
    _fill(figures, sheet)
    _guide(figures, len(sheet.rows))
    _instruct(book.create_sheet(texts.INSTRUCTIONS_SHEET), sheet)
    write_origin(book, sheet.origin.state, str(sheet.month), sheet.methodology)
    return workbook_bytes(book)


def write_origin(book: Workbook, state: str, month: str, methodology: str) -> None:
    """The hidden sheet that names State, month and methodology."""
    hidden = book.create_sheet(ORIGIN_SHEET)
    hidden.sheet_state = "hidden"
    for at, (key, value) in enumerate(zip(ORIGIN_KEYS, (state, month, methodology), strict=True), 1):
        put_text(hidden.cell(at, 1), key)
        put_text(hidden.cell(at, 2), value)
    hidden.protection.sheet = True


def _fill(page: Worksheet, sheet: TemplateSheet) -> None:
    for at, name in enumerate(HEADER, 1):
        cell = page.cell(1, at)
        put_text(cell, name)
        cell.font, cell.fill, cell.border = Font(bold=True, color="FFFFFF"), _HEAD, _GRID
        cell.alignment = Alignment(vertical="center", wrap_text=True)
        page.column_dimensions[get_column_letter(at)].width = WIDTHS.get(name, _MEANING_WIDTH)
    for number, row in enumerate(sheet.rows, 2):
        cells = cells_of(sheet, row)
        for at, name in enumerate(HEADER, 1):
            _put(page.cell(number, at), name, cells[name])


def _put(cell: Any, name: str, value: CellValue) -> None:
    if isinstance(value, Decimal):
        cell.value = int(value) if value == value.to_integral_value() else value
    elif value is not None:
        put_text(cell, value)
    cell.border, cell.alignment = _GRID, _WRAP
    if name in INPUT:
        cell.protection = Protection(locked=False)
    else:
        cell.fill = _LOCKED


def _guide(page: Worksheet, rows: int) -> None:
    """What the cells take, what stays in sight, and what is locked (without a password)."""
    last = max(rows, 1) + 1
    number = DataValidation(
        type="decimal", operator="between", formula1="0", formula2=str(LARGEST_FIGURE), allow_blank=True,
        errorTitle=texts.NUMBER_TITLE, error=texts.NUMBER_ERROR,
        promptTitle=texts.NUMBER_TITLE, prompt=texts.NUMBER_PROMPT,
    )  # fmt: skip
    remark = DataValidation(
        type="textLength", operator="lessThanOrEqual", formula1=str(LONGEST_REMARK), allow_blank=True,
        errorTitle=texts.REMARK_TITLE, error=texts.REMARK_ERROR,
        promptTitle=texts.REMARK_TITLE, prompt=texts.REMARK_PROMPT,
    )  # fmt: skip
    for rule, columns in ((number, "BC"), (remark, "D")):
        rule.showErrorMessage = rule.showInputMessage = True
        rule.add(f"{columns[0]}2:{columns[-1]}{last}")
        page.add_data_validation(rule)
    page.freeze_panes = "B2"
    page.row_dimensions[1].height = 32
    page.protection.sheet = True
    page.protection.formatColumns = page.protection.formatRows = False
    page.page_setup.orientation, page.page_setup.fitToWidth, page.page_setup.fitToHeight = "landscape", 1, 0
    page.sheet_properties.pageSetUpPr.fitToPage = True  # type: ignore[union-attr]
    page.print_title_rows = "1:1"


def _instruct(page: Worksheet, sheet: TemplateSheet) -> None:
    page.column_dimensions["A"].width = page.column_dimensions["B"].width = 70
    for at, (name, text) in enumerate(
        zip((sheet.state_name, sheet.state_name_hi), texts.TITLE, strict=True), 1
    ):
        said = {
            "state": name, "code": sheet.state, "month": str(sheet.month), "methodology": sheet.methodology,
            "sheet": texts.FIGURES_SHEET,
        }  # fmt: skip
        put_text(page.cell(1, at), text.format(**said))
        page.cell(1, at).font = Font(bold=True, size=13)
        page.cell(1, at).alignment = _WRAP
        for number, pair in enumerate(texts.INSTRUCTIONS, 1):
            cell = page.cell(number + 2, at)
            put_text(cell, f"{number}. {pair[at - 1].format(**said)}")
            cell.alignment = _WRAP
    page.protection.sheet = True
