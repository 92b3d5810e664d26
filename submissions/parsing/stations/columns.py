"""The header row of a station file: where the four places and each parameter's two figures stand."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from states.texts import is_blank
from submissions.parsing.shapes import Cell, column_letter
from submissions.parsing.stations.shapes import PLACES
from submissions.parsing.text import code_of
from submissions.problems import Problem, problem, shown

_FIGURE = re.compile(r"(?P<code>\S*[^\s_])[\s_]+(?P<part>numerator|denominator)")


@dataclass(slots=True)
class Columns:
    """Index from 0 of each column. `figures` has (parameter, numerator's column, denominator's column)."""

    places: dict[str, int] = field(default_factory=dict)
    figures: list[tuple[str, int, int]] = field(default_factory=list)
    filled: frozenset[int] = frozenset()
    problems: list[Problem] = field(default_factory=list)

    @property
    def is_usable(self) -> bool:
        """Whether rows can be told apart at all."""
        return len(self.places) == len(PLACES) and bool(self.figures)


def read_columns(row: int, cells: Sequence[str | Cell], known: Collection[str]) -> Columns:
    """Find the columns by their names, in any order; `known` are the parameters of the month.

    >>> read_columns(1, ["station", "name", "district", "state", "REG-01 numerator", "reg-01 denominator"],
    ...              {"REG-01"}).figures
    [('REG-01', 4, 5)]
    """
    columns, halves = Columns(), dict[tuple[str, str], int]()
    names = [str(cell.value or "") if isinstance(cell, Cell) else cell for cell in cells]
    columns.filled = frozenset(at for at, name in enumerate(names) if not is_blank(name))
    for at in sorted(columns.filled):
        _place(columns, halves, row, at, names[at], known)
    for name in PLACES:
        if name not in columns.places:
            columns.problems.append(
                problem("wrong_header.station", row=row, column=name, values={"name": name})
            )
    for code in dict.fromkeys(code for code, _part in halves):
        numerator, denominator = halves.get((code, "numerator")), halves.get((code, "denominator"))
        if numerator is None or denominator is None:
            missing = f"{code} {'numerator' if numerator is None else 'denominator'}"
            columns.problems.append(
                problem(
                    "wrong_header.half", row=row, column=missing, parameter=code, values={"name": missing}
                )
            )
        else:
            columns.figures.append((code, numerator, denominator))
    if not halves:
        columns.problems.append(problem("wrong_header.no_figures", row=row))
    return columns


def _place(
    columns: Columns, halves: dict[tuple[str, str], int], row: int, at: int, text: str, known: Collection[str]
) -> None:
    name, said, cell = text.strip().casefold(), shown(text.strip()), f"{column_letter(at)}{row}"

    def tell(key: str, parameter: str | None = None) -> None:
        columns.problems.append(
            problem(key, row=row, column=said, cell=cell, parameter=parameter, values={"name": said})
        )

    figure = _FIGURE.fullmatch(name)
    if name in PLACES:
        if name in columns.places:
            tell("wrong_header.twice")
        columns.places.setdefault(name, at)
    elif figure is None:
        tell("wrong_header.station_column")
    else:
        half = (code_of(figure["code"]), figure["part"])
        if half[0] not in known:
            tell("unknown_parameter.column", shown(half[0]))
        elif half in halves:
            tell("duplicate_parameter.column", half[0])
        else:
            halves[half] = at
