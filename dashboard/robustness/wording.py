"""How sure an order is, in sentences. It is called a sensitivity range, and never a confidence interval."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from django.utils.translation import gettext, ngettext

from common.templatetags.pragati import plus_minus, span
from insights.sensitivity.core import Range, Ranges
from rankings.lists.labels import listed
from rankings.lists.numbers import grouped, percent

MOST_NAMED = 3


def headline(ranges: Ranges | None, names: Mapping[str, str]) -> str:
    """`Haryana is first in all of 10,000 draws with marks varied by ±10 %`"""
    if ranges is None or not ranges.states:
        return gettext("Nobody is ranked in this list, so there is no order to be sure of")
    width = ranges.widths[0]
    most = max(one.first for each in ranges.states.values() for one in each if one.width == width)
    leading = sorted(
        names[state]
        for state, each in ranges.states.items()
        if any(one.first == most for one in each if one.width == width)
    )
    values = {
        "states": listed(leading),
        "draws": grouped(ranges.draws),
        "width": plus_minus(width),
        "share": percent(100 * Fraction(most, ranges.draws)),
    }
    if len(leading) > MOST_NAMED:
        values["states"] = ngettext("%(count)s State", "%(count)s States", len(leading)) % {
            "count": len(leading)
        }
    if most == ranges.draws:
        return gettext("%(states)s: first in all of %(draws)s draws with marks varied by %(width)s") % values
    return (
        gettext("%(states)s: first in %(share)s of %(draws)s draws with marks varied by %(width)s") % values
    )


def said(ranges: Ranges) -> Iterator[str]:
    """How many could change place at all, and how many could be first, width by width."""
    total = len(ranges.states)
    for width in ranges.widths:
        of_width = [one for each in ranges.states.values() for one in each if one.width == width]
        fixed = sum(one.best == one.worst for one in of_width)
        able = sum(one.best == 1 for one in of_width)
        text = ngettext(
            "Within %(width)s %(count)s of %(total)s States keeps its rank whatever the marks;",
            "Within %(width)s %(count)s of %(total)s States keep their rank whatever the marks;",
            fixed,
        )
        yield text % {"width": plus_minus(width), "count": fixed, "total": total}
        text = ngettext("%(count)s can be first.", "%(count)s can be first.", able)
        yield text % {"count": able}


def hover(state: str, rank: int, ranges: Sequence[Range]) -> str:
    """`4. Telangana · ±10 %: 3–5 · ±25 %: 2–8`"""
    return " · ".join([f"{rank}. {state}", *(f"{plus_minus(one.width)}: {span(one)}" for one in ranges)])


def chart_title(ranges: Ranges) -> str:
    width = ranges.widths[0]
    widest = max(
        one.worst - one.best for each in ranges.states.values() for one in each if one.width == width
    )
    if widest == 0:
        return gettext("No marks within %(width)s change any rank") % {"width": plus_minus(width)}
    text = ngettext(
        "Within %(width)s no rank varies by more than %(count)s place",
        "Within %(width)s no rank varies by more than %(count)s places",
        widest,
    )
    return text % {"width": plus_minus(width), "count": widest}


def chart_alternative(ranges: Ranges, month: str, board: str) -> str:
    """The widest range of each width, in one sentence."""
    parts = []
    for width in ranges.widths:
        of_width = {
            state: next(one for one in each if one.width == width) for state, each in ranges.states.items()
        }
        state = max(of_width, key=lambda one: (of_width[one].worst - of_width[one].best, one))
        parts.append(f"{plus_minus(width)}: {state} {span(of_width[state])}")
    return gettext(
        "Sensitivity ranges of the ranks of %(month)s on the board %(board)s, a State to a row; the widest: %(widest)s."
    ) % {"month": month, "board": board, "widest": "; ".join(parts)}
