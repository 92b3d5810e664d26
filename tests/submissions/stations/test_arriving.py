"""Pieces: in order, repeated, out of order, after a restart; the end, and giving up."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError

from accounts.models import AuditEvent
from common import jobs
from common.models import Job, JobState
from common.months import Month
from submissions.models import Station, StationFile, StationFileStatus
from submissions.stations import processing, receiving
from submissions.stations import processing as copying
from submissions.stations.receiving import (
    ABANDONED_AFTER,
    StationFileTooLargeError,
    StationStepError,
    WrongOffsetError,
    begin,
    cancel,
    finish,
    sweep_abandoned,
    take_piece,
)
from submissions.upload.services import MonthClosedError
from submissions.workflow import RefusedStepError
from tests.submissions.conftest import MONTH, NOW
from tests.submissions.stations.making import csv_bytes, done, left_on_disk, sent, station_rows

pytestmark = pytest.mark.django_db
DATA = csv_bytes(station_rows(40))
DIGEST = hashlib.sha256(DATA).hexdigest()


@pytest.fixture(autouse=True)
def var(tmp_path: Path, settings: Any) -> Path:
    settings.VAR_DIR = tmp_path
    return tmp_path


def begun(size: int = len(DATA), sha256: str = DIGEST) -> StationFile:
    return begin(
        month=MONTH,
        state="HR",
        filename="s.csv",
        size=size,
        sha256=sha256,
        by="asha",
        username="asha",
        at=NOW,
    )[0]


@pytest.mark.slow
def test_pieces_resume_repeat_and_never_leave_a_gap(month: Month) -> None:
    file = begun()
    take_piece(file_id=file.pk, offset=0, data=DATA[:100], at=NOW)
    assert begun().pk == file.pk, "the same content goes on where it stopped"
    receiving.write_at(file.name, 100, b"half a piece that no row speaks of")
    again = take_piece(file_id=file.pk, offset=0, data=DATA[:100], at=NOW)
    assert again.received == 100
    with pytest.raises(WrongOffsetError) as wrong:
        take_piece(file_id=file.pk, offset=200, data=DATA[200:300], at=NOW)
    assert wrong.value.expected == 100
    with pytest.raises(WrongOffsetError):
        take_piece(file_id=file.pk, offset=0, data=b"other bytes", at=NOW)
    with pytest.raises(StationStepError, match="incomplete"):
        finish(file_id=file.pk, by="asha", at=NOW)
    take_piece(file_id=file.pk, offset=100, data=DATA[100:], at=NOW)
    with pytest.raises(StationFileTooLargeError):
        take_piece(file_id=file.pk, offset=len(DATA), data=b"x", at=NOW)
    first = finish(file_id=file.pk, by="asha", at=NOW)
    assert finish(file_id=file.pk, by="asha", at=NOW).job_id == first.job_id
    assert done(first).status == StationFileStatus.STORED


def test_another_content_than_announced_is_not_checked(month: Month) -> None:
    file = begun(sha256="0" * 64)
    take_piece(file_id=file.pk, offset=0, data=DATA, at=NOW)
    with pytest.raises(StationStepError, match="wrong_digest"):
        finish(file_id=file.pk, by="asha", at=NOW)
    assert not Job.objects.filter(kind="stations").exists()


def test_a_closed_month_and_a_large_file_take_nothing(month: Month) -> None:
    with pytest.raises(StationFileTooLargeError):
        begun(size=201 * 2**20)
    with pytest.raises(MonthClosedError):
        begin(month=Month(2023, 5), state="HR", filename="", size=1, sha256="", by="a", username="a", at=NOW)


def test_one_person_has_three_files_under_way_at_most(month: Month) -> None:
    files = [begun(sha256=digit * 64) for digit in "123"]
    with pytest.raises(RefusedStepError, match="3 of your station files"):
        begun()
    assert begun(sha256="1" * 64).pk == files[0].pk, "what was begun goes on"
    cancel(file_id=files[0].pk, by="asha", at=NOW)
    assert begun().pk not in {file.pk for file in files}


def test_cancelled_while_it_arrives(month: Month, var: Path, django_capture_on_commit_callbacks: Any) -> None:
    file = begun()
    take_piece(file_id=file.pk, offset=0, data=DATA[:100], at=NOW)
    with django_capture_on_commit_callbacks(execute=True):
        cancel(file_id=file.pk, by="asha", at=NOW)
    cancel(file_id=file.pk, by="asha", at=NOW)
    assert left_on_disk(var) == []
    with pytest.raises(StationStepError, match="not_receiving"):
        take_piece(file_id=file.pk, offset=100, data=DATA[100:], at=NOW)
    actions = AuditEvent.objects.filter(action__startswith="station_file").values_list("action", flat=True)
    assert sorted(actions) == ["station_file.begin", "station_file.cancel"]


def test_cancelled_while_it_is_checked(month: Month, var: Path) -> None:
    file = sent(DATA)

    def report(_done: int, _total: int) -> None:
        StationFile.objects.filter(pk=file.pk).update(status=StationFileStatus.CANCELLED, ended_at=NOW)

    processing.process(file_id=file.pk, report=report, at=NOW)
    assert not Station.objects.exists()
    assert left_on_disk(var) == []
    ended = done(sent(DATA))
    with pytest.raises(StationStepError, match="ended"):
        cancel(file_id=ended.pk, by="asha", at=NOW)


def test_abandoned_files_are_swept(month: Month, var: Path, django_capture_on_commit_callbacks: Any) -> None:
    file = begun()
    take_piece(file_id=file.pk, offset=0, data=DATA[:100], at=NOW)
    assert sweep_abandoned(at=NOW + ABANDONED_AFTER) == 0
    with django_capture_on_commit_callbacks(execute=True):
        assert sweep_abandoned(at=NOW + ABANDONED_AFTER * 2) == 1
    assert left_on_disk(var) == []


@pytest.mark.django_db(transaction=True)
def test_stopped_half_way_it_leaves_nothing_and_is_done_again(month: Month, monkeypatch: Any) -> None:
    file = sent(DATA)
    write, stops = copying._by_copy, list[int]()

    def stopping(cursor: Any, piece: bytes) -> None:
        write(cursor, piece)
        if not stops:
            stops.append(len(piece))
            raise DatabaseError("the worker is gone")

    monkeypatch.setattr(copying, "_by_copy", stopping)
    assert file.job_id is not None
    jobs.run(file.job_id)
    assert Job.objects.get(pk=file.job_id).state == JobState.QUEUED
    assert not Station.objects.exists()
    assert done(file).status == StationFileStatus.STORED
    assert Station.objects.count() == 40
    processing.process(file_id=file.pk, report=lambda _done, _total: None, at=NOW)
    assert Station.objects.count() == 40, "done twice, it is there once"
