"""How sure the order of a list is: a sentence, a range for every State, and what would swap it with the next."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext

from common.asking import Choice
from common.charts import ranges as chart
from common.dates import month_name
from common.months import Month
from common.sheets import Sheet
from dashboard.robustness import wording as words
from dashboard.site.charted import charted
from dashboard.site.errors import explained
from dashboard.site.figures import ChartFigure
from dashboard.site.points import known
from insights.sensitivity.core import Pair, Range, Ranges
from insights.sensitivity.queries import Sureness
from insights.sensitivity.services import sure
from metrics.boards import Board
from rankings.lists import labels, links
from rankings.lists.asked import LATEST
from rankings.lists.links import Asked
from rankings.lists.numbers import MISSING, grouped, percent
from rankings.models import ListRow

DIGEST_SHOWN = 15


@dataclass(frozen=True, slots=True)
class SureRow:
    """A ranked State: its range under each width and the share of draws in which it is first; what swaps it."""

    rank: str
    state: Choice
    score: str
    first: bool
    columns: tuple[tuple[str, str], ...]
    swap: str
    swaps_with: str


@dataclass(frozen=True, slots=True)
class SurenessPage:
    """Everything the page prints. `widths` are the heads of the columns, `±10 %`."""

    headline: str
    title: str
    lede: tuple[str, ...]
    said: tuple[str, ...]
    sample: bool
    month: str
    earlier: Choice | None
    later: Choice | None
    latest: Choice | None
    boards: tuple[Choice, ...]
    categories: tuple[Choice, ...]
    list: Choice
    widths: tuple[str, ...]
    rows: tuple[SureRow, ...]
    inexact: bool
    unranked: tuple[str, ...]
    draws: str
    seed: str
    digest: str
    digest_shown: str
    methodology: Choice | None
    chart: ChartFigure | None
    data: tuple[Choice, ...]
    canonical: str


def sureness_page(found: Sureness, wanted: Asked, month: Month | None) -> SurenessPage:
    """`month` is the one that the address names; None for `latest`."""
    shown, ranges = found.list.month, found.ranges
    ranked = [row for row in found.rows if ranges is not None and row.state_id in ranges.states]
    earlier = [month for month in found.months if month < shown][-1:]
    later = [month for month in found.months if month > shown][:1]
    return SurenessPage(
        headline=words.headline(ranges, {row.state_id: labels.state_name(row.state) for row in found.rows}),
        title=_title(found, wanted),
        lede=(month_name(shown), labels.board_name(wanted.board), labels.category_name(wanted.category)),
        said=tuple(words.said(ranges)) if ranges else (),
        sample=found.list.sample,
        month=month_name(shown),
        earlier=_choice(earlier, wanted),
        later=_choice(later, wanted),
        latest=Choice(gettext("Latest"), links.sureness(found.months[-1], wanted)) if later else None,
        boards=tuple(
            links.board_choices(
                wanted, {board.value: links.sureness(shown, wanted.on_board(board.value)) for board in Board}
            )
        ),
        categories=tuple(
            links.category_choices(
                wanted,
                {
                    category: links.sureness(shown, wanted.in_category(category))
                    for category in labels.CATEGORIES
                },
            )
        ),
        list=Choice(month_name(shown), links.leaderboard(shown, wanted)),
        widths=tuple(words.plus_minus(width) for width in ranges.widths) if ranges else (),
        rows=tuple(_rows(ranked, ranges, wanted, shown)) if ranges else (),
        inexact=ranges is not None and any(not one.exact for each in ranges.states.values() for one in each),
        unranked=tuple(labels.state_name(row.state) for row in found.rows if row not in ranked),
        draws=grouped(ranges.draws) if ranges else MISSING,
        seed=ranges.seed if ranges else "",
        digest=found.digest,
        digest_shown=f"{found.digest[:DIGEST_SHOWN]}…",
        methodology=_methodology(found),
        chart=_chart(ranked, ranges, found) if ranges and len(ranked) > 1 else None,
        data=(Choice("JSON", _data(found)), Choice("CSV", _data(found, format="csv"))),
        canonical=links.sureness(month or shown, wanted),
    )


def _title(found: Sureness, wanted: Asked) -> str:
    parts = [
        gettext("How sure the order is"),
        month_name(found.list.month),
        labels.board_name(wanted.board),
        labels.category_name(wanted.category),
    ]
    return " · ".join(parts)


def _choice(months: list[Month], wanted: Asked) -> Choice | None:
    return Choice(month_name(months[0]), links.sureness(months[0], wanted)) if months else None


def _rows(ranked: list[ListRow], ranges: Ranges, wanted: Asked, month: Month) -> list[SureRow]:
    pairs = {pair.ahead: pair for pair in ranges.pairs}
    names = {row.state_id: labels.state_name(row.state) for row in ranked}
    return [
        SureRow(
            rank=str(row.rank),
            state=Choice(names[row.state_id], links.state(row.state_id, wanted, month)),
            score=MISSING if row.score is None else f"{row.score:.2f}",
            first=row.rank == 1,
            columns=tuple(
                (words.span(state), _share(Fraction(state.first, ranges.draws)))
                for state in ranges.states[row.state_id]
            ),
            swap=_swap(pairs.get(row.state_id)),
            swaps_with=pairs[row.state_id].behind if row.state_id in pairs else "",
        )
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


def _methodology(found: Sureness) -> Choice | None:
    version = found.list.methodology_id
    return Choice(version, links.page("methodology", version)) if version else None


def _chart(ranked: list[ListRow], ranges: Ranges, found: Sureness) -> ChartFigure:
    narrow, wide = ranges.widths[0], ranges.widths[-1]
    spans = [
        chart.Span(
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
        drawing=chart.drawing(spans),
        payload=chart.figure(spans),
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


def _ends(one: Range) -> tuple[int, int]:
    return one.best, one.worst


def _data(found: Sureness, **more: str) -> str:
    query = {"board": found.list.board, "category": found.list.category}
    return links.data(f"rankings/{found.list.month}/sensitivity/", query | more)


@explained
def sensitivity(request: HttpRequest, month: str) -> HttpResponse:
    """`/rankings/2023-10/sensitivity/`: how sure the order of a computed list is."""
    wanted = Asked.of(request)
    found = sure(wanted.scope, month)
    page = sureness_page(found, wanted, None if month == LATEST else found.list.month)
    return charted(request, "dashboard/why/sensitivity.html", page, **known(wanted))
