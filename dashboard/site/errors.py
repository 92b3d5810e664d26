"""Pages for what cannot be answered: they say what is known, and how to mend the address."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Collection, Iterable
from http import HTTPStatus
from typing import Any, TypeVar

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import render
from django.utils.deprecation import MiddlewareMixin
from django.utils.translation import gettext

from common.asking import Choice, Explanation, MalformedQueryError, UnknownNameError
from common.dates import day, month_name
from common.months import Month
from common.templatetags.pragati import address
from dashboard.search.queries import suggestions
from dashboard.site import guide
from dashboard.site.charted import validated
from dashboard.site.notes import scope_choices
from metrics.selectors import UnknownMethodologyError
from rankings.lists import labels, links
from rankings.lists.histories import Scope, standing_lists
from rankings.lists.queries import WithdrawnListError
from rankings.lists.query import ListQuery
from rankings.lists.scored_lists import NoFiguresError
from rankings.models import Origin
from rankings.practices.queries import KIND as PRACTICE
from rankings.practices.queries import WithdrawnPracticeError
from states.selectors import UnknownStateError, all_states

# The page of the latest list before there is any.


def empty(request: HttpRequest, query: ListQuery) -> HttpResponse:
    def page_of(**changes: str) -> str:
        return address("rankings:latest", query=query.carried_to("rankings:latest", **changes))

    return render(request, "empty.html", {"scope": query.scope, **scope_choices(query, page_of)})


# What stands at the address of a list that was withdrawn.


def _withdrawn(request: HttpRequest, problem: WithdrawnListError) -> HttpResponse:
    """The list's name, when and why it was withdrawn, and where to go from here."""
    ranking, withdrawal = problem.list, problem.withdrawal
    names = {
        "month": month_name(ranking.month),
        "board": labels.board_name(ranking.board),
        "category": labels.category_name(ranking.category),
        "number": ranking.revision,
        "day": day(withdrawal.withdrawn_on),
    }
    here = Scope(ranking.board, ranking.category)
    leads = [Choice(gettext("Latest list"), links.leaderboard(None, here))]
    same = {"month": ranking.month, "board": ranking.board, "category": ranking.category}
    if ranking.origin == Origin.COMPUTED and standing_lists().filter(**same, origin=Origin.RECORDED).exists():
        recorded = Scope(ranking.board, ranking.category, Origin.RECORDED)
        leads.append(Choice(gettext("see the recorded list"), links.leaderboard(ranking.month, recorded)))
    text = gettext(
        "Revision %(number)s of %(month)s, %(board)s, %(category)s, was released in error and withdrawn on "
        "%(day)s. It is out of every count and history; its digest stays in the chain."
    )
    context = {
        "title": gettext("The list of %(month)s was withdrawn") % names,
        "text": text % names,
        "reason": withdrawal.reason,
        "known": leads,
    }
    return render(request, "dashboard/publishing/withdrawn.html", context, status=410)


View = TypeVar("View", bound=Callable[..., HttpResponse])
LONGEST_SHOWN = 40


def explained(view: View, methods: Collection[str] = ("GET", "HEAD")) -> View:
    """Mark a public page: `Explained` looks after its methods, its validators, and what it cannot find."""
    view.explained = methods  # type: ignore[attr-defined]
    return view


class Explained(MiddlewareMixin):
    """Unknown names on a public page are answered with 404, malformed queries with 400, withdrawn lists with 410."""

    def process_view(self, request: HttpRequest, view: Any, _args: Any, _kwargs: Any) -> HttpResponse | None:
        methods = getattr(view, "explained", None)
        return None if methods is None or request.method in methods else HttpResponseNotAllowed(methods)

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        read = request.method in {"GET", "HEAD"} and response.status_code == HTTPStatus.OK
        return (
            validated(request, response)
            if read and _is_public(request) and "ETag" not in response
            else response
        )

    def process_exception(self, request: HttpRequest, problem: Exception) -> HttpResponse | None:
        if not _is_public(request):
            return None
        if isinstance(problem, MalformedQueryError):
            return _page(request, _malformed(request, problem), 400)
        if isinstance(problem, WithdrawnListError):
            return _withdrawn(request, problem)
        if isinstance(problem, WithdrawnPracticeError):
            return _page(request, _withdrawn_practice(problem), 410)
        if isinstance(problem, UnknownStateError | UnknownMethodologyError | UnknownNameError):
            return _page(request, _unknown(request, problem), 404)
        return None


def _is_public(request: HttpRequest) -> bool:
    return request.resolver_match is not None and hasattr(request.resolver_match.func, "explained")


def _unknown(
    request: HttpRequest, problem: UnknownStateError | UnknownMethodologyError | UnknownNameError
) -> Explanation:
    if isinstance(problem, UnknownStateError):
        return _unknown_state(problem)
    if isinstance(problem, UnknownMethodologyError):
        return _unknown_methodology(problem)
    return _unknown_name(request, problem)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """An address that leads nowhere."""
    text = gettext("There is no page at this address. These pages exist:")
    asked = _words(request)
    near = tuple(suggestions(asked, all_states())) if asked else ()
    return _page(request, Explanation(gettext("Page not found"), text, tuple(_pages()), near, asked), 404)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """A request that the server refuses to read. Nothing in it is trusted, so the page takes nothing from it."""
    return HttpResponse(_plain(*_BAD, _BAD_HI), status=400)


def refused(status: HTTPStatus) -> HttpResponse:
    """An address or a header that is too long to be read."""
    return HttpResponse(_plain(*_BAD, _BAD_HI), status=status)


def too_many(seconds: float) -> HttpResponse:
    """More pages asked for than one address may; the wait is in seconds. It costs next to nothing itself."""
    wait = max(1, math.ceil(seconds))
    text = f"Too many pages were asked for from your address within a minute. Please try again in {wait} seconds."
    hindi = f"आपके पते से एक मिनट में बहुत अधिक पृष्ठ माँगे गए। कृपया {wait} सेकंड बाद फिर प्रयास करें।"
    headers = {"Retry-After": str(wait), "Cache-Control": "no-store"}
    page = _plain("Too many requests", text, ("बहुत अधिक अनुरोध", hindi))
    return HttpResponse(page, status=HTTPStatus.TOO_MANY_REQUESTS, headers=headers)


def forged(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form without its token: sent from elsewhere, too late, or by a browser that keeps no cookies."""
    text = gettext(
        "This form lacks the mark that protects it, so nothing was done. Open the page again and send it once more; "
        "your browser must accept cookies from this site."
    )
    again = Choice(gettext("Open the page again"), request.get_full_path())
    return _page(request, Explanation(gettext("The form was not accepted"), text, (again,)), 403)


def server_error(request: HttpRequest) -> HttpResponse:
    """Something failed here. The page stands on nothing that could fail too: no database, no template."""
    text = "The fault is ours and has been noted. Please try again later."
    return HttpResponse(_plain("Something went wrong here", text, _ERROR_HI), status=500)


_BAD = ("Bad request", "The server could not read this request.")
_BAD_HI = ("अनुरोध पढ़ा नहीं जा सका", "सर्वर इस अनुरोध को नहीं पढ़ सका।")
_ERROR_HI = ("यहाँ कुछ गड़बड़ी हुई", "त्रुटि हमारी ओर से है और दर्ज कर ली गई है। कृपया कुछ देर बाद फिर प्रयास करें।")


def _plain(title: str, text: str, hindi: tuple[str, str]) -> str:
    """A page in both languages at once, since the reader's is not known. Static files by their plain names."""
    css = "".join(
        f'<link rel="stylesheet" href="{settings.STATIC_URL}css/{name}.css">' for name in ("tokens", "page")
    )
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{title} · Pragati</title>{css}</head>"
        f'<body><main class="wrap"><h1>{title}</h1><p>{text} <a href="/">Latest list</a></p>'
        f'<div lang="hi"><h2>{hindi[0]}</h2><p>{hindi[1]} <a href="/hi/">नवीनतम सूची</a></p></div></main></body></html>'
    )


def _page(request: HttpRequest, found: Explanation, status: int) -> HttpResponse:
    return render(request, "dashboard/explained.html", {"page": found}, status=status)


def _malformed(request: HttpRequest, problem: MalformedQueryError) -> Explanation:
    mended = request.GET.copy()
    mended.pop(problem.field, None)
    address = f"{request.path}?{mended.urlencode()}" if mended else request.path
    return Explanation(
        gettext("This address cannot be read"),
        str(problem),
        (Choice(gettext("The same page without %(field)s") % {"field": problem.field}, address),),
    )  # fmt: skip


def _unknown_state(problem: UnknownStateError) -> Explanation:
    states = all_states()
    return Explanation(
        gettext("No State or UT has the code “%(code)s”") % {"code": problem.code[:LONGEST_SHOWN]},
        gettext("These codes are known:"),
        tuple(Choice(f"{state.code} · {state.label}", links.page("state", state.code)) for state in states),
        near=tuple(suggestions(problem.code, states)),
        asked=problem.code[:LONGEST_SHOWN],
    )


def _unknown_methodology(problem: UnknownMethodologyError) -> Explanation:
    return Explanation(
        gettext("There is no methodology version “%(version)s”")
        % {"version": problem.version[:LONGEST_SHOWN]},
        gettext("These versions are known:"),
        tuple(Choice(one, links.page("methodology", one)) for one in problem.known),
    )


def _withdrawn_practice(problem: WithdrawnPracticeError) -> Explanation:
    """That it is gone and since when; neither what it said nor why it went."""
    text = gettext(
        "Practice %(number)s of the register was withdrawn on %(day)s. What else there is stands here:"
    )
    own = {"state": problem.state.label}
    return Explanation(
        gettext("This practice was withdrawn"),
        text % {"number": problem.number, "day": day(problem.withdrawn_on)},
        (
            Choice(gettext("Good practices"), links.page("practices")),
            Choice(gettext("The page of %(state)s") % own, links.page("state", problem.state.code)),
        ),
    )  # fmt: skip


def _unknown_practice(value: str) -> Explanation:
    text = gettext("The register gives each practice a number for good. These pages lead on:")
    title = gettext("The register has no practice %(value)s") % {"value": value}
    return Explanation(title, text, (Choice(gettext("Good practices"), links.page("practices")),))


def _unknown_name(request: HttpRequest, problem: UnknownNameError) -> Explanation:
    value = problem.value[:LONGEST_SHOWN]
    known = list(problem.known)
    if isinstance(problem, NoFiguresError):
        return _no_figures(request, problem)
    if problem.kind == PRACTICE:
        return _unknown_practice(value)
    if problem.kind == "month":
        title = gettext("No list of the month “%(value)s” is on record") % {"value": value}
        choices = [_month(request, one) for one in reversed(known)]
    elif problem.kind == "revision":
        title = gettext("This list has no revision %(value)s") % {"value": value}
        choices = [Choice(one, _sibling(request, one)) for one in known]
    elif problem.kind == "parameter":
        title = gettext("There is no parameter “%(value)s”") % {"value": value}
        choices = [Choice(one, links.page("parameter", one)) for one in known]
    elif problem.kind == "chart":
        title = gettext("This page has no chart “%(value)s”") % {"value": value}
        choices = [Choice(one, _query(request, "chart", one)) for one in known]
    elif problem.kind == "board":
        title = gettext("There is no board “%(value)s”") % {"value": value}
        choices = [Choice(labels.board_name(one), _query(request, "board", one)) for one in known]
    else:
        title = gettext("There is no category “%(value)s”") % {"value": value}
        choices = [Choice(labels.category_name(one), _query(request, "category", one)) for one in known]
    text = gettext("These are known:") if choices else gettext("No list of this kind is on record yet.")
    return Explanation(title, text, tuple(choices or _pages()))


def _no_figures(request: HttpRequest, problem: NoFiguresError) -> Explanation:
    """The same page for a month whose list was computed from figures."""
    choices = tuple(
        Choice(month_name(Month.parse(one)), _query(request, problem.field or "month", one))
        for one in reversed(problem.known)
    )
    title = gettext("No list of the month “%(value)s” was computed from figures") % {
        "value": problem.value[:LONGEST_SHOWN]
    }
    text = gettext(
        "Lists from the published record hold places only, so there is nothing to work them out from."
    )
    more = (
        gettext("These months have figures:")
        if choices
        else gettext("No list of this kind is on record yet.")
    )
    return Explanation(title, f"{text} {more}", choices or tuple(_pages()))


def _words(request: HttpRequest) -> str:
    """The last part of an address as words."""
    last = request.path.strip("/").rpartition("/")[2].removesuffix(".html")
    return " ".join(re.split(r"[-_.+\s]+", last))[:LONGEST_SHOWN].strip()


def _month(request: HttpRequest, month: str) -> Choice:
    """The page that was asked for, with a month that is known."""
    if "month" in request.GET:
        return Choice(month_name(Month.parse(month)), _query(request, "month", month))
    query = {key: request.GET[key] for key in ("board", "category", "origin", "as_of") if key in request.GET}
    return Choice(month_name(Month.parse(month)), links.page("month", month, query=query))


def _sibling(request: HttpRequest, revision: str) -> str:
    """The address with another number at its end."""
    parent = request.path.rstrip("/").rpartition("/")[0]
    query = request.META.get("QUERY_STRING", "")
    return f"{parent}/{revision}/" + (f"?{query}" if query else "")


def _query(request: HttpRequest, field: str, value: str) -> str:
    query = request.GET.copy()
    query[field] = value
    return f"{request.path}?{query.urlencode()}"


def _pages() -> Iterable[Choice]:
    return [ranking.choice for ranking in guide.LISTS]
