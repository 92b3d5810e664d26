"""What differs between two methodology versions, for a page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext, ngettext

from common.asking import Choice
from dashboard.parameters import wording
from metrics.catalogue import MethodologyDocument
from metrics.drafts.changes import Changes, GroupChange, ParameterChange, version_changes
from rankings.lists import labels, links
from rankings.lists.labels import MISSING, either, plain

# What is said of the differences between two methodology versions.


def summary(found: Changes) -> str:
    """`6 parameters added, none removed; 16 carry other marks.`"""
    marks = sum(1 for one in found.altered if one.more)
    rules = sum(1 for one in found.altered if one.ruling)
    parts = [
        ngettext("%(count)s parameter added", "%(count)s parameters added", len(found.added))
        % {"count": len(found.added)}
        if found.added
        else gettext("no parameter added"),
        ngettext("%(count)s removed", "%(count)s removed", len(found.removed)) % {"count": len(found.removed)}
        if found.removed
        else gettext("none removed"),
    ]
    if marks:
        parts.append(
            ngettext("%(count)s with other marks", "%(count)s with other marks", marks) % {"count": marks}
        )
    if rules:
        parts.append(
            ngettext("%(count)s with another rule", "%(count)s with another rule", rules) % {"count": rules}
        )
    return ", ".join(parts)


def signed(value: Decimal) -> str:
    """`+2`, `−1.5`, `0`: with a true minus sign."""
    if not value:
        return "0"
    return f"{'+' if value > 0 else '−'}{plain(abs(value))}"


def ruling(change: ParameterChange) -> list[str]:
    """What rules the parameter otherwise now, one text each: `full marks at 30 %, before it 40 %`."""
    return [_ruled(key, change.before, change.after) for key in change.ruling]


def _ruled(key: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> str:
    names = {
        "group": gettext("group"),
        "better": gettext("direction"),
        "best_percent": gettext("full marks at"),
        "worst_percent": gettext("no marks at"),
        "numerator_may_exceed": gettext("numerator above the denominator"),
        "period_kind": gettext("figure"),
    }
    values = {"name": names[key], "before": _value(key, before[key]), "after": _value(key, after[key])}
    return gettext("%(name)s: %(before)s → %(after)s") % values


def _value(key: str, value: Any) -> str:
    if key == "better":
        return wording.better(value)
    if key == "period_kind":
        return wording.period(value)
    if key == "numerator_may_exceed":
        return gettext("allowed") if value else gettext("not allowed")
    return f"{value} %" if key.endswith("percent") else str(value)


def rules(found: Changes) -> list[str]:
    """The rules of the whole that differ, each in its new words."""
    return [_rule(key, after) for key, (_, after) in found.rules.items()]


def _rule(key: str, after: Any) -> str:
    if key == "ties":
        return wording.ties(after)
    return gettext("%(name)s: now %(value)s") % {"name": key, "value": after}


def boards(codes: tuple[str, ...]) -> str:
    return ", ".join(labels.board_name(board) for board in codes)


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
        summary=summary(found),
        kept=found.kept,
        rules=tuple(rules(found)),
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
    return summary(version_changes(before.document, after.document))


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
        more=signed(marks if added else -marks),
        notes=(),
    )


def _altered(one: ParameterChange) -> ChangedParameter:
    notes = ruling(one)
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
        more=signed(one.more),
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
        more=signed(one.after - one.before),
        boards=f"{boards(one.boards_before)} → {boards(one.boards_after)}" if moved else "",
    )
