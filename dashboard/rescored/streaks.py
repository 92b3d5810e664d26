"""Months in first place, re-scored under one version beside the published ones."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext

from common.asking import Choice
from common.dates import month_name
from common.months import Month
from dashboard.rescored import page
from dashboard.rescored import wording as words
from dashboard.rescored.page import Address
from dashboard.streaks import wording
from insights.tryout.queries import RescoredHistory, RescoredMonth
from rankings.lists import labels, links
from rankings.lists.counts import Count, count_all
from rankings.lists.history import MonthList, sample_basis
from rankings.lists.labels import MISSING
from states.models import State


@dataclass(frozen=True, slots=True)
class CountRow:
    """A State's first places in both views; the longest streaks with their months."""

    state: Choice
    count: int
    published: int
    longest: str
    longest_months: str
    published_longest: str
    published_longest_months: str


@dataclass(frozen=True, slots=True)
class MonthRow:
    """Who was first in both views; `differs` where that is not the same."""

    month: Choice
    first: str
    published: str
    scored: str
    differs: bool
    changed: str


@dataclass(frozen=True, slots=True)
class RescoredStreaksPage:
    title: str
    headline: str
    lede: tuple[str, ...]
    said: tuple[str, ...]
    sample: bool
    mixed: str
    views: tuple[Choice, ...]
    versions: tuple[Choice, ...]
    windows: tuple[Choice, ...]
    boards: tuple[Choice, ...]
    categories: tuple[Choice, ...]
    counts: tuple[CountRow, ...]
    months: tuple[MonthRow, ...]
    version: Choice
    canonical: str


Names = Mapping[str, State]


def rescored_streaks_page(found: RescoredHistory, names: Names, here: Address) -> RescoredStreaksPage:
    """Counts over the months of the window that could be scored again."""
    first, last = here.window
    shown = {
        month: one
        for month, one in found.months.items()
        if (first is None or month >= first) and (last is None or month <= last)
    }
    rows = _count_rows(found, shown, names, here)
    return RescoredStreaksPage(
        title=page.title(gettext("Months in first place"), found),
        headline=_headline(found, rows, len(shown)),
        lede=_lede(found, shown),
        said=page.said(found, shown),
        sample=any(found.published[month].sample for month in shown),
        mixed=labels.mixed(sample_basis(found.published[month].sample for month in shown)),
        views=page.views(here, rescored=True),
        versions=page.versions(found, here),
        windows=tuple(_windows(found, here)),
        boards=_boards(here),
        categories=_categories(here),
        counts=tuple(rows),
        months=tuple(_month_rows(found, shown, names, here)),
        version=Choice(found.version, links.page("methodology", found.version)),
        canonical=here.url,
    )


def _headline(found: RescoredHistory, rows: Sequence[CountRow], total: int) -> str:
    led = [row for row in rows if row.count]
    if not led:
        return words.nothing(gettext("Months in first place"), found.version)
    leaders = [row for row in led if row.count == led[0].count]
    counts = [str(row.published) for row in leaders]
    published = " · ".join(counts if len(set(counts)) > 1 else counts[:1])
    names = labels.listed([row.state.label for row in leaders])
    return words.firsts(names, found.version, leaders[0].count, total, published)


def _lede(found: RescoredHistory, shown: Mapping[Month, RescoredMonth]) -> tuple[str, ...]:
    parts = [labels.board_name(found.scope.board), labels.category_name(found.scope.category)]
    if shown:
        span = {"first": month_name(min(shown)), "last": month_name(max(shown))}
        parts.append(gettext("%(first)s to %(last)s") % span)
    return tuple(parts)


def _count_rows(
    found: RescoredHistory, shown: Mapping[Month, RescoredMonth], names: Names, here: Address
) -> list[CountRow]:
    """States that were first in either view, most re-scored months first."""
    if not shown:
        return []
    codes = {code for one in shown.values() for code in one.places}
    again = _counted(found.lists, shown, codes)
    before = _counted(found.published, shown, codes)
    led = [code for code in codes if again[code].months_first or before[code].months_first]
    led.sort(key=lambda code: (-again[code].months_first, -before[code].months_first, names[code].name))
    return [
        CountRow(
            state=Choice(labels.state_name(names[code]), Address(here.wanted, found.version, code).url),
            count=again[code].months_first,
            published=before[code].months_first,
            longest=wording.length(again[code]),
            longest_months=wording.longest(again[code]),
            published_longest=wording.length(before[code]),
            published_longest_months=wording.longest(before[code]),
        )
        for code in led
    ]


def _counted(
    lists: Mapping[Month, MonthList], shown: Mapping[Month, RescoredMonth], codes: set[str]
) -> dict[str, Count]:
    return count_all({month: lists[month] for month in shown}, sorted(codes), min(shown), max(shown))


def _month_rows(
    found: RescoredHistory, shown: Mapping[Month, RescoredMonth], names: Names, here: Address
) -> list[MonthRow]:
    """Newest first."""
    rows, changed = [], page.changes(found)
    for month, one in sorted(shown.items(), reverse=True):
        again = [code for code, place in one.places.items() if place.rank == 1]
        before = [code for code, row in found.published[month].rows.items() if row.rank == 1]
        rows.append(
            MonthRow(
                month=Choice(month_name(month), links.leaderboard(month, here.wanted)),
                first=_named(again, names),
                published=_named(before, names),
                scored=page.scored(one),
                differs=set(again) != set(before),
                changed=changed.get(month, ""),
            )
        )
    return rows


def _named(codes: Sequence[str], names: Names) -> str:
    return labels.listed([labels.state_name(names[code]) for code in codes]) or MISSING


def _windows(found: RescoredHistory, here: Address) -> list[Choice]:
    """All months, the last twelve, and each calendar year that could be scored again."""
    if not found.months:
        return []
    spans: list[tuple[str, Month | None, Month | None]] = [
        (gettext("all months"), None, None),
        (gettext("last 12 months"), max(found.months).plus(-11), None),
    ]
    for year in sorted({month.year for month in found.months}, reverse=True):
        spans.append((str(year), Month(year, 1), Month(year, 12)))
    return [
        Choice(label, Address(here.wanted, here.version, window=span).url, span == here.window)
        for label, *ends in spans
        for span in [(ends[0], ends[1])]
    ]


def _boards(here: Address) -> tuple[Choice, ...]:
    addresses = {
        board: Address(here.wanted.on_board(board), here.version, window=here.window).url
        for board in labels.BOARDS
    }
    return tuple(links.board_choices(here.wanted, addresses))


def _categories(here: Address) -> tuple[Choice, ...]:
    addresses = {
        category: Address(here.wanted.in_category(category), here.version, window=here.window).url
        for category in labels.CATEGORIES
    }
    return tuple(links.category_choices(here.wanted, addresses))
