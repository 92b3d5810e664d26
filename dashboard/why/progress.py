"""Progress beside level: who improved most, every State's change, and who was most improved how often."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext

from common.asking import Choice
from common.charts import strides as chart
from common.dates import month_name
from common.months import Month
from common.sheets import Sheet
from dashboard.site.charted import charted
from dashboard.site.errors import explained
from dashboard.site.figures import ChartFigure
from dashboard.site.points import known
from dashboard.state import wording
from dashboard.streaks import wording as counts
from dashboard.why import progress_wording as words
from insights.progress.queries import Progressed, progressed
from metrics.boards import Board
from rankings.lists import asked, labels, links
from rankings.lists.asked import LATEST
from rankings.lists.counts import Count
from rankings.lists.links import Asked
from rankings.lists.numbers import MISSING, signed
from rankings.lists.progress_rank import SPANS, Measure, Progress
from rankings.models import Origin

EDGE = Decimal(100)
"""Shares of a gap beyond this are drawn up to the edge: who fell from 99.90 lost many times its gap."""


@dataclass(frozen=True, slots=True)
class ProgressRow:
    """A State: rank by progress, rank by level, scores, change and share of the gap; `why` explains the change."""

    rank: str
    state: Choice
    level: str
    then: str
    now: str
    change: Choice
    gap: str
    kind: str
    first: bool
    streak: str
    months: str


@dataclass(frozen=True, slots=True)
class ImprovedRow:
    """A State that was most improved: in how many months, in a row now and at most, and in which."""

    state: Choice
    count: str
    now: str
    longest: str
    months: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class ProgressPage:
    """Everything the page prints. `without` are States without a progress rank, each with its reason."""

    headline: str
    title: str
    lede: tuple[str, ...]
    said: tuple[str, ...]
    sample: bool
    mixed: str
    month: str
    since: str
    earlier: Choice | None
    later: Choice | None
    latest: Choice | None
    spans: tuple[Choice, ...]
    measures: tuple[Choice, ...]
    boards: tuple[Choice, ...]
    categories: tuple[Choice, ...]
    rows: tuple[ProgressRow, ...]
    by_gap: bool
    without: tuple[tuple[Choice, str], ...]
    improved: tuple[ImprovedRow, ...]
    compared: str
    lists: tuple[Choice, ...]
    chart: ChartFigure | None
    data: tuple[Choice, ...]
    canonical: str


def progress_page(found: Progressed, wanted: Asked, month: Month | None) -> ProgressPage:
    """`month` is the one that the address names; None for `latest`."""
    shown, ways = found.month, (found.span, found.measure)
    earlier = [month for month in found.months if month < shown][-1:]
    later = [month for month in found.months if month > shown][:1]
    return ProgressPage(
        headline=words.headline(found),
        title=_title(found, wanted),
        lede=_lede(found, wanted),
        said=tuple(words.said(found)),
        sample=found.sample,
        mixed=labels.mixed(found.sample_basis),
        month=month_name(shown),
        since=month_name(found.since) if found.since else MISSING,
        earlier=_choice(earlier, found, wanted),
        later=_choice(later, found, wanted),
        latest=Choice(gettext("Latest"), links.progress(found.months[-1], wanted, *ways)) if later else None,
        spans=tuple(
            Choice(
                words.span_name(span), links.progress(month, wanted, span, found.measure), span == found.span
            )
            for span in SPANS
        ),
        measures=tuple(
            Choice(
                words.measure_name(measure),
                links.progress(month, wanted, found.span, measure),
                measure == found.measure,
            )
            for measure in Measure
        ),
        boards=_boards(found, wanted, month),
        categories=_categories(found, wanted, month),
        rows=tuple(_row(row, found, wanted) for row in words.ranked_rows(found)),
        by_gap=found.measure is Measure.GAP_CLOSED,
        without=_without(found, wanted),
        improved=tuple(_improved(found, wanted)),
        compared=words.compared(found),
        lists=_lists(found, wanted),
        chart=_chart(found) if len(words.ranked_rows(found)) > 1 else None,
        data=(Choice("JSON", _data(found, wanted)), Choice("CSV", _data(found, wanted, format="csv"))),
        canonical=links.progress(month, wanted, *ways),
    )


def _title(found: Progressed, wanted: Asked) -> str:
    parts = [
        gettext("Progress"),
        month_name(found.month),
        words.span_name(found.span),
        words.measure_name(found.measure),
        labels.board_name(wanted.board),
        labels.category_name(wanted.category),
    ]
    return " · ".join([*parts, *labels.lists_of(wanted.origin)])


def _lede(found: Progressed, wanted: Asked) -> tuple[str, ...]:
    since = month_name(found.since) if found.since else MISSING
    between = gettext("%(first)s to %(last)s") % {"first": since, "last": month_name(found.month)}
    return between, labels.board_name(wanted.board), labels.category_name(wanted.category)


def _choice(months: list[Month], found: Progressed, wanted: Asked) -> Choice | None:
    if not months:
        return None
    return Choice(month_name(months[0]), links.progress(months[0], wanted, found.span, found.measure))


def _boards(found: Progressed, wanted: Asked, month: Month | None) -> tuple[Choice, ...]:
    ways = (found.span, found.measure)
    return tuple(
        links.board_choices(
            wanted,
            {board.value: links.progress(month, wanted.on_board(board.value), *ways) for board in Board},
        )
    )


def _categories(found: Progressed, wanted: Asked, month: Month | None) -> tuple[Choice, ...]:
    ways = (found.span, found.measure)
    return tuple(
        links.category_choices(
            wanted,
            {
                category: links.progress(month, wanted.in_category(category), *ways)
                for category in labels.CATEGORIES
            },
        )
    )


def _row(one: Progress, found: Progressed, wanted: Asked) -> ProgressRow:
    assert one.change is not None  # it has a rank
    count, level = found.counts[one.state], found.now.rows[one.state].rank
    return ProgressRow(
        rank=str(one.rank),
        state=_state(one, found, wanted),
        level=MISSING if level is None else str(level),
        then=f"{one.then:.2f}",
        now=f"{one.now:.2f}",
        change=Choice(signed(one.change), _why(one, found, wanted)),
        gap=MISSING if one.gap_closed is None else words.value(Measure.GAP_CLOSED, one.gap_closed),
        kind="up" if one.change > 0 else "down" if one.change < 0 else "",
        first=found.listed is not None and one.state in found.listed.most_improved,
        streak=str(count.current_streak) if count.current_streak > 1 else "",
        months=str(count.months_first),
    )


def _state(one: Progress, found: Progressed, wanted: Asked) -> Choice:
    address = links.state(one.state, wanted, found.month)
    return Choice(labels.state_name(found.states[one.state]), address)


def _why(one: Progress, found: Progressed, wanted: Asked) -> str:
    """Why the State moved between the two lists; empty where one of them has no figures to tell."""
    computed = found.then and found.then.origin == found.now.origin == Origin.COMPUTED
    return links.why(one.state, wanted, found.since, found.month) if computed else ""


def _without(found: Progressed, wanted: Asked) -> tuple[tuple[Choice, str], ...]:
    rows = [row for row in found.listed.rows if row.rank is None] if found.listed else []
    return tuple((_state(row, found, wanted), words.without(row, found)) for row in rows)


def _improved(found: Progressed, wanted: Asked) -> list[ImprovedRow]:
    """Most months first, then the longer streak, then by name."""
    led = [count for count in found.counts.values() if count.months_first]
    led.sort(key=lambda one: (-one.months_first, -one.longest_streak, found.states[one.state].name))
    return [_counts(one, found, wanted) for one in led]


def _counts(count: Count, found: Progressed, wanted: Asked) -> ImprovedRow:
    return ImprovedRow(
        state=Choice(labels.state_name(found.states[count.state]), links.state(count.state, wanted)),
        count=str(count.months_first),
        now=wording.streak(count.current_streak, certain=count.streak_certain)
        if count.current_streak
        else "0",
        longest=f"{counts.length(count)} · {counts.longest(count)}",
        months=tuple(
            Choice(month_name(month), links.progress(month, wanted, found.span, found.measure))
            for month in count.first_months
        ),
    )


def _lists(found: Progressed, wanted: Asked) -> tuple[Choice, ...]:
    both = [found.since] if found.then and found.since else []
    return tuple(Choice(month_name(one), links.leaderboard(one, wanted)) for one in (*both, found.month))


def _chart(found: Progressed) -> ChartFigure:
    most = EDGE if found.measure is Measure.GAP_CLOSED else None
    rows = [(row, row.value) for row in words.ranked_rows(found)]
    gains = [
        chart.Gain(
            name=labels.state_name(found.states[one.state]),
            short=one.state,
            value=number,
            printed=words.value(found.measure, number),
            hover=f"{one.rank}. {labels.state_name(found.states[one.state])} · {one.then} → {one.now} · "
            f"{words.value(found.measure, number)}",
            first=found.listed is not None and one.state in found.listed.most_improved,
        )
        for one, number in rows
        if number is not None
    ]
    return ChartFigure(
        key="progress",
        title=words.chart_title(found),
        alternative=words.chart_alternative(found, labels.board_name(found.scope.board)),
        note=words.chart_note(found.measure),
        drawing=chart.drawing(gains, most),
        payload=chart.figure(gains, most),
        sheet=Sheet(
            ("rank", "state", "name", "score_from", "score_to", "change", "gap_closed"),
            [
                (
                    one.rank, one.state, labels.state_name(found.states[one.state]), one.then, one.now, one.change,
                    one.gap_closed,
                )
                for one, _ in rows
            ],
        ),
    )  # fmt: skip


def _data(found: Progressed, wanted: Asked, **more: str) -> str:
    own = {"board": wanted.board, "category": wanted.category} | wanted.query
    query = own | links.progress_query(found.span, found.measure) | more
    return links.data(f"rankings/{found.month}/progress/", query)


@explained
def progress(request: HttpRequest, month: str) -> HttpResponse:
    """`/rankings/2023-10/progress/`: who moved most since an earlier list, beside who stands where."""
    wanted = Asked.of(request)
    span, measure = asked.span(request.GET.get("span")), asked.measure(request.GET.get("measure"))
    found = progressed(wanted.scope, month, span, measure)
    page = progress_page(found, wanted, None if month == LATEST else found.month)
    return charted(request, "dashboard/why/progress.html", page, **known(wanted))
