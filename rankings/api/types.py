"""Python types → JSON Schema 2020-12. A TypedDict becomes a component, and so does a value with a name.

>>> schema_of(int | None, Components())
{'type': ['integer', 'null']}
"""

from __future__ import annotations

import inspect
import types
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Annotated, Any, NotRequired, Union, get_args, get_origin, get_type_hints, is_typeddict

from django.utils.functional import Promise

from common.api.kinds import Kind
from rankings.api.said import Says

# What an address that is not simply read declares about each of its methods.


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


Schema = dict[str, Any]
Hint = Any
_PLAIN: dict[Hint, str] = {
    str: "string",
    bool: "boolean",
    int: "integer",
    Decimal: "number",
    type(None): "null",
}


class Components:
    """The shared types that a document needs, by name."""

    def __init__(self, known: Mapping[str, Schema] | None = None) -> None:
        self.schemas: dict[str, Schema] = dict(known or {})

    def ref(self, name: str) -> Schema:
        return {"$ref": f"#/components/schemas/{name}"}

    def add(self, name: str, schema: Schema) -> Schema:
        """A reference to the type; ValueError where another type has the name already."""
        if self.schemas.setdefault(name, schema) != schema:
            raise ValueError(f"two different types are called {name}")
        return self.ref(name)


def schema_of(hint: Hint, components: Components) -> Schema:
    """The schema of a type; TypeError for one that has no exact form in JSON, such as float."""
    origin = _origin(hint)
    if origin is Annotated:
        return _annotated(hint, components)
    if origin is NotRequired:
        return schema_of(get_args(hint)[0], components)
    if origin in {types.UnionType, Union}:
        return _union(hint, components)
    if origin is list:
        return {"type": "array", "items": schema_of(get_args(hint)[0], components)}
    if is_typeddict(hint):
        return components.add(hint.__name__, object_of(hint, components))
    if hint in _PLAIN:
        return {"type": _PLAIN[hint]}
    raise TypeError(f"{hint!r} has no form in the schema")


def object_of(shape: Hint, components: Components) -> Schema:
    """A TypedDict as an object: what it holds, and what it always holds."""
    hints = get_type_hints(shape, include_extras=True)
    properties = {name: schema_of(hint, components) for name, hint in hints.items()}
    return {
        "type": "object",
        "description": inspect.getdoc(shape) or "",
        "properties": properties,
        "required": [name for name, hint in hints.items() if _origin(hint) is not NotRequired],
    }


def partial_of(shape: Hint, components: Components) -> Schema:
    """A collection of which every entry holds only what was asked for."""
    schema = object_of(shape, components)
    entry = {"type": "array", "items": _part(row_of(shape), components)}
    text = f"{schema['description']} Of every entry only what `fields` named."
    properties = schema["properties"] | {"results": entry}
    return components.add(
        f"{shape.__name__}Selection", schema | {"description": text, "properties": properties}
    )


def _part(shape: Hint, components: Components) -> Schema:
    schema = object_of(shape, components)
    for name, hint in fields_of(shape).items():
        if is_typeddict(hint):
            schema["properties"][name] = _part(hint, components)
    del schema["required"]
    return components.add(f"{shape.__name__}Selection", schema)


def fields_of(shape: Hint) -> dict[str, Hint]:
    """The fields of a TypedDict with their types, in the order of their declaration, bases first."""
    hints = get_type_hints(shape, include_extras=True)
    return {name: _bare(hint) for name, hint in hints.items()}


def row_of(shape: Hint) -> Hint | None:
    """The type of the entries of `results`; None where the document is no collection."""
    results = fields_of(shape).get("results")
    if results is None or _origin(results) is not list:
        return None
    return get_args(results)[0]


def paths_of(row: Hint) -> Iterator[str]:
    """The names by which parts of a row are asked for: its fields, and `state.code` inside a field."""
    for name, hint in fields_of(row).items():
        yield name
        if is_typeddict(hint):
            yield from (f"{name}.{inner}" for inner in fields_of(hint))


def _origin(hint: Hint) -> Any:
    return get_origin(hint)


def _bare(hint: Hint) -> Hint:
    return get_args(hint)[0] if _origin(hint) is NotRequired else hint


def _annotated(hint: Hint, components: Components) -> Schema:
    """The type with what is said about it: the first word names a shared type, a later one describes the use."""
    inner, *notes = get_args(hint)
    schema = schema_of(inner, components)
    for note in notes:
        if isinstance(note, Says):
            schema = _with(schema, note)
            if note.name:
                schema = components.add(note.name, schema)
    return schema


def _with(schema: Schema, note: Says) -> Schema:
    keywords = {key: list(value) if key == "enum" else value for key, value in note.keywords.items()}
    words = {"description": note.text} if note.text else {}
    return schema | words | keywords


def _union(hint: Hint, components: Components) -> Schema:
    members = [schema_of(one, components) for one in get_args(hint)]
    plain = [member for member in members if "$ref" not in member]
    if any("$ref" in member or "items" in member for member in members):
        return {"anyOf": members}
    merged: Schema = {"type": [kind for one in plain for kind in _kinds(one)]}
    if "number" in merged["type"] and "integer" in merged["type"]:
        merged["type"].remove("integer")  # every whole number is a number
    return {key: value for one in plain for key, value in one.items() if key != "type"} | merged


def _kinds(schema: Schema) -> list[str]:
    kind = schema["type"]
    return [kind] if isinstance(kind, str) else list(kind)
