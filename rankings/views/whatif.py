"""`/rankings/2023-10/what-if/?marks=REG-01:9&figures=HR.REG-03:48/50`: a list ranked again. Nothing is stored."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from rankings.selectors.typed import figures_typed, marks_typed
from rankings.selectors.whatifs import WhatIf, given_list, read_change
from rankings.views.asking import is_compact
from rankings.views.errors import explained
from rankings.views.links import Asked
from rankings.views.presenters.points import known
from rankings.views.presenters.whatif import what_if_page
from rankings.views.presenters.whatifform import Trial
from states.selectors import state_by_code


@explained
def what_if(request: HttpRequest, month: str) -> HttpResponse:
    """A form's long address leads to the compact one that can be shared.

    What cannot be read stands beside its field, with status 400.
    """
    wanted = Asked.of(request)
    query = request.GET.dict()
    state = state_by_code(query["state"]).code if query.get("state") else ""
    given = given_list(wanted.scope, month)
    marks, figures = marks_typed(query), figures_typed(query)
    change, problems = read_change(marks, figures, given)
    trial = Trial(given, wanted, state, marks, figures, change, problems)
    if not problems and not is_compact(request):
        return redirect(trial.url())
    page = what_if_page(trial, None if problems else WhatIf(given, change))
    context = {"page": page, **known(wanted)}
    return render(request, "why/what_if.html", context, status=400 if problems else 200)
