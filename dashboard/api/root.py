"""The root of the API, the kinds of problem, and every address that there is not."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from django.http import Http404, HttpResponse, HttpResponsePermanentRedirect
from django.urls import Resolver404, URLPattern, resolve, reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override
from rest_framework.request import Request

from common.api.answers import Answer, Table
from common.api.kinds import KINDS, UNKNOWN_PROBLEM, Kind
from rankings.api import errors as documents
from rankings.api.errors import UnknownProblemError
from rankings.api.reading import CollectionView, Query, ReadView
from rankings.api.said import fields

_PART = re.compile(r"<str:(\w+)>")


class Root(ReadView):
    """Every address, as a template (RFC 6570), by its name in the schema."""

    operation, shape = "get_root", documents.Root
    title = _("Every address")
    patterns: Sequence[URLPattern] = ()

    def read(self, request: Request, query: Query, **path: Any) -> Answer:
        root = request.build_absolute_uri(reverse("api:root"))
        results = [{"name": name, "url": root + template} for name, template in templates(self.patterns)]
        return Answer({"count": len(results), "results": results})


def templates(patterns: Sequence[URLPattern]) -> Iterator[tuple[str, str]]:
    """Each address that is read, with the query parameters that it takes."""
    for pattern in patterns:
        view = getattr(pattern.callback, "cls", None)
        if isinstance(view, type) and issubclass(view, ReadView) and hasattr(view, "operation"):
            route = _PART.sub(r"{\1}", str(pattern.pattern))
            yield view.operation, f"{route}{{?{','.join(view.known())}}}"


class Problems(CollectionView):
    """The kinds of problem that an error can be."""

    operation, shape = "list_problems", documents.ProblemKinds
    title = _("The kinds of problem")

    def read(self, request: Request, query: Query, **path: Any) -> Answer:
        results = [kind_document(request, kind) for kind in KINDS.values()]
        columns = ("code", "status", "title", "title_hi", "url")
        table = Table(columns, results, fields(columns))
        return Answer({"count": len(results), "results": results}, table, "pragati-problems")


class OneProblem(ReadView):
    """One kind of problem: where the `type` of a problem document leads."""

    operation, shape = "get_problem", documents.ProblemKind
    title = _("One kind of problem")
    problems = (UNKNOWN_PROBLEM,)

    def read(self, request: Request, query: Query, **path: Any) -> Answer:
        if path["problem"] not in KINDS:
            raise UnknownProblemError(path["problem"])
        return Answer({**kind_document(request, KINDS[path["problem"]])})


class Nothing(ReadView):
    """Every other address below the root: 404, or on to the same address with a slash where that one is known."""

    def _answer(self, request: Request, **path: Any) -> HttpResponse:
        plain = request._request
        if not plain.path_info.endswith("/") and _is_known(f"{plain.path_info}/"):
            return _Moved(plain.get_full_path(force_append_slash=True), plain.method in {"GET", "HEAD"})
        raise Http404

    schema = None

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


def kind_document(request: Request, kind: Kind) -> documents.ProblemKind:
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
