"""The header row: which column stands where. Columns are known by name, so their order does not matter."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from submissions.parsing.shapes import INFO_COLUMNS, Cell, CellKind, Grid, GridRow, column_letter
from submissions.problems import COLUMNS, Problem, problem, shown

_LOOKED_AT = 30


@dataclass(frozen=True, slots=True)
class Header:
    """Index from 0 of each column by its name; `filled` are the columns under any name, known or not."""

    row: int = 1
    columns: Mapping[str, int] = field(default_factory=dict)
    filled: frozenset[int] = frozenset()
    problems: tuple[Problem, ...] = ()

    @property
    def missing(self) -> frozenset[str]:
        return frozenset(COLUMNS) - self.columns.keys()

    def cell(self, row: int, column: str) -> str | None:
        at = self.columns.get(column)
        return None if at is None else f"{column_letter(at)}{row}"


def read_header(grid: Grid) -> Header:
    """The header of a grid and what is wrong with it; without any column where there is none to be found."""
    first = grid.rows[0] if grid.rows else None
    if first is not None and first.number == 1 and _known(first):
        return _header(first)
    lower = next((row for row in grid.rows[:_LOOKED_AT] if len(_known(row)) >= 3), None)
    if lower is None:
        return Header(problems=(problem("wrong_header.none", row=1),))
    found = _header(lower)
    told = problem("wrong_header.lower", row=1, values={"row": lower.number})
    return Header(lower.number, found.columns, found.filled, (told, *found.problems))


def _name(cell: Cell) -> str:
    return str(cell.value).strip().casefold() if cell.kind is CellKind.TEXT else ""


def _known(row: GridRow) -> set[str]:
    """The names of the four columns that count, as far as the row has them."""
    return {_name(cell) for cell in row.cells} & set(COLUMNS)


def _header(row: GridRow) -> Header:
    columns: dict[str, int] = {}
    problems: list[Problem] = []
    for at, cell in enumerate(row.cells):
        if cell.is_blank:
            continue
        name, place = _name(cell), f"{column_letter(at)}{row.number}"
        said = shown(cell.value)
        if name not in COLUMNS and name not in INFO_COLUMNS:
            problems.append(
                problem(
                    "wrong_header.unknown", row=row.number, column=said, cell=place, values={"name": said}
                )
            )
        elif name in columns:
            problems.append(
                problem("wrong_header.twice", row=row.number, column=name, cell=place, values={"name": name})
            )
        else:
            columns[name] = at
    problems += [
        problem("wrong_header", row=row.number, column=name, values={"name": name})
        for name in COLUMNS
        if name not in columns
    ]
    filled = frozenset(at for at, cell in enumerate(row.cells) if not cell.is_blank)
    return Header(row.number, columns, filled, tuple(problems))
