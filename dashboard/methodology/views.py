"""The pages of the rules: every version, and one version compared with another."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from dashboard.methodology.page import methodology_page
from dashboard.methodology.page import versions as versions_page
from dashboard.publishing.proof import signing_keys
from dashboard.site.charted import charted
from dashboard.site.errors import explained
from metrics.boards import DEFAULT_BOARD
from metrics.selectors import UnknownMethodologyError, documents, methodologies
from rankings.lists.links import Asked
from rankings.lists.marks import computed, measured
from states.selectors import ALL_INDIA


@explained
def versions(request: HttpRequest) -> HttpResponse:
    """`/methodology/`: every version of the rules, and the keys by whose signature a list is known."""
    page = versions_page(methodologies(), documents())
    return render(request, "dashboard/methodologies.html", {"page": page, "keys": signing_keys()})


@explained
def version(request: HttpRequest, version: str) -> HttpResponse:
    """`/methodology/2023-01/?against=2021-06`: one version; compared with the one before it where none is asked for."""
    every = methodologies()
    known = [one.version for one in every]
    against = request.GET.get("against") or ""
    for one in filter(None, (version, against)):
        if one not in known:
            raise UnknownMethodologyError(one, known)
    place = known.index(version)
    if not against and place:
        against = known[place - 1]
    wanted = Asked(DEFAULT_BOARD.value, ALL_INDIA, None)
    lists = {month: one for month, one in computed(wanted.scope).items() if one.methodology_id == version}
    found = measured(wanted.scope, lists, None)
    # A version compared with itself has nothing to tell.
    other = "" if against == version else against
    page = methodology_page(every[place], every, documents(), other, found, wanted)
    return charted(request, "dashboard/methodology.html", {"page": page})
