"""`schema/`: this API as OpenAPI 3.1, in JSON and YAML."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe
from rest_framework.request import Request

from common.api.answers import Answer
from common.api.tables import JSONRenderer
from dashboard.api.openapi import openapi_document, openapi_yaml
from rankings.api.errors import OpenAPI as Shape
from rankings.api.etag import FRESH, etag_of
from rankings.api.reading import Query, ReadView
from rankings.lists.queries import last_public_act


class OpenAPIRenderer(JSONRenderer):
    media_type = "application/vnd.oai.openapi+json"
    format = "openapi"


class YAMLRenderer(JSONRenderer):
    media_type = "application/yaml"
    format = "yaml"

    def render(
        self,
        data: Any,
        accepted_media_type: str | None = None,
        renderer_context: Mapping[str, Any] | None = None,
    ) -> bytes:
        return openapi_yaml()


class OpenAPI(ReadView):
    """This API as OpenAPI 3.1, from which clients can be generated."""

    operation, shape = "get_schema", Shape
    title = _("This API as OpenAPI")
    renderer_classes = (JSONRenderer, OpenAPIRenderer, YAMLRenderer)

    def read(self, request: Request, query: Query, **path: Any) -> Answer:
        return Answer(openapi_document())


# `docs/`: a page to try the API on. Without JavaScript it lists every address, with what it takes.

HINDI = "hi"


@dataclass(frozen=True, slots=True)
class Entry:
    """A method of an address. `address` leads to it where it can be opened as it stands."""

    method: str
    path: str
    summary: str
    parameters: tuple[str, ...]
    address: str


@dataclass(frozen=True, slots=True)
class Section:
    name: str
    text: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """`schema` is where the schema stands."""

    schema: str
    version: str
    sections: tuple[Section, ...]


@require_safe
def docs(request: HttpRequest) -> HttpResponse:
    """The page; what it says in words is in the language of its address."""
    document = openapi_document()
    language = get_language() or ""
    sections = tuple(_section(tag, document["paths"], language) for tag in document["tags"])
    page = Page(reverse("api:schema"), document["openapi"], sections)
    response = render(request, "dashboard/api/docs.html", {"page": page})
    return _validated(request, response)


def _validated(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """As every GET below this root: a strong entity tag, when something public last changed, and 304."""
    response.headers["ETag"] = etag = etag_of(response.headers["Content-Type"], response.content)
    response.headers["Cache-Control"] = FRESH
    modified = last_public_act()
    if modified is not None:
        response.headers["Last-Modified"] = http_date(int(modified.timestamp()))
    answer = get_conditional_response(request, etag=etag, response=response)
    assert isinstance(answer, HttpResponse)
    return answer


def _section(tag: Mapping[str, Any], paths: Mapping[str, Any], language: str) -> Section:
    text = tag["x-description-hi"] if language == HINDI else tag["description"]
    return Section(tag["name"], text, tuple(_entries(tag["name"], paths, language)))


def _entries(tag: str, paths: Mapping[str, Any], language: str) -> Iterator[Entry]:
    for path, methods in paths.items():
        for method, one in methods.items():
            if tag not in one["tags"]:
                continue
            named = [each["name"] for each in one["parameters"] if each.get("in") == "query"]
            summary = one["x-summary-hi"] if language == HINDI else one["summary"]
            opens = method == "get" and "{" not in path and "security" not in one
            yield Entry(method.upper(), path, summary, tuple(named), path if opens else "")
