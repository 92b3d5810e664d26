"""A page, or one of its charts as a file: the same address with `?chart=KEY&format=svg` or `csv`.

Both come from the very values that the page shows, so that no chart ever leaves with other numbers.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields, replace
from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.http import http_date
from django.utils.text import slugify
from django.utils.translation import gettext

from common.asking import MalformedQueryError, UnknownNameError
from common.charts.heat import HeatMap, heat_document
from common.charts.svg import svg_document
from common.sheets import Sheet, sheet_bytes
from dashboard.site.figures import ChartFigure
from rankings.lists.history import SampleBasis
from rankings.lists.queries import last_public_act

# Bytes for machines and pages for people: a strong ETag, Last-Modified, 304.

REVALIDATED = "public, no-cache"
"""Kept by whoever likes, and asked for again each time: nobody is shown a page that a release has overtaken."""


def served(request: HttpRequest, body: bytes, media_type: str, *, modified: datetime | None) -> HttpResponse:
    """The bytes with their validators, or 304 where the client has them; to be asked again each time."""
    response = HttpResponse(body, content_type=media_type)
    etag = f'"{hashlib.sha256(body).hexdigest()}"'
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = "public, max-age=60, must-revalidate"
    seconds = None
    if modified is not None:
        seconds = int(modified.timestamp())
        response.headers["Last-Modified"] = http_date(seconds)
    answer = get_conditional_response(request, etag=etag, last_modified=seconds, response=response)
    assert isinstance(answer, HttpResponse)
    return answer


def validated(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """A public page with its validators, or 304 where the reader has it.

    `Last-Modified` is told, for a page shows when its data changed; whether it is the same page the ETag alone
    decides, since a page changes with its template, too, and twice within a second if need be. One query.
    """
    response.headers["ETag"] = f'"{hashlib.sha256(response.content).hexdigest()}"'
    response.headers["Cache-Control"] = REVALIDATED
    modified = last_public_act()
    if modified is not None:
        response.headers["Last-Modified"] = http_date(int(modified.timestamp()))
    patch_vary_headers(response, ["Accept-Encoding"])  # kept pages are handed out compressed
    answer = get_conditional_response(request, etag=response.headers["ETag"], response=response)
    assert isinstance(answer, HttpResponse)
    return answer


FORMATS = ("svg", "csv")
_MEDIA = {"svg": "image/svg+xml; charset=utf-8", "csv": "text/csv; charset=utf-8"}


def charted(request: HttpRequest, template: str, context: Mapping[str, Any]) -> HttpResponse:
    """The page from its template, or the chart that the query asks for.

    Of the context's values those that are a ChartFigure, or several, can be asked for; `title`, `canonical`,
    `sample` and `mixed` say what a file tells of itself. UnknownNameError for a chart that the page does not have,
    MalformedQueryError for a format that there is not.
    """
    key = request.GET.get("chart")
    if key is None:
        return render(request, template, context)
    values = values_of(context)
    charts = {chart.key: chart for chart in charts_of(values)}
    if key not in charts:
        raise UnknownNameError("chart", key, charts)
    kind = _format(request.GET.get("format") or FORMATS[0], FORMATS)
    chart = charts[key]
    body = _svg(request, chart, values) if kind == "svg" else sheet_bytes(_sheet(chart, values))
    return _file(request, key, kind, body)


def tabled(request: HttpRequest, template: str, context: Mapping[str, Any], sheet: Sheet) -> HttpResponse:
    """The page from its template, or with `?format=csv` its table. MalformedQueryError for another format.

    A page with a `heat` to draw is a picture as well: `?format=svg`.
    """
    if not request.GET.get("format"):
        return render(request, template, context)
    values = values_of(context)
    heat: HeatMap | None = values.get("heat")
    kind = _format(request.GET["format"], FORMATS[1:] if heat is None else FORMATS)
    if heat is not None and kind == "svg":
        body = heat_document(replace(heat, notes=[*heat.notes, *_notes(request, values)]))
    else:
        body = sheet_bytes(sheet)
    return _file(request, "", kind, body)


def _format(asked: str, known: Sequence[str]) -> str:
    if asked not in known:
        told = gettext("format is one of %(known)s, not “%(value)s”")
        raise MalformedQueryError("format", told % {"known": ", ".join(known), "value": asked[:40]})
    return asked


def _file(request: HttpRequest, key: str, kind: str, body: bytes) -> HttpResponse:
    response = served(request, body, _MEDIA[kind], modified=None)
    response.headers["Content-Disposition"] = f'attachment; filename="{_name(request, key)}.{kind}"'
    return response


def values_of(context: Mapping[str, Any]) -> Mapping[str, Any]:
    """The values of a page: its context's, after those of its `page` where it has one, a mapping or a dataclass."""
    page = context.get("page", {})
    own = (
        page
        if isinstance(page, Mapping)
        else {field.name: getattr(page, field.name) for field in fields(page)}
    )
    return {**own, **context}


def charts_of(values: Mapping[str, Any]) -> Iterator[ChartFigure]:
    """Every chart of a page, in the order of its values."""
    for value in values.values():
        for chart in value if isinstance(value, tuple) else (value,):
            if isinstance(chart, ChartFigure):
                yield chart


def _svg(request: HttpRequest, chart: ChartFigure, values: Mapping[str, Any]) -> bytes:
    """Outside its page a chart says itself of which month and board it is, and where it is from."""
    notes = [chart.note, *_notes(request, values)]
    if values.get("title"):
        notes.insert(0, values["title"])
    if _counting(chart, values) and values["mixed"]:
        notes.append(values["mixed"])
    figure = chart.payload["figure"]
    return svg_document(figure, title=chart.title, alternative=chart.alternative, notes=notes)


def _sheet(chart: ChartFigure, values: Mapping[str, Any]) -> Sheet:
    """The chart's numbers; where it rests on the lists of several months, with whether these are sample ones."""
    if not _counting(chart, values):
        return chart.sheet
    basis = (
        SampleBasis.MIXED if values["mixed"] else SampleBasis.ALL if values["sample"] else SampleBasis.NONE
    )
    rows = [(*row, basis.value) for row in chart.sheet.rows]
    return Sheet((*chart.sheet.columns, "sample_basis"), rows)


def _counting(chart: ChartFigure, values: Mapping[str, Any]) -> bool:
    """Whether the chart rests on what its page counts or compares, month by month."""
    return "mixed" in values and not chart.single


def _notes(request: HttpRequest, values: Mapping[str, Any]) -> list[str]:
    """Where a picture is from, and that its figures are sample ones where they are."""
    address = f"{settings.SITE_URL}{values.get('canonical') or request.path}"
    notes = [gettext("Source: Pragati, %(address)s") % {"address": address}]
    if values.get("sample"):
        notes.append(gettext("Sample figures, calibrated to the published record. Not official data."))
    return notes


def _name(request: HttpRequest, key: str) -> str:
    """`pragati-states-HR-ranks`"""
    inside = request.path.strip("/").replace("/", "-")
    return "-".join(filter(None, ("pragati", slugify(inside), key)))
