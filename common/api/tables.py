"""JSON and CSV, written from exact numbers.

JSON: UTF-8, a Decimal as it stands without needless zeros but with one decimal at least (`99.97`, `100.0`),
a whole number without decimals. A float is refused: it would bring digits that nobody computed.
CSV: UTF-8, CRLF, a header row, a Decimal with all its decimals (`100.00`), what is missing as an empty cell.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import lru_cache
from typing import Any

from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook
from rest_framework.renderers import BaseRenderer

from common.api.answers import Answer, Table
from common.sheets import LIST_SEPARATOR, Cell, Sheet, sheet_bytes
from common.spreadsheets import put_text, workbook_bytes


class JSONRenderer(BaseRenderer):
    media_type = "application/json"
    format = "json"
    charset = None  # JSON is UTF-8 by definition; the media type has no such parameter

    def render(
        self,
        data: Any,
        accepted_media_type: str | None = None,
        renderer_context: Mapping[str, Any] | None = None,
    ) -> bytes:
        return json_bytes(data.document if isinstance(data, Answer) else data)


class CSVRenderer(BaseRenderer):
    media_type = "text/csv"
    format = "csv"
    charset = "utf-8"

    def render(
        self,
        data: Any,
        accepted_media_type: str | None = None,
        renderer_context: Mapping[str, Any] | None = None,
    ) -> bytes:
        if not isinstance(data, Answer) or data.table is None:
            raise TypeError("only a collection can be written as CSV")
        return csv_bytes(data.table)


def json_bytes(document: Any) -> bytes:
    """Compact JSON. TypeError for a float or anything else that JSON has no exact form for.

    >>> json_bytes({"score": Decimal("99.97"), "max_score": Decimal("100.00"), "rank": None})
    b'{"score":99.97,"max_score":100.0,"rank":null}'
    """
    return "".join(_pieces(document)).encode()


def _pieces(value: Any) -> Iterator[str]:
    if isinstance(value, Mapping):
        separator = "{"
        for key, one in value.items():
            yield f"{separator}{_key(key)}:"
            yield from _pieces(one)
            separator = ","
        yield "}" if separator == "," else "{}"
    elif isinstance(value, list | tuple):
        separator = "["
        for one in value:
            yield separator
            yield from _pieces(one)
            separator = ","
        yield "]" if separator == "," else "[]"
    else:
        yield _plain(value)


def _plain(value: Any) -> str:
    if isinstance(value, str):
        return json.dumps(str(value), ensure_ascii=False)
    if isinstance(value, Decimal):
        return _number(value)
    if value is None or isinstance(value, int):
        return json.dumps(value)
    raise TypeError(f"{value!r} has no exact form in JSON: give a Decimal, a whole number or text")


@lru_cache(maxsize=512)
def _key(key: str) -> str:
    return json.dumps(key, ensure_ascii=False)


def _number(value: Decimal) -> str:
    if not value.is_finite():
        raise TypeError(f"{value} is not a number")
    whole, _, decimals = f"{value:f}".partition(".")
    return f"{whole}.{decimals.rstrip('0') or '0'}"


def csv_bytes(table: Table) -> bytes:
    """The table as CSV after RFC 4180, with text cells that a spreadsheet would run made harmless."""
    return sheet_bytes(
        Sheet(table.columns, [[row[column] for column in table.columns] for row in table.rows])
    )


# XLSX: a table as a workbook of one sheet, whose same rows give the same bytes.

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
