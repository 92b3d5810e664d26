"""Tables as CSV after RFC 4180: UTF-8, CRLF, a header row, what is missing as an empty cell."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from common.spreadsheets import is_formula_like

Cell = str | int | bool | Decimal | Sequence[str] | None
"""A cell of a table. Text is neutralised on its way into a spreadsheet, numbers never are."""

LIST_SEPARATOR = ";"


@dataclass(frozen=True, slots=True)
class Sheet:
    """Columns by their names, and rows of as many cells."""

    columns: tuple[str, ...]
    rows: Sequence[Sequence[Cell]]


def sheet_bytes(sheet: Sheet) -> bytes:
    """The whole sheet as CSV. ValueError for a row that has more or fewer cells than there are columns.

    >>> sheet_bytes(Sheet(("state", "score"), [("=HR", Decimal("99.97")), ("HP", None)]))
    b"state,score\\r\\n'=HR,99.97\\r\\nHP,\\r\\n"
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(sheet.columns)
    for row in sheet.rows:
        if len(row) != len(sheet.columns):
            raise ValueError(f"{len(row)} cells under {len(sheet.columns)} columns")
        writer.writerow([cell_text(one) for one in row])
    return out.getvalue().encode()


def cell_text(value: Cell) -> str:
    """The text of one cell. Only text is neutralised, with a leading apostrophe; a number stays a number.

    >>> cell_text("=1+1"), cell_text(-2), cell_text(Decimal("100.00")), cell_text(None), cell_text(True)
    ("'=1+1", '-2', '100.00', '', 'true')
    """
    if value is None:
        return ""
    if isinstance(value, str):
        text = str(value)
    elif isinstance(value, bool):
        return "true" if value else "false"
    elif isinstance(value, Decimal):
        return f"{value:f}"
    elif isinstance(value, int):
        return str(int(value))
    else:
        text = LIST_SEPARATOR.join(map(str, value))
    return f"'{text}" if is_formula_like(text) else text
