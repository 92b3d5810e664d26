"""What a station file may hold, and the shape of what is read from it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from submissions.parsing.shapes import Cell
from submissions.problems import Problem

LARGEST_STATION_FILE = 200 * 2**20
MOST_STATIONS = 30_000
"""India has about 17,500 stations that register FIRs."""
MOST_STATION_COLUMNS = 256
LONGEST_CODE, LONGEST_NAME = 40, 200

PLACES = ("station", "name", "district", "state")
"""The four columns that say which station a row is of; all others are figures."""

SheetRow = tuple[int, list[str | Cell]]
"""A row's number, counted from 1, and its cells: plain text as it stands, all else as a `Cell`."""


@dataclass(slots=True)
class Stream:
    """Rows that show something, in order, ended by a Problem where the rest cannot be read."""

    rows: Iterator[SheetRow | Problem]
