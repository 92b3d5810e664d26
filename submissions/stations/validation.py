"""A station file checked in one pass: every problem is told, sound rows are handed on, sums grow by State."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from submissions.parsing.numbers import (
    Fault,
    code_of,
    figure_in,
    figure_in_text,
    has_control_character,
    remark_of,
)
from submissions.parsing.shapes import Cell, CellKind, column_letter
from submissions.problems import Problem, Value, grouped, problem, shown
from submissions.stations.parsing import LONGEST_CODE, LONGEST_NAME, PLACES, Columns, SheetRow, read_columns

Number = int | Decimal
_SHORT = 13
"""So many plain digits are a figure that can be kept, whatever they are."""


@dataclass(frozen=True, slots=True)
class StationRules:
    """What a file is checked against.

    `states` gives the code of each State by its codes and names in lower case, `only` the State to which the file
    is bound; `parameters` says of each whether its numerator may exceed.
    """

    parameters: Mapping[str, bool]
    states: Mapping[str, str]
    only: str | None = None


@dataclass(frozen=True, slots=True)
class StationRow:
    """A sound row: the station's number in the file from 1, its four places, its figures."""

    number: int
    station: str
    name: str
    district: str
    state: str
    figures: list[tuple[str, Number, Number]]


Sums = dict[str, tuple[int, dict[str, list[Number]]]]
"""By State: its stations, and by parameter the numerator, the denominator and how many stations reported."""


class StationCheck:
    """Takes row after row; `take` gets the sound ones, `tell` every problem.

    Once anything was told, rows are checked all the same, and the file as a whole is to be refused.
    """

    def __init__(
        self, rules: StationRules, take: Callable[[StationRow], None], tell: Callable[[Problem], None]
    ) -> None:
        self.rules, self._take, self._tell = rules, take, tell
        self.columns: Columns | None = None
        self.rows = self.cells = self.problems = 0
        self.sums: Sums = {}
        self._seen: dict[tuple[str, str], int] = {}

    def feed(self, row: SheetRow | Problem) -> bool:
        """Check a row; False where reading on can tell nothing more."""
        if isinstance(row, Problem):
            self._say(row)
            return True
        if self.columns is None:
            self.columns = read_columns(*row, self.rules.parameters)
            for one in self.columns.problems:
                self._say(one)
            return self.columns.is_usable
        self._row(*row, self.columns)
        return True

    def finish(self) -> None:
        """Tell what shows only once all rows were seen."""
        if not self.rows and not self.problems:
            self._say(problem("blank_file"))

    def _say(self, found: Problem) -> None:
        self.problems += 1
        self._tell(found)

    def _row(self, number: int, cells: list[str | Cell], columns: Columns) -> None:
        before = self.problems
        self.rows += 1
        cells += [""] * (max(columns.filled) + 1 - len(cells))
        if len(cells) > len(columns.filled):
            self._stray(number, cells, columns)
        station, name, district, state = (self._place(number, cells, columns, place) for place in PLACES)
        code = self._state(number, state, columns)
        if station and code:
            self._once(number, code, station, columns)
        figures = self._figures(number, cells, columns)
        self.cells += len(figures)
        if self.problems == before:
            self._add(code, figures)
            if not self.problems:
                self._take(StationRow(self.rows, station, name, district, code, figures))

    def _stray(self, number: int, cells: list[str | Cell], columns: Columns) -> None:
        for at, cell in enumerate(cells):
            if cell != "" and at not in columns.filled:
                where = f"{column_letter(at)}{number}"
                self._say(problem("stray_cell", row=number, cell=where, values={"cell": where}))
                return

    def _place(self, number: int, cells: list[str | Cell], columns: Columns, name: str) -> str:
        """The text of one of the four places, empty where it is faulty."""
        cell = cells[columns.places[name]]
        text = str(cell.value if cell.value is not None else "") if isinstance(cell, Cell) else cell
        limit = LONGEST_CODE if name == "station" else LONGEST_NAME
        values: dict[str, Value] = {"value": shown(text), "name": name, "limit": limit}
        if (isinstance(cell, Cell) and cell.kind is CellKind.FORMULA) or text.startswith("="):
            key = "formula_cell"
        elif has_control_character(text):
            key = "control_character"
        else:
            plain = " ".join(remark_of(text).split())
            if plain and len(plain) <= limit:
                return plain
            key = "too_long" if plain else f"{name}_missing"
        self._say(self._at(key, number, columns.places[name], name, values=values))
        return ""

    def _state(self, number: int, text: str, columns: Columns) -> str:
        if not text:
            return ""
        code, at = self.rules.states.get(text.casefold(), ""), columns.places["state"]
        if not code:
            self._say(self._at("unknown_state", number, at, "state", values={"value": shown(text)}))
        elif self.rules.only is not None and code != self.rules.only:
            values: dict[str, Value] = {"found": code, "state": self.rules.only}
            self._say(self._at("wrong_state.station", number, at, "state", values=values))
        return code

    def _once(self, number: int, state: str, station: str, columns: Columns) -> None:
        first = self._seen.setdefault((state, code_of(station)), number)
        if first != number:
            values: dict[str, Value] = {"value": shown(station), "row": first}
            at = columns.places["station"]
            self._say(self._at("duplicate_station", number, at, "station", values=values))

    def _figures(
        self, number: int, cells: list[str | Cell], columns: Columns
    ) -> list[tuple[str, Number, Number]]:
        """The figures of a row. Most cells are a few plain digits, and those cost next to nothing."""
        found: list[tuple[str, Number, Number]] = []
        for code, over, under in columns.figures:
            top, bottom = cells[over], cells[under]
            numerator: Number | Fault | None
            denominator: Number | Fault | None
            if type(top) is str and len(top) <= _SHORT and top.isascii() and top.isdigit():
                numerator = int(top)
            else:
                numerator = _read(top)
            if type(bottom) is str and len(bottom) <= _SHORT and bottom.isascii() and bottom.isdigit():
                denominator = int(bottom)
            else:
                denominator = _read(bottom)
            if (
                isinstance(numerator, int | Decimal)
                and isinstance(denominator, int | Decimal)
                and (numerator <= denominator or self.rules.parameters[code])
            ):
                found.append((code, numerator, denominator))
            elif numerator is not None or denominator is not None:
                self._faulty(number, code, (over, numerator), (under, denominator))
        return found

    def _faulty(
        self,
        number: int,
        code: str,
        top: tuple[int, Number | Fault | None],
        bottom: tuple[int, Number | Fault | None],
    ) -> None:
        """Tell what is wrong with a pair that is no figure: each faulty cell, else what does not fit."""
        (over, numerator), (under, denominator) = top, bottom
        halves = ((over, numerator, "numerator"), (under, denominator, "denominator"))
        faults = [(at, one, part) for at, one, part in halves if isinstance(one, Fault)]
        for at, fault, part in faults:
            self._say(self._at(fault.key, number, at, f"{code} {part}", code, fault.values))
        if faults:
            return
        if numerator is None:
            self._say(self._at("numerator_missing", number, over, f"{code} numerator", code, _VALUES))
        elif denominator is None:
            self._say(self._at("denominator_missing", number, under, f"{code} denominator", code, _VALUES))
        else:
            assert not isinstance(numerator, Fault)
            assert not isinstance(denominator, Fault)
            values: dict[str, Value] = {
                "numerator": grouped(Decimal(numerator)),
                "denominator": grouped(Decimal(denominator)),
            }
            self._say(
                self._at("numerator_exceeds_denominator", number, over, f"{code} numerator", code, values)
            )

    def _add(self, state: str, figures: list[tuple[str, Number, Number]]) -> None:
        stations, totals = self.sums.get(state, (0, {}))
        self.sums[state] = (stations + 1, totals)
        for code, numerator, denominator in figures:
            total = totals.setdefault(code, [0, 0, 0])
            total[0] += numerator
            total[1] += denominator
            total[2] += 1

    def _at(
        self,
        key: str,
        row: int,
        at: int,
        column: str,
        parameter: str | None = None,
        values: dict[str, Value] | None = None,
    ) -> Problem:
        cell = f"{column_letter(at)}{row}"
        return problem(key, row=row, column=column, cell=cell, parameter=parameter, values=values)


_VALUES: dict[str, Value] = {}


def _read(cell: str | Cell) -> Number | Fault | None:
    return figure_in_text(cell) if isinstance(cell, str) else figure_in(cell)
