"""The pages of what is measured: all parameters, one parameter, and States by parameters as a heat map."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from metrics.boards import Board
from metrics.selectors import document_of, methodologies, methodology_by_version
from rankings.selectors import asked, measured
from rankings.views import links
from rankings.views.charted import charted, tabled
from rankings.views.errors import explained
from rankings.views.links import Asked
from rankings.views.presenters.empty import empty_page
from rankings.views.presenters.heatmap import heatmap_page
from rankings.views.presenters.parameter import parameter_page
from rankings.views.presenters.parameters import parameters_page
from rankings.views.presenters.points import known
from states.asking import UnknownNameError
from states.selectors import ALL_INDIA


@explained
def parameters(request: HttpRequest) -> HttpResponse:
    """`/parameters/`: of the version behind the newest list, of a version, or of a month."""
    wanted = Asked.of(request).on_board(Board.OVERALL.value).in_category(ALL_INDIA)
    version = request.GET.get("methodology") or ""
    month = asked.month(request.GET.get("month"), "month")
    every = methodologies()
    lists = measured.computed(wanted.scope)
    methodology = None
    if version or month is None:
        methodology = methodology_by_version(version) if version else measured.current_methodology()
        lists = {one: shown for one, shown in lists.items() if shown.methodology_id == methodology.version}
    found = measured.measured(wanted.scope, lists, month)
    document = found.document if found else document_of(methodology or measured.current_methodology())
    page = parameters_page(document, found, every, wanted, version=version, month=month)
    return render(request, "parameters.html", {"page": page, **known(wanted)})


@explained
def parameter(request: HttpRequest, code: str) -> HttpResponse:
    """`/parameters/REG-01/`: one parameter across States and months, on a board on which it counts."""
    wanted = Asked.of(request)
    versions = measured.entries(code.upper())
    newest = list(versions.values())[-1]
    if code != newest.code:
        query = request.META.get("QUERY_STRING", "")
        address = links.page("parameter", newest.code)
        return redirect(f"{address}?{query}" if query else address, permanent=True)
    boards = newest.group.boards
    if not request.GET.get("board") and wanted.board not in boards:
        wanted = wanted.on_board(boards[0])
    if wanted.board not in boards:
        raise UnknownNameError("board", wanted.board, boards)
    month = asked.month(request.GET.get("month"), "month")
    lists = measured.computed(wanted.scope)
    own = {one: shown for one, shown in lists.items() if shown.methodology_id in versions}
    found = measured.measured(wanted.scope, own, month)
    history = measured.spreads(newest.code, own, versions)
    page = parameter_page(versions, found, history, wanted, month)
    return charted(request, "parameter.html", page, **known(wanted))


@explained
def heatmap(request: HttpRequest) -> HttpResponse:
    """`/heatmap/`: every State by every parameter of a board, in one month."""
    wanted = Asked.of(request)
    month = asked.month(request.GET.get("month"), "month")
    found = measured.measured(wanted.scope, measured.computed(wanted.scope), month)
    if found is None:
        return render(request, "empty.html", {"page": empty_page(wanted)})
    page = heatmap_page(found, wanted, month)
    return tabled(request, "heatmap.html", page, page.sheet, **known(wanted))
