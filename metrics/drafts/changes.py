"""What differs between two methodology versions, as a reader wants it told: parameter by parameter, group by group."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from metrics.drafts.checks import Document, total_marks

# What rules a parameter beside its marks, in the order in which a reader wants to be told.
RULING = ("group", "better", "best_percent", "worst_percent", "numerator_may_exceed", "period_kind")
WORDING = ("name", "name_hi", "numerator", "numerator_hi", "denominator", "denominator_hi")


@dataclass(frozen=True, slots=True)
class ParameterChange:
    """A parameter of both versions; `before` and `after` are its entries in the documents.

    `ruling` names the keys beside `max_marks` by which other marks can come out, `wording` the texts that differ.
    """

    code: str
    before: Mapping[str, Any]
    after: Mapping[str, Any]
    ruling: tuple[str, ...]
    wording: tuple[str, ...]

    @property
    def marks(self) -> tuple[Decimal, Decimal]:
        return Decimal(self.before["max_marks"]), Decimal(self.after["max_marks"])

    @property
    def more(self) -> Decimal:
        """How many marks more it carries in the later version."""
        return self.marks[1] - self.marks[0]


@dataclass(frozen=True, slots=True)
class GroupChange:
    """A group of either version: its marks in both (0 where it is missing) and its boards where it is present."""

    group: Mapping[str, Any]
    before: Decimal
    after: Decimal
    boards_before: tuple[str, ...]
    boards_after: tuple[str, ...]

    @property
    def code(self) -> str:
        return str(self.group["code"])

    @property
    def more(self) -> Decimal:
        """How many marks more it carries in the later version."""
        return self.after - self.before

    @property
    def moved(self) -> bool:
        """Whether it counts on other boards than before."""
        return bool(self.boards_before and self.boards_after) and self.boards_before != self.boards_after


@dataclass(frozen=True, slots=True)
class Changes:
    """From one version to another. `added` and `removed` are entries of the documents, in their order.

    `altered` holds the parameters of both whose marks, rules or texts differ; `kept` counts those that are the
    very same. `rules` maps each rule of the whole that differs to (before, after).
    """

    added: tuple[Mapping[str, Any], ...]
    removed: tuple[Mapping[str, Any], ...]
    altered: tuple[ParameterChange, ...]
    kept: int
    groups: tuple[GroupChange, ...]
    rules: Mapping[str, tuple[Any, Any]]


def version_changes(before: Document, after: Document) -> Changes:
    """Everything that differs; the order is that of `after`, what was removed in that of `before`.

    >>> empty = {"rules": {"ties": "dense"}, "groups": [], "parameters": []}
    >>> version_changes(empty, empty | {"rules": {"ties": "competition"}}).rules
    {'ties': ('dense', 'competition')}
    """
    old = {parameter["code"]: parameter for parameter in before["parameters"]}
    new = {parameter["code"]: parameter for parameter in after["parameters"]}
    both = [
        ParameterChange(
            code=code,
            before=old[code],
            after=own,
            ruling=tuple(key for key in RULING if old[code][key] != own[key]),
            wording=tuple(key for key in WORDING if old[code][key] != own[key]),
        )
        for code, own in new.items()
        if code in old
    ]
    altered = tuple(change for change in both if change.more or change.ruling or change.wording)
    return Changes(
        added=tuple(own for code, own in new.items() if code not in old),
        removed=tuple(own for code, own in old.items() if code not in new),
        altered=altered,
        kept=len(both) - len(altered),
        groups=_groups(before, after),
        rules={
            key: (value, after["rules"][key])
            for key, value in before["rules"].items()
            if value != after["rules"][key]
        },
    )


def counts_alike(before: Document, after: Document) -> bool:
    """Whether both give every figure the same marks and every State the same score, whatever they are called."""
    return _counted(before) == _counted(after)


def _counted(document: Document) -> tuple[Any, Any, Any]:
    boards = {group["code"]: group["boards"] for group in document["groups"]}
    ruling = {
        parameter["code"]: [parameter[key] for key in ("max_marks", *RULING)]
        for parameter in document["parameters"]
    }
    return document["rules"], boards, ruling


def _groups(before: Document, after: Document) -> tuple[GroupChange, ...]:
    """Every group of either version, those of `after` first, in their order."""
    old = {group["code"]: group for group in before["groups"]}
    new = {group["code"]: group for group in after["groups"]}
    return tuple(
        GroupChange(
            group=(old | new)[code],
            before=_marks(before, code),
            after=_marks(after, code),
            boards_before=tuple(old[code]["boards"]) if code in old else (),
            boards_after=tuple(new[code]["boards"]) if code in new else (),
        )
        for code in {**new, **old}
    )


def _marks(document: Document, group: str) -> Decimal:
    return total_marks(parameter for parameter in document["parameters"] if parameter["group"] == group)
