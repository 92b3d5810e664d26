"""Half a million rows into the database: COPY on PostgreSQL, many rows a statement on SQLite.

Both read the same spool, the text format of COPY, piece by piece: memory does not grow with the file.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, cast

from django.db import connection

from submissions.models import Station, StationFigure

PIECE = 4 * 2**20
Beat = Callable[[int, int], None]
"""Called before each piece with the bytes written and those in all; raises where the work is to stop."""

STATION_COLUMNS = ("id", "file_id", "state_id", "code", "name", "district")
FIGURE_COLUMNS = ("station_id", "parameter", "numerator", "denominator")


def escaped(text: str) -> str:
    """A text as COPY reads it. Tabs and line ends never stand in one: they were read as spaces."""
    return text.replace("\\", "\\\\")


def copy_in(stations: Path, figures: Path, beat: Beat) -> None:
    """Write both spools into their tables, within the transaction of the caller."""
    first, second = stations.stat().st_size, figures.stat().st_size

    def told(before: int) -> Callable[[int], None]:
        return lambda written: beat(before + written, first + second)

    _copy(Station._meta.db_table, STATION_COLUMNS, stations, told(0))
    _copy(StationFigure._meta.db_table, FIGURE_COLUMNS, figures, told(first))


def _copy(table: str, columns: tuple[str, ...], spool: Path, told: Callable[[int], None]) -> None:
    write, written = _by_copy if connection.vendor == "postgresql" else _by_rows, 0
    with connection.cursor() as cursor, spool.open("rb") as file:
        for piece in pieces(file):
            told(written)
            write(cursor, table, columns, piece)
            written += len(piece)


def pieces(file: io.BufferedReader) -> Iterator[bytes]:
    """Whole lines, about 4 MB at a time."""
    while piece := file.read(PIECE):
        yield piece + file.readline()


def _by_copy(cursor: Any, table: str, columns: tuple[str, ...], piece: bytes) -> None:
    named = ", ".join(f'"{one}"' for one in columns)
    cursor.copy_expert(f'COPY "{table}" ({named}) FROM STDIN', io.BytesIO(piece))


def _by_rows(cursor: Any, table: str, columns: tuple[str, ...], piece: bytes) -> None:
    named = ", ".join(f'"{one}"' for one in columns)
    marks = ", ".join(["%s"] * len(columns))
    rows = (line.replace("\\\\", "\\").split("\t") for line in piece.decode().splitlines())
    cursor.executemany(f'INSERT INTO "{table}" ({named}) VALUES ({marks})', cast(Any, rows))  # noqa: S608  # nosec B608
