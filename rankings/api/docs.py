"""`docs/`: a page to try the API on. Without JavaScript it lists every address, with what it takes."""

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
from django.views.decorators.http import require_safe

from rankings.api.etag import FRESH, etag_of
from rankings.api.openapi.document import openapi_document
from rankings.selectors.changes import last_public_act

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
    response = render(request, "api/docs.html", {"page": page})
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
