"""`/practices/`: the register of good practices; each practice and its document at addresses that stay."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from rankings.selectors import asked
from rankings.selectors import practices as selectors
from rankings.views.errors import explained
from rankings.views.presenters.practices import practice_page, practices_page
from states.downloads import attachment
from states.selectors import all_states, state_by_code
from states.services import store


@explained
def practices(request: HttpRequest) -> HttpResponse:
    """The register; `?state=HR&year=2023` shows a part of it."""
    code = request.GET.get("state", "")
    state = state_by_code(code) if code else None
    year = asked.year(request.GET.get("year"))
    page = practices_page(selectors.practices(), all_states(), state, year)
    return render(request, "practices/list.html", {"page": page})


@explained
def practice(request: HttpRequest, number: int) -> HttpResponse:
    """One practice; 410 where it was withdrawn."""
    page = practice_page(selectors.practice(number))
    return render(request, "practices/one.html", {"page": page})


@explained
def practice_document(request: HttpRequest, number: int) -> HttpResponse:
    """The document of a practice as it stands, always as a download."""
    document = selectors.practice(number).revision.document
    if document is None:
        raise Http404
    try:
        data = store.fetch(document.pk)
    except FileNotFoundError:
        raise Http404 from None
    return attachment(data, document.name, document.media_type)
