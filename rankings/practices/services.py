"""The register of good practices: entries are added, changed, withdrawn and put back, each step with its trace.

Whoever changes an entry says which revision they saw: where another came meanwhile nothing is written, and the
second of two is told. Nothing is overwritten: every step is a revision of its own, and a row of the audit trail.
"""

from __future__ import annotations

import hashlib
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID

from django.db import models, transaction
from django.db.models import Max

from accounts import audit
from common import files
from common.edition import public_change
from common.files import LONGEST_NAME, ScannerUnavailableError, safe_name, threat_found
from common.locks import hold_lock
from rankings.models import Practice, PracticeDocument, PracticeRevision
from rankings.practices.core import MEDIA_TYPES, FileFault, ending, file_fault

ADDED, EDITED, WITHDRAWN, RESTORED = "practice.add", "practice.edit", "practice.withdraw", "practice.restore"


class NoSuchPracticeError(LookupError):
    """The register has no entry of this number."""


class NoReasonError(ValueError):
    """A change of an entry needs a reason."""


class OvertakenError(RuntimeError):
    """Someone changed the entry meanwhile; `current` is how it stands now."""

    def __init__(self, current: PracticeRevision) -> None:
        super().__init__(str(current))
        self.current = current


@dataclass(frozen=True, slots=True)
class Content:
    """What an entry says. `state` is a code; `document` the name of a document that was taken, None for none."""

    state: str
    year: int
    title: str
    description: str
    title_hi: str = ""
    description_hi: str = ""
    document: UUID | None = None

    @classmethod
    def of(cls, one: PracticeRevision) -> Content:
        return cls(
            one.state_id, one.year, one.title, one.description, one.title_hi, one.description_hi, one.document_id
        )  # fmt: skip

    def as_dict(self) -> dict[str, Any]:
        """As the audit trail keeps it."""
        told = {name: getattr(self, name) for name in self.__slots__}
        return told | {"document": None if self.document is None else str(self.document)}


@dataclass(frozen=True, slots=True)
class Step:
    """Who takes a step on which entry, when and why; `seen` is the number of the revision that they looked at."""

    practice: int
    seen: int
    reason: str
    by: str
    at: datetime
    address: str = ""


@public_change()
def add(
    *, content: Content, by: str, at: datetime, address: str = "", sample: bool = False
) -> PracticeRevision:
    """A new entry, public from now on."""
    hold_lock("practices")
    last = Practice.objects.aggregate(number=Max("number"))["number"] or 0
    practice = Practice.objects.create(number=last + 1, sample=sample)
    made = _recorded(practice, content, number=1, withdrawn=False, reason="", by=by, at=at)
    audit.record(
        at=at, actor=by, address=address, action=ADDED, subject=_subject(practice.pk), after=content.as_dict()
    )
    return made


@public_change()
def edit(*, step: Step, content: Content) -> PracticeRevision:
    """Change what an entry says; the same content again changes nothing.

    Raises NoReasonError, OvertakenError, NoSuchPracticeError.
    """
    current = _seen(step)
    if Content.of(current) == content:
        return current
    return _next(step, current, EDITED, content, withdrawn=current.withdrawn)


@public_change()
def withdraw(*, step: Step) -> PracticeRevision:
    """Take an entry out of what the public sees; it stays on record. As `edit`; once withdrawn nothing changes."""
    current = _seen(step)
    if current.withdrawn:
        return current
    return _next(step, current, WITHDRAWN, Content.of(current), withdrawn=True)


@public_change()
def restore(*, step: Step) -> PracticeRevision:
    """Put an entry back that was withdrawn. As `edit`; where it is public nothing changes."""
    current = _seen(step)
    if not current.withdrawn:
        return current
    return _next(step, current, RESTORED, Content.of(current), withdrawn=False)


def _seen(step: Step) -> PracticeRevision:
    """The current revision, which is the one that was looked at; writers take turns."""
    hold_lock("practices")
    found = PracticeRevision.objects.filter(practice=step.practice, is_current=True)
    current = found.select_related("practice", "state", "document").first()
    if current is None:
        raise NoSuchPracticeError(step.practice)
    if current.number != step.seen:
        raise OvertakenError(current)
    return current


def _next(
    step: Step, current: PracticeRevision, action: str, content: Content, *, withdrawn: bool
) -> PracticeRevision:
    reason = step.reason.strip()
    if not reason:
        raise NoReasonError
    PracticeRevision.objects.filter(pk=current.pk).update(is_current=False)
    made = _recorded(
        current.practice, content, number=current.number + 1, withdrawn=withdrawn, reason=reason, by=step.by,
        at=step.at,
    )  # fmt: skip
    before, after = Content.of(current).as_dict(), content.as_dict()
    changed = [name for name in after if after[name] != before[name]]
    audit.record(
        at=step.at, actor=step.by, address=step.address, action=action, subject=_subject(step.practice),
        before={"revision": current.number} | {name: before[name] for name in changed},
        after={"revision": made.number, "reason": reason} | {name: after[name] for name in changed},
    )  # fmt: skip
    return made


def _recorded(
    practice: Practice, content: Content, *, number: int, withdrawn: bool, reason: str, by: str, at: datetime
) -> PracticeRevision:
    return PracticeRevision.objects.create(
        practice=practice, number=number, is_current=True, withdrawn=withdrawn, state_id=content.state,
        year=content.year, title=content.title, title_hi=content.title_hi, description=content.description,
        description_hi=content.description_hi, document_id=content.document, reason=reason, recorded_at=at,
        recorded_by=by,
    )  # fmt: skip


def _subject(practice: int) -> str:
    return f"practice {practice}"


# Documents of good practices come in: looked at, scanned, kept under a random name, and only then spoken of.

WAITS = timedelta(days=1)
"""How long a document waits for the rest of its form to be mended."""


class RefusedDocumentError(ValueError):
    """The file is not taken: `fault` says why, or `threat` what the scanner found; neither: it did not answer."""

    def __init__(self, fault: FileFault | None = None, threat: str = "") -> None:
        super().__init__(fault or threat or "not scanned")
        self.fault, self.threat = fault, threat


def take(*, data: bytes, name: str, by: str, at: datetime) -> PracticeDocument:
    """Keep a document until a revision speaks of it. Raises RefusedDocumentError; such a file is kept nowhere.

    Documents of which none came to speak within a day are removed on this occasion.
    """
    fault = file_fault(data, name)
    if fault is not None:
        raise RefusedDocumentError(fault)
    try:
        threat = threat_found(data)
    except ScannerUnavailableError:
        raise RefusedDocumentError from None
    if threat:
        raise RefusedDocumentError(threat=threat[:80])
    kept = files.keep(data)
    try:
        with transaction.atomic():
            _remove(PracticeDocument.objects.filter(revisions__isnull=True, taken_at__lt=at - WAITS))
            return PracticeDocument.objects.create(
                id=kept, name=_shown(name), media_type=MEDIA_TYPES[ending(name)], size=len(data),
                sha256=hashlib.sha256(data).hexdigest(), taken_at=at, taken_by=by,
            )  # fmt: skip
    except BaseException:
        files.discard(kept)
        raise


def _shown(name: str) -> str:
    """The name under which the document is handed out, with its ending whatever stands before it."""
    kind = f".{ending(name)}"
    return f"{safe_name(name[: -len(kind)])[: LONGEST_NAME - len(kind)]}{kind}"


def waiting(name: str, *, by: str) -> PracticeDocument | None:
    """The document of this name that this person sent and that no revision speaks of yet."""
    try:
        key = uuid.UUID(name)
    except ValueError:
        return None
    return PracticeDocument.objects.filter(pk=key, taken_by=by, revisions__isnull=True).first()


def remove(keys: set[uuid.UUID]) -> None:
    """Remove these documents with their files, as soon as the transaction stands."""
    _remove(PracticeDocument.objects.filter(pk__in=keys))


def _remove(documents: models.QuerySet[PracticeDocument]) -> None:
    keys = list(documents.values_list("pk", flat=True))
    PracticeDocument.objects.filter(pk__in=keys).delete()
    for key in keys:
        transaction.on_commit(partial(files.discard, key), robust=True)
