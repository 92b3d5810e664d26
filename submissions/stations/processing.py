"""A station file is checked in one pass and stored in one transaction, or not at all.

The pass writes sound rows to a spool and problems to a compressed CSV, both on the disk: neither half a million
figures nor a million problems are ever held. Killed at any point, the work begins again from the file.
"""

from __future__ import annotations

import csv
import gzip
import io
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, TextIO, cast

from django.db import connection, connections, transaction

from accounts import audit
from common.jobs import Report
from common.spreadsheets import is_formula_like
from metrics.selectors import document_of, methodology_in_force
from states.models import State
from submissions.models import Station, StationFile, StationFileStatus
from submissions.problems import Problem
from submissions.stations import receiving
from submissions.stations.parsing import open_stream
from submissions.stations.validation import StationCheck, StationRow, StationRules, Sums

# Half a million figures into the database: COPY on PostgreSQL, many rows a statement on SQLite.

PIECE = 4 * 2**20
Beat = Callable[[int, int], None]
"""Called before each piece with the bytes written and those in all; raises where the work is to stop."""

COLUMNS = ("id", "file_id", "state_id", "code", "name", "district", "figures")
_TABLE = Station._meta.db_table
_NAMED = ", ".join(f'"{column}"' for column in COLUMNS)


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


STATIONS_PER_FILE = 100_000
SHOWN_PROBLEMS = 200
STEPS, CHECKED = 1000, 800
"""Progress is told in thousandths; storing begins at 800."""
BEAT_SECONDS = 1.0
PROBLEM_COLUMNS = ("row", "column", "cell", "parameter", "code", "severity", "message", "message_hi")
Ticks = Callable[[], float]
Aside = Callable[[Callable[[], None]], None]
"""Does work, and raises what it raises."""


class CancelledError(Exception):
    """The file was given up meanwhile."""


def process(*, file_id: int, report: Report, at: datetime, ticks: Ticks = time.monotonic) -> None:
    """Check a file and store it. What was cancelled meanwhile leaves nothing; what is done stays done."""
    file = StationFile.objects.get(pk=file_id)
    if file.status != StationFileStatus.CHECKING:
        return
    beat = _Beat(file, report, ticks)
    try:
        check, first = _checked(file, beat)
        if check.problems:
            _refuse(file, check, first, at)
        else:
            _store(file, check, beat, at)
    except CancelledError:
        receiving.discard(file.name)
        return
    receiving.discard_spool(file.name)
    report(STEPS, STEPS)


@dataclass(slots=True)
class _Beat:
    """Once a second: tell progress, which renews the lease, and see whether the file was given up.

    `aside` does that on another connection: what a transaction tells of itself nobody sees before it ends.
    """

    file: StationFile
    report: Report
    ticks: Ticks
    last: float = float("-inf")

    def __call__(self, done: int, aside: Aside | None = None) -> None:
        now = self.ticks()
        if now - self.last >= BEAT_SECONDS:
            self.last = now
            (aside or _here)(lambda: self.report(done, STEPS))
            self.look()

    def look(self) -> None:
        """Raise CancelledError where the file was given up."""
        if not StationFile.objects.filter(pk=self.file.pk, status=StationFileStatus.CHECKING).exists():
            raise CancelledError


@dataclass(slots=True)
class _Spool:
    """Where sound rows and problems go while a file is checked."""

    file_id: int
    stations: TextIO
    problems: TextIO
    first: list[dict[str, str | int | None]] = field(default_factory=list)

    def take(self, row: StationRow) -> None:
        pk = self.file_id * STATIONS_PER_FILE + row.number
        places = "\t".join(map(escaped, (row.station, row.name, row.district)))
        figures = ",".join([f'"{code}":[{plain(over)},{plain(under)}]' for code, over, under in row.figures])
        self.stations.write(f"{pk}\t{self.file_id}\t{row.state}\t{places}\t{{{figures}}}\n")

    def tell(self, found: Problem) -> None:
        told = found.as_dict()
        if len(self.first) < SHOWN_PROBLEMS:
            self.first.append(told)
        csv.writer(self.problems).writerow([_neutral(told[name]) for name in PROBLEM_COLUMNS])


def plain(number: int | Decimal) -> str:
    """A figure in plain digits, exactly.

    >>> plain(Decimal("1E+3")), plain(1000), plain(Decimal("12.50"))
    ('1000', '1000', '12.50')
    """
    return f"{number:f}" if isinstance(number, Decimal) else str(number)


def _neutral(value: str | int | None) -> str:
    text = "" if value is None else str(value)
    return f"'{text}" if is_formula_like(text) else text


def _here(work: Callable[[], None]) -> None:
    work()


@contextmanager
def _other_connection() -> Iterator[Aside | None]:
    """Something that does work on a connection of its own, and raises what it raises; None where that cannot be.

    SQLite lets nobody write beside a transaction. Inside a transaction of the caller, nobody else sees the job.
    """
    if connection.vendor != "postgresql" or connection.in_atomic_block:
        yield None
        return
    with ThreadPoolExecutor(1) as thread:  # a connection belongs to a thread
        try:
            yield lambda work: thread.submit(work).result()
        finally:
            thread.submit(connections.close_all).result()


@contextmanager
def _spooling(file: StationFile) -> Iterator[_Spool]:
    with (
        receiving.spool(file.name).open("w", encoding="utf-8", newline="") as stations,
        gzip.open(receiving.problems_file(file.name), "wb", compresslevel=3) as packed,
        io.TextIOWrapper(packed, encoding="utf-8-sig", newline="") as problems,
    ):
        csv.writer(problems).writerow(PROBLEM_COLUMNS)
        yield _Spool(file.pk, stations, problems)


def _checked(file: StationFile, beat: _Beat) -> tuple[StationCheck, list[dict[str, str | int | None]]]:
    """One pass over the file; returns the check and the first problems."""
    with receiving.opened(file.name) as data, _spooling(file) as spool:
        check = StationCheck(rules_for(file), spool.take, spool.tell)
        stream = open_stream(data, file.size)
        if isinstance(stream, Problem):
            check.feed(stream)
            return check, spool.first
        for row in stream.rows:
            if not check.feed(row):
                break
            if check.rows % 50 == 0:
                beat(min(CHECKED, data.tell() * CHECKED // file.size))
        check.finish()
        return check, spool.first


def rules_for(file: StationFile) -> StationRules:
    """What the file is checked against. Two queries."""
    document = document_of(methodology_in_force(file.month)).document
    states: dict[str, str] = {}
    for one in State.objects.all():
        for key in (one.name, one.name_hi, one.iso_old, one.iso, one.code):
            states[key.casefold()] = one.code
    return StationRules(
        parameters={
            parameter["code"]: parameter["numerator_may_exceed"] for parameter in document["parameters"]
        },
        states=states,
        only=file.state_id,
    )


def sums_of(sums: Sums) -> dict[str, object]:
    """The sums as they are kept: exact, as text."""
    return {
        state: {
            "stations": stations,
            "figures": {
                code: [plain(numerator), plain(denominator), reported]
                for code, (numerator, denominator, reported) in sorted(totals.items())
            },
        }
        for state, (stations, totals) in sorted(sums.items())
    }


@transaction.atomic
def _refuse(
    file: StationFile, check: StationCheck, first: list[dict[str, str | int | None]], at: datetime
) -> None:
    _end(
        file, at, status=StationFileStatus.REFUSED, rows=check.rows, cells=0, problem_count=check.problems,
        first_problems=first,
    )  # fmt: skip


def _store(file: StationFile, check: StationCheck, beat: _Beat, at: datetime) -> None:
    with _other_connection() as aside, transaction.atomic():

        def told(written: int, total: int) -> None:
            beat(CHECKED + (STEPS - CHECKED) * written // max(total, 1), aside)
            beat.look()

        # Of two workers that both believe the job theirs, the second runs into the first one's stations and stops.
        copy_in(receiving.spool(file.name), told)
        _end(
            file,
            at,
            status=StationFileStatus.STORED,
            rows=check.rows,
            cells=check.cells,
            sums=sums_of(check.sums),
        )


def _end(file: StationFile, at: datetime, **fields: object) -> None:
    open_still = StationFile.objects.filter(pk=file.pk, status=StationFileStatus.CHECKING)
    if open_still.update(ended_at=at, **fields) != 1:
        raise CancelledError
    after = {
        "station_file": file.pk,
        "status": str(fields["status"]),
        "sha256": file.sha256,
        "rows": fields["rows"],
    }
    audit.record(
        at=at, actor=file.created_by, action=f"station_file.{fields['status']}",
        subject=f"{file.state_id or 'all India'} {file.month}", after=after,
    )  # fmt: skip
