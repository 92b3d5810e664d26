"""`/search/?q=`: States, months, parameters, practices and pages by their names in either language."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from common.folding import LONGEST
from common.templatetags.pragati import address
from dashboard.search.queries import search as search_for
from dashboard.site.errors import explained
from rankings.lists.query import ListQuery

EXAMPLES = ("Haryana", "हिमाचल", "Orissa", "2023-10", "अक्टूबर 2023", "REG-01", "methodology")


@explained
def search(request: HttpRequest) -> HttpResponse:
    """An empty question finds nothing and is told how to search."""
    query, text = ListQuery.read(request.GET), request.GET.get("q", "").strip()[:LONGEST]
    told, groups, meant = search_for(text, query) if text else ("", {}, [])
    examples = [(example, address("site:search", query={"q": example})) for example in EXAMPLES]
    context = {"text": text, "told": told, "groups": groups, "meant": meant, "examples": examples}
    return render(request, "dashboard/site/search.html", context)
