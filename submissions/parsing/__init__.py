"""An uploaded file to rows of figures and problems. Plain Python: no Django, no clock, no settings.

`parse` never raises on data, whatever the bytes: it tells everything that is wrong at once. What a file is, its
content decides. A workbook is looked through under caps before openpyxl opens a plain twin of it, so that no
file can cost more than a few seconds and some hundred megabytes.
"""

from __future__ import annotations

from submissions.parsing.delimited import read_delimited
from submissions.parsing.kinds import kind_of, shut_out
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
from submissions.parsing.table import read_table
from submissions.parsing.workbook import ORIGIN_KEYS, read_workbook
from submissions.problems import Problem

# The way in: bytes to cells to rows of figures.


def parse(data: bytes) -> Parsed:
    """A file's rows of figures and all its problems; its content decides what it is, never its name.

    >>> parsed = parse(b"parameter,numerator,denominator,remarks\\nREG-01,393,,\\n")
    >>> parsed.rows[0].numerator, parsed.rows[0].denominator, parsed.cell(2, "denominator"), parsed.problems
    (Decimal('393'), None, 'C2', ())
    """
    return read_table(grid_of(data))


def grid_of(data: bytes) -> Grid:
    """A file's cells as they stand, with the problems of the file as a whole."""
    kind = kind_of(data)
    if isinstance(kind, Problem):
        return shut_out(kind)
    return read_workbook(data) if kind == "xlsx" else read_delimited(data)


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
