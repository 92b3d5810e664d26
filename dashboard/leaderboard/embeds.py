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
from django.utils.html import format_html
from django.utils.translation import gettext, override, pgettext
from django.views.decorators.http import require_safe

from common.asking import MalformedQueryError, UnknownNameError
from common.charts.badge import Badge
from common.charts.badge import badge as drawn
from common.dates import month_name, place
from common.forms import ReadField
from common.numbers import whole
from common.templatetags.pragati import address
from dashboard.site.charted import served
from dashboard.site.errors import explained
from metrics.boards import DEFAULT_BOARD
from rankings.lists import asked, headlines, labels
from rankings.lists.asked import LATEST
from rankings.lists.labels import in_hindi
from rankings.lists.queries import ListView, Row, WithdrawnListError, list_view
from rankings.lists.query import ListQuery
from states.models import State
from states.selectors import ALL_INDIA, UnknownStateError, all_states, state_by_code

MOST_PLACES, PLACES = 36, 10
HEAD_HEIGHT, ROW_HEIGHT = 210, 34
"""Pixels of a leaderboard above and below its rows, and of a row: so high is the frame that shows it whole."""


def _top(text: str) -> int:
    top = whole(text, digits=3)
    if top is None or not 1 <= top <= MOST_PLACES:
        told = gettext("“top” is a whole number from 1 to %(most)s") % {"most": MOST_PLACES}
        raise MalformedQueryError("top", told)
    return top


class EmbedQuery(ListQuery):
    """`top` are the places shown; `state` and `language` are those of the badge and of both lines."""

    top = ReadField(_top, initial=PLACES)
    month = ReadField(str, initial=LATEST)
    state = ReadField(lambda text: state_by_code(text).code, initial="HR")
    language = ReadField(lambda text: asked.one_of(text, "language", ("en", "hi")))


P = ParamSpec("P")


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


def _told(request: HttpRequest, text: str, status: int) -> HttpResponse:
    return render(request, "dashboard/embed/told.html", {"text": text}, status=status)


@framed
def leaderboard(request: HttpRequest) -> HttpResponse:
    """`/embed/leaderboard/?month=&board=&category=&top=`: the first places of a list, and who shares the last."""
    query = EmbedQuery.read(request.GET)
    chosen = query.cleaned_data
    ranking = list_view(query.scope, chosen["month"])
    ranked = ranking.ranked
    last = ranked[min(chosen["top"], len(ranked)) - 1].rank if ranked else None
    rows = [row for row in ranked if row.rank is not None and last is not None and row.rank <= last]
    ranks = [row.rank for row in ranked]
    name = [
        month_name(ranking.month),
        labels.board_name(ranking.board),
        labels.category_name(ranking.category),
    ]
    context = {
        "query": query,
        "ranking": ranking,
        "title": " · ".join(name),
        "headline": headlines.headline(ranking, newest=True),
        "meta": " · ".join([*name, *headlines.ranked(ranking), labels.released(ranking.released_on)]),
        "mixed": labels.mixed(ranking.sample_basis),
        "rows": rows,
        "shared": {rank for rank in ranks if ranks.count(rank) > 1},
        "left_out": len(ranked) - len(rows),
        "month": None if chosen["month"] == LATEST else ranking.month,
    }
    body = render_to_string("dashboard/embed/leaderboard.html", context, request)
    return served(request, body.encode(), "text/html; charset=utf-8", modified=ranking.published_at)


@framed
def badge(request: HttpRequest, code: str) -> HttpResponse:
    """`/embed/states/HR/badge.svg?month=&board=&category=`: a State's place as a picture."""
    query = EmbedQuery.read(request.GET)
    state = state_by_code(code)
    ranking = list_view(query.scope, query.cleaned_data["month"])
    body = render_to_string("dashboard/embed/badge.svg", {"badge": state_badge(ranking, state)}, request)
    return served(request, body.encode(), "image/svg+xml; charset=utf-8", modified=ranking.published_at)


def state_badge(ranking: ListView, state: State) -> Badge:
    """`Haryana · 1st · October 2023`; the board and the category where they are not the usual ones."""
    row = next((row for row in ranking.rows if row.state.code == state.code), None)
    parts = [_standing(row, ranking)]
    if ranking.board != DEFAULT_BOARD:
        parts.append(labels.board_name(ranking.board))
    if ranking.category != ALL_INDIA:
        parts.append(labels.category_name(ranking.category))
    parts.append(month_name(ranking.month))
    sample = pgettext("badge", "sample") if ranking.sample else ""
    return drawn(state.label, " · ".join(parts), sample, first=row is not None and row.rank == 1)


def _standing(row: Row | None, ranking: ListView) -> str:
    """`1st`; `1st of 16` where not everyone is ranked."""
    if row is None:
        return gettext("not on record")
    if row.rank is None:
        return labels.reason(row.reason)
    standing = gettext("rank %(rank)s") % {"rank": row.rank} if in_hindi() else place(row.rank)
    if not ranking.unranked:
        return standing
    return pgettext("badge", "%(place)s of %(ranked)s") % {"place": standing, "ranked": len(ranking.ranked)}


@explained
def how(request: HttpRequest) -> HttpResponse:
    """`/embed/`: choose, look, copy the line."""
    query = EmbedQuery.read(request.GET)
    chosen = query.cleaned_data
    chosen["language"] = chosen["language"] or ("hi" if in_hindi() else "en")
    states = all_states()
    state = next(state for state in states if state.code == chosen["state"])
    scope = query.parts(("board", "category"))
    with override(chosen["language"]):
        frame = address("embed:leaderboard", query={**scope, "top": str(chosen["top"])})
        picture = address("embed:badge", state.code, query=scope)
        profile = address("rankings:state", state.code, query={})
        alternative = gettext("%(state)s: rank on Pragati") % {"state": state.label}
        title = gettext("Ranking of States and UTs")
    height = HEAD_HEIGHT + ROW_HEIGHT * chosen["top"]
    context = {
        "choices": [
            ("board", gettext("Board"), [(board, labels.board_name(board)) for board in labels.BOARDS]),
            ("category", gettext("Among"), [(name, labels.category_name(name)) for name in labels.CATEGORIES]),
            ("top", gettext("Places"), [(top, str(top)) for top in (3, 5, 10, 36)]),
            ("state", gettext("State or UT"), sorted(((state.code, state.label) for state in states), key=_label)),
            ("language", gettext("Language"), [("en", "English"), ("hi", "हिन्दी")]),
        ],
        "chosen": chosen, "frame": frame, "picture": picture, "height": height, "alternative": alternative,
        "frame_line": format_html(
            '<iframe src="{}" title="{}" width="100%" height="{}" frameborder="0" loading="lazy"></iframe>',
            settings.SITE_URL + frame, title, height,
        ),
        "picture_line": format_html(
            '<a href="{}"><img src="{}" alt="{}" height="24"></a>',
            settings.SITE_URL + profile, settings.SITE_URL + picture, alternative,
        ),
    }  # fmt: skip
    return render(request, "dashboard/embed/page.html", context)


def _label(option: tuple[str, str]) -> str:
    return option[1]
