"""What differs between two methodology versions, for a page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext

from common.asking import Choice
from dashboard.methodology import changes_wording as words
from metrics.catalogue import MethodologyDocument
from metrics.drafts.changes import Changes, GroupChange, ParameterChange, version_changes
from rankings.lists import links
from rankings.lists.labels import either
from rankings.lists.numbers import MISSING, plain


@dataclass(frozen=True, slots=True)
class ChangedParameter:
    """`kind` is added, removed or altered, `what` says it in words; `notes` are rules and texts that differ."""

    name: Choice
    code: str
    kind: str
    what: str
    before: str
    after: str
    more: str
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ChangedGroup:
    name: str
    code: str
    before: str
    after: str
    more: str
    boards: str


@dataclass(frozen=True, slots=True)
class ChangesPart:
    """`against` is the version that is compared with, `choices` all that could be."""

    against: str
    summary: str
    kept: int
    rules: tuple[str, ...]
    parameters: tuple[ChangedParameter, ...]
    groups: tuple[ChangedGroup, ...]
    choices: tuple[Choice, ...]


def changes_part(
    shown: MethodologyDocument, against: MethodologyDocument, every: Sequence[MethodologyDocument]
) -> ChangesPart:
    """From `against` to `shown`; `every` holds all versions, oldest first."""
    found = version_changes(against.document, shown.document)
    return ChangesPart(
        against=against.version,
        summary=words.summary(found),
        kept=found.kept,
        rules=tuple(words.rules(found)),
        parameters=tuple(_parameters(found)),
        groups=tuple(_group(group) for group in found.groups),
        choices=tuple(
            Choice(one.version, links.methodology(shown.version, one.version), one.version == against.version)
            for one in reversed(every)
            if one.version != shown.version
        ),
    )


def summary_of(before: MethodologyDocument, after: MethodologyDocument) -> str:
    """In a line, what a version changed."""
    return words.summary(version_changes(before.document, after.document))


def _parameters(found: Changes) -> list[ChangedParameter]:
    """What was added, then what was removed, then what carries most marks more or less, then the rest."""
    altered = sorted(found.altered, key=lambda one: (-abs(one.more), one.code))
    return [
        *(_whole(one, "added", gettext("added")) for one in found.added),
        *(_whole(one, "removed", gettext("removed")) for one in found.removed),
        *(_altered(one) for one in altered),
    ]


def _whole(one: Mapping[str, Any], kind: str, what: str) -> ChangedParameter:
    marks = Decimal(one["max_marks"])
    added = kind == "added"
    return ChangedParameter(
        name=_name(one),
        code=one["code"],
        kind=kind,
        what=what,
        before=MISSING if added else plain(marks),
        after=plain(marks) if added else MISSING,
        more=words.signed(marks if added else -marks),
        notes=(),
    )


def _altered(one: ParameterChange) -> ChangedParameter:
    notes = words.ruling(one)
    if one.wording:
        notes.append(gettext("name or figures worded otherwise"))
    before, after = one.marks
    return ChangedParameter(
        name=_name(one.after),
        code=one.code,
        kind="altered",
        what=gettext("other marks")
        if one.more
        else gettext("other rule")
        if one.ruling
        else gettext("other words"),
        before=plain(before),
        after=plain(after),
        more=words.signed(one.more),
        notes=tuple(notes),
    )


def _name(one: Mapping[str, Any]) -> Choice:
    return Choice(either(one["name"], one["name_hi"]), links.page("parameter", one["code"]))


def _group(one: GroupChange) -> ChangedGroup:
    moved = one.boards_before != one.boards_after and one.boards_before and one.boards_after
    return ChangedGroup(
        name=either(one.name, one.name_hi),
        code=one.code,
        before=plain(one.before) if one.before else MISSING,
        after=plain(one.after) if one.after else MISSING,
        more=words.signed(one.after - one.before),
        boards=f"{words.boards(one.boards_before)} → {words.boards(one.boards_after)}" if moved else "",
    )
