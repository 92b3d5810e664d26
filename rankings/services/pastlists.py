"""Past lists by two people: one puts a record file forward, another sees what it changes and signs."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext

from rankings.models import RecordFile
from rankings.services.publication import (
    MovedFiguresError,
    RefusedPublicationError,
    Signatures,
    require_publisher,
)
from rankings.services.record import RecordPlan, load_record, plan_record
from states.locks import hold_lock
from states.services import audit

_LONGEST_NAME = 255


class NoSuchFileError(LookupError):
    """There is no file of past lists of this number."""


@transaction.atomic
def put_forward(*, name: str, data: bytes, by: str, at: datetime, address: str = "") -> RecordFile:
    """Keep a sound file until a second person signs.

    Raises FaultyRecordError with every problem, or RefusedPublicationError where the file changes nothing.
    """
    require_publisher(by, timezone.localdate(at))
    plan = plan_record(data, at)
    if not plan.lists:
        raise RefusedPublicationError(gettext("Everything in this file is on record already"))
    file = RecordFile.objects.create(
        name=name[:_LONGEST_NAME], content=data.decode("utf-8-sig"), proposed_at=at, proposed_by=by
    )
    audit.record(
        at=at, actor=by, address=address, action="record.propose", subject=_subject(file.pk),
        after={"name": file.name, "lists": len(plan.lists), "places": plan.new_places},
    )  # fmt: skip
    return file


def plan_of(file: RecordFile) -> RecordPlan:
    """What the file would change as things stand. Raises FaultyRecordError where the record has moved against it.

    What had ended when the file was put forward has ended since.
    """
    return plan_record(file.content.encode(), file.proposed_at)


@transaction.atomic
def sign_file(*, file_id: int, by: str, seen: str, at: datetime, address: str = "") -> tuple[int, int]:
    """Sign as the second person, and so load; returns (lists, places added). `seen`: the digest of the plan shown.

    Raises FaultyRecordError, RefusedPublicationError (MovedFiguresError) or NoSuchFileError.
    """
    file = _waiting(file_id)
    Signatures(file.proposed_by, by).check(timezone.localdate(at))
    hold_lock("record")
    if plan_of(file).digest != seen:
        raise MovedFiguresError
    loaded = load_record(data=file.content.encode(), by=file.proposed_by, second=by, at=at)
    RecordFile.objects.filter(pk=file.pk).update(signed_at=at, signed_by=by)
    audit.record(
        at=at, actor=by, address=address, action="record.sign", subject=_subject(file.pk),
        after={"lists": loaded[0], "places": loaded[1]},
    )  # fmt: skip
    return loaded


@transaction.atomic
def drop_file(*, file_id: int, by: str, at: datetime, address: str = "") -> None:
    """Take a file back; any publisher may. Raises RefusedPublicationError or NoSuchFileError."""
    require_publisher(by, timezone.localdate(at))
    file = _waiting(file_id)
    RecordFile.objects.filter(pk=file.pk).update(dropped_at=at)
    audit.record(at=at, actor=by, address=address, action="record.drop", subject=_subject(file.pk))


def _waiting(file_id: int) -> RecordFile:
    """The file, locked until the transaction ends."""
    file = RecordFile.objects.select_for_update().filter(pk=file_id).first()
    if file is None:
        raise NoSuchFileError(file_id)
    if file.signed_at is not None:
        raise RefusedPublicationError(
            gettext("This file was signed by %(name)s already") % {"name": file.signed_by}
        )
    if file.dropped_at is not None:
        raise RefusedPublicationError(gettext("This file was taken back"))
    return file


def _subject(file_id: int) -> str:
    return f"record file {file_id}"
