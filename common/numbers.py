"""Whole numbers as they come in addresses and forms, and exact rounding."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction


def whole(text: str, *, digits: int = 9) -> int | None:
    """A whole number from 0, of at most so many of the digits 0 to 9, which a column or an index holds; else None.

    >>> whole("007"), whole("1234567890"), whole("²"), whole("-1"), whole("")
    (7, None, None, None, None)
    """
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= digits else None


def rounded(value: Fraction, decimals: int = 2) -> Decimal:
    """Round half up (away from zero on the upper side), exactly; `value` is 0 or more, else ValueError.

    >>> rounded(Fraction(99995, 1000)), rounded(Fraction(2, 3))
    (Decimal('100.00'), Decimal('0.67'))
    """
    if value < 0:
        raise ValueError(f"{value} is below 0")
    whole = (2 * value.numerator * 10**decimals + value.denominator) // (2 * value.denominator)
    return Decimal(whole).scaleb(-decimals)


def rounded_away(value: Fraction, decimals: int = 2) -> Decimal:
    """As `rounded`, for values of either sign: half away from 0.

    >>> rounded_away(Fraction(-1, 3)), rounded_away(Fraction(1, 8))
    (Decimal('-0.33'), Decimal('0.13'))
    """
    size = rounded(abs(value), decimals)
    return size if value >= 0 else -size
