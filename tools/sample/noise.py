"""Chance that is the same everywhere: every draw is a SHA-256 of what it is for, in whole numbers."""

from __future__ import annotations

import hashlib

from common.months import Month


def draw(below: int, *key: object) -> int:
    """A whole number from 0 to below - 1, fixed by its key.

    >>> draw(1000, "HR", "SEX-01") == draw(1000, "HR", "SEX-01")
    True
    """
    text = "|".join(str(part) for part in key)
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big") % below


def swing(amount: int, *key: object) -> int:
    """A whole number from -amount to amount."""
    return draw(2 * amount + 1, *key) - amount


def wave(amount: int, period: int, month: Month, *key: object) -> int:
    """A smooth wander between -amount and amount: straight lines between swings `period` months apart."""
    knot, step = divmod(month.ordinal + draw(period, "phase", *key), period)
    here, there = swing(amount, knot, *key), swing(amount, knot + 1, *key)
    return (here * (period - step) + there * step) // period
