"""The public pages: read the address, ask one selector, let a presenter put it into words, render."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.gzip import gzip_page

from common.asking import UnknownNameError
from dashboard.leaderboard.page import leaderboard_page
from dashboard.leaderboard.queries import leaderboard
from dashboard.practices.views import state_practices
from dashboard.rescored import views as rescored
from dashboard.site.charted import charted
from dashboard.site.errors import explained
from dashboard.site.points import known, revised, twofold
from dashboard.site.views import empty_page
from dashboard.state.directory import directory, directory_page
from dashboard.state.page import profile_page
from dashboard.state.queries import standings
from dashboard.streaks.page import streaks_page
from rankings.lists import asked, links
from rankings.lists.asked import LATEST
from rankings.lists.histories import history
from rankings.lists.links import Asked, Look
from rankings.lists.streaks import window
from rankings.practices.queries import practices_of
from states.selectors import ALL_INDIA, state_by_code


@explained
def latest(request: HttpRequest) -> HttpResponse:
    """`/`: the newest list of a board, category and origin."""
    wanted, look = Asked.of(request), Look.of(request)
    try:
        found = leaderboard(wanted.scope, LATEST)
    except UnknownNameError:
        return render(request, "empty.html", {"page": empty_page(wanted)})
    page = leaderboard_page(found, wanted, look, month=None, revision=None)
    return charted(request, "dashboard/leaderboard.html", page, **known(wanted), **revised(found, wanted))


@explained
def month(request: HttpRequest, month: str) -> HttpResponse:
    """`/rankings/2023-10/`: the list of a month."""
    wanted, look = Asked.of(request), Look.of(request)
    found = leaderboard(wanted.scope, month)
    page = leaderboard_page(found, wanted, look, month=found.shown.month, revision=None)
    return charted(request, "dashboard/leaderboard.html", page, **known(wanted), **revised(found, wanted))


@explained
def revision(request: HttpRequest, month: str, number: int) -> HttpResponse:
    """`/rankings/2023-10/rev/1/`: one revision, as it was known when it was published."""
    wanted, look = Asked.of(request), Look.of(request)
    found = leaderboard(wanted.scope, month, number)
    page = leaderboard_page(found, wanted, look, month=found.shown.month, revision=number)
    return charted(request, "dashboard/leaderboard.html", page, **revised(found, wanted))


@explained
def states(request: HttpRequest) -> HttpResponse:
    """`/states/`: all States and UTs."""
    wanted = Asked.of(request).in_category(ALL_INDIA)
    page = directory_page(directory(wanted.scope), wanted)
    return render(request, "dashboard/states.html", {"page": page, **known(wanted)})


@gzip_page  # the only public page that is heavy and not kept compressed
@explained
def state(request: HttpRequest, code: str) -> HttpResponse:
    """`/states/HR/`: a State's profile. ISO codes lead to the address with our own code."""
    wanted = Asked.of(request).in_category(ALL_INDIA)
    one = state_by_code(code)
    if code.upper() != one.code:
        query = request.META.get("QUERY_STRING", "")
        address = links.page("state", one.code)
        return redirect(f"{address}?{query}" if query else address, permanent=True)
    version = rescored.asked_version(request, wanted)
    if version is not None:
        return rescored.state(request, one, wanted, version)
    shown = asked.month(request.GET.get("month"), "month")
    found = standings(one, wanted.scope, str(shown or LATEST))
    page = profile_page(found, wanted, shown)
    practices = state_practices(practices_of(one), one)
    more = {**known(wanted), **rescored.views_of(wanted, one.code)}
    return charted(request, "dashboard/state.html", page, practices=practices, **more)


@explained
def streaks(request: HttpRequest) -> HttpResponse:
    """`/streaks/`: months in first place. A claim is checked on a page of its own."""
    if request.GET.get("said") or request.GET.get("kind") or request.GET.get("count"):
        return redirect(links.page("claims", query=request.GET.dict()), permanent=True)
    wanted = Asked.of(request)
    first, last = asked.window(request.GET.get("from"), request.GET.get("to"))
    version = rescored.asked_version(request, wanted)
    if version is not None:
        return rescored.streaks(request, (first, last), wanted, version)
    found = window(history(wanted.scope), wanted.scope, first, last)
    page = streaks_page(found, wanted, first, last)
    views = rescored.views_of(wanted, window=(first, last))
    more = {**known(wanted), **twofold(wanted, first, last), **views}
    return charted(request, "dashboard/streaks.html", page, **more)
