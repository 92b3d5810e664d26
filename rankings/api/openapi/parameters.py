"""What each parameter of an address means and may hold, by its name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated

from rankings.api.documents.claims import Kind as ClaimKindText
from rankings.api.documents.claims import RelationText as ClaimRelationText
from rankings.api.documents.planning import NotionName
from rankings.api.documents.progress import MeasureText, Span
from rankings.api.documents.said import (
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
from rankings.api.openapi.types import Components, Hint, Schema, schema_of
from rankings.api.packages.columns import SHEETS
from rankings.api.paging import HIGHEST_LIMIT

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
