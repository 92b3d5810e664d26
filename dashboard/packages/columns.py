"""The columns of every table of a package: types, constraints, keys, in the terms of Table Schema."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from metrics.boards import Board
from rankings.api.said import DIGEST
from rankings.models import MonthBasis, Origin, Unranked
from states.models import Category, Kind
from states.selectors import CATEGORIES

REQUIRED = {"required": True}
STATE = {"pattern": "[A-Z]{2}"}
SCORE = {"minimum": 0, "maximum": 100}


@dataclass(frozen=True, slots=True)
class Column:
    """A column. `kind` is a type of Table Schema; `text` says what the values mean."""

    name: str
    kind: str
    text: str
    constraints: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Key:
    """Columns that name a row of another table, by its columns `to`."""

    columns: tuple[str, ...]
    table: str
    to: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table of a package: what it is, its columns, its primary key, and what it refers to."""

    name: str
    title: str
    text: str
    columns: tuple[Column, ...]
    primary: tuple[str, ...]
    foreign: tuple[Key, ...] = ()


def _month(text: str) -> Column:
    return Column("month", "yearmonth", text, REQUIRED)


def _one_of(name: str, text: str, values: Sequence[str], *, required: bool = True) -> Column:
    return Column(
        name, "string", text, {"enum": [str(value) for value in values]} | (REQUIRED if required else {})
    )


def _flag(name: str, text: str) -> Column:
    return Column(name, "boolean", text, REQUIRED)


_LIST = (
    _month("The data month."),
    _one_of("board", "Which of the month's lists.", [*Board]),
    _one_of("category", "All of India, or a group inside which ranks are also quoted.", [*CATEGORIES]),
    _one_of("origin", "Computed from figures, or recorded from what the press reported.", [*Origin.values]),
)
_LIST_KEY = tuple(one.name for one in _LIST)
_CODE = Column("state", "string", "The State or UT, by its code.", REQUIRED | STATE)

LISTS = Sheet(
    "lists",
    "Published lists",
    "The lists that stand: the newest revision of each, unless it was withdrawn.",
    (
        *_LIST,
        Column(
            "revision", "integer", "Corrections are numbered revisions, from 1.", REQUIRED | {"minimum": 1}
        ),
        _flag("sample", "Whether the list rests on sample figures, which are made up."),
        _flag("complete", "False where not every member of the category is on record."),
        _one_of("month_basis", "How the data month is known.", [*MonthBasis.values]),
        Column("methodology", "string", "The version of the rules; empty for a recorded list."),
        Column("released_on", "date", "The day of release; empty where it is not known."),
        Column("published_at", "datetime", "When this revision was published here.", REQUIRED),
        Column("reason", "string", "Why it was corrected; empty for the first revision."),
        Column(
            "digest",
            "string",
            "SHA-256 of the list's canonical JSON (RFC 8785).",
            REQUIRED | {"pattern": DIGEST},
        ),
        Column(
            "previous_digest", "string", "Of the list published before it on this board.", {"pattern": DIGEST}
        ),
        Column("inputs_digest", "string", "Of the figures that it was computed from.", {"pattern": DIGEST}),
    ),
    _LIST_KEY,
    (Key(("methodology",), "methodologies", ("version",)),),
)
RANKINGS = Sheet(
    "rankings",
    "Ranks and scores",
    "Every State in every list, in printed order. A recorded list holds only the places that are known.",
    (
        *_LIST,
        Column(
            "position",
            "integer",
            "The printed order, from 1; unranked States stand last.",
            REQUIRED | {"minimum": 1},
        ),
        Column(
            "rank",
            "integer",
            "Equal printed scores share it; empty where the State is unranked.",
            {"minimum": 1},
        ),
        _CODE,
        Column("score", "number", "To two decimals, out of 100; empty where none is on record.", SCORE),
        _one_of("reason", "Why a State has no rank.", [*Unranked.values], required=False),
        Column("source", "string", "Who reported the row of a recorded list."),
    ),
    (*_LIST_KEY, "state"),
    (Key(_LIST_KEY, "lists", _LIST_KEY), Key(("state",), "states", ("code",))),
)
MARKS = Sheet(
    "marks",
    "Figures and marks",
    "What each State sent for each parameter, and what it is worth. The marks are this project's proposal.",
    (
        _month("The data month."),
        Column("methodology", "string", "The version of the rules.", REQUIRED),
        _CODE,
        Column("parameter", "string", "The parameter, by its code.", REQUIRED),
        Column("numerator", "number", "As sent; empty where it was not reported.", {"minimum": 0}),
        Column("denominator", "number", "As sent; empty where it was not reported.", {"minimum": 0}),
        Column(
            "percent", "number", "To four decimals; empty where there is nothing to rate.", {"minimum": 0}
        ),
        Column(
            "marks",
            "number",
            "To four decimals; 0 where it was not reported, empty where it does not apply.",
            {"minimum": 0},
        ),
        Column("max_marks", "number", "What could be had.", REQUIRED | {"minimum": 0}),
        _flag("full_marks", "Decided on the exact value, before any rounding."),
        _one_of(
            "status",
            "A figure, no figure (0 marks), or nothing of the kind to measure (left out of the total).",
            ["reported", "not_reported", "not_applicable"],
        ),
    ),
    ("month", "state", "parameter"),
    (
        Key(("state",), "states", ("code",)),
        Key(("methodology", "parameter"), "parameters", ("methodology", "code")),
    ),
)
PARAMETERS = Sheet(
    "parameters",
    "Parameters",
    "What is measured in each methodology version, and for how many marks. All marks are this project's proposal.",
    (
        Column("methodology", "string", "The version of the rules.", REQUIRED),
        Column("code", "string", "The code of the parameter.", REQUIRED),
        Column("group", "string", "The group of parameters.", REQUIRED),
        *(Column(name, "string", text, REQUIRED) for name, text in (
            ("name", "Its name."), ("name_hi", "Its name in Hindi."),
            ("numerator", "What is counted."), ("numerator_hi", "What is counted, in Hindi."),
            ("denominator", "Out of what."), ("denominator_hi", "Out of what, in Hindi."),
        )),
        _one_of("better", "Which way is better.", ["higher", "lower"]),
        Column("best_percent", "number", "The percentage that earns full marks.", REQUIRED | {"minimum": 0}),
        Column("worst_percent", "number", "The percentage that earns none.", REQUIRED | {"minimum": 0}),
        Column("max_marks", "number", "What can be had.", REQUIRED | {"minimum": 0}),
        Column("boards", "string", "The boards on which it counts, separated by semicolons.", REQUIRED),
        _one_of("period_kind", "A state of things, or what happened in the month.", ["stock", "flow"]),
        _flag("numerator_may_exceed", "Whether the numerator may exceed the denominator."),
        _one_of("attested", "Whether the subject is named in public sources.", ["subject", "proposed"]),
    ),
    ("methodology", "code"),
    (Key(("methodology",), "methodologies", ("version",)),),
)  # fmt: skip
METHODOLOGIES = Sheet(
    "methodologies",
    "Methodology versions",
    "The versions of the rules on which the lists rest.",
    (
        Column("version", "string", "The version.", REQUIRED),
        Column("holds_from", "yearmonth", "The first month in which it holds.", REQUIRED),
        Column("title", "string", "Its title.", REQUIRED),
        Column("title_hi", "string", "Its title in Hindi.", REQUIRED),
        Column("decimals", "integer", "Decimals of a printed score.", REQUIRED),
        Column("rounding", "string", "How a score is rounded, once.", REQUIRED),
        Column("ties", "string", "How ranks go on after a shared one.", REQUIRED),
        Column("missing", "string", "What a figure that was not reported earns.", REQUIRED),
        Column("content_hash", "string", "SHA-256 of its canonical JSON.", REQUIRED | {"pattern": DIGEST}),
    ),
    ("version",),
)
STATES = Sheet(
    "states",
    "States and Union Territories",
    "Who is ranked.",
    (
        Column("code", "string", "The code.", REQUIRED | STATE),
        Column("name", "string", "The name.", REQUIRED),
        Column("name_hi", "string", "The name in Hindi.", REQUIRED),
        _one_of("kind", "What the Constitution calls it.", [*Kind.values]),
        _one_of("category", "The group in which it is also ranked.", [*Category.values]),
        Column(
            "lgd_code", "integer", "The code of the Local Government Directory.", REQUIRED | {"unique": True}
        ),
        Column("iso", "string", "ISO 3166-2.", REQUIRED | {"unique": True}),
        Column("iso_old", "string", "ISO 3166-2 before 2023.", REQUIRED | {"unique": True}),
    ),
    ("code",),
)
SHEETS: dict[str, Sheet] = {
    one.name: one for one in (LISTS, RANKINGS, MARKS, PARAMETERS, METHODOLOGIES, STATES)
}


def schema_of(sheet: Sheet) -> dict[str, Any]:
    """A sheet as a Table Schema."""
    return {
        "fields": [_field(column) for column in sheet.columns],
        "missingValues": [""],
        "primaryKey": list(sheet.primary),
        "foreignKeys": [
            {"fields": list(key.columns), "reference": {"resource": key.table, "fields": list(key.to)}}
            for key in sheet.foreign
        ],
    }


def _field(column: Column) -> dict[str, Any]:
    told: dict[str, Any] = {"name": column.name, "type": column.kind, "description": column.text}
    if column.kind == "boolean":
        told |= {"trueValues": ["true"], "falseValues": ["false"]}
    return told | ({"constraints": dict(column.constraints)} if column.constraints else {})
