"""What is said of a parameter across States: the message first, then what it rests on."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext, ngettext

from insights.decides.core import Weight
from rankings.lists.labels import MISSING, percent, signed_percent
from rankings.lists.marks import Spread

# From so many of the States on at full marks a parameter says next to nothing, or only something of the rest.
_NEARLY_ALL, _HALF = Fraction(9, 10), Fraction(1, 2)


def full_of(spread: Spread) -> str:
    """`16 of 36`; – where it applies to nobody who is ranked."""
    if not spread.applicable:
        return MISSING
    return gettext("%(part)s of %(whole)s") % {"part": spread.full, "whole": spread.applicable}


def headline(name: str, spread: Spread) -> str:
    """`Police stations with CCTNS deployed: 17 of 36 States and UTs at full marks`"""
    if not spread.applicable and spread.silent:
        return gettext("%(name)s: not reported by any State or UT this month") % {"name": name}
    if not spread.applicable:
        return gettext("%(name)s: applicable to no State or UT this month") % {"name": name}
    return ngettext(
        "%(name)s: %(full)s of %(count)s State or UT at full marks",
        "%(name)s: %(full)s of %(count)s States and UTs at full marks",
        spread.applicable,
    ) % {"name": name, "full": spread.full, "count": spread.applicable}


def is_crowded(spread: Spread) -> bool:
    """Whether so many are at full marks that the parameter says next to nothing any more."""
    return spread.share_full is not None and spread.share_full >= _NEARLY_ALL


def separation(spread: Spread) -> str:
    """How much the parameter still tells States apart, by how many are at full marks."""
    share = spread.share_full
    values = {"full": spread.full, "count": spread.applicable}
    if share is None and spread.silent:
        return gettext("Nobody has reported it this month, so nothing can be told.")
    if share is None:
        return gettext("It applies to nobody this month, so it separates nobody.")
    if share == 1:
        return gettext("All %(count)s are at full marks: it separates nobody any more.") % values
    if is_crowded(spread):
        return (
            gettext("%(full)s of %(count)s are at full marks: it hardly separates anyone any more.") % values
        )
    if share >= _HALF:
        return (
            gettext("%(full)s of %(count)s are at full marks: it separates the rest, not the front.") % values
        )
    return gettext("%(full)s of %(count)s are at full marks: it still separates the States.") % values


def weight(one: Weight, board: str) -> str:
    """`It carries 7.87 % of the marks of the board CCTNS and makes 12.64 % of the differences …`"""
    values = {"board": board, "nominal": percent(100 * one.nominal)}
    if one.effective is None:
        return (
            gettext(
                "It carries %(nominal)s of the marks of the board %(board)s; no differences between scores can be told."
            )
            % values
        )
    values["effective"] = signed_percent(one.effective)
    told = gettext(
        "It carries %(nominal)s of the marks of the board %(board)s "
        "and makes %(effective)s of the differences between the scores."
    )
    if one.effective < 0:
        told += " " + gettext("Below zero: the States ahead do worse in it than those behind.")
    return told % values


def distribution_title(spread: Spread, last: str) -> str:
    """`Half are at 95.19 % or better; last: Nagaland, 10.00 %`"""
    values = {
        "median": percent(spread.median), "last": last, "worst": percent(spread.worst), "count": spread.applicable,
    }  # fmt: skip
    if spread.best == spread.worst:
        return gettext("All that reported are at %(median)s") % values
    return gettext("Half are at %(median)s or better; last: %(last)s, %(worst)s") % values


def distribution_alternative(name: str, month: str, spread: Spread, last: str) -> str:
    values = {
        "name": name, "month": month, "full": spread.full, "count": spread.applicable, "last": last,
        "median": percent(spread.median), "best": percent(spread.best), "worst": percent(spread.worst),
        "silent": spread.silent,
    }  # fmt: skip
    told = gettext(
        "Dot plot of “%(name)s” in %(month)s, a dot for each State or UT: %(full)s of %(count)s at full marks; "
        "median %(median)s, best %(best)s, last %(last)s, %(worst)s; not reported: %(silent)s."
    )
    return told % values


def trend_title(first: Spread, last: Spread, since: str) -> str:
    """`Since June 2021: median from 91.36 % to 95.19 %, at full marks from 6 of 36 to 16 of 36`"""
    values = {
        "before": percent(first.median), "after": percent(last.median), "since": since,
        "full_before": full_of(first), "full_after": full_of(last),
    }  # fmt: skip
    told = gettext(
        "Since %(since)s: median from %(before)s to %(after)s, at full marks from %(full_before)s to %(full_after)s"
    )
    return told % values


def trend_ended(title: str, last: str, shown: str) -> str:
    """A trend that ends before the month that is shown, in which nobody reported the parameter."""
    values = {"title": title, "last": last, "shown": shown}
    return gettext("%(title)s until %(last)s; not reported in %(shown)s") % values


def trend_alternative(name: str, first: Spread, last: Spread, since: str, until: str) -> str:
    values = {
        "name": name, "since": since, "until": until, "median": percent(last.median), "best": percent(last.best),
        "before": percent(first.median), "best_before": percent(first.best), "full_before": full_of(first),
        "full": full_of(last),
    }  # fmt: skip
    told = gettext(
        "Line chart of “%(name)s” from %(since)s to %(until)s: median from %(before)s to %(median)s, best from "
        "%(best_before)s to %(best)s, at full marks from %(full_before)s to %(full)s."
    )
    return told % values


def percent_formula(numerator: str, denominator: str, value: str) -> str:
    """`100 × 1,904 ÷ 1,961 = 97.09 %`"""
    return f"100 × {numerator} ÷ {denominator} = {value}"


def marks_formula(maximum: str, value: str, worst: Decimal, best: Decimal, marks: str) -> str:
    """`7 × (97.09 − 0) ÷ (100 − 0) = 6.80`"""
    ends = {"worst": f"{worst.normalize():f}", "best": f"{best.normalize():f}"}
    inside = value.removesuffix(" %")
    return f"{maximum} × ({inside} − {ends['worst']}) ÷ ({ends['best']} − {ends['worst']}) = {marks}"


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


def better(value: str) -> str:
    return gettext("higher is better") if value == "higher" else gettext("lower is better")


def period(kind: str) -> str:
    """What a figure is of: the month's own events, or what there is at its end."""
    return gettext("what happened in the month") if kind == "flow" else gettext("what there is at month end")


def status_note(status: str) -> str:
    """What stands beside a figure that is none; empty for one that was reported."""
    notes = {"not_reported": gettext("not reported"), "not_applicable": gettext("not applicable")}
    return notes.get(status, "")
