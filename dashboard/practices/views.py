"""`/practices/`: the register of good practices; each practice and its document at addresses that stay."""

from __future__ import annotations

import re

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext, ngettext, npgettext

from common import files
from common.files import attachment
from common.forms import QueryForm, ReadField
from dashboard.site.errors import explained
from rankings.lists import asked, links
from rankings.models import PracticeRevision
from rankings.practices import queries
from rankings.templatetags.lists import either
from states.selectors import state_by_code

EXCERPT_WORDS = 36


class PracticesQuery(QueryForm):
    """A part of the register: of a State, of a year."""

    state = ReadField(state_by_code, lambda state: state.code)
    year = ReadField(asked.year)


@explained
def practices(request: HttpRequest) -> HttpResponse:
    """The register; `?state=HR&year=2023` shows a part of it."""
    query = PracticesQuery.read(request.GET)
    state, year = query.cleaned_data["state"], query.cleaned_data["year"]
    every, parts = queries.practices(), query.parts()
    revisions = [each for each in every if state in (None, each.state) and year in (None, each.year)]
    names = [gettext("Good practices"), state.label if state else "", str(year or "")]
    context = {
        "query": query, "state": state, "year": year, "narrowed": bool(parts),
        "headline": " · ".join(filter(None, names)),
        "practices": [(each, _excerpt(each)) for each in revisions],
        "lede": _counted(len(revisions), len({each.state_id for each in revisions})) if revisions else (),
        "states": {each.state for each in every} | ({state} if state else set()),
        "years": sorted({each.year for each in every} | ({year} if year else set()), reverse=True),
        "sample": any(each.practice.sample for each in revisions),
        "data": [
            (name.upper(), links.data("practices/", parts | more))
            for name, more in (("json", {}), ("csv", {"format": "csv"}))
        ],
    }  # fmt: skip
    return render(request, "dashboard/practices/list.html", context)


def _counted(practices: int, states: int) -> tuple[str, str]:
    """`5 practices`, `4 States and UTs`"""
    there = npgettext("in the register", "%(count)s State or UT", "%(count)s States and UTs", states)
    return (
        ngettext("%(count)s practice", "%(count)s practices", practices) % {"count": practices},
        there % {"count": states},
    )


def _excerpt(revision: PracticeRevision) -> str:
    return Truncator(" ".join(either(revision, "description").split())).words(EXCERPT_WORDS)


@explained
def practice(request: HttpRequest, number: int) -> HttpResponse:
    """One practice; 410 where it was withdrawn."""
    revision = queries.practice(number)
    parts = re.split(r"\n\s*\n", either(revision, "description"))
    context = {
        "practice": revision,
        "sample": revision.practice.sample,
        "paragraphs": [part.strip() for part in parts if part.strip()],
        "added": timezone.localdate(revision.added_at),
        "changed": timezone.localdate(revision.recorded_at),
        "data": links.data(f"practices/{number}/", {}),
    }
    return render(request, "dashboard/practices/one.html", context)


@explained
def practice_document(request: HttpRequest, number: int) -> HttpResponse:
    """The document of a practice as it stands, always as a download."""
    document = queries.practice(number).document
    if document is None:
        raise Http404
    try:
        data = files.fetch(document.pk)
    except FileNotFoundError:
        raise Http404 from None
    return attachment(data, document.name, document.media_type)
