"""What an address that is not simply read declares about each of its methods."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise

from common.api.kinds import Kind


@dataclass(frozen=True, slots=True)
class Operation:
    """One method of an address.

    `name` is its name in the schema and `title` what it does in a few words. `answers` gives the type (a
    TypedDict) of the document for each status of success; `problems` what can go wrong, `documents` the type of a
    problem that says more than others; `form` the fields of a multipart form, as JSON Schema; `body` the type of a
    body that is no form; `media` the type of an answer that is no JSON; `links` the OpenAPI
    links of an answer.
    """

    name: str
    title: Promise
    answers: Mapping[int, Any]
    description: str = ""
    query: tuple[str, ...] = ()
    problems: tuple[Kind, ...] = ()
    documents: Mapping[str, Any] = field(default_factory=dict)
    form: Mapping[str, Any] | None = None
    links: Mapping[int, Mapping[str, Any]] = field(default_factory=dict)
    headers: tuple[str, ...] = ()
    body: str = ""
    media: str = "application/json"
