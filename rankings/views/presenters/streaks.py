"""Months in first place: the counts, who was first each month, and the choice of window."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext, ngettext

from rankings.core.counts import Count
from rankings.selectors.shapes import StreakRow, StreaksView
from rankings.selectors.windows import Window
from rankings.views import links
from rankings.views.links import Asked, Choice
from rankings.views.presenters import breaks
from rankings.views.presenters.figures import ChartFigure
from rankings.views.presenters.firstschart import firsts_chart, versions_of
from rankings.views.wording import labels, streaks
from rankings.views.wording.months import month_abbreviation, month_name
from states.months import Month


@dataclass(frozen=True, slots=True)
class GridMonth:
    """A column of the timeline. `january` begins a year; `changed`: another methodology version from here on."""

    label: str
    short: str
    url: str
    january: bool
    changed: str


@dataclass(frozen=True, slots=True)
class GridCell:
    """`kind` is first, other or gap; `words` says it, `url` leads to the list of a month in first place."""

    kind: str
    words: str
    url: str
    january: bool


@dataclass(frozen=True, slots=True)
class CountRow:
    state: str
    url: str
    count: int
    now: str
    longest: int
    longest_months: str
    cells: tuple[GridCell, ...]


@dataclass(frozen=True, slots=True)
class StreaksPage:
    headline: str
    title: str
    lede: tuple[str, ...]
    said: tuple[str, ...]
    sample: bool
    windows: tuple[Choice, ...]
    boards: tuple[Choice, ...]
    categories: tuple[Choice, ...]
    form_months: tuple[Choice, ...]
    first: str
    last: str
    hidden: tuple[tuple[str, str], ...]
    years: tuple[tuple[int, int], ...]
    months: tuple[GridMonth, ...]
    rows: tuple[CountRow, ...]
    others: str
    uncertain: bool
    changes: tuple[str, ...]
    missing: str
    chart: ChartFigure | None
    data: str
    canonical: str


def streaks_page(found: Window, wanted: Asked, first: Month | None, last: Month | None) -> StreaksPage:
    """`first` and `last` are the months that the address names."""
    view = found.view
    led = [row for row in view.rows if row.count.months_first]
    shown = _shown(found)
    return StreaksPage(
        headline=_headline(found, led),
        title=_title(view, wanted),
        lede=_lede(view, wanted),
        said=_said(view),
        sample=bool(view.coverage and view.coverage.sample_months),
        windows=tuple(_windows(found, wanted, first, last)),
        boards=_boards(wanted, first, last),
        categories=_categories(wanted, first, last),
        form_months=tuple(Choice(month_name(one), str(one)) for one in found.months),
        first=str(view.first or ""),
        last=str(view.last or ""),
        hidden=tuple(wanted.query.items()),
        years=tuple(
            (year, sum(1 for one in shown if one.year == year))
            for year in dict.fromkeys(m.year for m in shown)
        ),
        months=tuple(_column(month, found, wanted) for month in shown),
        rows=tuple(_row(row, shown, found, wanted) for row in led),
        others=_others(view, led),
        changes=tuple(breaks.changes(versions_of(view, shown)).values()),
        uncertain=any(not row.count.streak_certain for row in led),
        missing=_missing(view),
        chart=firsts_chart(view, led, shown, wanted),
        data=links.data("streaks/", _data_query(wanted, first, last)),
        canonical=links.streaks(wanted, first, last),
    )


def _shown(found: Window) -> list[Month]:
    """The months of the window, without those before or after everything on record."""
    if not found.months:
        return []
    return [month for month in found.view.firsts if found.months[0] <= month <= found.months[-1]]


def _headline(found: Window, led: Sequence[StreakRow]) -> str:
    view = found.view
    if view.first is None or view.last is None or view.coverage is None:
        return gettext("No list is on record yet")
    leaders = [row for row in led if row.count.months_first == led[0].count.months_first]
    open_end = bool(found.months) and view.last == found.months[-1]
    return streaks.headline(leaders, len(view.coverage.on_record), view.first, view.last, open_end=open_end)


def _title(view: StreaksView, wanted: Asked) -> str:
    parts = [
        gettext("Months in first place"),
        labels.board_name(wanted.board),
        labels.category_name(wanted.category),
    ]
    if view.first and view.last:
        parts.append(_span(view.first, view.last))
    return " · ".join([*parts, *labels.lists_of(wanted.origin)])


def _lede(view: StreaksView, wanted: Asked) -> tuple[str, ...]:
    """`CCTNS`, `All India`, `June 2021 to October 2023`."""
    parts = [labels.board_name(wanted.board), labels.category_name(wanted.category)]
    if view.first and view.last:
        parts.append(_span(view.first, view.last))
    return tuple(parts)


def _said(view: StreaksView) -> tuple[str, ...]:
    """How much is on record, and how a shared first place counts."""
    said = [] if view.coverage is None else streaks.coverage(view.coverage)
    return (*said, gettext("A shared first place counts for each State that shares it."))


def _span(first: Month, last: Month) -> str:
    if first == last:
        return month_name(first)
    return gettext("%(first)s to %(last)s") % {"first": month_name(first), "last": month_name(last)}


def _windows(found: Window, wanted: Asked, first: Month | None, last: Month | None) -> list[Choice]:
    """All months, the last twelve, and each calendar year on record."""
    if not found.months:
        return []
    newest = found.months[-1]
    spans: list[tuple[str, Month | None, Month | None]] = [
        (gettext("all months"), None, None),
        (gettext("last 12 months"), newest.plus(-11), None),
    ]
    for year in sorted({month.year for month in found.months}, reverse=True):
        spans.append((str(year), Month(year, 1), Month(year, 12)))
    return [
        Choice(label, links.streaks(wanted, start, end), (start, end) == (first, last))
        for label, start, end in spans
    ]


def _boards(wanted: Asked, first: Month | None, last: Month | None) -> tuple[Choice, ...]:
    addresses = {board: links.streaks(wanted.on_board(board), first, last) for board in labels.BOARDS}
    return tuple(links.board_choices(wanted, addresses))


def _categories(wanted: Asked, first: Month | None, last: Month | None) -> tuple[Choice, ...]:
    addresses = {one: links.streaks(wanted.in_category(one), first, last) for one in labels.CATEGORIES}
    return tuple(links.category_choices(wanted, addresses))


def _column(month: Month, found: Window, wanted: Asked) -> GridMonth:
    url = links.leaderboard(month, wanted) if month in found.months else ""
    changed = breaks.changes(found.view.versions).get(month, "")
    return GridMonth(month_name(month), month_abbreviation(month), url, month.number == 1, changed)


def _row(row: StreakRow, shown: Sequence[Month], found: Window, wanted: Asked) -> CountRow:
    count = row.count
    return CountRow(
        state=labels.state_name(row.state),
        url=links.state(row.state.code, wanted),
        count=count.months_first,
        now=_now(count),
        longest=count.longest_streak,
        longest_months=streaks.longest(count),
        cells=tuple(_cell(month, count, wanted) for month in shown),
    )


def _now(count: Count) -> str:
    if not count.current_streak:
        return ""
    if count.streak_certain:
        return str(count.current_streak)
    return gettext("at least %(count)s") % {"count": count.current_streak}


def _cell(month: Month, count: Count, wanted: Asked) -> GridCell:
    january = month.number == 1
    if month in count.first_months:
        return GridCell("first", gettext("first"), links.leaderboard(month, wanted), january)
    if month in count.undecided_months:
        return GridCell("gap", gettext("not on record"), "", january)
    return GridCell("other", gettext("not first"), "", january)


def _others(view: StreaksView, led: Sequence[StreakRow]) -> str:
    rest = len(view.rows) - len(led)
    if not rest:
        return ""
    if view.coverage is not None and len(view.coverage.complete) == view.coverage.months:
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


def _missing(view: StreaksView) -> str:
    """The months of the window that have no list, named where they are few."""
    if view.coverage is None or not view.coverage.missing:
        return ""
    missing = view.coverage.missing
    if len(missing) > 12:
        return gettext("%(count)s months of this window are not on record.") % {"count": len(missing)}
    return gettext("Not on record: %(months)s.") % {
        "months": labels.listed([month_name(one) for one in missing])
    }


def _data_query(wanted: Asked, first: Month | None, last: Month | None) -> dict[str, str]:
    window = {key: str(value) for key, value in (("from", first), ("to", last)) if value is not None}
    return {"board": wanted.board, "category": wanted.category} | wanted.query | window
