"""`/annual/`: the ranking of a calendar year, and who was first in it on every board and in every category."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from rankings.selectors import asked
from rankings.selectors.annuals import annual as annual_of
from rankings.selectors.annuals import awards
from rankings.views.errors import explained
from rankings.views.links import Asked
from rankings.views.presenters.annual import annual_page
from rankings.views.presenters.points import known


@explained
def annual(request: HttpRequest) -> HttpResponse:
    """By default the newest whole year."""
    wanted = Asked.of(request)
    found = annual_of(wanted.scope, asked.year(request.GET.get("year")))
    page = annual_page(found, awards(found), wanted)
    return render(request, "annual.html", {"page": page, **known(wanted)})
