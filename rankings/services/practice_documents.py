"""Documents of good practices come in: looked at, scanned, kept under a random name, and only then spoken of."""

from __future__ import annotations

import hashlib
import uuid
from datetime import datetime, timedelta
from functools import partial

from django.db import models, transaction

from rankings.core.office_files import MEDIA_TYPES, FileFault, ending, file_fault
from rankings.models import PracticeDocument
from states.downloads import LONGEST_NAME, safe_name
from states.scanning import ScannerUnavailableError, threat_found
from states.services import store

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
    kept = store.keep(data)
    try:
        with transaction.atomic():
            _remove(PracticeDocument.objects.filter(revisions__isnull=True, taken_at__lt=at - WAITS))
            return PracticeDocument.objects.create(
                id=kept, name=_shown(name), media_type=MEDIA_TYPES[ending(name)], size=len(data),
                sha256=hashlib.sha256(data).hexdigest(), taken_at=at, taken_by=by,
            )  # fmt: skip
    except BaseException:
        store.discard(kept)
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
        transaction.on_commit(partial(store.discard, key), robust=True)
