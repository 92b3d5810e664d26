"""What other sites may put into their pages, and the page that says how. Only these may be framed by others.

Who may frame them is a setting of its own (EMBED_ORIGINS); every other page may be framed by nobody.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import wraps
from html import escape
from typing import Any, Concatenate, ParamSpec
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import get_language, gettext, override, pgettext
from django.views.decorators.http import require_safe

from common.asking import MalformedQueryError, UnknownNameError
from common.charts.badge import Badge
from common.charts.badge import badge as drawn
from common.dates import month_name, place
from common.months import Month
from dashboard.site.charted import served
from dashboard.site.errors import explained
from metrics.boards import DEFAULT_BOARD
from rankings.lists import asked, headlines, labels, links
from rankings.lists.asked import LATEST
from rankings.lists.labels import MISSING, Movement, in_hindi, movement_of, state_name
from rankings.lists.links import Asked
from rankings.lists.queries import ListView, Row, WithdrawnListError, list_view
from states.models import State
from states.selectors import ALL_INDIA, UnknownStateError, all_states, state_by_code

# What other sites may show: a short leaderboard, a State's badge, and the lines that put them there.

HEAD_HEIGHT, ROW_HEIGHT = 210, 34
"""Pixels of a leaderboard above and below its rows, and of a row: so high is the frame that shows it whole."""


@dataclass(frozen=True, slots=True)
class ShortRow:
    rank: str
    tied: bool
    first: bool
    state: str
    url: str
    movement: Movement
    score: str


@dataclass(frozen=True, slots=True)
class ShortList:
    """A list cut short; `whole` is the address of all of it, `left_out` how many places are not shown."""

    title: str
    headline: str
    meta: str
    sample: bool
    mixed: str
    rows: tuple[ShortRow, ...]
    left_out: int
    whole: str
    canonical: str


def short_list(view: ListView, wanted: Asked, top: int, month: Month | None) -> ShortList:
    """The first `top` places, and whoever shares the last of them."""
    ranked = view.ranked
    last = ranked[min(top, len(ranked)) - 1].rank if ranked else None
    rows = [row for row in ranked if row.rank is not None and last is not None and row.rank <= last]
    ranks = [row.rank for row in ranked]
    meta = [month_name(view.month), labels.board_name(view.board), labels.category_name(view.category)]
    return ShortList(
        title=" · ".join(meta),
        headline=headlines.headline(view, newest=True),
        meta=" · ".join([*meta, *headlines.ranked(view), labels.released(view.released_on)]),
        sample=view.sample,
        mixed=labels.mixed(view.sample_basis),
        rows=tuple(
            ShortRow(
                rank=str(row.rank),
                tied=ranks.count(row.rank) > 1,
                first=row.rank == 1,
                state=state_name(row.state),
                url=links.state(row.state.code, wanted, month),
                movement=movement_of(row),
                score=MISSING if row.score is None else f"{row.score:.2f}",
            )
            for row in rows
        ),
        left_out=len(ranked) - len(rows),
        whole=links.leaderboard(month, wanted),
        canonical=links.leaderboard(month, wanted),
    )


def state_badge(view: ListView, state: State) -> Badge:
    """`Haryana · 1st · October 2023`; the board and the category where they are not the usual ones."""
    row = next((row for row in view.rows if row.state.code == state.code), None)
    parts = [_standing(row, view)]
    if view.board != DEFAULT_BOARD:
        parts.append(labels.board_name(view.board))
    if view.category != ALL_INDIA:
        parts.append(labels.category_name(view.category))
    parts.append(month_name(view.month))
    sample = pgettext("badge", "sample") if view.sample else ""
    return drawn(state_name(state), " · ".join(parts), sample, first=row is not None and row.rank == 1)


def _standing(row: Row | None, view: ListView) -> str:
    """`1st`; `1st of 16` where not everyone is ranked."""
    if row is None:
        return gettext("not on record")
    if row.rank is None:
        return labels.reason(row.reason)
    standing = gettext("rank %(rank)s") % {"rank": row.rank} if in_hindi() else place(row.rank)
    if not view.unranked:
        return standing
    return pgettext("badge", "%(place)s of %(ranked)s") % {"place": standing, "ranked": len(view.ranked)}


@dataclass(frozen=True, slots=True)
class Snippet:
    """What to put into another page; `show` is the address of the thing itself, `height` in pixels."""

    code: str
    show: str
    height: int = 0


@dataclass(frozen=True, slots=True)
class EmbedPage:
    """The form's present choices, and what comes of them."""

    fields: tuple[tuple[str, str, tuple[tuple[str, str, bool], ...]], ...]
    leaderboard: Snippet
    badge: Snippet
    state: str


def embed_page(states: list[State], chosen: Mapping[str, str]) -> EmbedPage:
    """`chosen` holds board, category, top, state and language, each checked."""
    query = {
        key: chosen[key] for key in ("board", "category") if chosen[key] not in {DEFAULT_BOARD, ALL_INDIA}
    }
    state = next(state for state in states if state.code == chosen["state"])
    with override(chosen["language"]):
        frame = _address("embed:leaderboard", query=query | {"top": chosen["top"]})
        picture = _address("embed:badge", state.code, query=query)
        profile = reverse("rankings:state", args=[state.code])
        name = gettext("%(state)s: rank on Pragati") % {"state": state_name(state)}
        title = gettext("Ranking of States and UTs")
    height = HEAD_HEIGHT + ROW_HEIGHT * int(chosen["top"])
    return EmbedPage(
        fields=_fields(states, chosen),
        leaderboard=Snippet(_frame(settings.SITE_URL + frame, title, height), frame, height),
        badge=Snippet(_picture(settings.SITE_URL + profile, settings.SITE_URL + picture, name), picture),
        state=name,
    )


def _frame(address: str, title: str, height: int) -> str:
    return (
        f'<iframe src="{escape(address)}" title="{escape(title)}" width="100%" height="{height}" '
        'frameborder="0" loading="lazy"></iframe>'
    )


def _picture(profile: str, picture: str, alt: str) -> str:
    return f'<a href="{escape(profile)}"><img src="{escape(picture)}" alt="{escape(alt)}" height="24"></a>'


def _fields(
    states: list[State], chosen: Mapping[str, str]
) -> tuple[tuple[str, str, tuple[tuple[str, str, bool], ...]], ...]:
    """The selects of the form: name, label, and each option with its value, label and whether it is chosen."""
    offered = (
        ("board", gettext("Board"), [(board, labels.board_name(board)) for board in labels.BOARDS]),
        ("category", gettext("Among"), [(category, labels.category_name(category)) for category in labels.CATEGORIES]),
        ("top", gettext("Places"), [(top, top) for top in ("3", "5", "10", "36")]),
        (
            "state", gettext("State or UT"),
            [(state.code, state_name(state)) for state in sorted(states, key=state_name)],
        ),
        ("language", gettext("Language"), [("en", "English"), ("hi", "हिन्दी")]),
    )  # fmt: skip
    return tuple(
        (name, label, tuple((value, text, value == chosen[name]) for value, text in options))
        for name, label, options in offered
    )


def _address(name: str, *args: str, query: Mapping[str, str]) -> str:
    address = reverse(name, args=args)
    return f"{address}?{urlencode(query)}" if query else address


def default_choice() -> dict[str, str]:
    """What the form shows first, in the reader's own language."""
    return {
        "board": DEFAULT_BOARD, "category": ALL_INDIA, "top": "10", "state": "HR",
        "language": "hi" if (get_language() or "").startswith("hi") else "en",
    }  # fmt: skip


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
