"""What a template is made of, and the template as CSV."""

from __future__ import annotations

import codecs
import csv
import io
from dataclasses import dataclass
from decimal import Decimal

from common.months import Month
from metrics.scoring import Figure
from submissions.parsing import INFO_COLUMNS, TemplateOrigin
from submissions.parsing.numbers import quoted
from submissions.problems import COLUMNS

HEADER = (*COLUMNS, *INFO_COLUMNS)
"""The header row: the four columns that count, then what helps to fill them in."""

NO_FIGURE = Figure(None, None)
CellValue = str | Decimal | None


@dataclass(frozen=True, slots=True)
class TemplateRow:
    """One parameter with its words in both languages, and last month's figure for comparison (None: none).

    `figure` and `remark` fill the input cells, where something stands already.
    """

    code: str
    name: str
    name_hi: str
    group: str
    group_hi: str
    numerator: str
    numerator_hi: str
    denominator: str
    denominator_hi: str
    last_month: Figure | None = None
    figure: Figure = NO_FIGURE
    remark: str = ""


@dataclass(frozen=True, slots=True)
class TemplateSheet:
    """The template of one State and month."""

    state: str
    state_name: str
    state_name_hi: str
    month: Month
    methodology: str
    rows: tuple[TemplateRow, ...]

    @property
    def origin(self) -> TemplateOrigin:
        return TemplateOrigin(self.state, self.month, self.methodology)


def cells_of(sheet: TemplateSheet, row: TemplateRow) -> dict[str, CellValue]:
    """A row's cells by the name of their column."""
    last = row.last_month or NO_FIGURE
    return {
        "parameter": row.code,
        "numerator": row.figure.numerator,
        "denominator": row.figure.denominator,
        "remarks": row.remark or None,
        "name": row.name,
        "name_hi": row.name_hi,
        "last_month_numerator": last.numerator,
        "last_month_denominator": last.denominator,
        "numerator_means": row.numerator,
        "numerator_means_hi": row.numerator_hi,
        "denominator_means": row.denominator,
        "denominator_means_hi": row.denominator_hi,
        "group": f"{row.group} / {row.group_hi}",
        "template": str(sheet.origin),
    }


# UTF-8 with its mark, so that Excel shows the Hindi, and CRLF line ends.


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
