"""Months and days in words.

Django's own Hindi month names are not the standard ones (CLDR), so the twelve stand here and in our messages.
"""

from __future__ import annotations

from datetime import date, datetime
from functools import lru_cache

from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy, pgettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from common.months import Month

_NAMES = (
    _("January"), _("February"), _("March"), _("April"), _("May"), _("June"),
    _("July"), _("August"), _("September"), _("October"), _("November"), _("December"),
)  # fmt: skip
_SHORT = (
    pgettext_lazy("short month", "Jan"),
    pgettext_lazy("short month", "Feb"),
    pgettext_lazy("short month", "Mar"),
    pgettext_lazy("short month", "Apr"),
    pgettext_lazy("short month", "May"),
    pgettext_lazy("short month", "Jun"),
    pgettext_lazy("short month", "Jul"),
    pgettext_lazy("short month", "Aug"),
    pgettext_lazy("short month", "Sep"),
    pgettext_lazy("short month", "Oct"),
    pgettext_lazy("short month", "Nov"),
    pgettext_lazy("short month", "Dec"),
)


def month_name(month: Month) -> str:
    """`October 2023`, `अक्टूबर 2023`."""
    return _month_name(month, get_language())


@lru_cache(maxsize=4096)
def _month_name(month: Month, _language: str | None) -> str:
    """Looked up once in each language: a chart says it at every point of every line."""
    return f"{_NAMES[month.number - 1]} {month.year}"


def month_alone(month: Month) -> str:
    """`October`, `अक्टूबर`."""
    return str(_NAMES[month.number - 1])


def month_short(month: Month) -> str:
    """`Oct 2023`, `अक्टू. 2023`."""
    return f"{_SHORT[month.number - 1]} {month.year}"


def month_abbreviation(month: Month) -> str:
    """`Oct`, `अक्टू.`: where the year stands beside it."""
    return str(_SHORT[month.number - 1])


def day(value: date) -> str:
    """A day as Indian offices write it: `27-11-2023`."""
    return f"{value:%d-%m-%Y}"


def moment(at: datetime) -> str:
    """A moment in Indian time: `27-11-2023 12:00`."""
    local = timezone.localtime(at)
    return f"{day(local)} {local:%H:%M}"


# First, second, third: of months in a row, and of places.

_MONTHS = (
    pgettext_lazy("month in a row", "first"),
    pgettext_lazy("month in a row", "second"),
    pgettext_lazy("month in a row", "third"),
    pgettext_lazy("month in a row", "fourth"),
    pgettext_lazy("month in a row", "fifth"),
    pgettext_lazy("month in a row", "sixth"),
    pgettext_lazy("month in a row", "seventh"),
    pgettext_lazy("month in a row", "eighth"),
    pgettext_lazy("month in a row", "ninth"),
    pgettext_lazy("month in a row", "tenth"),
    pgettext_lazy("month in a row", "eleventh"),
    pgettext_lazy("month in a row", "twelfth"),
)
_COUNTS = (
    gettext_lazy("one"), gettext_lazy("two"), gettext_lazy("three"), gettext_lazy("four"), gettext_lazy("five"),
    gettext_lazy("six"), gettext_lazy("seven"), gettext_lazy("eight"), gettext_lazy("nine"), gettext_lazy("ten"),
    gettext_lazy("eleven"), gettext_lazy("twelve"),
)  # fmt: skip
# Places whose Hindi form is irregular have messages of their own.
_PLACES = {
    1: pgettext_lazy("place", "1st"),
    2: pgettext_lazy("place", "2nd"),
    3: pgettext_lazy("place", "3rd"),
    4: pgettext_lazy("place", "4th"),
    6: pgettext_lazy("place", "6th"),
}


def nth_month(number: int) -> str:
    """In words up to twelve: `sixth`, then `13th`; for “for the … month in a row”."""
    return str(_MONTHS[number - 1]) if number <= len(_MONTHS) else place(number)


def in_words(number: int) -> str:
    """A small count in words, a larger one in digits: `six`, `13`."""
    return str(_COUNTS[number - 1]) if 1 <= number <= len(_COUNTS) else str(number)


def place(rank: int) -> str:
    """A rank as a place, as it stands before “place”: `6th`; in Hindi `छठे` (स्थान पर)."""
    if rank in _PLACES:
        return str(_PLACES[rank])
    if rank % 10 == 1 and rank % 100 != 11:
        return pgettext("place", "%(number)sst") % {"number": rank}
    if rank % 10 == 2 and rank % 100 != 12:
        return pgettext("place", "%(number)snd") % {"number": rank}
    if rank % 10 == 3 and rank % 100 != 13:
        return pgettext("place", "%(number)srd") % {"number": rank}
    return pgettext("place", "%(number)sth") % {"number": rank}
