"""`/annual/`: the ranking of a calendar year, and who was first in it on every board and in every category."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext, ngettext, pgettext

from common.asking import Choice
from common.dates import month_abbreviation, month_alone, month_name
from common.months import Month
from dashboard.site.errors import explained
from dashboard.site.points import known
from rankings.annual.core import AnnualList
from rankings.annual.queries import Annual, Award, awards
from rankings.annual.queries import annual as annual_of
from rankings.lists import asked, labels, links
from rankings.lists.labels import listed
from rankings.lists.links import Asked
from rankings.lists.numbers import MISSING
from rankings.lists.ranks import Place

# A year's ranking in sentences: who is first, by what rule, and what is wanting.


def headline(year: AnnualList, first: Sequence[str], score: Decimal | None) -> str:
    """`Haryana was first in 2022 with a mean of 99.61`; what is wanting where the year is not on record."""
    if first and score is not None:
        text = ngettext(
            "%(states)s was first in %(year)s with a mean of %(score)s",
            "%(states)s shared first place in %(year)s with a mean of %(score)s",
            len(first),
        )
        return text % {"states": listed(first), "year": year.year, "score": f"{score:.2f}"}
    if year.on_record:
        return gettext("No State has a rank for %(year)s") % {"year": year.year}
    whole = year.coverage.months - len(year.missing) - len(year.incomplete)
    return gettext("%(year)s has no annual ranking: %(whole)s of its 12 lists are complete on record") % {
        "year": year.year,
        "whole": whole,
    }


def said(year: AnnualList) -> tuple[str, ...]:
    """The rule, what the year lacks, and what its lists are."""
    told = [
        gettext(
            "The mean of the twelve monthly scores as published, rounded once to two decimals; "
            "equal means share a rank."
        ),
        *_wanting(year),
    ]
    if len(year.methodologies) > 1:
        told.append(
            gettext(
                "The months were ranked by more than one methodology version, so they compare only roughly."
            )
        )
    return tuple(told)


def _wanting(year: AnnualList) -> list[str]:
    told = []
    if year.missing:
        told.append(gettext("Without a list: %(months)s.") % {"months": _named(year.missing)})
    if year.incomplete:
        told.append(
            gettext("Lists that do not name every State with its score: %(months)s.")
            % {"months": _named(year.incomplete)}
        )
    if not year.on_record:
        told.append(
            gettext(
                "Only a year with twelve complete lists is ranked; below stand the ranks that are still possible."
            )
        )
    return told


def caption(*, whole: bool) -> str:
    if whole:
        return gettext("Annual rank, mean, and the twelve scores that it is the mean of")
    return gettext("The annual ranks that the record still allows, and the scores on record")


def ranks(possible: Sequence[int]) -> str:
    """`1`, `1 to 4`; – where there is none."""
    if not possible:
        return MISSING
    if len(possible) == 1:
        return str(possible[0])
    return gettext("%(least)s to %(most)s") % {"least": possible[0], "most": possible[-1]}


def unranked(months: Sequence[Month]) -> str:
    return gettext("unranked in %(months)s") % {"months": _named(months)}


def month_kind(kind: str) -> str:
    """What there is of a month."""
    return {
        "whole": pgettext("a month's list", "complete"),
        "partial": pgettext("a month's list", "in part"),
        "none": gettext("not on record"),
    }[kind]


def _named(months: Sequence[Month]) -> str:
    return listed([month_alone(month) for month in months])


# A calendar year's ranking: who is first, the months that count, and who won on every board and in every category.


@dataclass(frozen=True, slots=True)
class YearMonth:
    """A month of the year. `kind` is whole, partial or none; `url` is empty where there is no list."""

    name: str
    short: str
    kind: str
    words: str
    url: str


@dataclass(frozen=True, slots=True)
class AnnualRow:
    """`rank` is a range of possible ranks where the year is not on record; `scores` are the twelve months'."""

    rank: str
    tied: bool
    first: bool
    state: Choice
    mean: str
    reason: str
    scores: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AwardRow:
    """First place on a board, in each category in turn; a category without a winner has no States."""

    board: Choice
    cells: tuple[tuple[tuple[Choice, ...], str], ...]


@dataclass(frozen=True, slots=True)
class AnnualPage:
    """Everything the page prints. `whole`: the year is on record, so that there are ranks."""

    headline: str
    title: str
    lede: tuple[str, ...]
    said: tuple[str, ...]
    whole: bool
    sample: bool
    mixed: str
    years: tuple[Choice, ...]
    boards: tuple[Choice, ...]
    categories: tuple[Choice, ...]
    months: tuple[YearMonth, ...]
    rows: tuple[AnnualRow, ...]
    caption: str
    award_heads: tuple[str, ...]
    awards: tuple[AwardRow, ...]
    methodologies: tuple[Choice, ...]
    data: tuple[Choice, ...]
    canonical: str


def annual_page(found: Annual, awarded: tuple[Award, ...], wanted: Asked) -> AnnualPage:
    year, whole = found.list.year, found.list.on_record
    first = [labels.state_name(found.states[place.state]) for place in found.list.places if place.rank == 1]
    score = next((place.score for place in found.list.places if place.rank == 1), None)
    return AnnualPage(
        headline=headline(found.list, first, score),
        title=_title(found, wanted),
        lede=(str(year), labels.board_name(wanted.board), labels.category_name(wanted.category)),
        said=said(found.list),
        whole=whole,
        sample=bool(found.list.coverage.sample_months),
        mixed=labels.mixed(found.list.coverage.sample_basis),
        years=tuple(Choice(str(one), links.annual(wanted, one), one == year) for one in _years(found)),
        boards=tuple(
            links.board_choices(
                wanted, {board: links.annual(wanted.on_board(board), year) for board in labels.BOARDS}
            )
        ),
        categories=tuple(
            links.category_choices(
                wanted,
                {
                    category: links.annual(wanted.in_category(category), year)
                    for category in labels.CATEGORIES
                },
            )
        ),
        months=tuple(_month(month, found, wanted) for month in found.months),
        rows=tuple(_row(row, found, wanted) for row in found.rows),
        caption=caption(whole=whole),
        award_heads=tuple(labels.category_short(category) for category in labels.CATEGORIES),
        awards=tuple(_award(board, awarded, wanted, year) for board in labels.BOARDS),
        methodologies=tuple(
            Choice(methodology, links.methodology(methodology)) for methodology in found.list.methodologies
        ),
        data=tuple(Choice(one.upper(), _data(wanted, year, one)) for one in ("json", "csv", "xlsx")),
        canonical=links.annual(wanted, year),
    )


def _title(found: Annual, wanted: Asked) -> str:
    parts = [
        gettext("Annual ranking %(year)s") % {"year": found.list.year},
        labels.board_name(wanted.board),
        labels.category_name(wanted.category),
        *labels.lists_of(wanted.origin),
    ]
    return " · ".join(parts)


def _years(found: Annual) -> list[int]:
    return sorted({*found.years, found.list.year}, reverse=True)


def _month(month: Month, found: Annual, wanted: Asked) -> YearMonth:
    kind = "none" if month in found.list.missing else "partial" if month in found.list.incomplete else "whole"
    return YearMonth(
        name=month_name(month),
        short=month_abbreviation(month),
        kind=kind,
        words=month_kind(kind),
        url="" if kind == "none" else links.leaderboard(month, wanted),
    )


def _row(place: Place, found: Annual, wanted: Asked) -> AnnualRow:
    possible = found.possible.get(place.state, ())
    given = [place.rank for place in found.list.places]
    return AnnualRow(
        rank=ranks(possible),
        tied=place.rank is not None and given.count(place.rank) > 1,
        first=place.rank == 1,
        state=Choice(
            labels.state_name(found.states[place.state]), links.state(place.state, wanted.of_origin(None))
        ),
        mean=MISSING if place.score is None else f"{place.score:.2f}",
        reason=unranked(found.list.unranked[place.state]) if place.state in found.list.unranked else "",
        scores=tuple(_score(place.state, month, found) for month in found.months),
    )


def _score(state: str, month: Month, found: Annual) -> str:
    one = found.history.get(month)
    row = one.rows.get(state) if one is not None else None
    return MISSING if row is None or row.score is None else f"{row.score:.2f}"


def _award(board: str, awarded: tuple[Award, ...], wanted: Asked, year: int) -> AwardRow:
    own = wanted.on_board(board)
    cells = []
    for one in awarded:
        if one.board != board:
            continue
        address = links.annual(own.in_category(one.category), year)
        states = tuple(Choice(labels.state_name(state), address) for state in one.states)
        score = next((place.score for place in one.list.places if place.rank == 1), None)
        cells.append((states, "" if score is None else f"{score:.2f}"))
    return AwardRow(
        Choice(labels.board_name(board), links.annual(own, year), title=labels.board_long(board)),
        tuple(cells),
    )


def _data(wanted: Asked, year: int, form: str) -> str:
    query = {"year": str(year), "board": wanted.board, "category": wanted.category} | wanted.query
    return links.data("annual/", query if form == "json" else query | {"format": form})


@explained
def annual(request: HttpRequest) -> HttpResponse:
    """By default the newest whole year."""
    wanted = Asked.of(request)
    found = annual_of(wanted.scope, asked.year(request.GET.get("year")))
    page = annual_page(found, awards(found), wanted)
    return render(request, "dashboard/annual.html", {"page": page, **known(wanted)})
