"""Drafts of methodology versions in words: names of fields and values, and what stands in the way."""

from __future__ import annotations

from django.utils.translation import get_language, gettext, gettext_lazy, ngettext, pgettext_lazy

from metrics.boards import Board
from metrics.drafts.checks import Problem
from metrics.drafts.edits import NO, YES, Change, Clash, RefusedPartError
from rankings.lists.labels import MISSING, board_name

_FIELDS = {
    "version": gettext_lazy("Name of the version"),
    "holds_from": gettext_lazy("Holds from"),
    "title": gettext_lazy("Title in English"),
    "title_hi": gettext_lazy("Title in Hindi"),
    "ties": gettext_lazy("Equal scores"),
    "group": gettext_lazy("Group"),
    "name": gettext_lazy("Name in English"),
    "name_hi": gettext_lazy("Name in Hindi"),
    "numerator": gettext_lazy("Numerator in English"),
    "numerator_hi": gettext_lazy("Numerator in Hindi"),
    "denominator": gettext_lazy("Denominator in English"),
    "denominator_hi": gettext_lazy("Denominator in Hindi"),
    "better": gettext_lazy("Better"),
    "best_percent": gettext_lazy("Best percent"),
    "worst_percent": gettext_lazy("Worst percent"),
    "max_marks": pgettext_lazy("of a parameter", "Marks"),
    "period_kind": gettext_lazy("Kind of figure"),
    "numerator_may_exceed": gettext_lazy("The numerator may exceed the denominator"),
    "attested": gettext_lazy("Where the subject comes from"),
}
_VALUES = {
    "better": {"higher": gettext_lazy("higher is better"), "lower": gettext_lazy("lower is better")},
    "period_kind": {
        "stock": gettext_lazy("stock: what there is at month end"),
        "flow": gettext_lazy("flow: what happened in the month"),
    },
    "attested": {
        "subject": gettext_lazy("public sources name the subject"),
        "proposed": gettext_lazy("proposed here"),
    },
    "ties": {
        "competition": gettext_lazy("standard: share a rank, the next one skips (1, 1, 3)"),
        "dense": gettext_lazy("dense: share a rank, the next one follows (1, 1, 2)"),
    },
}
_REFUSED = {
    "form": gettext_lazy(
        "“%(part)s” is no such code: a group has three capital letters (REG), a parameter a hyphen and two digits "
        "besides (REG-01)."
    ),
    "twice": gettext_lazy("The draft has %(part)s already."),
    "used": gettext_lazy("%(part)s still has parameters: move or remove them first."),
    "gone": gettext_lazy("%(part)s is not in the draft any more; somebody else removed it."),
    "no_group": gettext_lazy("Choose one of the groups of the draft."),
}


def field(name: str) -> str:
    """The name of a field, from the last part of its path."""
    if name in set(Board):
        return board_name(name)
    return str(_FIELDS[name])


def choices(name: str) -> dict[str, str]:
    """What a field can be, where it is one of a few: value → words."""
    return {value: str(words) for value, words in _VALUES.get(name, {}).items()}


def value(path: str, text: str | None) -> str:
    """A value in words: `7`, `higher is better`, `yes`; a dash where there is nothing."""
    name = path.rpartition("/")[2]
    if text is None:
        return MISSING
    if name == "numerator_may_exceed" or "/boards/" in path:
        return {YES: gettext("yes"), NO: gettext("no")}.get(text, text)
    return choices(name).get(text, text) or MISSING


def where(path: str) -> str:
    """What a path is about: `REG-01, best percent`."""
    parts = path.split("/")
    named = field(parts[-1])
    return named if len(parts) == 1 or parts[0] == "rules" else f"{parts[1]}: {named}"


def change(one: Change | Clash) -> tuple[str, str, str]:
    """Where, and its values before and after; of a clash what is stored now and what was typed."""
    if isinstance(one, Clash):
        return where(one.path), value(one.path, one.now), value(one.path, one.typed)
    return where(one.path), value(one.path, one.before), value(one.path, one.after)


def problem(one: Problem) -> str:
    return one.text((get_language() or "")[:2])


def refused(one: RefusedPartError) -> str:
    return str(_REFUSED[one.code]) % {"part": one.part}


def problems(count: int) -> str:
    """`3 problems`, or that every check passes."""
    if not count:
        return gettext("every check passes")
    return ngettext("%(count)s problem", "%(count)s problems", count) % {"count": count}


def saved(count: int) -> str:
    if not count:
        return gettext("Saved. Every check passes.")
    text = ngettext(
        "Saved. %(count)s check does not pass yet.", "Saved. %(count)s checks do not pass yet.", count
    )
    return text % {"count": count}


def clash(by: str, count: int) -> str:
    text = ngettext(
        "Not saved: %(name)s changed %(count)s of the same values meanwhile. Yours stand in the form; saving "
        "again puts them in place of what is stored now.",
        "Not saved: %(name)s changed %(count)s of the same values meanwhile. Yours stand in the form; saving "
        "again puts them in place of what is stored now.",
        count,
    )
    return text % {"name": by, "count": count}


def kept(count: int) -> str:
    """That others' changes elsewhere were kept."""
    text = ngettext(
        "Somebody else changed %(count)s other value meanwhile; it is kept.",
        "Somebody else changed %(count)s other values meanwhile; they are kept.",
        count,
    )
    return text % {"count": count}
