"""The empty station file of a month, as CSV and as a workbook: the columns, and what each counts."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence

from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from common.months import Month
from common.spreadsheets import put_text, workbook_bytes
from metrics.selectors import document_of, methodology_in_force
from submissions.stations.parsing import PLACES

Parameter = Mapping[str, str]
"""A parameter of a methodology: `code`, and `name`, `numerator`, `denominator`, each also with `_hi`."""

FIGURES_SHEET, MEANING_SHEET = "stations", "parameters"
MEANING = ("code", "name", "name_hi", "numerator", "numerator_hi", "denominator", "denominator_hi")
_WIDTHS = {"station": 16, "name": 36, "district": 24, "state": 10}
_FIGURE_WIDTH, _MEANING_WIDTH = 20, 40
_HEAD = PatternFill("solid", fgColor="1F3A5F")


def station_header(parameters: Sequence[Parameter]) -> list[str]:
    """The header row.

    >>> station_header([{"code": "REG-01"}])
    ['station', 'name', 'district', 'state', 'REG-01 numerator', 'REG-01 denominator']
    """
    figures = [
        f"{parameter['code']} {part}" for parameter in parameters for part in ("numerator", "denominator")
    ]
    return [*PLACES, *figures]


def csv_station_template(parameters: Sequence[Parameter]) -> bytes:
    """The header row, as CSV that spreadsheets take for UTF-8."""
    text = io.StringIO(newline="")
    csv.writer(text).writerow(station_header(parameters))
    return text.getvalue().encode("utf-8-sig")


def xlsx_station_template(parameters: Sequence[Parameter]) -> bytes:
    """The header row on the first sheet; on the second what each parameter counts, in both languages.

    The same parameters give the same bytes.
    """
    book = Workbook()
    figures = book.active
    assert isinstance(figures, Worksheet)
    figures.title = FIGURES_SHEET
    _head(figures, station_header(parameters), {**_WIDTHS}, _FIGURE_WIDTH)
    figures.freeze_panes = "B2"
    meaning = book.create_sheet(MEANING_SHEET)
    _head(meaning, MEANING, {"code": 12}, _MEANING_WIDTH)
    meaning.freeze_panes = "B2"
    for row, one in enumerate(parameters, 2):
        for at, name in enumerate(MEANING, 1):
            cell = meaning.cell(row, at)
            put_text(cell, one[name])
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    return workbook_bytes(book)


def _head(page: Worksheet, names: Sequence[str], widths: Mapping[str, int], usual: int) -> None:
    for at, name in enumerate(names, 1):
        cell = page.cell(1, at)
        put_text(cell, name)
        cell.font, cell.fill = Font(bold=True, color="FFFFFF"), _HEAD
        cell.alignment = Alignment(vertical="center", wrap_text=True)
        page.column_dimensions[get_column_letter(at)].width = widths.get(name, usual)


# An empty station file: the columns of a month.

KINDS = {"xlsx": xlsx_station_template, "csv": csv_station_template}


def template_for(month: Month, kind: str) -> bytes:
    """The file with every parameter of the month's methodology; KeyError for a kind that is not one of `KINDS`."""
    return KINDS[kind](document_of(methodology_in_force(month)).document["parameters"])
