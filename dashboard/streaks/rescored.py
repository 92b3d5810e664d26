"""Months in first place, scored again under one methodology version beside the published ones: `?under=VERSION`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext, ngettext

from common.dates import month_name
from common.months import Month
from dashboard.state.rescored import changes, notes, nothing, title
from insights.tryout.queries import RescoredHistory, RescoredMonth
from rankings.lists import labels
from rankings.lists.history import Count, count_all, sample_basis
from rankings.lists.queries import states_by_code
from states.models import State

CountRow = tuple[State, Count, Count]
"""A State's first places, re-scored and as published."""


def context(found: RescoredHistory, first: Month | None, last: Month | None) -> dict[str, Any]:
    """Counts over the months of the window that could be scored again, for the template; months newest first."""
    states = states_by_code()
    shown = {
        month: again
        for month, again in found.months.items()
        if (first is None or month >= first) and (last is None or month <= last)
    }
    rows = _counts(found, shown, states)
    lede = [labels.board_name(found.scope.board), labels.category_name(found.scope.category)]
    if shown:
        ends = {"first": month_name(min(shown)), "last": month_name(max(shown))}
        lede.append(gettext("%(first)s to %(last)s") % ends)
    changed = changes(found)
    months = []
    for month, again in sorted(shown.items(), reverse=True):
        firsts = [states[code] for code, place in again.places.items() if place.rank == 1]
        published = [states[code] for code, row in found.published[month].rows.items() if row.rank == 1]
        months.append((month, firsts, published, again, set(firsts) != set(published), changed.get(month)))
    return {
        "found": found, "counts": rows, "months": months, "lede": lede,
        "title": title(gettext("Months in first place"), found),
        "headline": headline(found, rows, len(shown)),
        "notes": notes(found, shown),
        "sample": any(found.published[month].sample for month in shown),
        "mixed": labels.mixed(sample_basis(found.published[month].sample for month in shown)),
        "windows": _windows(found, (first, last)),
    }  # fmt: skip


def headline(found: RescoredHistory, rows: Sequence[CountRow], total: int) -> str:
    """`Under version 2024-07 Haryana would have been first in 18 of 29 months; published: 20`"""
    led = [row for row in rows if row[1].months_first]
    if not led:
        return nothing(gettext("Months in first place"), found)
    leaders = [row for row in led if row[1].months_first == led[0][1].months_first]
    counts = [str(published.months_first) for _, _, published in leaders]
    text = ngettext(
        "Under version %(version)s %(states)s would have been first in %(count)s of %(total)s month; "
        "published: %(published)s",
        "Under version %(version)s %(states)s would have been first in %(count)s of %(total)s months; "
        "published: %(published)s",
        total,
    )
    return text % {
        "states": labels.listed([state.label for state, _, _ in leaders]),
        "version": found.version, "count": led[0][1].months_first, "total": total,
        "published": " · ".join(counts if len(set(counts)) > 1 else counts[:1]),
    }  # fmt: skip


def _counts(
    found: RescoredHistory, shown: Mapping[Month, RescoredMonth], states: Mapping[str, State]
) -> list[CountRow]:
    """States that were first in either view, most re-scored months first."""
    if not shown:
        return []
    codes = sorted({code for again in shown.values() for code in again.places})
    again, before = (
        count_all({month: lists[month] for month in shown}, codes, min(shown), max(shown))
        for lists in (found.lists, found.published)
    )
    led = [code for code in codes if again[code].months_first or before[code].months_first]
    led.sort(key=lambda code: (-again[code].months_first, -before[code].months_first, states[code].name))
    return [(states[code], again[code], before[code]) for code in led]


def _windows(
    found: RescoredHistory, shown: tuple[Month | None, Month | None]
) -> list[tuple[str, Month | None, Month | None, bool]]:
    """All months, the last twelve, and each calendar year that could be scored again."""
    if not found.months:
        return []
    spans: list[tuple[str, Month | None, Month | None]] = [
        (gettext("all months"), None, None),
        (gettext("last 12 months"), max(found.months).plus(-11), None),
    ]
    for year in sorted({month.year for month in found.months}, reverse=True):
        spans.append((str(year), Month(year, 1), Month(year, 12)))
    return [(label, first, last, (first, last) == shown) for label, first, last in spans]
