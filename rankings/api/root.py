"""The root of the API, the kinds of problem, and every address that there is not."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse, HttpResponsePermanentRedirect
from django.urls import Resolver404, resolve, reverse
from django.utils.translation import override
from rest_framework.request import Request

from rankings.api.answers import Answer, Table
from rankings.api.errors import UnknownProblemError
from rankings.api.kinds import KINDS, Kind
from rankings.api.reading import CollectionView, Query, ReadView

# Address templates (RFC 6570) below the root, with the query parameters that each takes.
ENDPOINTS: dict[str, str] = {
    "rankings": "rankings/{?board,category,origin,as_of,from,to,limit,offset}",
    "ranking": "rankings/{month}/{?board,category,origin,as_of}",
    "ranking_latest": "rankings/latest/{?board,category,origin,as_of}",
    "ranking_revision": "rankings/{month}/rev/{revision}/{?board,category,origin}",
    "states": "states/",
    "state": "states/{code}/",
    "state_history": "states/{code}/history/{?board,category,origin,as_of,from,to}",
    "state_marks": "states/{code}/marks/{month}/",
    "state_why": "states/{code}/why/{?board,category,as_of,from,to}",
    "streaks": "streaks/{?board,category,origin,as_of,from,to}",
    "parameters": "parameters/{?methodology}",
    "methodologies": "methodologies/",
    "methodology": "methodologies/{version}/",
    "problems": "problems/",
    "problem": "problems/{code}/",
}


class Root(ReadView):
    """Every address, as a template."""

    def read(self, request: Request, query: Query, **path: Any) -> Answer:
        root = request.build_absolute_uri(reverse("api:root"))
        results = [{"name": name, "url": root + template} for name, template in ENDPOINTS.items()]
        return Answer({"count": len(results), "results": results})


class Problems(CollectionView):
    """The kinds of problem that an error can be."""

    def read(self, request: Request, query: Query, **path: Any) -> Answer:
        results = [kind_document(request, kind) for kind in KINDS.values()]
        columns = ("code", "status", "title", "title_hi", "url")
        return Answer(
            {"count": len(results), "results": results}, Table(columns, results), "pragati-problems"
        )


class OneProblem(ReadView):
    """One kind of problem: where the `type` of a problem document leads."""

    def read(self, request: Request, query: Query, **path: Any) -> Answer:
        if path["code"] not in KINDS:
            raise UnknownProblemError(path["code"])
        return Answer(kind_document(request, KINDS[path["code"]]))


class Nothing(ReadView):
    """Every other address below the root: 404, or on to the same address with a slash where that one is known."""

    def _answer(self, request: Request, **path: Any) -> HttpResponse:
        plain = request._request
        if not plain.path_info.endswith("/") and _is_known(f"{plain.path_info}/"):
            return _Moved(plain.get_full_path(force_append_slash=True), plain.method in {"GET", "HEAD"})
        raise Http404

    @property
    def default_response_headers(self) -> dict[str, str]:
        """No `Allow`: where there is nothing, no method is of use."""
        return {}

    get = post = put = patch = delete = options = _answer


class _Moved(HttpResponsePermanentRedirect):
    """301 for reading; 308 for anything else, so that the method stays what it was."""

    def __init__(self, address: str, reading: bool) -> None:
        super().__init__(address)
        if not reading:
            self.status_code = 308


def _is_known(path: str) -> bool:
    try:
        return getattr(resolve(path).func, "cls", None) is not Nothing
    except Resolver404:
        return False


def kind_document(request: Request, kind: Kind) -> dict[str, Any]:
    titles = {}
    for language in ("en", "hi"):
        with override(language):
            titles[language] = str(kind.title)
    return {
        "code": kind.code,
        "status": kind.status,
        "title": titles["en"],
        "title_hi": titles["hi"],
        "url": request.build_absolute_uri(reverse("api:problem", args=[kind.code])),
    }
