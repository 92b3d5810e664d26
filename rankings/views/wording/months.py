"""Months and days in words.

Django's own Hindi month names are not the standard ones (CLDR), so the twelve stand here and in our messages.
"""

from __future__ import annotations

from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from states.months import Month

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
