"""The other view of a State's history and of months in first place: `?view=rescored&methodology=VERSION`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext

from common.asking import Choice
from common.charts import scales, times
from common.dates import month_name, month_short
from common.months import Month
from common.sheets import Cell, Sheet
from dashboard.rescored import page as rescored
from dashboard.rescored import wording as words
from dashboard.rescored.page import Address
from dashboard.rescored.streaks import rescored_streaks_page
from dashboard.site import figures
from dashboard.site.charted import charted
from dashboard.site.figures import ChartFigure, year_ticks
from dashboard.site.notes import known
from dashboard.state import wording
from insights.tryout.queries import RescoredHistory, rescored_history
from metrics.boards import Board
from rankings.lists import asked, labels, links
from rankings.lists.counts import count_all
from rankings.lists.history import Standing, sample_basis
from rankings.lists.labels import MISSING
from rankings.lists.links import Asked
from rankings.lists.queries import states_by_code
from rankings.lists.ranks import Place
from rankings.models import Origin
from states.models import State

# A State's history, re-scored under one version beside the published one.


@dataclass(frozen=True, slots=True)
class MonthRow:
    """A month in both views; `changed` tells of another version in the published lists from here on."""

    month: Choice
    rank: str
    published_rank: str
    score: str
    published_score: str
    scored: str
    recorded: bool
    changed: str


@dataclass(frozen=True, slots=True)
class CountRow:
    """A count of first places in both views."""

    name: str
    rescored: str
    published: str


@dataclass(frozen=True, slots=True)
class RescoredStatePage:
    state: str
    url: str
    title: str
    headline: str
    said: tuple[str, ...]
    sample: bool
    mixed: str
    views: tuple[Choice, ...]
    versions: tuple[Choice, ...]
    boards: tuple[Choice, ...]
    chart: ChartFigure | None
    counts: tuple[CountRow, ...]
    rows: tuple[MonthRow, ...]
    version: Choice
    data: str
    canonical: str


def rescored_state_page(found: RescoredHistory, state: State, here: Address) -> RescoredStatePage:
    """The whole history of one State on a board."""
    name = labels.state_name(state)
    return RescoredStatePage(
        state=name,
        url=here.published,
        title=rescored.title(name, found),
        headline=_headline(name, found, state.code),
        said=rescored.said(found, found.months),
        sample=any(one.sample for one in found.published.values()),
        mixed=labels.mixed(sample_basis(one.sample for one in found.published.values())),
        views=rescored.views(here, rescored=True),
        versions=rescored.versions(found, here),
        boards=_boards(here),
        chart=_chart(name, found, state.code),
        counts=_counts(found, state.code),
        rows=tuple(_rows(found, state.code, here)),
        version=Choice(found.version, links.page("methodology", found.version)),
        data=here.data,
        canonical=here.url,
    )


def _headline(name: str, found: RescoredHistory, code: str) -> str:
    if not found.months:
        return words.nothing(name, found.version)
    newest = max(found.months)
    return words.newest_month(
        name,
        found.version,
        month_name(newest),
        _rank(found.months[newest].places.get(code)),
        _rank(found.published[newest].rows.get(code)),
    )


def _rank(standing: Standing | Place | None) -> int | None:
    return None if standing is None else standing.rank


def _boards(here: Address) -> tuple[Choice, ...]:
    addresses = {
        board.value: Address(here.wanted.on_board(board.value), here.version, here.code).url
        for board in Board
    }
    return tuple(links.board_choices(here.wanted, addresses))


def _rows(found: RescoredHistory, code: str, here: Address) -> list[MonthRow]:
    """Every month on record, newest first."""
    rows, changed = [], rescored.changes(found)
    for month, published in sorted(found.published.items(), reverse=True):
        again = found.months.get(month)
        own, before = again.places.get(code) if again else None, published.rows.get(code)
        rows.append(
            MonthRow(
                month=Choice(month_name(month), links.leaderboard(month, here.wanted)),
                rank=_rank_text(own),
                published_rank=_rank_text(before),
                score=_score_text(own),
                published_score=_score_text(before),
                scored=rescored.scored(again),
                recorded=published.origin == Origin.RECORDED,
                changed=changed.get(month, ""),
            )
        )
    return rows


def _rank_text(standing: Standing | Place | None) -> str:
    return MISSING if standing is None or standing.rank is None else str(standing.rank)


def _score_text(standing: Standing | Place | None) -> str:
    return MISSING if standing is None or standing.score is None else f"{standing.score:.2f}"


def _counts(found: RescoredHistory, code: str) -> tuple[CountRow, ...]:
    """First places in both views, over the months that could be scored again."""
    if not found.months:
        return ()
    first, last = min(found.months), max(found.months)
    published = {month: found.published[month] for month in found.months}
    again, before = (count_all(one, [code], first, last)[code] for one in (found.lists, published))
    return (
        CountRow(gettext("Months first"), str(again.months_first), str(before.months_first)),
        CountRow(
            gettext("Longest streak"),
            wording.longest(again),
            wording.longest(before),
        ),
    )


def _chart(name: str, found: RescoredHistory, code: str) -> ChartFigure | None:
    """Both ranks over time; None where the State would never be ranked."""
    again = {month: one.places[code].rank for month, one in found.months.items() if code in one.places}
    before = {month: one.rows[code].rank for month, one in found.published.items() if code in one.rows}
    if not any(again.values()) or not any(before.values()):
        return None
    months = list(min(found.published).to(max(found.published)))
    lines = [
        _series(again, months, words.rescored_rank, leading=True),
        _series(before, months, words.published_rank, leading=False),
    ]
    worst = max(rank for ranks in (again, before) for rank in ranks.values() if rank is not None)
    ticks, scale = year_ticks(months), scales.rank_scale(worst)
    rules = figures.rules({month: one.methodology for month, one in found.published.items()}, months)
    return ChartFigure(
        key="ranks",
        title=words.chart_title(found.version),
        alternative=words.chart_alternative(
            name, found.version, month_name(months[0]), month_name(months[-1])
        ),
        note=words.chart_note(ruled=bool(rules)),
        payload=times.figure(lines, [month_short(month) for month in months], ticks, scale, rules=rules),
        sheet=_sheet(found, code),
    )


def _sheet(found: RescoredHistory, code: str) -> Sheet:
    """Both views month by month, its columns named as the API names them."""
    rows: list[tuple[Cell, ...]] = []
    for month, published in sorted(found.published.items()):
        again, before = found.months.get(month), published.rows.get(code)
        own = again.places.get(code) if again else None
        rows.append(
            (
                str(month), _rank(own), own.score if own else None, again.scored if again else None,
                again.whole if again else None, _rank(before), before.score if before else None,
            )
        )  # fmt: skip
    columns = (
        "month", "rank", "score", "parameters_scored", "parameters", "published_rank", "published_score",
    )  # fmt: skip
    return Sheet(columns, rows)


def _series(
    ranks: dict[Month, int | None], months: list[Month], label: words.RankLabel, *, leading: bool
) -> times.Series:
    values = tuple(ranks.get(month) for month in months)
    last = next(value for value in reversed(values) if value is not None)
    hovers = tuple(
        f"{month_name(month)}: {label(value)}" if value is not None else ""
        for month, value in zip(months, values, strict=True)
    )
    return times.Series(label(last), values, hovers, label(last), label(last), leading)


Window = tuple[Month | None, Month | None]


def asked_version(request: HttpRequest, wanted: Asked) -> str | None:
    """The version of the re-scored view; None where the lists as published are asked for."""
    query = request.GET
    return asked.rescored_under(query.get("view"), query.get("methodology"), wanted.origin)


def state(request: HttpRequest, one: State, wanted: Asked, version: str) -> HttpResponse:
    """A State's whole history in both views."""
    found = rescored_history(wanted.scope, version)
    page = rescored_state_page(found, one, Address(wanted, found.version, one.code))
    return charted(request, "dashboard/rescored/state.html", {"page": page, **known(wanted)})


def streaks(request: HttpRequest, window: Window, wanted: Asked, version: str) -> HttpResponse:
    """Months in first place in both views."""
    found = rescored_history(wanted.scope, version)
    here = Address(wanted, found.version, window=window)
    page = rescored_streaks_page(found, states_by_code(), here)
    return render(request, "dashboard/rescored/streaks.html", {"page": page, **known(wanted)})


def views_of(wanted: Asked, code: str = "", window: Window = rescored.ALL_MONTHS) -> dict[str, Any]:
    """`views` for the template of a page as published: the way to the other view."""
    return {"views": rescored.views(Address(wanted, "", code, window), rescored=False)}
