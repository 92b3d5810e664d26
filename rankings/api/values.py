"""The small shapes that several addresses share."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.utils import timezone

from metrics.scoring import rounded
from rankings.api.documents.lists import StateBrief
from states.models import State
from states.months import Month

# Marks and percentages are given to four decimals, half up; `full_marks` is decided on the exact value.
MARKS_DECIMALS = 4


def state_brief(state: State) -> StateBrief:
    return {"code": state.code, "name": state.name, "name_hi": state.name_hi}


def text(month: Month | None) -> str | None:
    return None if month is None else str(month)


def time_text(moment: datetime | None) -> str | None:
    """ISO 8601 with the offset of Indian time, to the second."""
    return None if moment is None else timezone.localtime(moment).isoformat(timespec="seconds")


def four_decimals(value: Fraction | None) -> Decimal | None:
    return None if value is None else rounded(value, MARKS_DECIMALS)


def figure(value: Decimal | None) -> int | Decimal | None:
    """A number that was sent: whole ones without decimals."""
    if value is None or value != value.to_integral_value():
        return value
    return int(value)


STATE_FIELDS = {"state": "state.code", "name": "state.name", "name_hi": "state.name_hi"}
"""The columns of a State, by the parts of an entry that they show."""


def fields(columns: Iterable[str], **other: str) -> dict[str, str]:
    """Columns that show the part of an entry that has their name, and `other` ones."""
    return {name: name for name in columns} | other


def flat(row: Mapping[str, Any]) -> dict[str, Any]:
    """A result as a row of a table: its State's code and names in columns of their own.

    >>> flat({"rank": 1, "state": {"code": "HR", "name": "Haryana", "name_hi": "हरियाणा"}})
    {'rank': 1, 'state': 'HR', 'name': 'Haryana', 'name_hi': 'हरियाणा'}
    """
    cells: dict[str, Any] = {}
    for name, value in row.items():
        if name == "state":
            cells |= {"state": value["code"], "name": value["name"], "name_hi": value["name_hi"]}
        else:
            cells[name] = value
    return cells
