"""From a view to its operations in the schema; drf-spectacular finds the views and puts the document together."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from typing import Annotated, Any

from django.utils.functional import Promise
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.plumbing import ComponentRegistry, ResolvedComponent

from common.api import kinds
from common.api.kinds import Kind
from common.api.tables import JSONRenderer
from dashboard.api.openapi import examples_of, said
from dashboard.claims.documents import Kind as ClaimKindText
from dashboard.claims.documents import RelationText as ClaimRelationText
from dashboard.packages.columns import SHEETS
from dashboard.plan.documents import NotionName
from dashboard.why.progress_api import MeasureText, Span
from rankings.api.errors import Problem
from rankings.api.reading import ReadView
from rankings.api.said import (
    MONTH,
    STATE_FORM,
    Board,
    Category,
    DayText,
    MonthText,
    Origin,
    Version,
    says,
)
from rankings.api.types import Components, Hint, Operation, Schema, partial_of, schema_of
from rankings.lists.asked import HIGHEST_LIMIT

# What each parameter of an address means and may hold, by its name.

PAIRS = r"^[A-Za-z0-9-]{1,8}:[0-9.]{1,16}(,[A-Za-z0-9-]{1,8}:[0-9.]{1,16})*$"
_FIGURE = r"[A-Za-z]{2}\.[A-Za-z0-9-]{1,8}:([0-9.]{1,16}/[0-9.]{1,16}|-)"
FIGURES = f"^{_FIGURE}(,{_FIGURE})*$"
Whole = Annotated[int, says(minimum=0, maximum=999_999_999)]


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of an address. `hint` is its type, `example` a value that finds something in the sample."""

    text: str
    hint: Hint
    example: str | int | None = None


QUERY: dict[str, Parameter] = {
    "board": Parameter("The board, in any case; left out, `cctns` (where there are many lists: each).", Board),
    "category": Parameter("The category, in any case; left out, `all` (where there are many lists: each).", Category),
    "origin": Parameter(
        "Lists of one origin alone; left out, the computed list of a month where there is one and the recorded "
        "one elsewhere.",
        Origin,
    ),
    "as_of": Parameter("The day on which it was known: answers what was on record then.", DayText),
    "from": Parameter("The first month of the window.", MonthText),
    "to": Parameter("The last month of the window, not before `from`; a window holds at most 2,400 months.", MonthText),
    "of": Parameter(
        "Of which State or UT the claim is, by any of its codes.", Annotated[str, says(pattern=STATE_FORM)], "HR"
    ),
    "kind": Parameter(
        "What the claim counts; left out, months in first place.",
        ClaimKindText,
    ),
    "number": Parameter(
        "The number claimed: months, a rank, or a score.", Annotated[Decimal, says(minimum=0, maximum=2400)]
    ),
    "relation": Parameter("How the number is meant; left out, exactly.", ClaimRelationText),
    "other": Parameter(
        "The second State of `ahead` and `behind`, the parameter of `full_marks_in`.",
        Annotated[str, says(pattern="^[A-Za-z0-9-]{2,8}$")],
    ),
    "text": Parameter(
        "One sentence or more, in English or Hindi, at most 10,000 characters.",
        Annotated[str, says(examples=["Haryana was first 20 times since June 2021"], pattern=r"\S", maxLength=10_000)],
    ),
    "year": Parameter(
        "The calendar year; left out, the newest with twelve lists, and every year of the register of practices.",
        Annotated[str, says(pattern="^(19|2[0-9])[0-9]{2}$", examples=["2022"])],
    ),
    "updated_after": Parameter(
        "What was published later than this moment (ISO 8601). A day means its beginning, and without an offset "
        "Indian time is meant.",
        Annotated[str, says(examples=["2023-11-01T00:00:00Z", "2023-11-01"], format="date-time")],
    ),
    "since": Parameter(
        "What happened at this moment (ISO 8601) or later; left out, from the very first act. A day means its "
        "beginning, and without an offset Indian time is meant.",
        Annotated[str, says(examples=["2023-11-01T00:00:00Z", "2023-11-01"], format="date-time")],
    ),
    "cursor": Parameter(
        "What an answer called `cursor`: what has happened after that answer. Not together with `since`.",
        Annotated[str, says(pattern="^[0-9]{1,9}-[0-9]{1,9}-[0-9a-f]{12}$")],
    ),
    "limit": Parameter(
        "The size of a page.", Annotated[int, says(minimum=1, maximum=HIGHEST_LIMIT)]
    ),
    "offset": Parameter("How many entries to pass over.", Whole),
    "month": Parameter("The data month; left out, every month.", MonthText),
    "methodology": Parameter(
        "The version; left out, the one behind the latest list. In a history it goes with `view=rescored`.", Version
    ),
    "view": Parameter(
        "`rescored`: the published months as they would stand under one methodology version. It takes no recorded "
        "lists, whose figures are not known.",
        Annotated[str, says(name="View", enum=["published", "rescored"])],
    ),
    "target": Parameter(
        "The rank to reach; left out, the next better one.", Annotated[int, says(minimum=1, maximum=36)]
    ),
    "by": Parameter(
        "In which sense the plan is the smallest; left out, `fewest`.",
        NotionName,
    ),
    "cap": Parameter(
        "How far figures can go, as `CODE:NUMERATOR`, separated by commas: for a parameter that can gain marks, "
        "between its numerator and what earns full marks.",
        Annotated[str, says(pattern=PAIRS, examples=["REG-03:49,DAT-03:2"])],
    ),
    "effort": Parameter(
        "The effort of one unit, as `CODE:WEIGHT` with whole weights from 1 to 100, separated by commas; 1 where "
        "none is given.",
        Annotated[str, says(pattern=PAIRS, examples=["REG-03:5"])],
    ),
    "span": Parameter("Over how many months progress is meant; left out, 1.", Span),
    "measure": Parameter(
        "By which measure progress is ranked; left out, by `change`, points of the score.", MeasureText
    ),
    "marks": Parameter(
        "Other marks, as `CODE:MARKS` from 0 to 100, separated by commas. They need not sum to anything: a score is "
        "the share of the marks applicable.",
        Annotated[str, says(pattern=PAIRS, examples=["REG-01:9,REG-02:2"])],
    ),
    "figures": Parameter(
        "Other figures, as `STATE.CODE:NUMERATOR/DENOMINATOR`, or `STATE.CODE:-` for one that was not sent, separated "
        "by commas; at most 60.",
        Annotated[str, says(pattern=FIGURES, examples=["HP.REG-03:48/50"])],
    ),
    "format": Parameter("The form of the answer; goes before `Accept`.", str),
    "lang": Parameter(
        "The language of what is said in words; goes before `Accept-Language`.",
        Annotated[str, says(name="Language", enum=["en", "hi"])],
    ),
}  # fmt: skip
PATH: dict[str, Parameter] = {
    "month": Parameter(
        "A month, YYYY-MM, or `latest`.",
        Annotated[str, says(pattern=f"{MONTH[:1]}(latest|{MONTH[1:-1]})$", examples=["2023-10", "latest"])],
        "2023-10",
    ),
    "revision": Parameter("The revision, from 1.", Annotated[int, says(minimum=1)], 1),
    "code": Parameter(
        "A State or UT by its code or ISO 3166-2 code, old or new, in any case.",
        Annotated[str, says(pattern=STATE_FORM, examples=["HR", "IN-HR"])],
        "HR",
    ),
    "version": Parameter("A methodology version.", Version, "2023-01"),
    "practice": Parameter(
        "The number of a practice.", Annotated[str, says(pattern="^[1-9][0-9]{0,8}$", examples=["1"])], "1"
    ),
    "problem": Parameter(
        "The code of a kind of problem.", Annotated[str, says(minLength=1)], "unknown_state"
    ),
    "resource": Parameter("A table of the data package.", Annotated[str, says(enum=[*SHEETS])]),
    "job": Parameter("The number of a job.", Annotated[int, says(minimum=1)]),
    "submission": Parameter("The number of a submission.", Annotated[int, says(minimum=1)]),
    "file": Parameter("The number of a station file.", Annotated[int, says(minimum=1)]),
}


def query_parameters(
    names: Sequence[str], formats: Sequence[str], parts: Sequence[str], components: Components
) -> Iterator[Schema]:
    """The query parameters that an address takes. `parts` are what `fields` may name."""
    for name in names:
        if name == "fields":
            yield _listed(name, "Only these parts of every entry.", {"type": "string", "enum": list(parts)})
        elif name == "state":
            item = {"type": "string", "pattern": STATE_FORM, "examples": ["HR"]}
            yield _listed(name, "Only these States and UTs, by any of their codes.", item)
        else:
            one = QUERY[name]
            schema = schema_of(one.hint, components)
            if name == "format":
                schema = {"type": "string", "enum": list(formats)}
            yield _described(name, "query", one.text, schema) | {"allowEmptyValue": True}


def path_parameters(names: Sequence[str], components: Components) -> Iterator[Schema]:
    for name in names:
        one = PATH[name]
        told = _described(name, "path", one.text, schema_of(one.hint, components)) | {"required": True}
        yield told if one.example is None else told | {"example": one.example}


def _listed(name: str, text: str, item: Schema) -> Schema:
    schema = {"type": "array", "items": item}
    listed = {"style": "form", "explode": False, "allowEmptyValue": True}
    return _described(name, "query", f"{text} Separated by commas.", schema) | listed


def _described(name: str, place: str, text: str, schema: Schema) -> Schema:
    return {"name": name, "in": place, "description": text, "schema": schema}


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
    (text,) = [
        parameter["schema"] for parameter in reading["parameters"] if parameter.get("name") in view.required
    ]
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
            forms = [schema_of(shape, components) for shape in shapes]
            if view.parts():
                forms += [partial_of(shape, components) for shape in shapes]
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
        forms = [schema_of(shape, components) for shape in shapes]
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
