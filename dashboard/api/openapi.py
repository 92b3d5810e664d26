"""The whole OpenAPI document: what the views declare, with the parts that all of them share."""

from __future__ import annotations

import json
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override
from drf_spectacular.drainage import GENERATOR_STATS
from drf_spectacular.generators import SchemaGenerator

# The examples of the schema: answers of the API itself, kept as files; a test asks again and compares.

FOLDER = Path(__file__).parent / "examples"


@cache
def examples() -> dict[str, Any]:
    """Every example by its name: `summary`, and the `value` that was answered. Numbers are exact."""
    return {
        path.stem: json.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)
        for path in sorted(FOLDER.glob("*.json"))
    }


def examples_of(name: str) -> list[str]:
    """The names of the examples of an operation's status, or of a problem: `NAME` and `NAME.WHICH`."""
    return [example for example in examples() if example == name or example.startswith(f"{name}.")]


# What the schema says in words, in a language of its own choice.


def said(text: Promise, language: str) -> str:
    with override(language):
        return str(text)


TEXT = """\
The ranking of India's States and Union Territories on CCTNS and ICJS, as data.

Public to read, without an account. Every list, state and figure comes as JSON; every collection also as CSV and
XLSX, by `format=` or `Accept`. Scores are numbers of at most two decimals, what is not known is `null` and never 0,
dates are ISO 8601. Every answer has a strong `ETag`: ask again with `If-None-Match`, and 304 says that nothing has
changed. The address of a revision gives the same bytes for ever.

Errors are problem documents (RFC 9457) with a stable `code`; `problems/` lists them all. Within `v1` fields and
parameters are added, never changed or removed, so a client must pass over fields that it does not know.

Sample figures are made up, and marked `sample: true` wherever they show. All marks are this project's proposal.
"""
TAGS = {
    "rankings": _("Who stands where: published lists and their revisions."),
    "states": _("Who is ranked; one State's history and marks."),
    "streaks": _("Months in first place."),
    "claims": _("What was claimed, and whether the lists bear it out."),
    "practices": _("The register of good practices."),
    "annual": _("The ranking of a calendar year."),
    "parameters": _("What is measured."),
    "methodologies": _("By which rules."),
    "packages": _("Months in bulk: data packages, and the whole history line by line."),
    "problems": _("What an error can be."),
    "jobs": _("Work that is done later, and how it stands. Needs a token."),
    "submissions": _("A State's figures, sent by its officers. Needs a token."),
    "station-files": _("Large files of police stations, sent in pieces. Needs a token."),
    "root": _("Where everything is."),
    "schema": _("This document."),
}
PARAMETERS = {
    "IdempotencyKey": {
        "name": "Idempotency-Key",
        "in": "header",
        "description": "Drawn by the client for this request, such as a UUID: sent again with it, it is done once.",
        "schema": {
            "type": "string",
            "pattern": '^("[ !#-\\[\\]-~]{1,200}"|[!#-\\[\\]-~]{1,200})$',
            "examples": ["8e03978e-40d5-43dd-bc93-6894a57f9324"],
        },
    },
    "IfMatch": {
        "name": "If-Match",
        "in": "header",
        "description": "The entity tag of the submission that is meant; 412 where another stands.",
        "schema": {"type": "string"},
    },
    "Prefer": {
        "name": "Prefer",
        "in": "header",
        "description": "`respond-async`: answer 202 at once and work later (RFC 7240).",
        "schema": {"type": "string", "examples": ["respond-async"]},
    },
    "UploadOffset": {
        "name": "Upload-Offset",
        "in": "header",
        "description": "At which byte of the file the piece begins.",
        "required": True,
        "schema": {"type": "integer", "minimum": 0},
    },
    "IfNoneMatch": {
        "name": "If-None-Match",
        "in": "header",
        "description": "The `ETag` of the answer that the client has; 304 where it is still the answer.",
        "schema": {"type": "string"},
    },
}
HEADERS = {
    "ETag": ("Strong: the very bytes of the body.", True, {"type": "string"}),
    "Last-Modified": ("When something public last changed.", False, {"type": "string"}),
    "Cache-Control": ("How long the answer keeps; a revision keeps for ever.", True, {"type": "string"}),
    "Link": ("Pages beside, other formats, the schema, the canonical address (RFC 8288).", True, {"type": "string"}),
    "Vary": ("What the answer depends on beyond its address.", True, {"type": "string"}),
    "Location": ("Where it is.", True, {"type": "string"}),
    "Retry-After": ("Seconds to wait.", True, {"type": "integer", "minimum": 1}),
}  # fmt: skip


class FaultySchemaError(ValueError):
    """The generator warned, or what it made is no OpenAPI document."""


def complete(result: dict[str, Any], **others: Any) -> dict[str, Any]:
    """A hook of the generator: adds what all operations share."""
    result["info"]["description"] = TEXT
    order = list(TAGS)
    paths = sorted(result["paths"].items(), key=lambda one: order.index(_tag(one[1])))
    result["paths"] = dict(paths)
    components = result["components"]
    components["headers"] = {
        name: {"description": text, "required": required, "schema": schema}
        for name, (text, required, schema) in HEADERS.items()
    }
    components["parameters"] = PARAMETERS
    components["examples"] = {
        name: {"summary": one["summary"], "value": one["value"]} for name, one in examples().items()
    }
    components["securitySchemes"] = {
        "token": {
            "type": "http",
            "scheme": "bearer",
            "description": "A token that a person creates for a program, with a scope: `read` or `upload`.",
        }
    }
    result["components"] = {kind: components[kind] for kind in sorted(components) if components[kind]}
    used = {_tag(path) for path in result["paths"].values()}
    result["tags"] = [
        {"name": name, "description": said(text, "en"), "x-description-hi": said(text, "hi")}
        for name, text in TAGS.items()
        if name in used
    ]
    return result


def _tag(path: dict[str, Any]) -> str:
    """The first part of an address; FaultySchemaError where `TAGS` does not tell what it is."""
    tag: str = next(iter(path.values()))["tags"][0]
    if tag not in TAGS:
        raise FaultySchemaError(f"dashboard.api.openapi.TAGS does not say what “{tag}” is")
    return tag


@cache
def openapi_document() -> dict[str, Any]:
    """The document, with exact numbers. FaultySchemaError where a view is not declared as it should be."""
    document: dict[str, Any] = SchemaGenerator().get_schema(request=None, public=True)
    if GENERATOR_STATS:
        raise FaultySchemaError(" ".join((*GENERATOR_STATS._error_cache, *GENERATOR_STATS._warn_cache)))
    exact: dict[str, Any] = json.loads(json.dumps(document, default=float), parse_float=Decimal)
    return exact


def yaml_bytes(document: Any) -> bytes:
    """The document as YAML, in the order in which it stands."""
    return yaml.dump(
        document, Dumper=_Dumper, default_flow_style=False, sort_keys=False, allow_unicode=True, width=110
    ).encode()


@cache
def openapi_yaml() -> bytes:
    """The document as YAML, made once in a process: it takes a second."""
    return yaml_bytes(openapi_document())


class _Dumper(yaml.SafeDumper):
    """Writes exact numbers as they are, and a text of several lines as a block."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _number(dumper: yaml.SafeDumper, value: Decimal) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:float", f"{value:f}")


def _text(dumper: yaml.SafeDumper, value: str) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style="|" if "\n" in value else None)


_Dumper.add_representer(Decimal, _number)
_Dumper.add_representer(str, _text)
