"""Loads methodology versions from their reviewed files, and seals those that a published list rests on."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from accounts import audit
from common.edition import public_change
from metrics.catalogue import FaultyMethodologyError, MethodologyDocument, load_all
from metrics.models import Methodology, MethodologyDraft, Parameter, ParameterGroup


@transaction.atomic
def load_methodologies(
    *, at: datetime, documents: Iterable[MethodologyDocument] | None = None
) -> tuple[int, int]:
    """Bring the database in line with the files; returns (added, changed).

    A version that two people activated in the browser is theirs, and a file of its name is passed over. Raises
    FaultyMethodologyError for a faulty file, for one that begins in another version's month, and for a change to a
    version that a published list rests on: such a change needs a new version.
    """
    added = changed = 0
    signed = set(
        MethodologyDraft.objects.filter(activated_at__isnull=False).values_list("version", flat=True)
    )
    for document in load_all() if documents is None else documents:
        if document.version in signed:
            continue
        present = Methodology.objects.filter(version=document.version).first()
        if present is not None and present.content_hash == document.content_hash:
            continue
        if present is not None and present.sealed_at is not None:
            raise FaultyMethodologyError(
                [f"{document.version}: a published list rests on this version; write a new one instead"]
            )
        store(document)
        added, changed = added + (present is None), changed + (present is not None)
        audit.record(
            at=at,
            actor=audit.SYSTEM,
            action="methodology.load",
            subject=document.version,
            before={"hash": present.content_hash} if present else None,
            after={"hash": document.content_hash},
        )
    return added, changed


@public_change()
def seal(*, methodology: Methodology, at: datetime) -> None:
    """Close a version for good: called when the first published list rests on it."""
    if methodology.sealed_at is None:
        methodology.sealed_at = at
        methodology.save(update_fields=["sealed_at"])


@public_change()
def store(document: MethodologyDocument) -> Methodology:
    """Write a checked version as it is; the database refuses it where a published list rests on the version.

    Raises FaultyMethodologyError where another version holds from the same month.
    """
    taken = (
        Methodology.objects.filter(holds_from=document.holds_from).exclude(version=document.version).first()
    )
    if taken is not None:
        raise FaultyMethodologyError(
            [f"{document.version}: version {taken.version} holds from {taken.holds_from} already"]
        )
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
    written = ParameterGroup.objects.bulk_create(
        ParameterGroup(methodology=methodology, position=position, **one)
        for position, one in enumerate(content["groups"], start=1)
    )
    groups = {one.code: one for one in written}
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
    return methodology
