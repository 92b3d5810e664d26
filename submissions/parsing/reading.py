"""The two ways in: a file, and figures typed on a page. Both end in the same `Parsed`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from submissions.parsing.delimited import read_delimited
from submissions.parsing.kinds import kind_of, shut_out
from submissions.parsing.shapes import BLANK, Cell, CellKind, Grid, GridRow, Parsed
from submissions.parsing.table import read_table
from submissions.parsing.text import is_blank
from submissions.parsing.workbook import read_workbook
from submissions.problems import COLUMNS, Problem


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


@dataclass(frozen=True, slots=True)
class TypedRow:
    """What a person typed for one parameter, as text."""

    parameter: str
    numerator: str
    denominator: str
    remarks: str


def typed(rows: Iterable[TypedRow]) -> Parsed:
    """Figures typed on a page, read by the rules of the file. Problems have rows but no cells."""
    header = GridRow(1, tuple(Cell(CellKind.TEXT, name) for name in COLUMNS))
    lines = [
        GridRow(
            number,
            tuple(_cell(text) for text in (one.parameter, one.numerator, one.denominator, one.remarks)),
        )
        for number, one in enumerate(rows, 2)
    ]
    parsed = read_table(Grid("csv", (header, *lines)))
    problems = tuple(replace(one, cell=None) for one in parsed.problems)
    return replace(parsed, kind=None, problems=problems, addresses={})


def _cell(text: str) -> Cell:
    return BLANK if is_blank(text) else Cell(CellKind.TEXT, text)
