"""What one worksheet's XML holds besides values: its rows, formulas, merged cells and far-off cells.

The scan also cuts the sheet down to its cells, so that openpyxl reads nothing that was not looked at.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from submissions.parsing.package import RefusedError
from submissions.parsing.shapes import LAST_ROW, MOST_COLUMNS, MOST_ROWS, CellKind, Merge, column_letter
from submissions.parsing.xmlwalk import Budget, walk

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_VALUES = frozenset({MAIN + "v", MAIN + "is", MAIN + "f"})
_ADDRESS = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
_WIDEST, _LOWEST = 16_384, 1_048_576
# Any one of them shuts the file out; more are not needed to say so.
_MOST_MERGES = 1_000


@dataclass(slots=True)
class SheetFacts:
    """Rows and columns count from 1. `kinds` are the cells that hold a formula, a percentage or a date.

    `far` is, row by row, the first cell with content beyond what is read. `body` is the sheet's XML without
    anything but its cells; empty where it has none.
    """

    last_row: int = 0
    kinds: dict[tuple[int, int], CellKind] = field(default_factory=dict)
    merges: list[Merge] = field(default_factory=list)
    far: list[tuple[int, str]] = field(default_factory=list)
    body: bytes = b""


def scan_sheet(data: bytes, styles: Sequence[CellKind], budget: Budget) -> SheetFacts:
    """Look through a worksheet; `styles` says what each cell style makes of a number.

    RefusedError where it is damaged, or past a cap.
    """
    scan = _Scan(data, styles)
    walk(data, budget, start=scan.on_start, end=scan.on_end)
    return scan.finished()


class _Scan:
    def __init__(self, data: bytes, styles: Sequence[CellKind]) -> None:
        self.data, self.facts = data, SheetFacts()
        self.marked = {str(at): kind for at, kind in enumerate(styles) if kind is not CellKind.NUMBER}
        self.style: CellKind | None = None
        self.row = self.column = self.rows = 0
        self.row_counted = self.row_is_far = self.in_cells = False
        self.depth = 0
        self.first_child = self.cells_from = self.cells_to = self.root_end = -1

    def on_start(self, name: str, attributes: Mapping[str, str], at: int) -> None:
        self.depth += 1
        if self.depth <= 2:
            self.on_part(name, at)
        elif self.in_cells:
            self.on_content(name, attributes)
        elif name == MAIN + "mergeCell":
            self.on_merge(attributes.get("ref", ""))

    def on_part(self, name: str, at: int) -> None:
        """The root, or one of the parts of a sheet, of which only the cells are kept."""
        if self.depth == 1:
            if name != MAIN + "worksheet":
                raise RefusedError("damaged_file")
            return
        if self.first_child < 0:
            self.first_child = at
        if name == MAIN + "sheetData":
            if self.cells_from >= 0:
                raise RefusedError("damaged_file")
            self.cells_from, self.in_cells = at, True

    def on_content(self, name: str, attributes: Mapping[str, str]) -> None:
        """Rows, cells and values, each only where it belongs: openpyxl would take them anywhere."""
        if self.depth == 3 and name == MAIN + "row":
            self.on_row(attributes)
        elif self.depth == 4 and name == MAIN + "c":
            self.on_cell(attributes)
        elif self.depth == 5 and name in _VALUES:
            self.on_value(name)
        elif self.depth <= 4 or name in {MAIN + "row", MAIN + "c"}:
            raise RefusedError("damaged_file")

    def on_end(self, name: str, at: int) -> None:
        if self.depth == 2 and name == MAIN + "sheetData":
            self.cells_to, self.in_cells = self.data.index(b">", at) + 1, False
        if self.depth == 1:
            self.root_end = at
        self.depth -= 1

    def on_row(self, attributes: Mapping[str, str]) -> None:
        """Rows must go down: openpyxl would silently leave out a row that goes back up."""
        before = self.row
        self.row = _number(attributes["r"]) if "r" in attributes else before + 1
        if not before < self.row <= _LOWEST:
            raise RefusedError("damaged_file")
        self.column, self.row_counted, self.row_is_far = 0, False, False

    def on_cell(self, attributes: Mapping[str, str]) -> None:
        before = self.column
        row = self.row
        self.column = before + 1
        if "r" in attributes:
            self.column, row = _address(attributes["r"])
        self.style = self.marked.get(attributes.get("s", ""))
        if row != self.row or not before < self.column <= _WIDEST:
            raise RefusedError("damaged_file")

    def on_value(self, name: str) -> None:
        if not self.row_counted:
            self.row_counted = True
            self.rows += 1
            if self.rows > MOST_ROWS + 1:
                raise RefusedError("too_many_rows", limit=f"{MOST_ROWS:,}")
        if self.row > LAST_ROW or self.column > MOST_COLUMNS:
            if not self.row_is_far:
                self.facts.far.append((self.row, f"{column_letter(self.column - 1)}{self.row}"))
            self.row_is_far = True
            return
        self.facts.last_row = self.row
        kind = CellKind.FORMULA if name == MAIN + "f" else self.style
        if kind is not None:
            self.facts.kinds.setdefault((self.row, self.column), kind)

    def on_merge(self, ref: str) -> None:
        first, _colon, last = ref.partition(":")
        left, top = _address(first)
        right, bottom = _address(last or first)
        if top <= LAST_ROW and left <= MOST_COLUMNS and len(self.facts.merges) < _MOST_MERGES:
            self.facts.merges.append(Merge(left, top, right, bottom, ref))

    def finished(self) -> SheetFacts:
        """The facts, with the sheet cut down to its root and its cells."""
        if self.cells_from >= 0:
            head, cells = self.data[: self.first_child], self.data[self.cells_from : self.cells_to]
            # Told its size, openpyxl need not read the whole sheet once more to find it.
            size = f'<dimension xmlns="{MAIN[:-1]}" ref="A1"/>'.encode()
            self.facts.body = head + size + cells + self.data[self.root_end :]
        return self.facts


def _number(text: str) -> int:
    if not re.fullmatch(r"[1-9][0-9]{0,6}", text, re.ASCII):
        raise RefusedError("damaged_file")
    return int(text)


def _address(text: str) -> tuple[int, int]:
    """Column and row of an address such as `C7`, both counted from 1."""
    match = _ADDRESS.fullmatch(text.replace("$", ""))
    if match is None:
        raise RefusedError("damaged_file")
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - 64
    return column, int(match[2])
