"""The other view of a State's history and of months in first place: `?view=rescored&methodology=VERSION`."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from rankings.selectors import asked
from rankings.selectors.lists import states_by_code
from rankings.selectors.rescored import rescored_history
from rankings.views.charted import charted
from rankings.views.links import Asked
from rankings.views.presenters import rescored
from rankings.views.presenters.points import known
from rankings.views.presenters.rescored import Address
from rankings.views.presenters.rescored_state import rescored_state_page
from rankings.views.presenters.rescored_streaks import rescored_streaks_page
from states.models import State
from states.months import Month

Window = tuple[Month | None, Month | None]


def asked_version(request: HttpRequest, wanted: Asked) -> str | None:
    """The version of the re-scored view; None where the lists as published are asked for."""
    query = request.GET
    return asked.rescored_under(query.get("view"), query.get("methodology"), wanted.origin)


def state(request: HttpRequest, one: State, wanted: Asked, version: str) -> HttpResponse:
    """A State's whole history in both views."""
    found = rescored_history(wanted.scope, version)
    page = rescored_state_page(found, one, Address(wanted, found.version, one.code))
    return charted(request, "rescored/state.html", page, **known(wanted))


def streaks(request: HttpRequest, window: Window, wanted: Asked, version: str) -> HttpResponse:
    """Months in first place in both views."""
    found = rescored_history(wanted.scope, version)
    here = Address(wanted, found.version, window=window)
    page = rescored_streaks_page(found, states_by_code(), here)
    return render(request, "rescored/streaks.html", {"page": page, **known(wanted)})


def views_of(wanted: Asked, code: str = "", window: Window = rescored.ALL_MONTHS) -> dict[str, Any]:
    """`views` for the template of a page as published: the way to the other view."""
    return {"views": rescored.views(Address(wanted, "", code, window), rescored=False)}
