"""Station files of any size, made from a seed; and one driven through all steps."""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path

from django.utils import timezone
from openpyxl import Workbook

from common import jobs
from common.models import Job
from submissions.models import StationFile
from submissions.stations.receiving import begin, finish, take_piece
from tests.submissions.conftest import MONTH, NOW

CODES = ("INF-01", "REG-01", "REG-02", "DAT-01")
HEAD = ["station", "name", "district", "state"]


def header(codes: Sequence[str] = CODES) -> list[str]:
    return HEAD + [f"{code} {part}" for code in codes for part in ("numerator", "denominator")]


def station_rows(
    count: int, codes: Sequence[str] = CODES, states: Sequence[str] = ("HR",), seed: int = 1
) -> Iterator[list[str]]:
    """Sound rows: `count` stations, in turns over the States and five districts each."""
    draw = random.Random(seed)  # noqa: S311 a repeatable sample
    for number in range(count):
        state = states[number % len(states)]
        row = [f"{state}{number:05d}", f"थाना {number}", f"{state} District {number % 5}", state]
        for _code in codes:
            under = draw.randrange(1, 400)
            row += [str(draw.randrange(0, under + 1)), str(under)]
        yield row


def csv_bytes(rows: Iterator[list[str]] | list[list[str]], head: list[str] | None = None) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(header() if head is None else head)
    writer.writerows(rows)
    return text.getvalue().encode()


def xlsx_bytes(rows: Iterator[list[str]] | list[list[str]], head: list[str] | None = None) -> bytes:
    book, out = Workbook(write_only=True), io.BytesIO()
    sheet = book.create_sheet()
    sheet.append(header() if head is None else head)
    for row in rows:
        sheet.append([int(one) if one.isascii() and one.isdigit() else one for one in row])
    book.save(out)
    return out.getvalue()


def sent(
    data: bytes, *, state: str | None = "HR", name: str = "stations.csv", by: str = "asha", at: datetime = NOW
) -> StationFile:
    """A file that waits to be checked."""
    return finish(file_id=arrived(data, state=state, name=name, by=by, at=at).pk, by=by, at=at)


def arrived(
    data: bytes, *, state: str | None = "HR", name: str = "stations.csv", by: str = "asha", at: datetime = NOW
) -> StationFile:
    """A file all of whose pieces are here."""
    file, _again = begin(
        month=MONTH, state=state, filename=name, size=len(data), sha256="", by=by, username=by, at=at
    )
    for first in range(0, len(data), 2**20):
        take_piece(file_id=file.pk, offset=first, data=data[first : first + 2**20], at=at)
    return file


def done(file: StationFile) -> StationFile:
    """The file once its job has run."""
    assert file.job_id is not None
    Job.objects.filter(pk=file.job_id).update(not_before=NOW)
    jobs.run(file.job_id, clock=timezone.now)
    file.refresh_from_db()
    return file


def left_on_disk(var: Path) -> list[str]:
    return sorted(one.name for one in (var / "stations").rglob("*") if one.is_file())
