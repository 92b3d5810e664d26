"""Months in first place in sentences."""

from __future__ import annotations

from django.utils.translation import gettext, ngettext

from common.dates import in_words, month_name
from common.months import Month
from rankings.lists import labels
from rankings.lists.counts import Count
from rankings.lists.labels import listed
from rankings.lists.streaks import Streaks


def span(first: Month, last: Month) -> str:
    """`June 2021 to October 2023`"""
    if first == last:
        return month_name(first)
    return gettext("%(first)s to %(last)s") % {"first": month_name(first), "last": month_name(last)}


def lede(found: Streaks) -> list[str]:
    """`CCTNS`, `All India`, `June 2021 to October 2023`."""
    parts = [labels.board_name(found.scope.board), labels.category_name(found.scope.category)]
    return parts + ([span(found.first, found.last)] if found.first and found.last else [])


def headline(found: Streaks) -> str:
    """`Haryana has been first in 20 of 29 months since June 2021, the last six in a row`"""
    if found.first is None or found.last is None or found.coverage is None:
        return gettext("No list is on record yet")
    if found.history and found.last == max(found.history):
        window = gettext("since %(month)s") % {"month": month_name(found.first)}
    elif found.first == found.last:
        window = gettext("in %(month)s") % {"month": month_name(found.first)}
    else:
        ends = {"first": month_name(found.first), "last": month_name(found.last)}
        window = gettext("from %(first)s to %(last)s") % ends
    if not found.leaders:
        return gettext("No first place is on record %(window)s") % {"window": window}
    on_record, count = len(found.coverage.on_record), found.leaders[0][1]
    values = {
        "states": listed([state.label for state, _ in found.leaders]),
        "count": count.months_first, "total": on_record, "window": window,
    }  # fmt: skip
    if len(found.leaders) > 1:
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
    return _with_streak(text % values, count)


def _with_streak(sentence: str, count: Count) -> str:
    if count.current_streak < 2 or count.current_streak == count.months_first:
        return sentence
    values = {"sentence": sentence, "count": in_words(count.current_streak)}
    if count.streak_certain:
        return gettext("%(sentence)s, the last %(count)s in a row") % values
    return gettext("%(sentence)s, at least the last %(count)s in a row") % values


def about(found: Streaks) -> list[str]:
    """How much of the window is on record, what kind of lists those are, and how a shared first place counts."""
    texts = []
    if found.coverage:
        text = ngettext(
            "%(count)s of %(total)s month of this window is on record.",
            "%(count)s of %(total)s months of this window are on record.",
            found.coverage.months,
        )
        texts.append(text % {"count": len(found.coverage.on_record), "total": found.coverage.months})
        partial = len(found.coverage.on_record) - len(found.coverage.complete)
        if partial:
            text = ngettext(
                "%(count)s list names only some places.", "%(count)s lists name only some places.", partial
            )
            texts.append(text % {"count": partial})
        if found.coverage.origins:
            kinds = listed([labels.origin_name(origin) for origin in found.coverage.origins])
            texts.append(gettext("Lists: %(origins)s.") % {"origins": kinds})
    return [*texts, gettext("A shared first place counts for each State that shares it.")]


def others(found: Streaks) -> str:
    """How many States were not first; empty where all were."""
    rest = len(found.rows) - len(found.led)
    if not rest:
        return ""
    if found.coverage is not None and len(found.coverage.complete) == found.coverage.months:
        text = ngettext(
            "%(count)s other State or UT has not been first.",
            "%(count)s other States and UTs have not been first.",
            rest,
        )
    else:
        text = ngettext(
            "%(count)s other State or UT on these lists is not known to have been first.",
            "%(count)s other States and UTs on these lists are not known to have been first.",
            rest,
        )
    return text % {"count": rest}


def missing(found: Streaks) -> str:
    """The months of the window that have no list, named where they are few."""
    if found.coverage is None or not found.coverage.missing:
        return ""
    months = found.coverage.missing
    if len(months) > 12:
        return gettext("%(count)s months of this window are not on record.") % {"count": len(months)}
    return gettext("Not on record: %(months)s.") % {"months": listed([month_name(month) for month in months])}


def as_published(published: int, revised: int) -> str:
    """`20 months as published, 19 as revised`"""
    text = ngettext("%(count)s month as published", "%(count)s months as published", published)
    return gettext("%(published)s, %(revised)s as revised") % {
        "published": text % {"count": published}, "revised": revised,
    }  # fmt: skip


def example(found: Streaks) -> str:
    """`Haryana was first 20 times since June 2021`: a claim to check, empty where nobody was first."""
    if not found.led or found.first is None:
        return ""
    state, count = found.led[0]
    return gettext("%(state)s was first %(count)s times since %(month)s") % {
        "state": state.label, "count": count.months_first, "month": month_name(found.first),
    }  # fmt: skip
