"""Whole numbers as they come in addresses and forms."""

from __future__ import annotations


def whole(text: str, *, digits: int = 9) -> int | None:
    """A whole number from 0, of at most so many of the digits 0 to 9, which a column or an index holds; else None.

    >>> whole("007"), whole("1234567890"), whole("²"), whole("-1"), whole("")
    (7, None, None, None, None)
    """
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= digits else None
