"""Names of States, boards, categories and origins, and what a list says of itself. In every template without `load`."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from decimal import Decimal
from fractions import Fraction
from operator import attrgetter
from typing import Any

from django import template
from django.utils.translation import gettext

from common.dates import month_alone
from common.months import Month
from rankings.lists import labels
from states.models import State

register = template.Library()

register.filter("board", labels.board_name)
register.filter("board_long", labels.board_long)
register.filter("category", labels.category_name)
register.filter("category_short", labels.category_short)
register.filter("category_tag", labels.category_tag)
register.filter("reason", labels.reason)
register.filter("streak", labels.streak)
register.filter("longest_streak", labels.longest_streak)
register.filter("longest_months", labels.longest_months)
register.filter("origin", labels.origin_name)
register.filter("month_basis", labels.month_basis)
register.filter("released", labels.released)
register.filter("figure", labels.figure)
register.filter("grouped", labels.grouped)
register.filter("plain", labels.plain)
register.filter("two_decimals", labels.two_decimals)
register.filter("percent", labels.percent)
register.filter("file_size", labels.file_size)
register.filter("lost", labels.lost)


@register.filter
def name(state: State) -> str:
    return state.label


@register.filter
def share(value: Fraction | None) -> str:
    """A part of the whole as a percent: `12.50 %`, `−0.13 %`."""
    return labels.MISSING if value is None else labels.signed_percent(value)


@register.filter
def of(part: object, whole: object) -> str:
    """`2.68 of 4`"""
    return gettext("%(part)s of %(whole)s") % {"part": part, "whole": whole}


@register.filter
def names(states: Iterable[State]) -> str:
    """`A`, `A and B`, `A, B and C`."""
    return labels.listed([state.label for state in states])


@register.filter
def some_names(states: Iterable[State]) -> str:
    """Up to three names, of more the first and how many others there are."""
    return labels.some_of([state.label for state in states])


@register.filter
def either(texts: Any, key: str) -> str:
    """Of a text kept in both languages the reader's: `{{ parameter|either:"name" }}` is `name` or `name_hi`.

    The English one where there is no Hindi.
    """
    hindi = _text(texts, f"{key}_hi") if labels.in_hindi() else ""
    return hindi or _text(texts, key)


@register.filter
def english_only(texts: Any, key: str) -> bool:
    """Whether a reader of Hindi gets the English text, for there is none in Hindi."""
    return labels.in_hindi() and not _text(texts, f"{key}_hi")


def _text(texts: Any, key: str) -> str:
    text: str = texts[key] if isinstance(texts, Mapping) else getattr(texts, key)
    return text


@register.filter
def named(codes: Iterable[str], states: Mapping[str, State]) -> str:
    """The names of States given by their codes, in the reader's alphabet: `A, B and C`; empty where there is none."""
    return labels.listed(sorted(states[code].label for code in codes))


@register.filter
def signed_marks(value: Decimal) -> str:
    """How many marks more: `+2`, `−1.5`, `0`."""
    return f"{'+' if value > 0 else '−' if value < 0 else ''}{labels.plain(abs(value))}"


@register.filter
def boards(codes: Iterable[str]) -> str:
    """`CCTNS, ICJS`"""
    return ", ".join(labels.board_name(board) for board in codes)


@register.filter
def months_alone(months: Iterable[Month]) -> str:
    """Months of one year, without the year: `March and May`."""
    return labels.listed([month_alone(month) for month in months])


@register.filter
def by_name(states: Iterable[State]) -> list[State]:
    """In the order of the reader's alphabet."""
    return sorted(states, key=attrgetter("label"))


@register.filter
def leading(states: Iterable[State], leaders: Collection[State]) -> list[State]:
    """The leaders first, the others after them, each in the order given."""
    return sorted(states, key=lambda state: state not in leaders)
