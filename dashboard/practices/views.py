"""`/practices/`: the register of good practices; each practice and its document at addresses that stay."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext

from common import files
from common.asking import Choice
from common.files import attachment
from dashboard.practices.lines import DocumentTold, PracticeLine, Said, document_told, either, line
from dashboard.site.errors import explained
from rankings.lists import asked, labels, links
from rankings.models import PracticeRevision
from rankings.practices import queries as selectors
from rankings.practices import wording as words
from rankings.practices.queries import PublicPractice
from states.models import State
from states.selectors import all_states, state_by_code


@dataclass(frozen=True, slots=True)
class PracticesPage:
    """The register, or a part of it. `years` and `states` are what can be chosen, with what is."""

    title: str
    headline: str
    lede: tuple[str, ...]
    lines: tuple[PracticeLine, ...]
    nothing: str
    states: tuple[Choice, ...]
    years: tuple[Choice, ...]
    narrowed: bool
    sample: bool
    data: tuple[Choice, ...]
    canonical: str


@dataclass(frozen=True, slots=True)
class PracticePage:
    title: Said
    state: Choice
    year: int
    description: Said
    document: DocumentTold | None
    dated: str
    others: Choice
    sample: bool
    data: tuple[Choice, ...]
    canonical: str


def practices_page(
    every: Sequence[PublicPractice], states: Sequence[State], state: State | None, year: int | None
) -> PracticesPage:
    """`every` is the whole register, `states` all States; `state` and `year` are what was asked for."""
    own = [one.revision for one in every]
    shown = [one for one in own if state in (None, one.state) and year in (None, one.year)]
    query = {"state": state.code if state else "", "year": str(year or "")}
    query = {key: value for key, value in query.items() if value}
    title = gettext("Good practices")
    headline = " · ".join(
        [title, *([labels.state_name(state)] if state else []), *([str(year)] if year else [])]
    )
    return PracticesPage(
        title=headline,
        headline=headline,
        lede=words.counted(len(shown), len({one.state_id for one in shown})) if shown else (),
        lines=tuple(line(one) for one in shown),
        nothing="" if shown else words.nothing(narrowed=bool(query)),
        states=tuple(_state_choices(own, states, state)),
        years=tuple(
            Choice(str(one), str(one), one == year)
            for one in sorted({one.year for one in own} | ({year} if year else set()), reverse=True)
        ),
        narrowed=bool(query),
        sample=any(one.practice.sample for one in shown),
        data=tuple(
            Choice(name.upper(), links.data("practices/", query | more))
            for name, more in (("json", {}), ("csv", {"format": "csv"}))
        ),
        canonical=links.page("practices", query=query),
    )  # fmt: skip


def practice_page(found: PublicPractice) -> PracticePage:
    one = found.revision
    name = labels.state_name(one.state)
    return PracticePage(
        title=either(one.title, one.title_hi),
        state=Choice(name, links.page("state", one.state_id)),
        year=one.year,
        description=either(one.description, one.description_hi),
        document=document_told(one.document, links.page("practice_document", found.number)),
        dated=words.dated(timezone.localdate(found.added_at), timezone.localdate(one.recorded_at)),
        others=Choice(
            gettext("Good practices of %(state)s") % {"state": name},
            links.page("practices", query={"state": one.state_id}),
        ),
        sample=one.practice.sample,
        data=(Choice("JSON", links.data(f"practices/{found.number}/", {})),),
        canonical=links.page("practice", found.number),
    )


def _state_choices(
    own: Sequence[PracticeRevision], states: Sequence[State], chosen: State | None
) -> list[Choice]:
    """The States that are in the register, by name; the one that was asked for in any case."""
    codes = {one.state_id for one in own} | ({chosen.code} if chosen else set())
    named = sorted((labels.state_name(state), state.code) for state in states if state.code in codes)
    return [Choice(name, code, chosen is not None and code == chosen.code) for name, code in named]


@explained
def practices(request: HttpRequest) -> HttpResponse:
    """The register; `?state=HR&year=2023` shows a part of it."""
    code = request.GET.get("state", "")
    state = state_by_code(code) if code else None
    year = asked.year(request.GET.get("year"))
    page = practices_page(selectors.practices(), all_states(), state, year)
    return render(request, "dashboard/practices/list.html", {"page": page})


@explained
def practice(request: HttpRequest, number: int) -> HttpResponse:
    """One practice; 410 where it was withdrawn."""
    page = practice_page(selectors.practice(number))
    return render(request, "dashboard/practices/one.html", {"page": page})


@explained
def practice_document(request: HttpRequest, number: int) -> HttpResponse:
    """The document of a practice as it stands, always as a download."""
    document = selectors.practice(number).revision.document
    if document is None:
        raise Http404
    try:
        data = files.fetch(document.pk)
    except FileNotFoundError:
        raise Http404 from None
    return attachment(data, document.name, document.media_type)
