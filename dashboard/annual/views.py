"""`/annual/`: the ranking of a calendar year, and who was first in it on every board and in every category."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext, ngettext

from common.dates import month_alone
from common.forms import ReadField
from common.months import Month
from dashboard.site.errors import explained
from dashboard.site.notes import known
from rankings.annual.core import AnnualList
from rankings.annual.queries import annual as annual_of
from rankings.annual.queries import awards
from rankings.lists import asked, labels, links
from rankings.lists.labels import listed
from rankings.lists.query import ListQuery
from states.models import State


class AnnualQuery(ListQuery):
    year = ReadField(asked.year)


@explained
def annual(request: HttpRequest) -> HttpResponse:
    """By default the newest whole year."""
    query = AnnualQuery.read(request.GET)
    found = annual_of(query.scope, query.cleaned_data["year"])
    year, scope = found.list, query.scope
    ranks = Counter(place.rank for place in year.places)
    data = {"year": str(year.year), "board": scope.board, "category": scope.category} | query.scope.query
    context = {
        "query": query, "found": found, "year": year, "awards": awards(found),
        "title": title(year, query),
        "headline": headline(year, [found.states[place.state] for place in year.places if place.rank == 1]),
        "sentences": sentences(year),
        "years": sorted({*found.years, year.year}, reverse=True),
        "boards": labels.BOARDS, "categories": labels.CATEGORIES,
        "shared": {rank for rank, count in ranks.items() if rank is not None and count > 1},
        "mixed": labels.mixed(year.coverage.sample_basis),
        "data": links.data("annual/", data),
    }  # fmt: skip
    return render(request, "dashboard/annual.html", {**context, **known(query.scope)})


def title(year: AnnualList, query: ListQuery) -> str:
    scope = query.scope
    parts = [
        gettext("Annual ranking %(year)s") % {"year": year.year},
        labels.board_name(scope.board),
        labels.category_name(scope.category),
        *labels.lists_of(scope.origin),
    ]
    return " · ".join(parts)


def headline(year: AnnualList, first: Sequence[State]) -> str:
    """`Haryana was first in 2022 with a mean of 99.61`; what is wanting where the year is not on record."""
    if first:
        text = ngettext(
            "%(states)s was first in %(year)s with a mean of %(score)s",
            "%(states)s shared first place in %(year)s with a mean of %(score)s",
            len(first),
        )
        states = listed([state.label for state in first])
        return text % {"states": states, "year": year.year, "score": f"{year.places[0].score:.2f}"}
    if year.on_record:
        return gettext("No State has a rank for %(year)s") % {"year": year.year}
    whole = year.coverage.months - len(year.missing) - len(year.incomplete)
    return gettext("%(year)s has no annual ranking: %(whole)s of its 12 lists are complete on record") % {
        "year": year.year,
        "whole": whole,
    }


def sentences(year: AnnualList) -> list[str]:
    """The rule, what the year lacks, and what its lists are."""
    texts = [
        gettext(
            "The mean of the twelve monthly scores as published, rounded once to two decimals; "
            "equal means share a rank."
        )
    ]
    if year.missing:
        texts.append(gettext("Without a list: %(months)s.") % {"months": _named(year.missing)})
    if year.incomplete:
        texts.append(
            gettext("Lists that do not name every State with its score: %(months)s.")
            % {"months": _named(year.incomplete)}
        )
    if not year.on_record:
        texts.append(
            gettext(
                "Only a year with twelve complete lists is ranked; below stand the ranks that are still possible."
            )
        )
    if len(year.methodologies) > 1:
        texts.append(
            gettext(
                "The months were ranked by more than one methodology version, so they compare only roughly."
            )
        )
    return texts


def _named(months: Sequence[Month]) -> str:
    return listed([month_alone(month) for month in months])
