"""Progress beside level: who improved most, every State's change, and who was most improved how often."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.views.decorators.gzip import gzip_page

from common.asking import Choice
from common.charts import rows as charts
from common.dates import month_name
from common.forms import ReadField
from common.months import Month
from common.sheets import Sheet
from common.templatetags.pragati import address
from dashboard.site.charted import ChartFigure, charted
from dashboard.site.errors import explained
from dashboard.site.notes import known, month_nav, scope_choices
from dashboard.why import wording as words
from insights.progress.queries import Progressed, progressed
from rankings.lists import asked, labels, links
from rankings.lists.asked import LATEST
from rankings.lists.labels import MISSING
from rankings.lists.progress_rank import SPANS, Measure, Progress
from rankings.lists.query import ListQuery
from rankings.models import Origin

EDGE = Decimal(100)
"""Shares of a gap beyond this are drawn up to the edge: who fell from 99.90 lost many times its gap."""


class ProgressQuery(ListQuery):
    """Progress over so many months, by a measure."""

    span = ReadField(asked.span, initial=SPANS[0])
    measure = ReadField(asked.measure, initial=Measure.CHANGE)


def title(found: Progressed) -> str:
    parts = [
        gettext("Progress"),
        month_name(found.month),
        words.span_name(found.span),
        words.measure_name(found.measure),
        labels.board_name(found.scope.board),
        labels.category_name(found.scope.category),
    ]
    return " · ".join([*parts, *labels.lists_of(found.scope.origin)])


def _row(row: Progress, found: Progressed) -> dict[str, Any]:
    assert row.change is not None  # it has a rank
    return {
        "progress": row,
        "state": found.states[row.state],
        "level": found.now.rows[row.state].rank,
        "count": found.counts[row.state],
        "kind": "up" if row.change > 0 else "down" if row.change < 0 else "",
        "first": found.listed is not None and row.state in found.listed.most_improved,
    }


def _improved(found: Progressed) -> list[dict[str, Any]]:
    """Who was most improved how often: most months first, then the longer streak, then by name."""
    led = [count for count in found.counts.values() if count.months_first]
    led.sort(key=lambda count: (-count.months_first, -count.longest_streak, found.states[count.state].name))
    return [
        {
            "count": count,
            "state": found.states[count.state],
            "now": labels.streak(count) if count.current_streak else "0",
            "longest": f"{labels.longest_streak(count)} · {labels.longest_months(count)}",
        }
        for count in led
    ]


def _chart(found: Progressed) -> ChartFigure:
    most = EDGE if found.measure is Measure.GAP_CLOSED else None
    rows = [(row, row.value) for row in words.ranked_rows(found)]
    gains = [
        charts.RowPoint(
            name=found.states[row.state].label,
            short=row.state,
            value=number,
            printed=words.value(found.measure, number),
            hover=f"{row.rank}. {found.states[row.state].label} · {row.then} → {row.now} · "
            f"{words.value(found.measure, number)}",
            first=found.listed is not None and row.state in found.listed.most_improved,
        )
        for row, number in rows
        if number is not None
    ]
    return ChartFigure(
        key="progress",
        title=words.chart_title(found),
        alternative=words.chart_alternative(found, labels.board_name(found.scope.board)),
        note=words.chart_note(found.measure),
        payload=charts.strides(gains, most),
        sheet=Sheet(
            ("rank", "state", "name", "score_from", "score_to", "change", "gap_closed"),
            [
                (
                    row.rank, row.state, found.states[row.state].label, row.then, row.now, row.change,
                    row.gap_closed,
                )
                for row, _ in rows
            ],
        ),
    )  # fmt: skip


@gzip_page
@explained
def progress(request: HttpRequest, month: str) -> HttpResponse:
    """`/rankings/2023-10/progress/`: who moved most since an earlier list, beside who stands where."""
    query = ProgressQuery.read(request.GET)
    found = progressed(query.scope, month, query.cleaned_data["span"], query.cleaned_data["measure"])
    newest = month == LATEST

    def page_of(other: Month | None = None if newest else found.month, **changes: Any) -> str:
        return address(("why:progress", other or LATEST), query=query.parts(**changes))

    since = month_name(found.since) if found.since else MISSING
    ranked = words.ranked_rows(found)
    page = {
        "title": title(found),
        "sample": found.sample,
        "mixed": labels.mixed(found.sample_basis),
        "chart": _chart(found) if len(ranked) > 1 else None,
        "canonical": page_of(),
    }
    context = {
        "query": query,
        "found": found,
        "since": since,
        "headline": words.headline(found),
        "lede": [
            gettext("%(first)s to %(last)s") % {"first": since, "last": month_name(found.month)},
            labels.board_name(found.scope.board),
            labels.category_name(found.scope.category),
        ],
        "said": list(words.said(found)),
        "nav": month_nav(found.months, found.month, lambda month: page_of(month or found.months[-1])),
        "spans": [Choice(words.span_name(span), page_of(span=span), span == found.span) for span in SPANS],
        "measures": [
            Choice(words.measure_name(measure), page_of(measure=measure), measure == found.measure)
            for measure in Measure
        ],
        **scope_choices(query, page_of),
        "rows": [_row(row, found) for row in ranked],
        "by_gap": found.measure is Measure.GAP_CLOSED,
        # Why a State moved between the two lists: not where one of them has no figures to tell.
        "explains": found.then and found.then.origin == found.now.origin == Origin.COMPUTED,
        "without": [
            (found.states[row.state], words.without(row, found))
            for row in (found.listed.rows if found.listed else ())
            if row.rank is None
        ],
        "improved": _improved(found),
        "compared": words.compared(found),
        "data": links.data(
            f"rankings/{found.month}/progress/",
            {"board": found.scope.board, "category": found.scope.category} | query.parts(),
        ),
    }
    return charted(request, "dashboard/why/progress.html", {"page": page, **context, **known(query.scope)})
