"""A page, or one of its charts as a file: the same address with `?chart=KEY&format=svg` or `csv`.

Both come from the very values that the page shows, so that no chart ever leaves with other numbers.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.http import http_date
from django.utils.safestring import mark_safe
from django.utils.text import slugify
from django.utils.translation import gettext

from common.asking import MalformedQueryError, UnknownNameError
from common.charts.heat import HeatMap, heat_document
from common.charts.svg import fluid, svg_document
from common.charts.theme import narrowed
from common.charts.times import Rule, Scale, Series, Tick, figure
from common.dates import month_name, month_short
from common.months import Month
from common.sheets import Sheet, sheet_bytes
from rankings.lists.history import Break, SampleBasis, Standing, breaks
from rankings.lists.queries import last_public_act

# A chart as the page holds it: message, text alternative, and the figure from which both drawings are made.


@dataclass(frozen=True, slots=True)
class ChartFigure:
    """`key` is unique in the page. `note` stands under the chart and says where the same numbers are.

    `sheet` holds the chart's own numbers, for whoever takes them away; its columns are named as the API names them.
    `single`: one month's list is drawn, whatever else its page counts.
    """

    key: str
    title: str
    alternative: str
    note: str
    payload: dict[str, Any]
    sheet: Sheet
    single: bool = False

    @property
    def data_id(self) -> str:
        return f"chart-{self.key}"

    @property
    def drawings(self) -> str:
        """The figure as the server draws it, for a wide and for a narrow screen; style sheets show one of them."""
        both = fluid(self.payload["figure"], kind="wide") + fluid(narrowed(self.payload), kind="narrow")
        return mark_safe(both)  # noqa: S308  # nosec B308 B703


# Where another methodology version took over: a rule in a chart, a row in a table.

Versions = Mapping[Month, str | None]
"""The methodology version that ranked each month on record; None where it is not known."""


def version_rules(versions: Versions, months: Sequence[Month]) -> list[Rule]:
    """A rule before each month of a chart from which on another version ranked; `months` are all that it shows."""
    places = {month: index for index, month in enumerate(months)}
    return [
        Rule(places[one.month], gettext("version %(version)s") % {"version": one.after}, one.after)
        for one in breaks(versions)
        if places.get(one.month)
    ]


def version_changes(versions: Versions) -> dict[Month, str]:
    """What a table says at each month from which on another version ranked."""
    return {one.month: _told(one) for one in breaks(versions)}


def rules_note(found: Sequence[Rule]) -> str:
    """What a chart says of its rules; nothing where it has none."""
    return gettext("Dotted line: from here on another methodology version ranked.") if found else ""


def _told(one: Break) -> str:
    values = {"month": month_name(one.month), "after": one.after, "before": one.before}
    return gettext("From %(month)s methodology version %(after)s, before it version %(before)s") % values


# Which months of a long row are named under a chart.

FEW_MONTHS = 6


def year_ticks(months: Sequence[Month]) -> list[Tick]:
    """The Januaries by their year, and the first month where it is not too near to one; few months all by name."""
    if len(months) <= FEW_MONTHS:
        return [Tick(index, month_short(month)) for index, month in enumerate(months)]
    ticks = [Tick(index, str(month.year)) for index, month in enumerate(months) if month.number == 1]
    if not ticks or ticks[0].index > len(months) // 8:
        ticks.insert(0, Tick(0, month_short(months[0])))
    return ticks


# The numbers behind charts over months, as sheets to take away; columns are named as the API names them.


def standings_sheet(
    months: Sequence[Month],
    standings: Mapping[Month, Standing],
    courses: Mapping[str, Mapping[Month, Standing]] = MappingProxyType({}),
    others: Iterable[str] = (),
) -> Sheet:
    """A State's rank and score, and its ranks on `others`; empty in a month in which it is not on record."""
    beside = tuple(others)
    rows = []
    for month in months:
        own = standings.get(month)
        there = [courses[board].get(month) for board in beside]
        rows.append(
            (
                str(month),
                own.rank if own else None,
                own.score if own else None,
                *(one.rank if one else None for one in there),
            )
        )
    return Sheet(("month", "rank", "score", *(f"rank_{board}" for board in beside)), rows)


def lines_sheet(
    months: Sequence[Month], lines: Sequence[tuple[str, Sequence[int | Decimal | None]]]
) -> Sheet:
    """A column for each line, by its name, and a row for each month."""
    return Sheet(
        ("month", *(name for name, _ in lines)),
        [(str(month), *(values[number] for _, values in lines)) for number, month in enumerate(months)],
    )


# Lines over months.


def hovers(months: Sequence[Month], texts: Sequence[str | None], name: str = "") -> tuple[str, ...]:
    """What is read at each point of a line: `Haryana, May 2023: rank 1`; nothing where there is no text."""
    before = f"{name}, " if name else ""
    return tuple(
        "" if text is None else f"{before}{month_name(month)}: {text}"
        for month, text in zip(months, texts, strict=True)
    )


def over_time(
    lines: Sequence[Series], months: Sequence[Month], scale: Scale, versions: Versions, **said: Any
) -> ChartFigure:
    """Lines over months, with a rule where another methodology version took over; `said` is the rest of the chart.

    `mark_first` draws the leading line's rank 1 in amber.
    """
    ruled, labels = version_rules(versions, months), [month_short(month) for month in months]
    mark_first = said.pop("mark_first", False)
    payload = figure(lines, labels, year_ticks(months), scale, mark_first=mark_first, rules=ruled)
    said["note"] = " ".join(filter(None, [said["note"], rules_note(ruled)]))
    return ChartFigure(payload=payload, **said)


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
