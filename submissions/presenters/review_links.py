"""Addresses of the reviewers' and administrators' pages, in the active language."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlencode

from django.urls import reverse

from states.months import Month


def board(month: Month | None = None) -> str:
    return _with(reverse("review:board"), {"month": str(month)} if month else {})


def reading(state: str, month: Month, revision: int | None = None) -> str:
    query = {"revision": str(revision)} if revision else {}
    return _with(reverse("review:reading", args=[state, str(month)]), query)


def file(upload: object) -> str:
    return reverse("review:file", args=[upload])


def objections() -> str:
    return reverse("review:objections")


def months() -> str:
    return reverse("review:months")


def provisional(month: Month, query: Mapping[str, str] | None = None) -> str:
    return _with(reverse("review:provisional", args=[str(month)]), query or {})


def people() -> str:
    return reverse("people:people")


def tokens(query: Mapping[str, str] | None = None) -> str:
    return _with(reverse("people:tokens"), query or {})


def accounts(query: Mapping[str, str] | None = None) -> str:
    return _with(reverse("people:accounts"), query or {})


def audit(query: Mapping[str, str] | None = None) -> str:
    return _with(reverse("people:audit"), query or {})


def _with(address: str, query: Mapping[str, str]) -> str:
    kept = {key: value for key, value in query.items() if value}
    return f"{address}?{urlencode(kept)}" if kept else address
