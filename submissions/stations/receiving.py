"""A station file arrives piece by piece, in order. A broken line costs one piece; a repeated piece changes nothing."""

from __future__ import annotations

import hashlib
import os
import uuid
from datetime import datetime, timedelta
from io import BufferedReader
from pathlib import Path

from django.conf import settings
from django.db import transaction

from accounts import audit
from common.jobs import enqueue
from common.locks import hold_lock
from common.months import Month
from submissions.models import StationFile, StationFileStatus
from submissions.stations.parsing import LARGEST_STATION_FILE
from submissions.upload.services import require_open
from submissions.workflow import RefusedStepError

# Where station files lie while they arrive and are checked: random names, outside the web root.


def write_at(name: uuid.UUID, offset: int, data: bytes) -> None:
    """Put a piece at its place and make it last. Whatever lay behind it is cut off: no row spoke of it."""
    path = path_of(name)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT, 0o600), "r+b") as file:
        file.seek(offset)
        file.write(data)
        file.truncate()
        file.flush()
        os.fsync(file.fileno())


def read_at(name: uuid.UUID, offset: int, length: int) -> bytes:
    """A piece that lies there already."""
    with path_of(name).open("rb") as file:
        file.seek(offset)
        return file.read(length)


def opened(name: uuid.UUID) -> BufferedReader:
    """The whole file, to be read; FileNotFoundError where it is gone."""
    return path_of(name).open("rb")


def digest_of(name: uuid.UUID) -> str:
    """The SHA-256 of what lies there."""
    with opened(name) as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def discard(name: uuid.UUID, *, keep_problems: bool = False) -> None:
    """Remove the file and what was spooled beside it."""
    for one in (path_of(name), spool(name)):
        one.unlink(missing_ok=True)
    if not keep_problems:
        problems_file(name).unlink(missing_ok=True)


def discard_spool(name: uuid.UUID) -> None:
    spool(name).unlink(missing_ok=True)


def path_of(name: uuid.UUID) -> Path:
    return Path(settings.VAR_DIR) / "stations" / name.hex[:2] / name.hex


def spool(name: uuid.UUID) -> Path:
    """The sound rows, as they go into the database."""
    return path_of(name).with_suffix(".stations")


def problems_file(name: uuid.UUID) -> Path:
    """All problems as CSV, compressed by gzip."""
    return path_of(name).with_suffix(".problems.csv.gz")


STATIONS = "stations"
LARGEST_PIECE = 8 * 2**20
MOST_AT_ONCE = 3
"""Files of one person that arrive or are checked at the same time: 600 MB of the disk at most."""
ABANDONED_AFTER = timedelta(hours=24)


class StationStepError(RuntimeError):
    """The step does not fit how the file stands; `code` says why, `file` is how it stands."""

    def __init__(self, code: str, file: StationFile) -> None:
        super().__init__(code)
        self.code, self.file = code, file


class WrongOffsetError(StationStepError):
    """The piece does not begin where the last one ended; `expected` is where the next must begin."""

    def __init__(self, file: StationFile) -> None:
        super().__init__("wrong_offset", file)
        self.expected = file.received


class StationFileTooLargeError(ValueError):
    """A file or a piece is over its cap."""


@transaction.atomic
def begin(
    *,
    month: Month,
    state: str | None,
    filename: str,
    size: int,
    sha256: str,
    by: str,
    username: str,
    at: datetime,
    address: str = "",
) -> tuple[StationFile, bool]:
    """Make room for a file; returns (file, whether it was begun before).

    The same person who begins the same content (size, SHA-256) for the same State and month again goes on with
    what has arrived. MonthClosedError where the State's month takes no figures; StationFileTooLargeError;
    RefusedStepError `too_many_files` where the person has MOST_AT_ONCE that have not ended.
    """
    if not 0 < size <= LARGEST_STATION_FILE:
        raise StationFileTooLargeError(size)
    hold_lock(f"station file {username}")
    if state is not None:
        require_open(state, month, at)
    if sha256:
        begun = StationFile.objects.filter(
            username=username, month=month, state_id=state, size=size, sha256=sha256,
            status=StationFileStatus.RECEIVING,
        ).first()  # fmt: skip
        if begun is not None:
            return begun, True
    if StationFile.objects.filter(username=username, ended_at=None).count() >= MOST_AT_ONCE:
        message = f"{MOST_AT_ONCE} of your station files are being received or checked; finish or cancel one."
        raise RefusedStepError("too_many_files", message)
    file = StationFile.objects.create(
        state_id=state, month=month, filename=filename[:255], size=size, sha256=sha256,
        created_at=at, created_by=by, username=username, touched_at=at,
    )  # fmt: skip
    _record(file, "station_file.begin", by, at, address, {"size": size, "sha256": sha256})
    return file, False


@transaction.atomic
def take_piece(*, file_id: int, offset: int, data: bytes, at: datetime) -> StationFile:
    """Take the next piece. One that has arrived before, byte for byte, is told as taken.

    WrongOffsetError where it does not begin at the end of what has arrived; StationStepError where the file
    receives nothing any more; StationFileTooLargeError where it is longer than said, or than a piece may be.
    """
    file = _locked(file_id)
    if file.status != StationFileStatus.RECEIVING:
        raise StationStepError("not_receiving", file)
    if len(data) > LARGEST_PIECE or offset + len(data) > file.size:
        raise StationFileTooLargeError(offset + len(data))
    arrived = offset + len(data) <= file.received
    if arrived and (not data or read_at(file.name, offset, len(data)) == data):
        return file
    if offset != file.received:
        raise WrongOffsetError(file)
    write_at(file.name, offset, data)
    file.received = offset + len(data)
    file.touched_at = at
    file.save(update_fields=["received", "touched_at"])
    return file


@transaction.atomic
def finish(*, file_id: int, by: str, at: datetime, address: str = "") -> StationFile:
    """Everything has arrived: the file is to be checked, as a job. Said twice, it is done once.

    StationStepError `incomplete`, `wrong_digest` (the file is to be sent again from its start), `not_receiving`.
    """
    file = _locked(file_id)
    if file.status in {StationFileStatus.CHECKING, StationFileStatus.STORED, StationFileStatus.REFUSED}:
        return file
    if file.status != StationFileStatus.RECEIVING:
        raise StationStepError("not_receiving", file)
    if file.received < file.size:
        raise StationStepError("incomplete", file)
    digest = digest_of(file.name)
    if file.sha256 and digest != file.sha256:
        raise StationStepError("wrong_digest", file)
    file.sha256, file.status, file.touched_at = digest, StationFileStatus.CHECKING, at
    payload = {"station_file": file.pk, "state": file.state_id}
    file.job = enqueue(kind=STATIONS, key=str(file.pk), payload=payload, at=at, by=file.username)
    file.save(update_fields=["sha256", "status", "touched_at", "job"])
    _record(file, "station_file.finish", by, at, address, {"sha256": digest})
    return file


def start_again(*, file_id: int, at: datetime) -> None:
    """What arrived is not what was meant: the next piece is the first."""
    StationFile.objects.filter(pk=file_id, status=StationFileStatus.RECEIVING).update(
        received=0, touched_at=at
    )


@transaction.atomic
def cancel(*, file_id: int, by: str, at: datetime, address: str = "") -> StationFile:
    """Give a file up, while it arrives or is checked; nothing of it stays. Done twice, it is done once."""
    file = _locked(file_id)
    if file.status == StationFileStatus.CANCELLED:
        return file
    if file.ended_at is not None:
        raise StationStepError("ended", file)
    file.status, file.ended_at = StationFileStatus.CANCELLED, at
    file.save(update_fields=["status", "ended_at"])
    _record(file, "station_file.cancel", by, at, address, None)
    transaction.on_commit(lambda: discard(file.name))
    return file


def sweep_abandoned(*, at: datetime) -> int:
    """Cancel what has stopped arriving a day ago; returns how many files."""
    left = StationFile.objects.filter(
        status=StationFileStatus.RECEIVING, touched_at__lt=at - ABANDONED_AFTER
    ).values_list("pk", flat=True)
    for pk in list(left):
        cancel(file_id=pk, by=audit.SYSTEM, at=at)
    return len(left)


def _locked(file_id: int) -> StationFile:
    # Not the key: stations that are being stored refer to it, and giving the file up must not wait for them.
    return StationFile.objects.select_for_update(of=("self",), no_key=True).get(pk=file_id)


def _record(
    file: StationFile, action: str, by: str, at: datetime, address: str, after: dict[str, object] | None
) -> None:
    subject = f"{file.state_id or 'all India'} {file.month}"
    audit.record(
        at=at, actor=by, address=address, action=action, subject=subject,
        after={"station_file": file.pk} | (after or {}),
    )  # fmt: skip
