"""Loads methodology versions from their reviewed files, and seals those that a published list rests on."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from metrics.catalogue import FaultyMethodologyError, MethodologyDocument, load_all
from metrics.models import Methodology, Parameter, ParameterGroup
from states.services import audit


@transaction.atomic
def load_methodologies(
    *, at: datetime, documents: Iterable[MethodologyDocument] | None = None
) -> tuple[int, int]:
    """Bring the database in line with the files; returns (added, changed).

    Raises FaultyMethodologyError for a faulty file, and for a change to a version that a published list
    rests on: such a change needs a new version.
    """
    added = changed = 0
    for document in load_all() if documents is None else documents:
        present = Methodology.objects.filter(version=document.version).first()
        if present is not None and present.content_hash == document.content_hash:
            continue
        if present is not None and present.sealed_at is not None:
            raise FaultyMethodologyError(
                [f"{document.version}: a published list rests on this version; write a new one instead"]
            )
        added, changed = added + (present is None), changed + (present is not None)
        _store(document)
        audit.record(
            at=at,
            actor=audit.SYSTEM,
            action="methodology.load",
            subject=document.version,
            before={"hash": present.content_hash} if present else None,
            after={"hash": document.content_hash},
        )
    return added, changed


def seal(*, methodology: Methodology, at: datetime) -> None:
    """Close a version for good: called when the first published list rests on it."""
    if methodology.sealed_at is None:
        methodology.sealed_at = at
        methodology.save(update_fields=["sealed_at"])


def _store(document: MethodologyDocument) -> None:
    content = document.document
    methodology, _ = Methodology.objects.update_or_create(
        version=document.version,
        defaults={
            "holds_from": document.holds_from,
            "title": content["title"],
            "title_hi": content["title_hi"],
            "rules": content["rules"],
            "content_hash": document.content_hash,
        },
    )
    methodology.groups.all().delete()  # its parameters go with it
    groups = {
        one["code"]: ParameterGroup.objects.create(methodology=methodology, position=position, **one)
        for position, one in enumerate(content["groups"], start=1)
    }
    numbers = ("best_percent", "worst_percent", "max_marks")
    Parameter.objects.bulk_create(
        Parameter(
            methodology=methodology,
            position=position,
            group=groups[one["group"]],
            **{
                key: Decimal(value) if key in numbers else value
                for key, value in one.items()
                if key != "group"
            },
        )
        for position, one in enumerate(content["parameters"], start=1)
    )
