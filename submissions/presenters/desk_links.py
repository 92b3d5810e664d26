"""Addresses of the desk's pages, in the active language."""

from __future__ import annotations

from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse

from states.months import Month


def desk() -> str:
    return reverse("desk:desk")


def template(state: str, month: Month, kind: str) -> str:
    query = {"state": state, "month": str(month), "format": kind}
    return f"{reverse('desk:template')}?{urlencode(query)}"


def month_page(state: str, month: Month) -> str:
    return reverse("desk:month", args=[state, str(month)])


def inside(name: str, state: str, month: Month, *more: object) -> str:
    """A page below the month's: `figures`, `submit`, `rows`, `caveats`, `objections`, `revision`, …"""
    return reverse(f"desk:{name}", args=[state, str(month), *more])


def upload(name: UUID, page: str = "upload") -> str:
    """`upload` its problems, `original` the file as it came, `marked` the file marked up."""
    return reverse(f"desk:{page}", args=[name])


def stations(page: str = "stations") -> str:
    """The desk's page of station files, or what is below it: `station-begin`."""
    return reverse(f"desk:{page}")


def station_file(number: int, page: str = "station-file", *more: object) -> str:
    """A station file, or what is below it: `station-piece`, `station-districts`, …"""
    return reverse(f"desk:{page}", args=[number, *more])


def station_template(month: Month, kind: str) -> str:
    return f"{reverse('desk:station-template')}?{urlencode({'month': str(month), 'format': kind})}"
