"""How sure the order of a list is: a sentence, a range for every State, and what would swap it with the next."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext, ngettext
from django.views.decorators.gzip import gzip_page

from common.charts import rows as charts
from common.dates import month_name
from common.sheets import Sheet
from common.templatetags.pragati import plus_minus, span
from dashboard.site.charted import ChartFigure, charted
from dashboard.site.errors import explained
from dashboard.site.notes import surroundings
from insights.sensitivity.core import Pair, Range, Ranges
from insights.sensitivity.services import Sureness, sure
from rankings.lists import labels
from rankings.lists.labels import MISSING, grouped, listed, percent
from rankings.lists.query import ListQuery
from rankings.models import ListRow

# How sure an order is, in sentences. It is called a sensitivity range, and never a confidence interval.

MOST_NAMED = 3


def headline(ranges: Ranges | None, names: Mapping[str, str]) -> str:
    """`Haryana is first in all of 10,000 draws with marks varied by ±10 %`"""
    if ranges is None or not ranges.states:
        return gettext("Nobody is ranked in this list, so there is no order to be sure of")
    width = ranges.widths[0]
    most = max(one.first for each in ranges.states.values() for one in each if one.width == width)
    leading = sorted(
        names[state]
        for state, each in ranges.states.items()
        if any(one.first == most for one in each if one.width == width)
    )
    values = {
        "states": listed(leading),
        "draws": grouped(ranges.draws),
        "width": plus_minus(width),
        "share": percent(100 * Fraction(most, ranges.draws)),
    }
    if len(leading) > MOST_NAMED:
        values["states"] = ngettext("%(count)s State", "%(count)s States", len(leading)) % {
            "count": len(leading)
        }
    if most == ranges.draws:
        return gettext("%(states)s: first in all of %(draws)s draws with marks varied by %(width)s") % values
    return (
        gettext("%(states)s: first in %(share)s of %(draws)s draws with marks varied by %(width)s") % values
    )


def said(ranges: Ranges) -> Iterator[str]:
    """How many could change place at all, and how many could be first, width by width."""
    total = len(ranges.states)
    for width in ranges.widths:
        of_width = [one for each in ranges.states.values() for one in each if one.width == width]
        fixed = sum(one.best == one.worst for one in of_width)
        able = sum(one.best == 1 for one in of_width)
        text = ngettext(
            "Within %(width)s %(count)s of %(total)s States keeps its rank whatever the marks;",
            "Within %(width)s %(count)s of %(total)s States keep their rank whatever the marks;",
            fixed,
        )
        yield text % {"width": plus_minus(width), "count": fixed, "total": total}
        text = ngettext("%(count)s can be first.", "%(count)s can be first.", able)
        yield text % {"count": able}


def hover(state: str, rank: int, ranges: Sequence[Range]) -> str:
    """`4. Telangana · ±10 %: 3–5 · ±25 %: 2–8`"""
    return " · ".join([f"{rank}. {state}", *(f"{plus_minus(one.width)}: {span(one)}" for one in ranges)])


def chart_title(ranges: Ranges) -> str:
    width = ranges.widths[0]
    widest = max(
        one.worst - one.best for each in ranges.states.values() for one in each if one.width == width
    )
    if widest == 0:
        return gettext("No marks within %(width)s change any rank") % {"width": plus_minus(width)}
    text = ngettext(
        "Within %(width)s no rank varies by more than %(count)s place",
        "Within %(width)s no rank varies by more than %(count)s places",
        widest,
    )
    return text % {"width": plus_minus(width), "count": widest}


def chart_alternative(ranges: Ranges, month: str, board: str) -> str:
    """The widest range of each width, in one sentence."""
    parts = []
    for width in ranges.widths:
        of_width = {
            state: next(one for one in each if one.width == width) for state, each in ranges.states.items()
        }
        state = max(of_width, key=lambda one: (of_width[one].worst - of_width[one].best, one))
        parts.append(f"{plus_minus(width)}: {state} {span(of_width[state])}")
    return gettext(
        "Sensitivity ranges of the ranks of %(month)s on the board %(board)s, a State to a row; the widest: %(widest)s."
    ) % {"month": month, "board": board, "widest": "; ".join(parts)}


# What the pages about one computed list have in common: how they are called, and the ways on.


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
            name=row.state.label,
            short=row.state_id,
            rank=row.rank or 0,
            narrow=_ends(ranges.of(row.state_id, narrow)),
            wide=_ends(ranges.of(row.state_id, wide)),
            hover=hover(row.state.label, row.rank or 0, ranges.states[row.state_id]),
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
        title=chart_title(ranges),
        alternative=chart_alternative(ranges, month_name(found.list.month), labels.board_name(found.list.board)),
        note=gettext(
            "Dot: the rank as published. Dark: what marks within ±%(narrow)s %% can make of it; "
            "light: within ±%(wide)s %%."
        ) % {"narrow": narrow, "wide": wide},
        payload=charts.ranges(spans),
        sheet=Sheet(
            columns,
            [
                (
                    row.state_id, row.state.label, row.rank,
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
        "headline": headline(ranges, {row.state_id: row.state.label for row in found.rows}),
        "said": list(said(ranges)) if ranges else [],
        "ranges": ranges,
        "widths": [plus_minus(width) for width in ranges.widths] if ranges else [],
        "rows": _rows(ranked, ranges) if ranges else [],
        "inexact": ranges is not None
        and any(not state.exact for states in ranges.states.values() for state in states),
        "unranked": [row.state for row in found.rows if row not in ranked],
        "digest": found.digest,
    }
    return charted(request, "dashboard/why/sensitivity.html", {"page": page, **context})
