"""Drafts of methodology versions: copied from a version, edited by several people, never overwritten unseen.

Every write reads the draft under its row lock, and writes what changed to the audit trail.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext

from accounts import audit
from common.months import Month
from metrics.drafts.checks import Document
from metrics.drafts.edits import changes
from metrics.models import MethodologyDraft
from metrics.selectors import document_of, methodology_by_version

LONGEST_NAME = MethodologyDraft._meta.get_field("version").max_length


class NoSuchDraftError(LookupError):
    """There is no draft of this number."""


class ClosedDraftError(ValueError):
    """The draft came into force or was dropped; the text says so."""


class TakenNameError(ValueError):
    """Another open draft has the name; the text says so."""


class ChangedDraftError(ValueError):
    """The draft is no longer what the form was shown with. Nothing was saved; `by` is who edited it last."""

    def __init__(self, by: str) -> None:
        super().__init__(by)
        self.by = by


@transaction.atomic
def start_draft(
    *, based_on: str, version: str, holds_from: Month, by: str, at: datetime, address: str = ""
) -> MethodologyDraft:
    """Copy a version into a draft under a name of its own. Raises UnknownMethodologyError or TakenNameError."""
    base = methodology_by_version(based_on)
    document = {**document_of(base).document, "version": version, "holds_from": str(holds_from)}
    draft = MethodologyDraft(version=version, based_on=base, document=document, edited_at=at, edited_by=by)
    _write(draft)
    audit.record(
        at=at, actor=by, address=address, action="methodology.draft", subject=version,
        after={"draft": draft.pk, "based_on": based_on, "holds_from": str(holds_from)},
    )  # fmt: skip
    return draft


@transaction.atomic
def edit_draft(
    *,
    draft_id: int,
    edit: Callable[[Document], dict[str, Any]],
    by: str,
    at: datetime,
    revision: int | None = None,
    address: str = "",
) -> MethodologyDraft:
    """Change the content by `edit`; where nothing changed, nothing is written.

    `revision` is that of the draft which the editor was shown, None for an edit that replaces nothing. Raises
    ChangedDraftError, ClosedDraftError, NoSuchDraftError, TakenNameError, or what `edit` raises.
    """
    draft = open_draft(draft_id)
    if revision is not None and draft.revision != revision:
        raise ChangedDraftError(draft.edited_by)
    before = draft.document
    after = edit(before)
    if before == after:
        return draft
    draft.document, draft.version = after, after["version"][:LONGEST_NAME]
    draft.edited_at, draft.edited_by, draft.revision = at, by, draft.revision + 1
    _write(draft)
    different = changes(before, after)
    audit.record(
        at=at, actor=by, address=address, action="methodology.edit", subject=draft.version,
        before={"draft": draft.pk, **{path: old for path, old, _ in different}},
        after={"draft": draft.pk, **{path: new for path, _, new in different}},
    )  # fmt: skip
    return draft


@transaction.atomic
def drop_draft(*, draft_id: int, by: str, at: datetime, address: str = "") -> MethodologyDraft:
    """Put a draft aside; it stays readable. Raises ClosedDraftError or NoSuchDraftError."""
    draft = open_draft(draft_id)
    draft.dropped_at, draft.dropped_by = at, by
    draft.save(update_fields=["dropped_at", "dropped_by"])
    audit.record(
        at=at, actor=by, address=address, action="methodology.drop", subject=draft.version,
        after={"draft": draft.pk},
    )  # fmt: skip
    return draft


def open_draft(draft_id: int) -> MethodologyDraft:
    """The draft, locked for this transaction. Raises ClosedDraftError or NoSuchDraftError."""
    draft = MethodologyDraft.objects.select_for_update().filter(pk=draft_id).first()
    if draft is None:
        raise NoSuchDraftError(draft_id)
    if draft.activated_at is not None:
        raise ClosedDraftError(
            gettext("This draft came into force, signed by %(name)s") % {"name": draft.activated_by}
        )
    if draft.dropped_at is not None:
        raise ClosedDraftError(gettext("This draft was dropped by %(name)s") % {"name": draft.dropped_by})
    return draft


def _write(draft: MethodologyDraft) -> None:
    try:
        with transaction.atomic():
            draft.save()
    except IntegrityError:
        raise TakenNameError(
            gettext("Another draft has the name %(version)s; choose another") % {"version": draft.version}
        ) from None
