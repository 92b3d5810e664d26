"""An uploaded file to rows of figures and problems. Plain Python: no Django, no clock, no settings.

`parse` never raises on data, whatever the bytes: it tells everything that is wrong at once. What a file is, its
content decides. A workbook is looked through under caps before openpyxl opens a plain twin of it, so that no
file can cost more than a few seconds and some hundred megabytes.
"""

from submissions.parsing.reading import grid_of, parse
from submissions.parsing.shapes import (
    INFO_COLUMNS,
    LARGEST_FILE,
    LONGEST_REMARK,
    MOST_ROWS,
    ORIGIN_SHEET,
    Cell,
    CellKind,
    Grid,
    GridRow,
    Kind,
    Parsed,
    ParsedRow,
    TemplateOrigin,
)
from submissions.parsing.workbook import ORIGIN_KEYS

__all__ = [
    "INFO_COLUMNS",
    "LARGEST_FILE",
    "LONGEST_REMARK",
    "MOST_ROWS",
    "ORIGIN_KEYS",
    "ORIGIN_SHEET",
    "Cell",
    "CellKind",
    "Grid",
    "GridRow",
    "Kind",
    "Parsed",
    "ParsedRow",
    "TemplateOrigin",
    "grid_of",
    "parse",
]
