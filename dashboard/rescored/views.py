"""The other view of a State's history and of months in first place: `?view=rescored&methodology=VERSION`."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from common.months import Month
from dashboard.rescored import page as rescored
from dashboard.rescored.page import Address
from dashboard.rescored.state import rescored_state_page
from dashboard.rescored.streaks import rescored_streaks_page
from dashboard.site.charted import charted
from dashboard.site.points import known
from insights.tryout.queries import rescored_history
from rankings.lists import asked
from rankings.lists.links import Asked
from rankings.lists.queries import states_by_code
from states.models import State

Window = tuple[Month | None, Month | None]


def asked_version(request: HttpRequest, wanted: Asked) -> str | None:
    """The version of the re-scored view; None where the lists as published are asked for."""
    query = request.GET
    return asked.rescored_under(query.get("view"), query.get("methodology"), wanted.origin)


def state(request: HttpRequest, one: State, wanted: Asked, version: str) -> HttpResponse:
    """A State's whole history in both views."""
    found = rescored_history(wanted.scope, version)
    page = rescored_state_page(found, one, Address(wanted, found.version, one.code))
    return charted(request, "dashboard/rescored/state.html", page, **known(wanted))


def streaks(request: HttpRequest, window: Window, wanted: Asked, version: str) -> HttpResponse:
    """Months in first place in both views."""
    found = rescored_history(wanted.scope, version)
    here = Address(wanted, found.version, window=window)
    page = rescored_streaks_page(found, states_by_code(), here)
    return render(request, "dashboard/rescored/streaks.html", {"page": page, **known(wanted)})


def views_of(wanted: Asked, code: str = "", window: Window = rescored.ALL_MONTHS) -> dict[str, Any]:
    """`views` for the template of a page as published: the way to the other view."""
    return {"views": rescored.views(Address(wanted, "", code, window), rescored=False)}
