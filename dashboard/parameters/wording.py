"""What several pages say of parameters and of the rules of a version."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from django.utils.translation import gettext

from rankings.lists.marks import Spread

# From so many of the States on at full marks a parameter says next to nothing.
_NEARLY_ALL = Fraction(9, 10)


def is_crowded(spread: Spread) -> bool:
    """Whether so many are at full marks that the parameter says next to nothing any more."""
    return spread.share_full is not None and spread.share_full >= _NEARLY_ALL


# The rules of a methodology version in words, each from its own value.


def rules(version_rules: dict[str, Any]) -> list[str]:
    """Precision, rounding, ties and missing figures, one sentence each."""
    return [_precision(version_rules), ties(version_rules["ties"]), _missing(version_rules)]


def _precision(version_rules: dict[str, Any]) -> str:
    if version_rules["rounding"] != "half_up":
        raise ValueError(f"no words for rounding {version_rules['rounding']}")
    return gettext(
        "Everything is counted exactly; the score alone is rounded, once, half up, to %(decimals)s decimals. "
        "Ranks are given on this printed score."
    ) % {"decimals": version_rules["decimals"]}


def ties(method: str) -> str:
    """How equal printed scores are ranked."""
    if method == "dense":
        return gettext("Equal printed scores share a rank, and the next rank follows: 1, 1, 2.")
    return gettext("Equal printed scores share a rank, and the next rank skips: 1, 1, 3.")


def _missing(version_rules: dict[str, Any]) -> str:
    if version_rules["missing"] != "zero_marks":
        raise ValueError(f"no words for missing figures treated as {version_rules['missing']}")
    return gettext(
        "A figure that was not sent earns no marks while its maximum stays in the total; "
        "it is shown as “–”, never as 0."
    )


def period(kind: str) -> str:
    """What a figure is of: the month's own events, or what there is at its end."""
    return gettext("what happened in the month") if kind == "flow" else gettext("what there is at month end")


def status_note(status: str) -> str:
    """What stands beside a figure that is none; empty for one that was reported."""
    notes = {"not_reported": gettext("not reported"), "not_applicable": gettext("not applicable")}
    return notes.get(status, "")
