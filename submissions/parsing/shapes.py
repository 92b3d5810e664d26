"""What parsing hands on: cells, a grid of them, and the rows of figures that were read from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Literal

from common.months import Month
from submissions.problems import Problem

LARGEST_FILE = 5 * 2**20
MOST_ROWS = 2_000
MOST_COLUMNS = 64
# Rows further down hold something that slipped there; looking for it costs nothing, walking there would.
LAST_ROW = 10_000
LONGEST_REMARK = 1_000
LONGEST_KEPT = 5_000
# What a field of a CSV file may hold. The csv module has a bound too, but any library of the process can move it.
LONGEST_FIELD = 2**17

INFO_COLUMNS = (
    "name",
    "name_hi",
    "last_month_numerator",
    "last_month_denominator",
    "numerator_means",
    "numerator_means_hi",
    "denominator_means",
    "denominator_means_hi",
    "group",
    "template",
)
"""Columns that the template shows beside the four that count; all but `template` are ignored when it comes back."""

ORIGIN_SHEET = "_pragati"
"""The hidden sheet that names State, month and methodology."""


class CellKind(StrEnum):
    """What a cell holds. Formulas, percentages and dates are told apart because none of them is a count."""

    BLANK = "blank"
    TEXT = "text"
    NUMBER = "number"
    PERCENT = "percent"
    DATE = "date"
    BOOLEAN = "boolean"
    ERROR = "error"
    FORMULA = "formula"


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell. `value` of a formula is its last result; of a date its serial number, or its ISO text."""

    kind: CellKind
    value: str | int | float | bool | None = None

    @property
    def is_blank(self) -> bool:
        return self.kind is CellKind.BLANK


BLANK = Cell(CellKind.BLANK)


@dataclass(frozen=True, slots=True)
class GridRow:
    """A row with at least one cell that is not blank; `number` counts from 1 as the spreadsheet shows it."""

    number: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Merge:
    """A merged range; columns and rows count from 1, ends included."""

    first_column: int
    first_row: int
    last_column: int
    last_row: int
    name: str

    def covers_column(self, column: int) -> bool:
        return self.first_column <= column <= self.last_column


@dataclass(frozen=True, slots=True)
class TemplateOrigin:
    """The State, month and methodology for which a template was made."""

    state: str
    month: Month
    methodology: str

    def __str__(self) -> str:
        return f"{self.state} {self.month} {self.methodology}"

    @classmethod
    def parse(cls, text: str) -> TemplateOrigin | None:
        """Read `HR 2023-11 2023-01`; None for anything else.

        >>> TemplateOrigin.parse("HR 2023-11 2023-01")
        TemplateOrigin(state='HR', month=Month(year=2023, number=11), methodology='2023-01')
        """
        parts = text.split()
        if len(parts) != 3:
            return None
        try:
            return cls(parts[0].upper(), Month.parse(parts[1]), parts[2])
        except ValueError:
            return None


Kind = Literal["csv", "xlsx"]


@dataclass(frozen=True, slots=True)
class Grid:
    """A file as cells. `whole` is False where some of it could not be read; `kind` None where it is no table."""

    kind: Kind | None
    rows: tuple[GridRow, ...] = ()
    problems: tuple[Problem, ...] = ()
    merges: tuple[Merge, ...] = ()
    origins: tuple[TemplateOrigin, ...] = ()
    whole: bool = True


@dataclass(frozen=True, slots=True)
class ParsedRow:
    """One row of figures. Cells that could not be read stand in `faulty_columns`, and their values are empty."""

    row: int
    parameter: str
    numerator: Decimal | None
    denominator: Decimal | None
    remarks: str
    faulty_columns: frozenset[str] = frozenset()

    @property
    def faulty(self) -> bool:
        return bool(self.faulty_columns)


@dataclass(frozen=True, slots=True)
class Parsed:
    """A file as figures, with every problem that shows without knowing what the month expects.

    `addresses` gives the column letter of each named column; `whole` is False where a part of the file could
    not be read, so that a missing row proves nothing. `origins` are the templates that the file says it came from.
    """

    kind: Kind | None
    rows: tuple[ParsedRow, ...] = ()
    problems: tuple[Problem, ...] = ()
    origins: tuple[TemplateOrigin, ...] = ()
    addresses: Mapping[str, str] = field(default_factory=dict)
    whole: bool = True

    @property
    def origin(self) -> TemplateOrigin | None:
        return self.origins[0] if self.origins else None

    def cell(self, row: int, column: str) -> str | None:
        """The address of a cell, such as `C7`; None where the file has no such column."""
        letter = self.addresses.get(column)
        return f"{letter}{row}" if letter else None


def column_letter(index: int) -> str:
    """The letters of a column counted from 0.

    >>> column_letter(0), column_letter(25), column_letter(26), column_letter(16383)
    ('A', 'Z', 'AA', 'XFD')
    """
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
