"""What every address that is read has in common: query names, formats, validators, errors."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language_from_request, override
from django.utils.translation import gettext as _
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request
from rest_framework.views import APIView

from rankings.api.answers import Answer
from rankings.api.conditional import conditional, last_public_act
from rankings.api.errors import UnknownQueryError
from rankings.api.negotiation import FORMAT, Negotiation
from rankings.api.renderers import CSVRenderer, JSONRenderer
from rankings.api.throttles import tell_usage
from rankings.selectors import asked
from rankings.selectors.asked import MalformedQueryError
from rankings.selectors.histories import Scope, assumed_releases

Query = Mapping[str, str]
"""The query parameters of a request, each known and given once."""

SCOPE = ("board", "category", "origin")
POINT = (*SCOPE, "as_of")
"""A history and the day on which it was known."""

WINDOW = ("from", "to")


def scope_of(query: Query) -> Scope:
    """The history that is asked for; board and category left empty mean the defaults."""
    return Scope(
        asked.board(query.get("board")).value,
        asked.category(query.get("category")),
        asked.origin(query.get("origin")),
        as_of=asked.as_of(query.get("as_of")),
    )


def point_document(scope: Scope) -> dict[str, Any]:
    """What an answer says about its `as_of`; nothing where none was asked for.

    `release_assumed` names the months whose day of release is not known: they count as released 60 days
    after their end.
    """
    if scope.as_of is None:
        return {}
    return {
        "as_of": scope.as_of.isoformat(),
        "release_assumed": [str(month) for month in assumed_releases(scope)],
    }


class ReadView(APIView):
    """An address that is read with GET and HEAD. A subclass says in `read` what it answers.

    `query` names the query parameters it takes. A misspelt one is refused: `categroy=ut` must not give the
    list of the whole country.
    """

    query: ClassVar[tuple[str, ...]] = ()
    renderer_classes: Sequence[type[BaseRenderer]] = (JSONRenderer,)
    content_negotiation_class = Negotiation

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """An address of the API has no language of its own: what it says in words follows `Accept-Language`."""
        with override(get_language_from_request(request)):
            return super().dispatch(request, *args, **kwargs)

    def read(self, request: Request, query: Query, **path: Any) -> Answer:
        raise NotImplementedError

    def get(self, request: Request, **path: Any) -> HttpResponse:
        answer = self.read(request, self._query(request), **path)
        renderer = request.accepted_renderer
        content_type = renderer.media_type + (f"; charset={renderer.charset}" if renderer.charset else "")
        response = HttpResponse(renderer.render(answer), content_type=content_type)
        if renderer.format == CSVRenderer.format:
            response.headers["Content-Disposition"] = f'attachment; filename="{answer.name}.csv"'
        if answer.links:
            response.headers["Link"] = ", ".join(
                f'<{url}>; rel="{relation}"' for relation, url in answer.links
            )
        patch_vary_headers(response, ["Accept"])
        return conditional(
            request._request, response, modified=answer.modified or last_public_act(), frozen=answer.frozen
        )

    def options(self, request: Request, *args: Any, **kwargs: Any) -> HttpResponse:  # type: ignore[override]
        """The methods, in the `Allow` header that every answer carries."""
        return HttpResponse(status=204)

    def finalize_response(  # type: ignore[override]
        self, request: Request, response: HttpResponse, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        final: HttpResponse = super().finalize_response(request, response, *args, **kwargs)  # type: ignore[arg-type]
        tell_usage(request._request, final)
        if request.method == "HEAD":
            final.headers.setdefault("Content-Length", str(len(final.content)))
            final.content = b""
        return final

    def _query(self, request: Request) -> Query:
        """Raises UnknownQueryError, or MalformedQueryError for a parameter that is given twice."""
        known = (*self.query, FORMAT)
        for name, values in request.query_params.lists():
            if name not in known:
                raise UnknownQueryError(name, known)
            if len(values) > 1:
                raise MalformedQueryError(name, _("%(field)s is given more than once.") % {"field": name})
        return {name: request.query_params[name] for name in self.query if name in request.query_params}


class CollectionView(ReadView):
    """A `ReadView` that also answers in CSV."""

    renderer_classes: Sequence[type[BaseRenderer]] = (JSONRenderer, CSVRenderer)
