"""Months in first place: the counts, who was first each month, and the choice of window."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext, ngettext

from common.asking import Choice
from common.dates import month_abbreviation, month_name
from common.months import Month
from dashboard.leaderboard.strips import Strip, strip
from dashboard.rescored import other_view as rescored
from dashboard.site import figures
from dashboard.site.charted import charted
from dashboard.site.errors import explained
from dashboard.site.figures import ChartFigure
from dashboard.site.notes import known, twofold
from dashboard.streaks import wording
from dashboard.streaks.charts import bump_chart, firsts_chart, versions_of
from rankings.lists import asked, labels, links
from rankings.lists.counts import Count
from rankings.lists.histories import history
from rankings.lists.links import Asked
from rankings.lists.queries import StreakRow, StreaksView
from rankings.lists.streaks import Window, window

# The timeline of first places as a table: a State to a row, a month to a column.


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
    longest: str
    longest_months: str
    cells: tuple[GridCell, ...]


def column(month: Month, found: Window, wanted: Asked) -> GridMonth:
    """The head of a month's column."""
    url = links.leaderboard(month, wanted) if month in found.months else ""
    changed = figures.changes(found.view.versions).get(month, "")
    return GridMonth(month_name(month), month_abbreviation(month), url, month.number == 1, changed)


def count_row(row: StreakRow, shown: Sequence[Month], wanted: Asked) -> CountRow:
    """A State's counts and its months, as many as are shown."""
    count = row.count
    return CountRow(
        state=labels.state_name(row.state),
        url=links.state(row.state.code, wanted),
        count=count.months_first,
        now=_now(count),
        longest=wording.length(count),
        longest_months=wording.longest(count),
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


@dataclass(frozen=True, slots=True)
class StreaksPage:
    headline: str
    title: str
    lede: tuple[str, ...]
    said: tuple[str, ...]
    sample: bool
    mixed: str
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
    strip: Strip | None
    example: str
    ranks: ChartFigure | None
    chart: ChartFigure | None
    data: str
    canonical: str


def streaks_page(
    found: Window,
    wanted: Asked,
    first: Month | None,
    last: Month | None,
) -> StreaksPage:
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
        mixed=labels.mixed(view.sample_basis),
        windows=tuple(_windows(found, wanted, first, last)),
        boards=_boards(wanted, first, last),
        categories=_categories(wanted, first, last),
        form_months=tuple(Choice(month_name(one), str(one)) for one in _choosable(found)),
        first=str(view.first or ""),
        last=str(view.last or ""),
        hidden=tuple(wanted.query.items()),
        years=tuple(
            (year, sum(1 for one in shown if one.year == year))
            for year in dict.fromkeys(m.year for m in shown)
        ),
        months=tuple(column(month, found, wanted) for month in shown),
        rows=tuple(count_row(row, shown, wanted) for row in led),
        others=_others(view, led),
        changes=tuple(figures.changes(versions_of(view, shown)).values()),
        uncertain=any(not (row.count.streak_certain and row.count.longest_streak_certain) for row in led),
        missing=_missing(view),
        strip=_strip(found, led, shown, wanted),
        example=_example(led, view),
        ranks=bump_chart(view, found.history, shown, wanted),
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
    return wording.headline(leaders, len(view.coverage.on_record), view.first, view.last, open_end=open_end)


def _example(led: Sequence[StreakRow], view: StreaksView) -> str:
    """`Haryana was first 20 times since June 2021`: a claim to check, empty where nobody was first."""
    if not led or view.first is None:
        return ""
    return gettext("%(state)s was first %(count)s times since %(month)s") % {
        "state": labels.state_name(led[0].state), "count": led[0].count.months_first, "month": month_name(view.first),
    }  # fmt: skip


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
    said = [] if view.coverage is None else wording.coverage(view.coverage)
    return (*said, gettext("A shared first place counts for each State that shares it."))


def _span(first: Month, last: Month) -> str:
    if first == last:
        return month_name(first)
    return gettext("%(first)s to %(last)s") % {"first": month_name(first), "last": month_name(last)}


def _choosable(found: Window) -> list[Month]:
    """The months on record, and the ends of the window, which may lie beyond them."""
    ends = {found.view.first, found.view.last} if found.months else set()
    return sorted({*found.months, *(month for month in ends if month)})


def _windows(found: Window, wanted: Asked, first: Month | None, last: Month | None) -> list[Choice]:
    """All months, the last twelve, and each calendar year on record."""
    if not found.months:
        return []
    newest = found.months[-1]
    spans: list[tuple[str, Month | None, Month | None]] = [
        (gettext("since %(month)s") % {"month": month_name(found.months[0])}, None, None),
        (gettext("last 12 months"), newest.plus(-11), None),
    ]
    for year in sorted({month.year for month in found.months}, reverse=True):
        end = newest if year == newest.year else Month(year, 12)
        spans.append((str(year), Month(year, 1), end))
    return [
        Choice(
            label,
            links.streaks(wanted, start, end),
            (start or found.months[0], end or newest) == (first or found.months[0], last or newest),
        )
        for label, start, end in spans
    ]


def _strip(found: Window, led: Sequence[StreakRow], shown: Sequence[Month], wanted: Asked) -> Strip | None:
    """Who was first each month, for narrow screens; whoever was first most often stands out."""
    leaders = [row.state.code for row in led if row.count.months_first == led[0].count.months_first]
    firsts = {month: found.view.firsts[month] for month in shown}
    return strip(
        replace(found.view, firsts=firsts),
        None,
        leaders,
        lambda month: links.leaderboard(month, wanted),
        found.months,
    )


def _boards(wanted: Asked, first: Month | None, last: Month | None) -> tuple[Choice, ...]:
    addresses = {board: links.streaks(wanted.on_board(board), first, last) for board in labels.BOARDS}
    return tuple(links.board_choices(wanted, addresses))


def _categories(wanted: Asked, first: Month | None, last: Month | None) -> tuple[Choice, ...]:
    addresses = {
        category: links.streaks(wanted.in_category(category), first, last) for category in labels.CATEGORIES
    }
    return tuple(links.category_choices(wanted, addresses))


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


@explained
def streaks(request: HttpRequest) -> HttpResponse:
    """`/streaks/`: months in first place. A claim is checked on a page of its own."""
    if request.GET.get("said") or request.GET.get("kind") or request.GET.get("count"):
        return redirect(links.page("claims", query=request.GET.dict()), permanent=True)
    wanted = Asked.of(request)
    first, last = asked.window(request.GET.get("from"), request.GET.get("to"))
    version = rescored.asked_version(request, wanted)
    if version is not None:
        return rescored.streaks(request, (first, last), wanted, version)
    found = window(history(wanted.scope), wanted.scope, first, last)
    page = streaks_page(found, wanted, first, last)
    views = rescored.views_of(wanted, window=(first, last))
    more = {**known(wanted), **twofold(wanted, first, last), **views}
    return charted(request, "dashboard/streaks.html", {"page": page, **more})
