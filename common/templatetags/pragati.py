"""How values are printed, and links that keep what the reader asked for. In every template without `load`.

Filters take models and core values. A label is looked up as it is printed: kept as text in a module it would
stay in the language of whoever asked first.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

from django import template
from django.template import Context
from django.urls import get_script_prefix, get_urlconf, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext_lazy

from common import dates
from common.charts.small import spark

MISSING = "–"
register = template.Library()

register.filter("month", dates.month_name)
register.filter("month_short", dates.month_short)
register.filter("month_abbreviation", dates.month_abbreviation)
register.filter("month_alone", dates.month_alone)
register.filter("day", dates.day, expects_localtime=True)
register.filter("moment", dates.moment)
register.filter("place", dates.place)
register.filter("nth_month", dates.nth_month)


@register.filter
def utc(at: datetime) -> str:
    """A moment as programs read it: `2023-11-27T06:30:00Z`."""
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


@register.filter
def dash(value: Any) -> Any:
    """A dash for what is missing; 0 is not missing."""
    return MISSING if value is None or value == "" else value


@register.filter
def dashed(values: Iterable[Any]) -> str:
    """Several values in a row: `1, 1, –, 5`."""
    return ", ".join(str(dash(value)) for value in values)


@register.filter
def score(value: Decimal | str | None) -> str:
    """A score with its two decimals. Never `floatformat`, which rounds and writes digits of the language."""
    return MISSING if value is None or value == "" else f"{value:.2f}"


@register.filter
def signed(value: Decimal | int) -> str:
    """With its sign, a true minus: `+2`, `−0.87`, `0`."""
    return f"{'+' if value > 0 else '−' if value < 0 else ''}{abs(value)}"


@register.filter
def absolute(value: int) -> int:
    """Without its sign."""
    return abs(value)


@register.filter
def at(values: Mapping[Any, Any], key: Any) -> Any:
    """What a mapping holds for a key that is a variable of the template; None where it holds nothing."""
    return values.get(key)


_MOVED = {
    None: {"kind": "none", "arrow": MISSING, "words": gettext_lazy("not comparable")},
    0: {"kind": "same", "arrow": "=", "words": gettext_lazy("unchanged")},
    1: {"kind": "up", "arrow": "▲", "words": gettext_lazy("up")},
    -1: {"kind": "down", "arrow": "▼", "words": gettext_lazy("down")},
}


@register.filter
def moved(change: int | None) -> Mapping[str, Any]:
    """How a rank moved: the kind for the style sheet, the arrow, and words for those who do not see it."""
    return _MOVED[change and (1 if change > 0 else -1)]


# Links that keep what the reader asked for. The view gives the page's QueryForm to the template as `query`.

Page = str | tuple[Any, ...]
"""The name of a page, or its name with the parts of its path."""


@lru_cache(maxsize=4096)
def _path(name: str, args: tuple[str, ...], *_within: str | None) -> str:
    """Found once for each language and place of the site: a page has two hundred links."""
    return reverse(name, args=args)


def address(page: Page, *args: object, query: Mapping[str, str]) -> str:
    """The address of a page in the active language."""
    name, parts = (page[0], page[1:]) if isinstance(page, tuple) else (page, args)
    path = _path(name, tuple(map(str, parts)), get_language(), get_script_prefix(), get_urlconf())
    return f"{path}?{urlencode(query, safe=':,/')}" if query else path


@register.simple_tag(takes_context=True)
def link(context: Context, page: Page, *args: object, **changes: Any) -> str:
    """`{% link "rankings:state" code month=month %}`: a page of ours, asked for as this one was.

    A part of the query that is given replaces the reader's own; None removes it. `from_` stands for `from`.
    """
    changed = {key.rstrip("_"): value for key, value in changes.items()}
    name = page[0] if isinstance(page, tuple) else page
    return address(page, *args, query=context["query"].carried_to(name, **changed))


@register.simple_tag(takes_context=True)
def look(context: Context, page: Page, /, *args: object, **changes: Any) -> str:
    """`{% look here sort="name" %}`: this page or one like it, sorted alike and with the same State found."""
    changed = {key.rstrip("_"): value for key, value in changes.items()}
    return address(page, *args, query=context["query"].parts(None, **changed))


@register.simple_tag(takes_context=True)
def kept(context: Context, page: str = "", without: str = "") -> list[tuple[str, str]]:
    """The reader's parts that a page understands (all of them where none is named), for a form's hidden fields."""
    query = context["query"]
    parts = query.carried_to(page) if page else query.parts()
    return [(name, value) for name, value in parts.items() if name != without]


# Small pictures beside a number.

BAR, WINDOW = 40, 4
"""Units of the bar beside a rank, and the ranks that it shows on either side of the State's own."""

register.filter("spark", spark)


@register.filter
def plus_minus(width: int) -> str:
    """`±10 %`"""
    return f"±{width} %"


@register.filter
def span(ranks: Any) -> str:
    """The ranks from `ranks.best` to `ranks.worst`: `3`, `3–5`."""
    return str(ranks.best) if ranks.best == ranks.worst else f"{ranks.best}–{ranks.worst}"


@register.simple_tag
def rank_bar(rank: int, best: int, worst: int, words: str) -> SafeString:
    """A bar from the best to the worst rank, the State's own in the middle; what lies outside ends at the edge."""
    start, end = (
        BAR * (WINDOW + max(-WINDOW, min(WINDOW, other - rank))) // (2 * WINDOW) for other in (best, worst)
    )
    bar = format_html('<rect x="{}" y="1" width="{}" height="3"/>', start, end - start)
    return format_html(
        '<svg class="range" viewBox="0 0 40 5" role="img"><title>{}</title>{}'
        '<line x1="20" y1="0" x2="20" y2="5"/></svg>',
        words,
        "" if best == worst else bar,
    )


@register.simple_tag
def lost_bar(lost: Decimal) -> SafeString:
    """A score out of 100: what is missing stands at the right end, and shows as at least one unit."""
    width = max(lost, Decimal(1)) if lost else Decimal(0)
    return format_html(
        '<svg class="hundred" width="100" height="10" viewBox="0 0 100 10" preserveAspectRatio="none" '
        'aria-hidden="true"><rect class="rest" width="100" height="10"/>'
        '<rect class="gone" x="{}" width="{}" height="10"/></svg>',
        f"{100 - width:.1f}",
        f"{width:.1f}",
    )
