"""Half a million figures into the database: COPY on PostgreSQL, many rows a statement on SQLite.

Both read the same spool, the text format of COPY, piece by piece: memory does not grow with the file.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, cast

from django.db import connection

from submissions.models import Station

PIECE = 4 * 2**20
Beat = Callable[[int, int], None]
"""Called before each piece with the bytes written and those in all; raises where the work is to stop."""

COLUMNS = ("id", "file_id", "state_id", "code", "name", "district", "figures")
_TABLE = Station._meta.db_table
_NAMED = ", ".join(f'"{one}"' for one in COLUMNS)


def escaped(text: str) -> str:
    """A text as COPY reads it. Tabs and line ends never stand in one: they were read as spaces."""
    return text.replace("\\", "\\\\")


def copy_in(spool: Path, beat: Beat) -> None:
    """Write the spool into the table of stations, within the transaction of the caller."""
    write = _by_copy if connection.vendor == "postgresql" else _by_rows
    written, total = 0, spool.stat().st_size
    with connection.cursor() as cursor, spool.open("rb") as file:
        for piece in pieces(file):
            beat(written, total)
            write(cursor, piece)
            written += len(piece)


def pieces(file: io.BufferedReader) -> Iterator[bytes]:
    """Whole lines, about 4 MB at a time."""
    while piece := file.read(PIECE):
        yield piece + file.readline()


def _by_copy(cursor: Any, piece: bytes) -> None:
    cursor.copy_expert(f'COPY "{_TABLE}" ({_NAMED}) FROM STDIN', io.BytesIO(piece))


def _by_rows(cursor: Any, piece: bytes) -> None:
    marks = ", ".join(["%s"] * len(COLUMNS))
    rows = (line.replace("\\\\", "\\").split("\t") for line in piece.decode().splitlines())
    cursor.executemany(f'INSERT INTO "{_TABLE}" ({_NAMED}) VALUES ({marks})', cast(Any, rows))  # noqa: S608  # nosec B608
