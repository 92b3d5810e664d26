"""What every address that is read has in common: query names, formats, validators, errors."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import override
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request
from rest_framework.views import APIView

from accounts.throttles import tell_usage
from common.api.answers import FIELDS, Answer, selected
from common.api.kinds import Kind
from common.api.language import FORMAT, LANGUAGE, Negotiation, language_of, languages
from common.api.tables import CSVRenderer, JSONRenderer, XLSXRenderer
from common.asking import MalformedQueryError
from rankings.api.errors import UnknownQueryError
from rankings.api.etag import FRESH, conditional, encode, forget_codings
from rankings.api.types import paths_of, row_of
from rankings.lists import asked
from rankings.lists.histories import Scope, assumed_releases
from rankings.lists.queries import last_public_act
from states.selectors import state_by_code

Query = Mapping[str, str]
"""The query parameters of a request, each known and given once."""

SCOPE = ("board", "category", "origin")
POINT = (*SCOPE, "as_of")
"""A history and the day on which it was known."""

WINDOW = ("from", "to")
FILES = (CSVRenderer.format, XLSXRenderer.format)
PACKED = (XLSXRenderer.format, "zip")
"""Formats that are compressed in themselves."""


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


def checked_query(request: Request, known: Sequence[str]) -> Query:
    """The query parameters of a request.

    Raises UnknownQueryError for one that is not known, and MalformedQueryError for one that is given twice.
    """
    for name, values in request.query_params.lists():
        if name not in known:
            raise UnknownQueryError(name, known)
        if len(values) > 1:
            raise MalformedQueryError(name, _("%(field)s is given more than once.") % {"field": name})
    query = {name: request.query_params[name] for name in known if name in request.query_params}
    if query.get(LANGUAGE, "").lower() not in ("", *languages()):
        told = _("lang is one of %(known)s.") % {"known": ", ".join(languages())}
        raise MalformedQueryError(LANGUAGE, told)
    return query


class ReadView(APIView):
    """An address that is read with GET and HEAD. A subclass says in `read` what it answers.

    `query` names the query parameters it takes. A misspelt one is refused: `categroy=ut` must not give the
    list of the whole country. `operation` is its name in the schema and `title` what it is in a few words;
    `shape` is the type of its document (a TypedDict), `also` other forms that it can take; `problems` is what can
    go wrong here beyond what can go wrong anywhere, `tag` the part of the schema where it stands, if not that of
    its address. `required` names the query parameters that cannot be left out; `posted` is the name in the schema of
    the same question with its text in the body, where that can be sent too. `cost` is what a request weighs in the
    throttle.
    """

    query: ClassVar[tuple[str, ...]] = ()
    operation: ClassVar[str]
    title: ClassVar[Promise]
    shape: ClassVar[Any]
    also: ClassVar[tuple[Any, ...]] = ()
    tag: ClassVar[str] = ""
    problems: ClassVar[tuple[Kind, ...]] = ()
    required: ClassVar[tuple[str, ...]] = ()
    posted: ClassVar[str] = ""
    cost: ClassVar[int] = 1
    renderer_classes: Sequence[type[BaseRenderer]] = (JSONRenderer,)
    content_negotiation_class = Negotiation

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """An address of the API has no language of its own: what it says in words follows the request."""
        forget_codings(request)
        with override(language_of(request)):
            return super().dispatch(request, *args, **kwargs)

    def read(self, request: Request, query: Query, **path: Any) -> Answer:
        raise NotImplementedError

    def get(self, request: Request, **path: Any) -> HttpResponse:
        """The answer with its validators, or 304; made from what is on record."""
        answer = self.answer(request, checked_query(request, self.known()), **path)
        return conditional(
            request._request,
            self.rendered(request, answer),
            modified=answer.modified or last_public_act(),
            frozen=answer.frozen,
        )

    def rendered(self, request: Request, answer: Answer) -> HttpResponse:
        """The answer in the form that was asked for, without its validators."""
        renderer = request.accepted_renderer
        content_type = renderer.media_type + (f"; charset={renderer.charset}" if renderer.charset else "")
        response = HttpResponse(renderer.render(answer), content_type=content_type)
        if renderer.format in FILES:
            name = f"{answer.name}.{renderer.format}"
            response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
        response.headers["Link"] = ", ".join(self._links(request, answer))
        patch_vary_headers(response, ["Accept", "Accept-Encoding"])  # stored answers are compressed
        return response

    def answer(self, request: Request, query: Query, **path: Any) -> Answer:
        """What `read` says, and what every address of the kind does with it."""
        return self.read(request, query, **path)

    @classmethod
    def known(cls) -> tuple[str, ...]:
        """Every query parameter that the address takes."""
        return (*cls.query, FORMAT, LANGUAGE)

    @classmethod
    def parts(cls) -> list[str]:
        """The parts of an entry that `fields=` can name."""
        return []

    def _links(self, request: Request, answer: Answer) -> Iterator[str]:
        """Pages beside, where it is described, and the same in other formats."""
        for relation, url in (*answer.links, ("describedby", reverse("api:schema"))):
            yield f'<{request.build_absolute_uri(url)}>; rel="{relation}"'
        for one in self.renderer_classes:
            if one.format != request.accepted_renderer.format:
                query = request._request.GET.copy()
                query[FORMAT] = str(one.format)
                url = request.build_absolute_uri(f"{request.path}?{query.urlencode()}")
                yield f'<{url}>; rel="alternate"; type="{one.media_type}"'

    def options(self, request: Request, *args: Any, **kwargs: Any) -> HttpResponse:  # type: ignore[override]
        """The methods, in the `Allow` header that every answer carries."""
        return HttpResponse(status=204)

    def finalize_response(  # type: ignore[override]
        self, request: Request, response: HttpResponse, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        final: HttpResponse = super().finalize_response(request, response, *args, **kwargs)  # type: ignore[arg-type]
        tell_usage(request._request, final)
        renderer = getattr(request, "accepted_renderer", None)
        if renderer is not None and renderer.format not in PACKED:
            encode(request._request, final)
        if request.method == "HEAD" and not final.streaming:
            final.headers.setdefault("Content-Length", str(len(final.content)))
            final.content = b""
        return final


class CollectionView(ReadView):
    """A `ReadView` of entries: also as a table, and with a choice of what to show of each entry."""

    renderer_classes: Sequence[type[BaseRenderer]] = (JSONRenderer, CSVRenderer, XLSXRenderer)

    @classmethod
    def known(cls) -> tuple[str, ...]:
        return (*cls.query, FIELDS, FORMAT, LANGUAGE)

    @classmethod
    def parts(cls) -> list[str]:
        return list(dict.fromkeys(path for one in (cls.shape, *cls.also) for path in paths_of(row_of(one))))

    def answer(self, request: Request, query: Query, **path: Any) -> Answer:
        return selected(super().answer(request, query, **path), query.get(FIELDS, ""), self.parts())


class OneStateView(ReadView):
    """An address of one State. Any of its codes leads there; all but its own in capitals by a redirect."""

    def get(self, request: Request, **path: Any) -> HttpResponse:
        state = state_by_code(path["code"])
        if state.code != path["code"]:
            return self._elsewhere(request, path | {"code": state.code})
        return super().get(request, **(path | {"state": state}))

    def _elsewhere(self, request: Request, path: dict[str, Any]) -> HttpResponse:
        match = request._request.resolver_match
        assert match is not None
        query = request.META.get("QUERY_STRING", "")
        address = reverse(match.view_name, kwargs=path)
        response = HttpResponsePermanentRedirect(f"{address}?{query}" if query else address)
        response.headers["Cache-Control"] = FRESH
        patch_vary_headers(response, ["Accept"])
        return response
