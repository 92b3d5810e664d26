"""A State's profile in sentences."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from django.utils.translation import gettext, ngettext

from common.dates import in_words, month_name, nth_month, place
from dashboard.state.queries import Past, Place
from rankings.lists.counts import Count
from rankings.lists.labels import among, reason

FEW = 3


def headline(state: str, shown: Place | None, past: Past | None, losses: Sequence[Fraction] | None) -> str:
    """`Uttarakhand is 6th, 3.78 behind first; two parameters hold at least two thirds of what it lacks`

    `losses` are the marks lost on the board, largest first, none of them 0; None where they are not known.
    """
    stands = _stands(state, shown, past)
    ranked = shown is not None and shown.rank is not None
    lacks = _lacks(losses) if ranked and losses is not None else ""
    if not lacks:
        return stands
    return gettext("%(stands)s; %(lacks)s") % {"stands": stands, "lacks": lacks}


def _stands(state: str, shown: Place | None, past: Past | None) -> str:
    if shown is None:
        return gettext("%(state)s is not named in this list") % {"state": state}
    if shown.rank is None:
        return gettext("%(state)s is unranked: %(reason)s") % {"state": state, "reason": reason(shown.reason)}
    if shown.rank == 1:
        return _first(state, past)
    values = {"state": state, "place": place(shown.rank)}
    if shown.score is None or shown.top is None:
        return gettext("%(state)s is in %(place)s place") % values
    gap = f"{shown.top - shown.score:.2f}"
    return gettext("%(state)s is in %(place)s place, %(gap)s behind first") % {**values, "gap": gap}


def _first(state: str, past: Past | None) -> str:
    streak = past.count.current_streak if past else 0
    values = {"state": state, "nth": nth_month(max(streak, 1))}
    if past is None or streak < 2:
        return gettext("%(state)s is first") % values
    if past.count.streak_certain:
        return gettext("%(state)s is first for the %(nth)s month in a row") % values
    return gettext("%(state)s is first for at least the %(nth)s month in a row") % values


def _lacks(losses: Sequence[Fraction]) -> str:
    """Where the missing marks lie, where a few parameters hold most."""
    if not losses:
        return gettext("it has full marks in every applicable parameter")
    if len(losses) == 1:
        return gettext("all it lacks lies in one parameter")
    needed, held = 0, Fraction(0)
    while 3 * held < 2 * sum(losses):
        held += losses[needed]
        needed += 1
    if needed > FEW or needed == len(losses):
        return ""
    text = ngettext(
        "%(count)s parameter holds at least two thirds of what it lacks",
        "%(count)s parameters hold at least two thirds of what it lacks",
        needed,
    )
    return text % {"count": in_words(needed)}


def standing(found: Place) -> str:
    """`6th of 35 in India`, or why it is unranked."""
    if found.rank is None:
        return reason(found.reason)
    values = {"place": place(found.rank), "ranked": found.ranked, "among": among(found.category)}
    return gettext("%(place)s of %(ranked)s %(among)s") % values


def months_first(past: Past) -> str:
    """`20 of 29 months on record`"""
    total = len(past.history)
    text = ngettext(
        "%(count)s of %(total)s month on record", "%(count)s of %(total)s months on record", total
    )
    return text % {"count": past.count.months_first, "total": total}


def never_first(pasts: Sequence[Past]) -> str:
    """Where the State was not first, or is not known to have been; empty where there is no such history."""
    said = []
    for past in pasts:
        undecided = bool(past.count.undecided_months)
        text = (
            gettext(
                "Not known to have been first %(among)s; %(missing)s of %(total)s months are not on record."
            )
            if undecided
            else ngettext(
                "Not first %(among)s in the %(total)s month on record.",
                "Not first %(among)s in any of the %(total)s months on record.",
                len(past.history),
            )
        )
        window = max(past.history).ordinal - min(past.history).ordinal + 1
        said.append(
            text
            % {
                "among": among(past.category),
                "total": window if undecided else len(past.history),
                "missing": len(past.count.undecided_months),
            }
        )
    return " ".join(said)


def longest(count: Count) -> str:
    """`6 months, May 2023 to October 2023`; `at least 2 months (at most 4), …` where the record leaves it open."""
    months, first, most = count.longest_streak, count.longest_streak_from, count.longest_streak_at_most
    if first is None:
        return gettext("none")
    if count.longest_streak_certain:
        text = ngettext("%(count)s month", "%(count)s months", months) % {"count": months}
    else:
        text = ngettext(
            "at least %(count)s month (at most %(most)s)",
            "at least %(count)s months (at most %(most)s)",
            months,
        ) % {"count": months, "most": most}
    if months == 1:
        return f"{text}, {month_name(first)}"
    span = gettext("%(first)s to %(last)s") % {
        "first": month_name(first), "last": month_name(first.plus(months - 1)),
    }  # fmt: skip
    return f"{text}, {span}"
