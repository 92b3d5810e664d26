"""Drafts of methodology versions: copied from a version, edited by several people, never overwritten unseen.

Every write reads the draft under its row lock, and writes what changed to the audit trail.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext

from accounts import audit
from common.months import Month
from metrics.drafts.checks import Document
from metrics.drafts.edits import (
    Clash,
    Values,
    add_group,
    add_parameter,
    changes,
    merge,
    remove_group,
    remove_parameter,
)
from metrics.models import MethodologyDraft
from metrics.selectors import document_of, methodology_by_version

LONGEST_NAME = MethodologyDraft._meta.get_field("version").max_length


class NoSuchDraftError(LookupError):
    """There is no draft of this number."""


class ClosedDraftError(ValueError):
    """The draft came into force or was dropped; the text says so."""


class TakenNameError(ValueError):
    """Another open draft has the name; the text says so."""


class ClashError(ValueError):
    """Somebody else changed the same values meanwhile. Nothing was saved; `by` is who edited last."""

    def __init__(self, clashes: tuple[Clash, ...], by: str) -> None:
        super().__init__(", ".join(clash.path for clash in clashes))
        self.clashes, self.by = clashes, by


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


def save_values(
    *, draft_id: int, was: Values, typed: Values, by: str, at: datetime, address: str = ""
) -> MethodologyDraft:
    """Save what was typed over what `was` shown; both map paths to values (`metrics.drafts.edits`).

    What others changed elsewhere meanwhile stays. Raises ClashError where they changed the same values,
    ClosedDraftError, NoSuchDraftError or TakenNameError.
    """

    def edit(draft: MethodologyDraft) -> dict[str, Any]:
        merged = merge(draft.document, was, typed)
        if merged.clashes:
            raise ClashError(merged.clashes, draft.edited_by)
        return merged.document

    return _edit(draft_id, edit, by, at, address)


def add_group_to(
    *, draft_id: int, code: str, texts: Mapping[str, str], by: str, at: datetime, address: str = ""
) -> MethodologyDraft:
    """A group more. Raises RefusedPartError besides what `save_values` raises."""
    return _edit(draft_id, lambda draft: add_group(draft.document, code, texts), by, at, address)


def remove_group_from(
    *, draft_id: int, code: str, by: str, at: datetime, address: str = ""
) -> MethodologyDraft:
    """A group less, once it has no parameter. Raises RefusedPartError likewise."""
    return _edit(draft_id, lambda draft: remove_group(draft.document, code), by, at, address)


def add_parameter_to(
    *, draft_id: int, code: str, values: Mapping[str, str], by: str, at: datetime, address: str = ""
) -> MethodologyDraft:
    """A parameter more. Raises RefusedPartError likewise."""
    return _edit(draft_id, lambda draft: add_parameter(draft.document, code, values), by, at, address)


def remove_parameter_from(
    *, draft_id: int, code: str, by: str, at: datetime, address: str = ""
) -> MethodologyDraft:
    """A parameter less. Raises RefusedPartError likewise."""
    return _edit(draft_id, lambda draft: remove_parameter(draft.document, code), by, at, address)


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


@transaction.atomic
def _edit(
    draft_id: int, edit: Callable[[MethodologyDraft], dict[str, Any]], by: str, at: datetime, address: str
) -> MethodologyDraft:
    """Change the content; where nothing changed, nothing is written."""
    draft = open_draft(draft_id)
    before, after = draft.document, edit(draft)
    if before == after:
        return draft
    draft.document, draft.version = after, after["version"][:LONGEST_NAME]
    draft.edited_at, draft.edited_by = at, by
    _write(draft)
    old, new = _told(before, after)
    audit.record(
        at=at, actor=by, address=address, action="methodology.edit", subject=draft.version,
        before={"draft": draft.pk, **old}, after={"draft": draft.pk, **new},
    )  # fmt: skip
    return draft


def _write(draft: MethodologyDraft) -> None:
    try:
        with transaction.atomic():
            draft.save()
    except IntegrityError:
        raise TakenNameError(
            gettext("Another draft has the name %(version)s; choose another") % {"version": draft.version}
        ) from None


def _told(before: Document, after: Document) -> tuple[dict[str, str | None], dict[str, str | None]]:
    found = changes(before, after)
    return {one.path: one.before for one in found}, {one.path: one.after for one in found}
