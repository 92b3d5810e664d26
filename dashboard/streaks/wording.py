"""Months in first place in sentences."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext, ngettext

from common.dates import in_words, month_name, month_short
from common.months import Month
from rankings.lists.counts import Count, Coverage
from rankings.lists.labels import listed, origin_name, state_name
from rankings.lists.queries import StreakRow


def headline(
    leaders: Sequence[StreakRow], on_record: int, first: Month, last: Month, *, open_end: bool
) -> str:
    """`Haryana has been first in 20 of 29 months since June 2021, the last six in a row`.

    `leaders` share the largest count. `open_end`: the window reaches to the newest month on record.
    """
    if not leaders:
        return gettext("No first place is on record %(window)s") % {
            "window": _window(first, last, open_end=open_end)
        }
    values = {
        "states": listed([state_name(row.state) for row in leaders]),
        "count": leaders[0].count.months_first,
        "total": on_record,
        "window": _window(first, last, open_end=open_end),
    }
    if len(leaders) > 1:
        text = ngettext(
            "%(states)s have each been first in %(count)s of %(total)s month %(window)s",
            "%(states)s have each been first in %(count)s of %(total)s months %(window)s",
            on_record,
        )
        return text % values
    text = ngettext(
        "%(states)s has been first in %(count)s of %(total)s month %(window)s",
        "%(states)s has been first in %(count)s of %(total)s months %(window)s",
        on_record,
    )
    return _with_streak(text % values, leaders[0].count)


def _window(first: Month, last: Month, *, open_end: bool) -> str:
    if open_end:
        return gettext("since %(month)s") % {"month": month_name(first)}
    if first == last:
        return gettext("in %(month)s") % {"month": month_name(first)}
    return gettext("from %(first)s to %(last)s") % {"first": month_name(first), "last": month_name(last)}


def _with_streak(sentence: str, count: Count) -> str:
    if count.current_streak < 2 or count.current_streak == count.months_first:
        return sentence
    values = {"sentence": sentence, "count": in_words(count.current_streak)}
    if count.streak_certain:
        return gettext("%(sentence)s, the last %(count)s in a row") % values
    return gettext("%(sentence)s, at least the last %(count)s in a row") % values


def coverage(found: Coverage) -> list[str]:
    """How much of a window is on record, and what kind of lists those are."""
    text = ngettext(
        "%(count)s of %(total)s month of this window is on record.",
        "%(count)s of %(total)s months of this window are on record.",
        found.months,
    )
    said = [text % {"count": len(found.on_record), "total": found.months}]
    partial = len(found.on_record) - len(found.complete)
    if partial:
        text = ngettext(
            "%(count)s list names only some places.", "%(count)s lists name only some places.", partial
        )
        said.append(text % {"count": partial})
    if found.origins:
        kinds = listed([origin_name(origin) for origin in found.origins])
        said.append(gettext("Lists: %(origins)s.") % {"origins": kinds})
    return said


def length(count: Count) -> str:
    """How long the longest streak is: `6`, `at least 6, at most 9` where months not on record leave it open."""
    if count.longest_streak_certain:
        return str(count.longest_streak)
    values = {"count": count.longest_streak, "most": count.longest_streak_at_most}
    return gettext("at least %(count)s, at most %(most)s") % values


def longest(count: Count) -> str:
    """`May 2023 to Oct 2023`; empty where there is no streak."""
    if count.longest_streak_from is None or count.longest_streak_to is None:
        return ""
    if count.longest_streak == 1:
        return month_short(count.longest_streak_from)
    return gettext("%(first)s to %(last)s") % {
        "first": month_short(count.longest_streak_from), "last": month_short(count.longest_streak_to),
    }  # fmt: skip
