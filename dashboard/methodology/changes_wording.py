"""What is said of the differences between two methodology versions."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext, ngettext

from dashboard.parameters import wording
from metrics.drafts.changes import Changes, ParameterChange
from rankings.lists import labels
from rankings.lists.numbers import plain


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
