"""Numbers as they are printed: digits 0 to 9 in both languages, Indian grouping, exact rounding."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from django.utils.translation import gettext

from metrics.scoring import Figure, rounded
from rankings.lists.shapes import Row

MISSING = "–"
_SMALLEST = Decimal("0.01")


def grouped(value: Decimal | int) -> str:
    """A figure with Indian grouping, without needless decimals.

    >>> grouped(12345678), grouped(Decimal("393.00")), grouped(Decimal("1234.50"))
    ('1,23,45,678', '393', '1,234.50')
    """
    number = Decimal(value)
    text = f"{number:.0f}" if number == number.to_integral_value() else f"{number:.2f}"
    whole, dot, decimals = text.partition(".")
    head, tail = whole[:-3], whole[-3:]
    parts = [tail]
    while head:
        parts.insert(0, head[-2:])
        head = head[:-2]
    return ",".join(parts) + dot + decimals


def figure(value: Figure) -> str:
    """`48 of 50`, or that there is no figure."""
    if value.numerator is None or value.denominator is None:
        return gettext("not reported")
    values = {"part": grouped(value.numerator), "whole": grouped(value.denominator)}
    return gettext("%(part)s of %(whole)s") % values


def two_decimals(value: Fraction | Decimal | None) -> str:
    """Rounded half up to two decimals, `–` where there is nothing."""
    return MISSING if value is None else f"{rounded(Fraction(value)):.2f}"


def signed(value: Decimal | int, exact: Fraction | Decimal | int | None = None) -> str:
    """With its sign, a true minus; that of `exact`, where the value was rounded from it.

    >>> signed(Decimal("0.87")), signed(-2), signed(0), signed(Decimal("0.00"), Fraction(1, 999))
    ('+0.87', '−2', '0', '+0.00')
    """
    sign = value if exact is None else exact
    return f"{'+' if sign > 0 else '−' if sign < 0 else ''}{abs(value)}"


def plain(value: Decimal) -> str:
    """A number of the catalogue, without needless zeros: `7`, `2.5`."""
    return f"{value:f}".rstrip("0").rstrip(".") if value != value.to_integral_value() else f"{value:.0f}"


def lost(value: Fraction | Decimal | None) -> str:
    """Marks lost; a loss too small for two decimals shows as `< 0.01`, never as nothing lost."""
    if value is None:
        return MISSING
    if value and rounded(Fraction(value)) < _SMALLEST:
        return f"< {_SMALLEST}"
    return two_decimals(value)


def percent(value: Fraction | None) -> str:
    """A percentage to two decimals. Below 100 it never prints as 100.00, so that full marks are told apart."""
    if value is None:
        return MISSING
    printed = rounded(value)
    if printed == 100 and value < 100:
        return "> 99.99 %"
    return f"{printed:.2f} %"


def signed_percent(share: Fraction) -> str:
    """A share as a percent to two decimals, with a true minus sign below zero.

    >>> signed_percent(Fraction(1, 8)), signed_percent(Fraction(-1, 800)), signed_percent(Fraction(-1, 99999))
    ('12.50 %', '−0.13 %', '0.00 %')
    """
    size = rounded(abs(100 * share))
    return f"{'−' if share < 0 and size else ''}{size:.2f} %"


# How a State moved against the month before.


@dataclass(frozen=True, slots=True)
class Movement:
    """`kind` is up, down, same or none; the arrow and the number stand alone where room is scarce."""

    kind: str
    arrow: str
    places: str
    words: str
    flagged: bool


def movement(change: int | None, *, flagged: bool) -> Movement:
    """`▲ up 2`, `▼ down 1`, `= unchanged`, or `–` where the month before does not tell."""
    if change is None:
        return Movement("none", MISSING, "", gettext("not comparable"), False)
    if change == 0:
        return Movement("same", "=", "", gettext("unchanged"), flagged)
    if change > 0:
        return Movement("up", "▲", str(change), gettext("up"), flagged)
    return Movement("down", "▼", str(-change), gettext("down"), flagged)


def movement_of(row: Row) -> Movement:
    """The movement of a ranked State among those ranked in both lists; `– newly ranked` where it was not before."""
    if row.came:
        return Movement("none", MISSING, "", gettext("newly ranked"), False)
    return movement(row.change_among_both, flagged=row.movement_flagged)
