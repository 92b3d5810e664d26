"""`/styleguide/`: every token and every part, in light and dark; only where DEBUG is on."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from functools import wraps
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from common.asking import Choice
from common.charts import rows
from common.charts.small import positions, spark
from common.charts.theme import SHAPE_AT_LEAST, TEXT_AT_LEAST, Tokens, contrast, read, scheme_rules
from common.months import Month
from common.sheets import Sheet
from dashboard.leaderboard.queries import Tile, legend
from dashboard.site.charted import ChartFigure, charted
from rankings.lists.query import ListQuery
from states.models import State

# The style guide: every token with its value, and every part of a page filled with made-up content.

SCHEMES = ("light", "dark")
_SCORES = (("Haryana", "HR", "99.97"), ("Himachal Pradesh", "HP", "99.85"), ("Mizoram", "MZ", "86.14"))


def style_guide(tokens: Tokens) -> dict[str, Any]:
    """`sizes` and `spaces` are (token, value), `stacks` the fonts and lines of each script."""
    spaces = ("space", "radius", "measure")
    stacks = ("sans", "mono", "leading", "leading-tight", "tracking")
    return {
        "title": gettext("Style guide"),
        "schemes": tuple(_scheme(tokens, key) for key in SCHEMES),
        "sizes": tuple(tokens.named("size-").items()),
        "spaces": tuple((name, tokens.light[name]) for name in spaces),
        "stacks": tuple((name, tokens.light[name]) for name in stacks),
    }


def _scheme(tokens: Tokens, key: str) -> dict[str, Any]:
    """Everything in one scheme; `key` is light or dark and keeps ids apart."""
    return {
        "key": key,
        "title": {"light": gettext("Light"), "dark": gettext("Dark")}[key],
        "swatches": tuple(
            _swatch(name, value, tokens.colours(key)) for name, value in tokens.colours(key).items()
        ),
        "strip": _strip(),
        "tiles": _tiles(),
        "legend": legend(_tiles()),
        "chart": _chart(key),
        "spark": spark((3, 2, 2, 1, 4, 2, 1, 1), worst=5),
        "choices": (
            Choice(gettext("Table"), "#main", current=True),
            Choice(gettext("Map"), "#main"),
            Choice("ICJS", ""),
        ),
    }


def _swatch(name: str, value: str, colours: dict[str, str]) -> dict[str, str]:
    """A colour: its contrast on paper to two decimals, and what it may be used for there by WCAG AA."""
    ratio = contrast(value, colours["paper"])
    enough = gettext("ground")
    if ratio >= TEXT_AT_LEAST:
        enough = gettext("text and shapes")
    elif ratio >= SHAPE_AT_LEAST:
        enough = gettext("shapes")
    return {"name": name, "value": value, "ratio": f"{ratio:.2f}", "enough": enough}


def _strip() -> dict[str, Any]:
    codes = ("HR", "HR", "HP", "HR", "", "HR")
    states = {code: State(code=code, name=code, name_hi=code) for code in codes}
    months = [Month(2023, number) for number in range(1, len(codes) + 1)]
    firsts = [(month, [states[code]] if code else []) for month, code in zip(months, codes, strict=True)]
    with_list = [month for month, first in firsts if first]
    key = gettext("Filled: in first place. Light: not first. Outlined: not on record.")
    return {
        "firsts": firsts,
        "leaders": [states["HR"]],
        "with_list": with_list,
        "current": months[-1],
        "key": key,
    }


def _tiles() -> list[Tile]:
    kinds = [f"bin-{number}" for number in range(1, 6)] + ["unranked", "absent"]
    return [
        (State(code=code, name=code, name_hi=code), place, None, kinds[number % len(kinds)])
        for number, (code, place) in enumerate(positions().items())
    ]


def _chart(key: str) -> ChartFigure:
    points = [
        rows.RowPoint(name, code, Decimal(score), score, f"{name} · {score}", first=code == "HR")
        for name, code, score in _SCORES
    ]
    return ChartFigure(
        key=f"example-{key}",
        title=gettext("A chart's title is its message"),
        alternative="; ".join(f"{name} {score}" for name, _, score in _SCORES),
        note=gettext("Made-up figures."),
        payload=rows.scores(points),
        sheet=Sheet(("state", "score"), [(code, score) for _, code, score in _SCORES]),
    )


View = Callable[[HttpRequest], HttpResponse]


def _for_developers(view: View) -> View:
    @wraps(view)
    def wrapped(request: HttpRequest) -> HttpResponse:
        if not settings.DEBUG:
            raise Http404
        return view(request)

    return require_safe(wrapped)


def _tokens() -> Tokens:
    return read((Path(settings.BASE_DIR) / "static" / "css" / "tokens.css").read_text(encoding="utf-8"))


@_for_developers
def guide(request: HttpRequest) -> HttpResponse:
    context = {"page": style_guide(_tokens()), "query": ListQuery.read({})}
    return charted(request, "dashboard/styleguide/guide.html", context)


@_for_developers
def schemes(request: HttpRequest) -> HttpResponse:
    """`/styleguide/schemes.css`: holds a part of the guide in one scheme; our policy allows no inline styles."""
    return HttpResponse(scheme_rules(_tokens()), content_type="text/css; charset=utf-8")
