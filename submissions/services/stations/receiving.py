"""A station file arrives piece by piece, in order. A broken line costs one piece; a repeated piece changes nothing."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from states.locks import hold_lock
from states.months import Month
from states.services import audit
from states.services.jobs import enqueue
from submissions.models import StationFile, StationFileStatus
from submissions.parsing.stations import LARGEST_STATION_FILE
from submissions.services.stations import disk
from submissions.services.uploads import require_open
from submissions.services.workflow import RefusedStepError

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
    if arrived and (not data or disk.read_at(file.name, offset, len(data)) == data):
        return file
    if offset != file.received:
        raise WrongOffsetError(file)
    disk.write_at(file.name, offset, data)
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
    digest = disk.digest_of(file.name)
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
    transaction.on_commit(lambda: disk.discard(file.name))
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
