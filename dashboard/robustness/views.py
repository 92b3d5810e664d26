"""How sure the order of a list is: a sentence, a range for every State, and what would swap it with the next."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.views.decorators.gzip import gzip_page

from common.charts import rows as charts
from common.dates import month_name
from common.sheets import Sheet
from common.templatetags.pragati import plus_minus, span
from dashboard.robustness import wording as words
from dashboard.robustness.surroundings import surroundings
from dashboard.site.charted import charted
from dashboard.site.errors import explained
from dashboard.site.figures import ChartFigure
from insights.sensitivity.core import Pair, Range, Ranges
from insights.sensitivity.queries import Sureness
from insights.sensitivity.services import sure
from rankings.lists import labels
from rankings.lists.numbers import MISSING, percent
from rankings.lists.query import ListQuery
from rankings.models import ListRow


def _rows(ranked: list[ListRow], ranges: Ranges) -> list[dict[str, Any]]:
    """Each ranked State's range under each width and the share of draws in which it is first; what swaps it."""
    pairs = {pair.ahead: pair for pair in ranges.pairs}
    return [
        {
            "row": row,
            "columns": [
                (span(state), _share(Fraction(state.first, ranges.draws)))
                for state in ranges.states[row.state_id]
            ],
            "swap": _swap(pairs.get(row.state_id)),
            "pair": pairs.get(row.state_id),
        }
        for row in ranked
    ]


def _share(share: Fraction) -> str:
    """A share of draws in percent; of 10,000 draws each shows."""
    return percent(100 * share) if share else "0"


def _swap(pair: Pair | None) -> str:
    """`±1.86 %`; – for the last, `never` where no marks swap the two."""
    if pair is None:
        return MISSING
    if pair.percent is None:
        return gettext("never")
    if pair.percent < Decimal("0.01"):
        return "< ±0.01 %"
    return f"±{pair.percent.quantize(Decimal('0.01'))} %"


def _chart(ranked: list[ListRow], ranges: Ranges, found: Sureness) -> ChartFigure:
    narrow, wide = ranges.widths[0], ranges.widths[-1]
    spans = [
        charts.Span(
            name=labels.state_name(row.state),
            short=row.state_id,
            rank=row.rank or 0,
            narrow=_ends(ranges.of(row.state_id, narrow)),
            wide=_ends(ranges.of(row.state_id, wide)),
            hover=words.hover(labels.state_name(row.state), row.rank or 0, ranges.states[row.state_id]),
            first=row.rank == 1,
        )
        for row in ranked
    ]
    columns = (
        "state",
        "name",
        "rank",
        *(f"{end}_{width}" for width in ranges.widths for end in ("best", "worst")),
    )
    return ChartFigure(
        key="ranges",
        title=words.chart_title(ranges),
        alternative=words.chart_alternative(ranges, month_name(found.list.month), labels.board_name(found.list.board)),
        note=gettext(
            "Dot: the rank as published. Dark: what marks within ±%(narrow)s %% can make of it; "
            "light: within ±%(wide)s %%."
        ) % {"narrow": narrow, "wide": wide},
        payload=charts.ranges(spans),
        sheet=Sheet(
            columns,
            [
                (
                    row.state_id, labels.state_name(row.state), row.rank,
                    *(end for state in ranges.states[row.state_id] for end in _ends(state)),
                )
                for row in ranked
            ],
        ),
    )  # fmt: skip


def _ends(state: Range) -> tuple[int, int]:
    return state.best, state.worst


@gzip_page
@explained
def sensitivity(request: HttpRequest, month: str) -> HttpResponse:
    """`/rankings/2023-10/sensitivity/`: how sure the order of a computed list is."""
    query = ListQuery.read(request.GET)
    found = sure(query.scope, month)
    ranges = found.ranges
    page, context = surroundings(
        "sensitivity", gettext("How sure the order is"), query, found.list, found.months
    )
    ranked = [row for row in found.rows if ranges is not None and row.state_id in ranges.states]
    page["chart"] = _chart(ranked, ranges, found) if ranges and len(ranked) > 1 else None
    context |= {
        "headline": words.headline(
            ranges, {row.state_id: labels.state_name(row.state) for row in found.rows}
        ),
        "said": list(words.said(ranges)) if ranges else [],
        "ranges": ranges,
        "widths": [plus_minus(width) for width in ranges.widths] if ranges else [],
        "rows": _rows(ranked, ranges) if ranges else [],
        "inexact": ranges is not None
        and any(not state.exact for states in ranges.states.values() for state in states),
        "unranked": [row.state for row in found.rows if row not in ranked],
        "digest": found.digest,
    }
    return charted(request, "dashboard/why/sensitivity.html", {"page": page, **context})
