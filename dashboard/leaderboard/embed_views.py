"""What other sites may put into their pages, and the page that says how. Only these may be framed by others.

Who may frame them is a setting of its own (EMBED_ORIGINS); every other page may be framed by nobody.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from common.asking import MalformedQueryError, UnknownNameError
from dashboard.leaderboard.embeds import default_choice, embed_page, short_list, state_badge
from dashboard.site.charted import served
from dashboard.site.errors import explained
from rankings.lists import asked, links
from rankings.lists.asked import LATEST
from rankings.lists.links import Asked
from rankings.lists.queries import WithdrawnListError, list_view
from states.selectors import UnknownStateError, all_states, state_by_code

P = ParamSpec("P")

MOST_PLACES, PLACES = 36, 10


def framed(
    view: Callable[Concatenate[HttpRequest, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Let other sites show the answer; what is wrong with the address is told in as little room."""

    @require_safe
    @wraps(view)
    def wrapped(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        try:
            response = view(request, *args, **kwargs)
        except MalformedQueryError as problem:
            response = _told(request, str(problem), 400)
        except WithdrawnListError:
            response = _told(request, gettext("This list was withdrawn."), 410)
        except (UnknownStateError, UnknownNameError):
            response = _told(request, gettext("There is no such list."), 404)
        may_frame(response)
        return response

    return wrapped


def may_frame(response: Any) -> None:
    """Put the answer under the frame policy of embedded things."""
    origins = settings.EMBED_ORIGINS
    response.xframe_options_exempt = True
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    response._csp_replace = {"frame-ancestors": origins if origins == ["*"] else ["'self'", *origins]}


@framed
def leaderboard(request: HttpRequest) -> HttpResponse:
    """`/embed/leaderboard/?month=&board=&category=&top=`: the first places of a list, for a frame."""
    wanted = Asked.of(request)
    month = request.GET.get("month") or LATEST
    view = list_view(wanted.scope, month)
    page = short_list(view, wanted, _top(request), None if month == LATEST else view.month)
    body = render_to_string("dashboard/embed/leaderboard.html", {"page": page}, request)
    return served(request, body.encode(), "text/html; charset=utf-8", modified=view.published_at)


@framed
def badge(request: HttpRequest, code: str) -> HttpResponse:
    """`/embed/states/HR/badge.svg?month=&board=&category=`: a State's place as a picture."""
    wanted = Asked.of(request)
    state = state_by_code(code)
    view = list_view(wanted.scope, request.GET.get("month") or LATEST)
    body = render_to_string("dashboard/embed/badge.svg", {"badge": state_badge(view, state)}, request)
    return served(request, body.encode(), "image/svg+xml; charset=utf-8", modified=view.published_at)


@explained
def how(request: HttpRequest) -> HttpResponse:
    """`/embed/`: choose, look, copy the line."""
    query, states = request.GET, all_states()
    chosen = default_choice() | {
        key: query[key] for key in ("board", "category", "top", "state", "language") if query.get(key)
    }
    asked.board(chosen["board"])
    asked.category(chosen["category"])
    asked.one_of(chosen["language"], "language", ("en", "hi"))
    chosen["state"] = state_by_code(chosen["state"]).code
    chosen["top"] = str(_top(request))
    return render(request, "dashboard/embed/page.html", {"page": embed_page(states, chosen)})


def _top(request: HttpRequest) -> int:
    text = request.GET.get("top") or str(PLACES)
    if not (text.isascii() and text.isdigit() and len(text) < 4 and 1 <= int(text) <= MOST_PLACES):
        told = gettext("“top” is a whole number from 1 to %(most)s") % {"most": MOST_PLACES}
        raise MalformedQueryError("top", told)
    return int(text)


def _told(request: HttpRequest, text: str, status: int) -> HttpResponse:
    return render(
        request, "dashboard/embed/told.html", {"text": text, "home": links.page("latest")}, status=status
    )
