"""Every address of the site as Django's own resolver has it, and what people could put into its parameters.

Nothing here is a list by hand: an address that is added tomorrow is walked tomorrow.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

from django.apps import apps
from django.db import models
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils.translation import override

from tests.accounts.test_access import ROWS

APIS = ("api:", "submissions-api:", "stations-api:", "jobs-api:")
"""Namespaces of addresses that answer to tokens, or to everybody; none reads a session."""

TOKEN_APIS = APIS[1:]

READ_ONLY = ("api:", "rankings:", "why:", "embed:", "None")
"""Namespaces of what everybody may read, whoever they are; they take nothing."""


class Address(NamedTuple):
    """A pattern: its name with the namespace (`desk:month`), its whole route, and the view behind it."""

    name: str
    route: str
    view: Callable[..., Any]


def addresses(patterns: list[Any] | None = None, space: str = "", before: str = "") -> Iterator[Address]:
    """Every pattern there is, with the route as `resolve()` tells it. English: Hindi has the same under `/hi/`."""
    with override("en"):
        yield from _walked(get_resolver().url_patterns if patterns is None else patterns, space, before)


def _walked(patterns: list[Any], space: str, before: str) -> Iterator[Address]:
    for one in patterns:
        route = before + str(one.pattern).removeprefix("^")
        if isinstance(one, URLResolver):
            yield from _walked(
                one.url_patterns, f"{space}{one.namespace}:" if one.namespace else space, route
            )
        elif isinstance(one, URLPattern):
            yield Address(f"{space}{one.name}", route, one.callback)


def is_api(name: str) -> bool:
    return name.startswith(APIS)


def paths(stage: Mapping[str, str]) -> dict[str, str]:
    """The address of every row of the access matrix on the stage, by its name."""
    return {name: row.path.format(**stage) for name, row in ROWS.items()}


def tables() -> list[type[models.Model]]:
    """Every table but those that a visit writes to by itself: sessions, and what locks guessers out."""
    passing = {"sessions", "axes"}
    return [one for one in apps.get_models(include_auto_created=True) if one._meta.app_label not in passing]


# Columns that tell of a visit and of nothing else.
VISITS = {"last_used_at", "last_login"}

Rows = dict[tuple[str, str], dict[str, Any]]


def everything() -> Rows:
    """Every row of every table, by table and key."""
    found: Rows = {}
    for model in tables():
        for one in model._base_manager.all():
            kept = {
                field.attname: getattr(one, field.attname)
                for field in one._meta.concrete_fields
                if field.attname not in VISITS
            }
            found[one._meta.label, str(one.pk)] = {
                name: bytes(value) if isinstance(value, memoryview) else value for name, value in kept.items()
            }
    return found


def changed(before: Rows, after: Rows) -> list[str]:
    """Which rows that were there are another now, or gone."""
    return [
        f"{table} {key}: {row} is {after.get((table, key))}"
        for (table, key), row in before.items()
        if after.get((table, key)) != row
    ]


def added(before: Rows, after: Rows) -> Rows:
    """The rows that were not there."""
    return {place: row for place, row in after.items() if place not in before}


def body_of(answer: Any) -> bytes:
    """All that an answer says: its body, streamed or not, and its headers."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    head = "\n".join(f"{name}: {value}" for name, value in answer.headers.items())
    return head.encode() + b"\n\n" + bytes(body)
