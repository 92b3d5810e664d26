"""Why a State's rank changed between two lists, how sure an order is, what decides it, and who moved most."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from dashboard.robustness.decides import deciding_page
from dashboard.robustness.page import sureness_page
from dashboard.site.charted import charted
from dashboard.site.errors import explained
from dashboard.site.points import known
from dashboard.why.page import only_page, why_page
from dashboard.why.progress import progress_page
from insights.decides.queries import decided
from insights.explain.queries import OnlyList, reasons
from insights.progress.queries import progressed
from insights.sensitivity.services import sure
from rankings.lists import asked
from rankings.lists.asked import LATEST
from rankings.lists.links import Asked
from states.selectors import state_by_code


@explained
def sensitivity(request: HttpRequest, month: str) -> HttpResponse:
    """`/rankings/2023-10/sensitivity/`: how sure the order of a computed list is."""
    wanted = Asked.of(request)
    found = sure(wanted.scope, month)
    page = sureness_page(found, wanted, None if month == LATEST else found.list.month)
    return charted(request, "dashboard/why/sensitivity.html", page, **known(wanted))


@explained
def decides(request: HttpRequest, month: str) -> HttpResponse:
    """`/rankings/2023-10/decides/`: what decides the order of a computed list."""
    wanted = Asked.of(request)
    found = decided(wanted.scope, month)
    page = deciding_page(found, wanted, None if month == LATEST else found.list.month)
    return charted(request, "dashboard/why/decides.html", page, **known(wanted))


@explained
def progress(request: HttpRequest, month: str) -> HttpResponse:
    """`/rankings/2023-10/progress/`: who moved most since an earlier list, beside who stands where."""
    wanted = Asked.of(request)
    span, measure = asked.span(request.GET.get("span")), asked.measure(request.GET.get("measure"))
    found = progressed(wanted.scope, month, span, measure)
    page = progress_page(found, wanted, None if month == LATEST else found.month)
    return charted(request, "dashboard/why/progress.html", page, **known(wanted))


@explained
def change(request: HttpRequest, code: str) -> HttpResponse:
    """By default between the newest list and the one before it. ISO codes lead to the address with our own code."""
    wanted = Asked.of(request)
    state = state_by_code(code)
    if code.upper() != state.code:
        query = request.META.get("QUERY_STRING", "")
        address = reverse("why:change", args=[state.code])
        return redirect(f"{address}?{query}" if query else address, permanent=True)
    first, last = asked.window(request.GET.get("from"), request.GET.get("to"))
    found = reasons(state, wanted.scope, first, last)
    if isinstance(found, OnlyList):
        return render(request, "dashboard/why/only.html", {"page": only_page(found, wanted), **known(wanted)})
    return charted(request, "dashboard/why/change.html", why_page(found, wanted), **known(wanted))
