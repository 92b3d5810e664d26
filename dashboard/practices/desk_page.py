"""The register on the desk of those who keep it: every entry, one entry with its revisions, and what two changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext, pgettext

from common.dates import moment
from dashboard.practices.views import DocumentTold, Said, document_told, either
from rankings.lists import labels, links
from rankings.models import PracticeRevision


@dataclass(frozen=True, slots=True)
class EntryRow:
    """An entry in the list of the desk."""

    number: int
    title: Said
    url: str
    state: str
    year: int
    status: str
    withdrawn: bool
    sample: bool
    changed: str


@dataclass(frozen=True, slots=True)
class RevisionTold:
    """A revision with all that it says: (name of the field, text) pairs."""

    number: int
    what: str
    recorded: str
    reason: str
    fields: tuple[tuple[str, str], ...]
    document: DocumentTold | None


@dataclass(frozen=True, slots=True)
class EntryPage:
    """An entry: how it stands, where the public reads it, and every revision, newest first."""

    number: int
    title: Said
    status: str
    withdrawn: bool
    sample: bool
    seen: int
    public: str
    document: DocumentTold | None
    revisions: tuple[RevisionTold, ...]


def entry_rows(entries: Sequence[PracticeRevision]) -> tuple[EntryRow, ...]:
    return tuple(
        EntryRow(
            number=entry.practice_id,
            title=either(entry.title, entry.title_hi),
            url=reverse("publishing:practice", args=[entry.practice_id]),
            state=labels.state_name(entry.state),
            year=entry.year,
            status=_status(entry),
            withdrawn=entry.withdrawn,
            sample=entry.practice.sample,
            changed=_recorded(entry),
        )
        for entry in entries
    )


def entry_page(revisions: Sequence[PracticeRevision]) -> EntryPage:
    """`revisions` are those of one entry, newest first."""
    current = revisions[0]
    earlier = [*revisions[1:], None]
    return EntryPage(
        number=current.practice_id,
        title=either(current.title, current.title_hi),
        status=_status(current),
        withdrawn=current.withdrawn,
        sample=current.practice.sample,
        seen=current.number,
        public="" if current.withdrawn else links.page("practice", current.practice_id),
        document=_document(current),
        revisions=tuple(_revision(one, before) for one, before in zip(revisions, earlier, strict=True)),
    )


def clashes(seen: PracticeRevision | None, now: PracticeRevision) -> tuple[tuple[str, str], ...]:
    """What stands otherwise now than in the revision that was looked at: (name of the field, text) pairs.

    Everything, where it is not known what was looked at.
    """
    before = dict(_fields(seen)) if seen else {}
    found = [(name, text) for name, text in _fields(now) if before.get(name) != text]
    if seen is None or seen.withdrawn != now.withdrawn:
        found.append((gettext("Status"), _status(now)))
    return tuple(found)


def overtaken(now: PracticeRevision) -> str:
    """That someone else was quicker, and that nothing is lost."""
    told = gettext(
        "%(name)s changed this entry while you had it open (revision %(number)s, %(moment)s). Nothing of yours was "
        "saved, and nothing is lost: compare, then save again."
    )
    return told % {"name": now.recorded_by, "number": now.number, "moment": moment(now.recorded_at)}


def _status(one: PracticeRevision) -> str:
    return pgettext("practice", "withdrawn") if one.withdrawn else gettext("public")


def _recorded(one: PracticeRevision) -> str:
    """`meera, 05-12-2023 12:00`"""
    return f"{one.recorded_by}, {moment(one.recorded_at)}"


def _revision(one: PracticeRevision, before: PracticeRevision | None) -> RevisionTold:
    return RevisionTold(
        number=one.number,
        what=_what(one, before),
        recorded=_recorded(one),
        reason=one.reason,
        fields=_fields(one),
        document=_document(one),
    )


def _what(one: PracticeRevision, before: PracticeRevision | None) -> str:
    if before is None:
        return pgettext("practice", "added")
    if one.withdrawn != before.withdrawn:
        return pgettext("practice", "withdrawn") if one.withdrawn else gettext("put back")
    return gettext("changed")


def _fields(one: PracticeRevision) -> tuple[tuple[str, str], ...]:
    """What a revision says, field by field; what is empty is left out."""
    document = "" if one.document is None else f"{one.document.name} ({one.document.sha256[:8]})"
    told = (
        (gettext("State or UT"), labels.state_name(one.state)),
        (gettext("Year"), str(one.year)),
        (gettext("Title in English"), one.title),
        (gettext("Title in Hindi"), one.title_hi),
        (gettext("Description in English"), one.description),
        (gettext("Description in Hindi"), one.description_hi),
        (gettext("Document"), document),
    )
    return tuple((name, text) for name, text in told if text)


def _document(one: PracticeRevision) -> DocumentTold | None:
    address = reverse("publishing:practice_document", args=[one.practice_id, one.number])
    return document_told(one.document, address)
