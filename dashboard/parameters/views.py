"""The pages of what is measured: all parameters, one parameter, and States by parameters as a heat map."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from common.asking import UnknownNameError
from dashboard.parameters.heatmap import heatmap_page
from dashboard.parameters.listing import parameters_page
from dashboard.parameters.parameter import parameter_page
from dashboard.site.charted import charted, tabled
from dashboard.site.errors import empty_page, explained
from dashboard.site.notes import known
from metrics.boards import Board
from metrics.selectors import document_of, methodologies, methodology_by_version
from rankings.lists import asked, links, marks
from rankings.lists.links import Asked
from states.selectors import ALL_INDIA


@explained
def parameters(request: HttpRequest) -> HttpResponse:
    """`/parameters/`: of the version behind the newest list, of a version, or of a month."""
    wanted = Asked.of(request).on_board(Board.OVERALL.value).in_category(ALL_INDIA)
    version = request.GET.get("methodology") or ""
    month = asked.month(request.GET.get("month"), "month")
    every = methodologies()
    lists = marks.computed(wanted.scope)
    methodology = None
    if version or month is None:
        methodology = methodology_by_version(version) if version else marks.current_methodology()
        lists = {one: shown for one, shown in lists.items() if shown.methodology_id == methodology.version}
    found = marks.measured(wanted.scope, lists, month)
    document = found.document if found else document_of(methodology or marks.current_methodology())
    page = parameters_page(document, found, every, wanted, version=version, month=month)
    return render(request, "dashboard/parameters.html", {"page": page, **known(wanted)})


@explained
def parameter(request: HttpRequest, code: str) -> HttpResponse:
    """`/parameters/REG-01/`: one parameter across States and months, on a board on which it counts."""
    wanted = Asked.of(request)
    versions = marks.entries(code.upper())
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
    lists = marks.computed(wanted.scope)
    own = {one: shown for one, shown in lists.items() if shown.methodology_id in versions}
    found = marks.measured(wanted.scope, own, month)
    history = marks.spreads(newest.code, own, versions)
    page = parameter_page(versions, found, history, wanted, month)
    return charted(request, "dashboard/parameter.html", {"page": page, **known(wanted)})


@explained
def heatmap(request: HttpRequest) -> HttpResponse:
    """`/heatmap/`: every State by every parameter of a board, in one month."""
    wanted = Asked.of(request)
    month = asked.month(request.GET.get("month"), "month")
    found = marks.measured(wanted.scope, marks.computed(wanted.scope), month)
    if found is None:
        return render(request, "empty.html", {"page": empty_page(wanted)})
    page = heatmap_page(found, wanted, month)
    context = {"page": page, "heat": page.heat, **known(wanted)}
    return tabled(request, "dashboard/heatmap.html", context, page.sheet)
