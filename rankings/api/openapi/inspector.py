"""From a view to its operations in the schema; drf-spectacular finds the views and puts the document together."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from django.utils.functional import Promise
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.plumbing import ComponentRegistry, ResolvedComponent

from rankings.api import kinds
from rankings.api.documents.problems import Problem
from rankings.api.kinds import Kind
from rankings.api.openapi.examples import examples_of
from rankings.api.openapi.operations import Operation
from rankings.api.openapi.parameters import path_parameters, query_parameters
from rankings.api.openapi.types import Components, Schema, partial_of, schema_of
from rankings.api.openapi.words import said
from rankings.api.reading import ReadView
from rankings.api.renderers import JSONRenderer

PROBLEM_TYPE = "application/problem+json"
EVERYWHERE = (
    kinds.BAD_REQUEST, kinds.MALFORMED_QUERY, kinds.UNKNOWN_QUERY, kinds.METHOD_NOT_ALLOWED, kinds.NOT_ACCEPTABLE,
    kinds.THROTTLED, kinds.INTERNAL_ERROR,
)  # fmt: skip
READING = (*EVERYWHERE, kinds.PRECONDITION_FAILED)
UNMODIFIED = "The client has these bytes already."
READ_HEADERS = ("ETag", "Last-Modified", "Cache-Control", "Link", "Vary")
_TAG = re.compile(r"^/api/v1/([a-z]+)/")


class UndeclaredViewError(TypeError):
    """A view of the API that does not say what the schema needs to know."""


class Inspector(AutoSchema):
    """`ReadView`s declare themselves by their class; other views by `operations`, one for each method."""

    def get_operation(
        self, path: str, path_regex: str, path_prefix: str, method: str, registry: ComponentRegistry
    ) -> Schema | None:
        components = Components(registry.build({}).get(ResolvedComponent.SCHEMA, {}))
        names = re.findall(r"{(\w+)}", path)
        found = _TAG.match(path)
        operation = {"tags": [getattr(self.view, "tag", "") or (found[1] if found else "root")]}
        if isinstance(self.view, ReadView):
            operation |= _reading(self.view, names, components)
            if method == "POST":
                operation |= _posted(self.view, operation, components)
        else:
            declared = getattr(self.view, "operations", {}).get(method.lower())
            if declared is None:
                raise UndeclaredViewError(f"{type(self.view).__name__} declares no operation for {method}")
            operation |= _written(declared, method, names, components)
        for name, schema in components.schemas.items():
            registry.register_on_missing(
                ResolvedComponent(name, ResolvedComponent.SCHEMA, schema=schema, object=name)
            )
        return operation


def _reading(view: ReadView, path: Sequence[str], components: Components) -> Schema:
    """GET of a `ReadView`."""
    wanted = ("operation", "title", *(["shape"] if JSONRenderer in view.renderer_classes else []))
    if missing := [name for name in wanted if not hasattr(view, name)]:
        raise UndeclaredViewError(f"{type(view).__name__} declares no {' and no '.join(missing)}")
    text = inspect.getdoc(view) or ""
    formats = [str(one.format) for one in view.renderer_classes]
    query = list(query_parameters(view.known(), formats, view.parts(), components))
    for parameter in query:
        if parameter["name"] in view.required:
            parameter["required"] = True
            del parameter["allowEmptyValue"]
    content = dict(_contents(view, components))
    answers: Schema = {
        "200": {
            "description": text.partition("\n\n")[0],
            "headers": _headers(READ_HEADERS),
            "content": content,
        },
        "304": {"description": UNMODIFIED},
    }
    if "code" in path:
        answers["301"] = {
            "description": "The same at the State's own code.",
            "headers": _headers(["Location"]),
        }
    parameters = [*path_parameters(path, components), *query, {"$ref": "#/components/parameters/IfNoneMatch"}]
    return {
        "operationId": view.operation,
        **_titles(view.title),
        "description": text,
        "parameters": parameters,
        "responses": answers | dict(_problems((*READING, *view.problems), {}, view.operation, components)),
    }


def _posted(view: ReadView, reading: Schema, components: Components) -> Schema:
    """The same question with its text in the body of a POST, which is never answered with 304."""
    (text,) = [one["schema"] for one in reading["parameters"] if one.get("name") in view.required]
    kept = [parameter for parameter in reading["parameters"] if parameter.get("name") not in view.required]
    return {
        "operationId": view.posted,
        "parameters": [parameter for parameter in kept if "$ref" not in parameter],
        "responses": {status: answer for status, answer in reading["responses"].items() if status != "304"}
        | {"200": reading["responses"]["200"] | {"headers": _headers(["Link", "Vary"])}}
        | dict(_problems((kinds.WRONG_CONTENT_TYPE,), {}, view.posted, components)),
        "requestBody": {"required": True, "content": {"text/plain": {"schema": text}}},
    }


def _contents(view: ReadView, components: Components) -> Iterator[tuple[str, Schema]]:
    """The content of an answer in each of its formats."""
    for one in view.renderer_classes:
        if one.media_type.endswith(("/json", "+json", "/yaml")):
            shapes = (view.shape, *view.also)
            forms = [schema_of(one, components) for one in shapes]
            if view.parts():
                forms += [partial_of(one, components) for one in shapes]
            schema = {"anyOf": forms} if len(forms) > 1 else forms[0]
            yield (
                one.media_type,
                {"schema": schema} | (_examples(view.operation, 200) if one is JSONRenderer else {}),
            )
        else:
            text = {"type": "string"} if one.charset else {"type": "string", "format": "binary"}
            yield one.media_type, {"schema": text} | _examples(f"{view.operation}.{one.format}", 200)


def _written(operation: Operation, method: str, path: Sequence[str], components: Components) -> Schema:
    """A method that is declared as an `Operation`."""
    query = query_parameters(operation.query, ("json",), (), components)
    headers = [{"$ref": f"#/components/parameters/{name}"} for name in operation.headers]
    answers: Schema = {}
    for status, shape in operation.answers.items():
        kind = "" if operation.media == "application/json" else f".{operation.media.partition('/')[2]}"
        content = {"schema": schema_of(shape, components)} | _examples(f"{operation.name}{kind}", status)
        answers[str(status)] = {
            "description": said(operation.title, "en"),
            "content": {operation.media: content},
        }
        if status in operation.links:
            answers[str(status)]["links"] = operation.links[status]
    if method == "GET" and "IfNoneMatch" in operation.headers:
        answers["304"] = {"description": UNMODIFIED}
    problems = (*EVERYWHERE, *operation.problems)
    told: Schema = {
        "operationId": operation.name,
        **_titles(operation.title),
        "description": operation.description,
        "parameters": [*path_parameters(path, components), *query, *headers],
        "security": [{"token": []}],
        "responses": answers | dict(_problems(problems, operation.documents, operation.name, components)),
    }
    if operation.form is not None:
        told["requestBody"] = {
            "required": True,
            "content": {"multipart/form-data": {"schema": operation.form}},
        }
    if operation.body:
        content = {operation.body: {"schema": {"type": "string", "format": "binary"}}}
        told["requestBody"] = {"required": True, "content": content}
    return told


def _problems(
    problems: Sequence[Kind], documents: Mapping[str, Any], operation: str, components: Components
) -> Iterator[tuple[str, Schema]]:
    """An answer for each status, with the codes that it can carry."""
    for status, group in groupby(sorted(problems, key=lambda one: one.status), key=lambda one: one.status):
        one_status = list(group)
        codes = [one.code for one in one_status]
        shapes = dict.fromkeys(documents.get(code, Problem) for code in codes)
        forms = [schema_of(one, components) for one in shapes]
        text = "; ".join(f"`{one.code}`: {said(one.title, 'en')}" for one in one_status)
        examples = _examples(operation, status) or _shared(codes)
        content = {"schema": {"anyOf": forms} if len(forms) > 1 else forms[0]} | examples
        answer: Schema = {"description": text, "content": {PROBLEM_TYPE: content}}
        if kinds.THROTTLED in one_status:
            answer["headers"] = _headers(["Retry-After"])
        yield str(status), answer


def _titles(title: Promise) -> Schema:
    return {"summary": said(title, "en"), "x-summary-hi": said(title, "hi")}


def _headers(names: Sequence[str]) -> Schema:
    return {name: {"$ref": f"#/components/headers/{name}"} for name in names}


def _examples(operation: str, status: int) -> Schema:
    names = examples_of(f"{operation}.{status}")
    return {"examples": {name: {"$ref": f"#/components/examples/{name}"} for name in names}} if names else {}


def _shared(codes: Sequence[str]) -> Schema:
    """Examples that are the same wherever the problem is met."""
    names = [name for code in codes for name in examples_of(code)]
    return {"examples": {name: {"$ref": f"#/components/examples/{name}"} for name in names}} if names else {}
