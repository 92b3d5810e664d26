"""XLSX: a table as a workbook of one sheet, whose same rows give the same bytes.

A text is a text cell whatever it begins with, a number a number cell with the decimals it was computed to, and
what is missing an empty cell. The header row stays in sight.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook
from rest_framework.renderers import BaseRenderer

from rankings.api.answers import Answer, Table
from rankings.core.sheets import LIST_SEPARATOR, Cell
from states.spreadsheets import put_text, workbook_bytes

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_SHEET = "pragati"
_TEXT_FORMAT = "@"  # a month that is edited shall not become a date
_WIDEST = 48
_HEAD = Font(bold=True)


class XLSXRenderer(BaseRenderer):
    media_type = MEDIA_TYPE
    format = "xlsx"
    charset = None

    def render(
        self,
        data: Any,
        accepted_media_type: str | None = None,
        renderer_context: Mapping[str, Any] | None = None,
    ) -> bytes:
        if not isinstance(data, Answer) or data.table is None:
            raise TypeError("only a collection can be written as XLSX")
        return xlsx_bytes(data.table)


def xlsx_bytes(table: Table) -> bytes:
    """The table as a workbook, with the column names in its first row."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_SHEET)
    sheet.freeze_panes = "A2"
    for at, column in enumerate(table.columns, start=1):
        sheet.column_dimensions[get_column_letter(at)].width = _width(table, column)
    sheet.append([_head(sheet, column) for column in table.columns])
    for row in table.rows:
        sheet.append([cell_of(sheet, row[column]) for column in table.columns])
    return workbook_bytes(book)


def cell_of(sheet: Any, value: Cell) -> Any:
    """One cell; None, which is an empty one, where there is no value."""
    if value is None:
        return None
    cell = WriteOnlyCell(sheet)
    if isinstance(value, bool):
        cell.value = value
    elif isinstance(value, int):
        cell.value = int(value)
    elif isinstance(value, Decimal):
        cell.value = value
        cell.number_format = _number_format(value)
    else:
        text = value if isinstance(value, str) else LIST_SEPARATOR.join(map(str, value))
        if not text:
            return None
        put_text(cell, text)
        cell.number_format = _TEXT_FORMAT
    return cell


def _number_format(value: Decimal) -> str:
    """As many decimals as the number was computed to.

    >>> _number_format(Decimal("99.90")), _number_format(Decimal("7"))
    ('0.00', '0')
    """
    exponent = value.as_tuple().exponent
    decimals = -exponent if isinstance(exponent, int) else 0
    return f"0.{'0' * decimals}" if decimals > 0 else "0"


def _head(sheet: Any, column: str) -> Any:
    cell = WriteOnlyCell(sheet)
    put_text(cell, column)
    cell.font = _HEAD
    return cell


def _width(table: Table, column: str) -> int:
    """Wide enough for the name and the first rows, in characters."""
    longest = max((len(str(row[column] or "")) for row in table.rows[:50]), default=0)
    return min(max(longest, len(column)) + 2, _WIDEST)
