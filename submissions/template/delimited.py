"""The template as CSV: UTF-8 with its mark, so that Excel shows the Hindi, and CRLF line ends."""

from __future__ import annotations

import codecs
import csv
import io
from decimal import Decimal

from submissions.parsing.numbers import quoted
from submissions.template.shapes import HEADER, CellValue, TemplateSheet, cells_of


def csv_template(sheet: TemplateSheet) -> bytes:
    """The template of a State and month as CSV, with the same columns as the workbook."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(HEADER)
    for row in sheet.rows:
        cells = cells_of(sheet, row)
        writer.writerow([_text(cells[name]) for name in HEADER])
    return codecs.BOM_UTF8 + out.getvalue().encode()


def _text(value: CellValue) -> str:
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return str(int(value)) if value == value.to_integral_value() else f"{value:.2f}"
    return quoted(value)
