"""Calendar months, the key of everything that is ranked.

>>> Month.parse("2023-10").next()
Month(year=2023, number=11)
>>> [str(m) for m in Month.parse("2023-11").to(Month.parse("2024-01"))]
['2023-11', '2023-12', '2024-01']
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

_FORM = re.compile(r"([0-9]{4})-([0-9]{2})", re.ASCII)
FIRST_YEAR, LAST_YEAR = 1900, 2999


@dataclass(frozen=True, order=True, slots=True)
class Month:
    """One calendar month. `number` runs from 1 to 12, `year` from 1900 to 2999; else ValueError."""

    year: int
    number: int

    def __post_init__(self) -> None:
        if not FIRST_YEAR <= self.year <= LAST_YEAR:
            raise ValueError(f"the year {self.year} is not between {FIRST_YEAR} and {LAST_YEAR}")
        if not 1 <= self.number <= 12:
            raise ValueError(f"there is no month {self.number:02d}; months run from 01 to 12")

    @classmethod
    def parse(cls, text: str) -> Month:
        """Read `YYYY-MM`. Anything else is a ValueError that says what was expected."""
        match = _FORM.fullmatch(text)
        if match is None:
            raise ValueError(f"“{text[:40]}” is not a month: write it as YYYY-MM, for example 2023-10")
        return cls(int(match[1]), int(match[2]))

    @classmethod
    def of(cls, day: date) -> Month:
        """The month in which a day lies."""
        return cls(day.year, day.month)

    @classmethod
    def from_ordinal(cls, ordinal: int) -> Month:
        """The inverse of `ordinal`."""
        return cls(ordinal // 12, ordinal % 12 + 1)

    @property
    def ordinal(self) -> int:
        """Months counted from the year 0, so that neighbours differ by one."""
        return self.year * 12 + self.number - 1

    @property
    def first_day(self) -> date:
        return date(self.year, self.number, 1)

    @property
    def last_day(self) -> date:
        return date(self.year, self.number, calendar.monthrange(self.year, self.number)[1])

    def plus(self, months: int) -> Month:
        """The month so many months later (earlier where negative). ValueError past the calendar."""
        return Month.from_ordinal(self.ordinal + months)

    def next(self) -> Month:
        return self.plus(1)

    def previous(self) -> Month:
        return self.plus(-1)

    def to(self, last: Month) -> Iterator[Month]:
        """Every month from this one to `last`, both included; nothing where `last` is earlier."""
        return (Month.from_ordinal(number) for number in range(self.ordinal, last.ordinal + 1))

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.number:02d}"
