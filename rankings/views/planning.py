"""`/states/HR/plan/?target=1`: what would bring a State to a rank of a computed list."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from rankings.selectors import asked
from rankings.selectors.planning import planned, read_wish, start_of
from rankings.selectors.typed import plan_typed
from rankings.views.asking import is_compact
from rankings.views.errors import explained
from rankings.views.links import Asked
from rankings.views.presenters.planning import plan_page
from rankings.views.presenters.planningform import Inquiry
from rankings.views.presenters.points import known
from states.selectors import state_by_code


@explained
def plan(request: HttpRequest, code: str) -> HttpResponse:
    """The newest list where `month` is empty. A form's long address leads to the compact one that can be shared.

    What cannot be read stands beside its field, with status 400.
    """
    wanted = Asked.of(request)
    state = state_by_code(code)
    if code.upper() != state.code:
        query = request.META.get("QUERY_STRING", "")
        address = reverse("why:plan", args=[state.code])
        return redirect(f"{address}?{query}" if query else address, permanent=True)
    month = asked.month(request.GET.get("month"), "month")
    start = start_of(state, wanted.scope, month)
    typed = plan_typed(request.GET.dict())
    wish, problems = read_wish(typed, start)
    named = None if month == start.months[-1] else month
    inquiry = Inquiry(start, wanted, named, typed, wish, problems)
    if not problems and not is_compact(request):
        return redirect(inquiry.url())
    page = plan_page(inquiry, None if problems else planned(start, wish))
    context = {"page": page, **known(wanted)}
    return render(request, "why/plan.html", context, status=400 if problems else 200)
