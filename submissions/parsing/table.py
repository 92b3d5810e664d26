"""From a grid of cells to rows of figures, with a problem for every cell that is none."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from common.texts import was_spoilt
from submissions.parsing.numbers import Fault, code_of, figure_in, has_control_character, remark_of
from submissions.parsing.shapes import (
    BLANK,
    INFO_COLUMNS,
    LONGEST_REMARK,
    Cell,
    CellKind,
    Grid,
    GridRow,
    Merge,
    Parsed,
    ParsedRow,
    TemplateOrigin,
    column_letter,
)
from submissions.problems import COLUMNS, Problem, in_order, problem, shown

# The header row: which column stands where. Columns are known by name, so their order does not matter.

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


FIGURE_COLUMNS = ("numerator", "denominator")


def read_table(grid: Grid) -> Parsed:
    """The rows of figures of a grid, and its problems in order."""
    if grid.kind is None or (not grid.rows and not grid.whole):
        return Parsed(grid.kind, problems=in_order(grid.problems), origins=grid.origins, whole=False)
    if not grid.rows:
        found = in_order((*grid.problems, problem("blank_file")))
        return Parsed(grid.kind, problems=found, origins=grid.origins, whole=False)
    header = read_header(grid)
    problems = [*grid.problems, *header.problems]
    if not header.columns.keys() & set(COLUMNS):
        return Parsed(grid.kind, problems=in_order(problems), origins=grid.origins, whole=False)
    reader = _Reader(header, grid.merges)
    rows = tuple(one for row in grid.rows if row.number > header.row and (one := reader.read(row)))
    problems += reader.problems
    if not rows and grid.whole:
        problems.append(problem("blank_file"))
    origins = tuple(sorted({*grid.origins, *reader.origins}, key=str))
    addresses = {name: column_letter(at) for name, at in header.columns.items() if name in COLUMNS}
    whole = grid.whole and bool(rows) and not any("parameter" in row.faulty_columns for row in rows)
    return Parsed(grid.kind, rows, in_order(problems), origins, addresses, whole)


@dataclass(slots=True)
class _Reader:
    """Reads row after row, and gathers what is wrong."""

    header: Header
    merges: tuple[Merge, ...]
    problems: list[Problem] = field(default_factory=list)
    origins: set[TemplateOrigin] = field(default_factory=set)
    told: set[str] = field(default_factory=set)

    def read(self, row: GridRow) -> ParsedRow | None:
        """The figures of a row; None where all its four columns are empty."""
        self._look_right(row)
        self._look_for_origin(row)
        cells = {name: self._cell(row, name) for name in COLUMNS}
        if all(cell.is_blank for cell in cells.values()):
            return None
        merged = frozenset(self._merged(row))
        code = _code(cells["parameter"])
        faults = dict(self._faults(cells, merged))
        for name, fault in faults.items():
            self._tell(row.number, name, code, fault)
        faulty = merged.union(faults, self.header.missing)

        def figure(name: str) -> Decimal | None:
            found = None if name in faulty else figure_in(cells[name])
            return found if isinstance(found, Decimal) else None

        remarks = "" if "remarks" in faulty else remark_of(_plain(cells["remarks"]))
        return ParsedRow(row.number, code, figure("numerator"), figure("denominator"), remarks, faulty)

    def _cell(self, row: GridRow, name: str) -> Cell:
        at = self.header.columns.get(name)
        return BLANK if at is None or at >= len(row.cells) else row.cells[at]

    def _faults(self, cells: dict[str, Cell], merged: frozenset[str]) -> Iterator[tuple[str, Fault]]:
        for name, cell in cells.items():
            if name in merged or name in self.header.missing:
                continue
            fault = _figure_fault(cell) if name in FIGURE_COLUMNS else _text_fault(name, cell)
            if fault is not None:
                yield name, fault

    def _tell(self, row: int, name: str, code: str, fault: Fault) -> None:
        place = self.header.cell(row, name)
        parameter = code or None
        self.problems.append(
            problem(fault.key, row=row, column=name, cell=place, parameter=parameter, values=fault.values)
        )

    def _merged(self, row: GridRow) -> Iterator[str]:
        """The columns of this row that are part of a merged range; each range is told once, where it begins."""
        here = [merge for merge in self.merges if merge.first_row <= row.number <= merge.last_row]
        for name in COLUMNS if here else ():
            at = self.header.columns.get(name)
            merge = next((one for one in here if at is not None and one.covers_column(at + 1)), None)
            if merge is None:
                continue
            yield name
            if merge.name not in self.told:
                self.told.add(merge.name)
                self._tell(row.number, name, "", Fault("merged_cells", {"range": merge.name}))

    def _look_right(self, row: GridRow) -> None:
        """Something right of the table, or under a column without a name: nobody would look at it again."""
        for at, cell in enumerate(row.cells):
            if not cell.is_blank and at not in self.header.filled:
                place = f"{column_letter(at)}{row.number}"
                self.problems.append(
                    problem("stray_cell", row=row.number, cell=place, values={"cell": place})
                )
                return

    def _look_for_origin(self, row: GridRow) -> None:
        origin = TemplateOrigin.parse(_plain(self._cell(row, "template")))
        if origin is not None:
            self.origins.add(origin)


def _plain(cell: Cell) -> str:
    """What a cell says, as text."""
    if cell.value is None:
        return ""
    return str(cell.value).upper() if cell.kind is CellKind.BOOLEAN else str(cell.value)


def _code(cell: Cell) -> str:
    return shown(code_of(_plain(cell)))


def _figure_fault(cell: Cell) -> Fault | None:
    if cell.kind is CellKind.TEXT and has_control_character(str(cell.value)):
        return Fault("control_character")
    found = figure_in(cell)
    return found if isinstance(found, Fault) else None


def _text_fault(name: str, cell: Cell) -> Fault | None:
    """What is wrong with a code or a remark as text."""
    text = _plain(cell)
    if cell.kind is CellKind.FORMULA:
        return Fault("formula_cell", {"value": shown(text)})
    if has_control_character(text):
        return Fault("control_character")
    if len(text) > LONGEST_REMARK:
        return Fault("too_long", {"limit": f"{LONGEST_REMARK:,}"})
    if name == "remarks" and was_spoilt(text):
        return Fault("encoding.spoilt", {"value": shown(text)})
    return None
