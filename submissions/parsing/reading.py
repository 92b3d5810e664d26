"""The way in: bytes to cells to rows of figures."""

from __future__ import annotations

from submissions.parsing.delimited import read_delimited
from submissions.parsing.kinds import kind_of, shut_out
from submissions.parsing.shapes import Grid, Parsed
from submissions.parsing.table import read_table
from submissions.parsing.workbook import read_workbook
from submissions.problems import Problem


def parse(data: bytes, filename: str = "") -> Parsed:
    """A file's rows of figures and all its problems.

    `filename` is what the sender called it; it decides nothing, the content does.

    >>> parsed = parse(b"parameter,numerator,denominator,remarks\\nREG-01,393,,\\n", "november.csv")
    >>> parsed.rows[0].numerator, parsed.rows[0].denominator, parsed.cell(2, "denominator"), parsed.problems
    (Decimal('393'), None, 'C2', ())
    """
    del filename
    return read_table(grid_of(data))


def grid_of(data: bytes) -> Grid:
    """A file's cells as they stand, with the problems of the file as a whole."""
    kind = kind_of(data)
    if isinstance(kind, Problem):
        return shut_out(kind)
    return read_workbook(data) if kind == "xlsx" else read_delimited(data)
