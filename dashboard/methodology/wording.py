"""Versions and drafts in words: what differs, what stands in the way, what became of a draft."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils import timezone
from django.utils.translation import get_language, gettext, gettext_lazy, ngettext

from common.dates import day, month_name
from common.months import Month
from dashboard.methodology.forms import Choice, HeadForm, ParameterForm
from dashboard.parameters import wording
from metrics.boards import Board
from metrics.drafts.changes import Changes, ParameterChange
from metrics.drafts.checks import Problem
from metrics.drafts.edits import NO, YES, RefusedPartError
from metrics.models import Better, MethodologyDraft
from rankings.activation import Effect
from rankings.lists.labels import MISSING, board_name

# What differs between two versions.


def summary(found: Changes) -> str:
    """`6 parameters added, none removed, 16 with other marks`"""

    def counted(text: str, number: int) -> str:
        return text % {"count": number}

    added, removed = len(found.added), len(found.removed)
    marks = sum(1 for change in found.altered if change.more)
    rule = sum(1 for change in found.altered if change.ruling)
    parts = [
        counted(ngettext("%(count)s parameter added", "%(count)s parameters added", added), added)
        if added
        else gettext("no parameter added"),
        counted(ngettext("%(count)s removed", "%(count)s removed", removed), removed)
        if removed
        else gettext("none removed"),
    ]
    if marks:
        parts.append(
            counted(ngettext("%(count)s with other marks", "%(count)s with other marks", marks), marks)
        )
    if rule:
        parts.append(
            counted(ngettext("%(count)s with another rule", "%(count)s with another rule", rule), rule)
        )
    return ", ".join(parts)


def ruling(change: ParameterChange) -> list[str]:
    """What rules the parameter otherwise now, one text each: `full marks at: 40 % → 30 %`."""
    names = {
        "group": gettext("group"),
        "better": gettext("direction"),
        "best_percent": gettext("full marks at"),
        "worst_percent": gettext("no marks at"),
        "numerator_may_exceed": gettext("numerator above the denominator"),
        "period_kind": gettext("figure"),
    }
    return [
        gettext("%(name)s: %(before)s → %(after)s")
        % {
            "name": names[key],
            "before": _ruling_value(key, change.before[key]),
            "after": _ruling_value(key, change.after[key]),
        }
        for key in change.ruling
    ]


def _ruling_value(key: str, value: Any) -> str:
    if key == "better":
        return str(Better(value).label)
    if key == "period_kind":
        return wording.period(value)
    if key == "numerator_may_exceed":
        return gettext("allowed") if value else gettext("not allowed")
    return f"{value} %" if key.endswith("percent") else str(value)


def rules(found: Changes) -> list[str]:
    """The rules of the whole that differ, each in its new words."""
    return [
        wording.ties(after)
        if key == "ties"
        else gettext("%(name)s: now %(value)s") % {"name": key, "value": after}
        for key, (_, after) in found.rules.items()
    ]


# A draft: its values by their path, its problems, and how it stands.

_FIELDS = {**HeadForm.base_fields, **ParameterForm.base_fields}
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


def value(path: str, text: str | None) -> str:
    """A value in words: `7`, `higher is better`, `yes`; a dash where there is nothing."""
    name = path.rpartition("/")[2]
    if text is None:
        return MISSING
    if name == "numerator_may_exceed" or "/boards/" in path:
        return {YES: gettext("yes"), NO: gettext("no")}.get(text, text)
    field = _FIELDS.get(name)
    known: Mapping[str, Any] = dict(field.widget.choices) if isinstance(field, Choice) else {}
    return str(known.get(text, text)) or MISSING


def where(path: str) -> str:
    """What a path is about: `REG-01: Best percent`."""
    parts = path.split("/")
    label = board_name(parts[-1]) if parts[-1] in set(Board) else str(_FIELDS[parts[-1]].label)
    return label if len(parts) == 1 or parts[0] == "rules" else f"{parts[1]}: {label}"


def change(path: str, before: str | None, after: str | None) -> tuple[str, str, str]:
    """Where, and its values before and after."""
    return where(path), value(path, before), value(path, after)


def problem(one: Problem) -> str:
    return one.text((get_language() or "")[:2])


def refused(problem: ValueError) -> str:
    """Why an edit was refused."""
    if isinstance(problem, RefusedPartError):
        return str(_REFUSED[problem.code]) % {"part": problem.part}
    return str(problem)


def saved(count: int) -> str:
    """`count` are the checks that do not pass."""
    if not count:
        return gettext("Saved. Every check passes.")
    text = ngettext(
        "Saved. %(count)s check does not pass yet.", "Saved. %(count)s checks do not pass yet.", count
    )
    return text % {"count": count}


def not_saved(by: str, count: int) -> str:
    """Why nothing was saved: somebody changed the draft meanwhile, and `count` of the very values that were typed."""
    if not count:
        return gettext(
            "Not saved: %(name)s changed other values meanwhile, which stand in the form as they are now. "
            "Yours stand beside them; saving again keeps both."
        ) % {"name": by}
    text = ngettext(
        "Not saved: %(name)s changed %(count)s of the same values meanwhile. Yours stand in the form; saving "
        "again puts them in place of what is stored now.",
        "Not saved: %(name)s changed %(count)s of the same values meanwhile. Yours stand in the form; saving "
        "again puts them in place of what is stored now.",
        count,
    )
    return text % {"name": by, "count": count}


def closed(draft: MethodologyDraft) -> str:
    """What became of a draft that is edited no more; empty while it is open."""
    if draft.activated_at is not None:
        text = gettext("in force from %(month)s; put forward by %(name)s, signed by %(second)s")
        month = month_name(Month.parse(draft.document["holds_from"]))
        return text % {"month": month, "name": draft.proposed_by, "second": draft.activated_by}
    if draft.dropped_at is not None:
        on = day(timezone.localdate(draft.dropped_at))
        return gettext("dropped by %(name)s on %(day)s") % {"name": draft.dropped_by, "day": on}
    return ""


def waits(draft: MethodologyDraft) -> str:
    """That a draft waits for a second signature; empty where it does not."""
    if draft.proposed_at is None or closed(draft):
        return ""
    return gettext("waits for a second signature, put forward by %(name)s") % {"name": draft.proposed_by}


def stands(draft: MethodologyDraft, count: int) -> str:
    """That it waits, or how many of its checks do not pass."""
    if not count:
        return waits(draft) or gettext("every check passes")
    return waits(draft) or ngettext("%(count)s problem", "%(count)s problems", count) % {"count": count}


# What a draft's coming into force will change.


def effects(effect: Effect) -> Iterator[str]:
    """From when until when it holds, instead of which version, and the months that it ranks anew."""
    first = month_name(effect.first)
    text = gettext("It holds from %(first)s until another version takes over.") % {"first": first}
    if effect.then is not None:
        month, version = effect.then
        text = gettext("It holds from %(first)s to %(last)s; then version %(version)s takes over.")
        text %= {"first": first, "last": month_name(month.previous()), "version": version}
    if effect.replaces:
        text += " " + gettext(
            "It takes the place of the version of the same name, on which no published list rests."
        )
    elif effect.instead_of:
        text += " " + gettext("So far version %(version)s ranks these months.") % {
            "version": effect.instead_of
        }
    yield text
    yield gettext("Lists that are published, and every later revision of their months, keep their version.")
    for month, states in effect.months.items():
        yield ngettext(
            "%(month)s: %(count)s State has verified figures; the provisional lists are computed anew.",
            "%(month)s: %(count)s States have verified figures; the provisional lists are computed anew.",
            states,
        ) % {"month": month_name(month), "count": states}
