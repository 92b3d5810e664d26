"""The forms of a draft: the sheet of marks, one parameter, groups with their boards, name and rules."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from common.asking import Choice
from dashboard.methodology import wording as words
from metrics.drafts.checks import NUMBERS, TOTAL_MARKS, Problem, total_marks
from metrics.drafts.edits import CHOOSABLE_BOARDS, GROUP_TEXTS, HEAD, PARAMETER_FIELDS, YES, Values
from metrics.models import MethodologyDraft
from rankings.lists.labels import either, plain

# Values of a draft as fields of a form, each with what is wrong with it.


@dataclass(frozen=True, slots=True)
class Field:
    """`path` is its name in the form; `kind` is text, number, select or tick. `base`: what the copied version has."""

    path: str
    label: str
    kind: str
    value: str
    ticked: bool
    options: tuple[Choice, ...]
    problems: tuple[str, ...]
    base: str


@dataclass(frozen=True, slots=True)
class Form:
    """What a form of a draft shows: `shown` are the values in it, `base` those of the copied version."""

    shown: Values
    base: Values
    problems: tuple[Problem, ...]
    groups: Mapping[str, str]

    def field(self, path: str) -> Field:
        """One value; KeyError where the draft has no such path."""
        name = path.rpartition("/")[2]
        value, base = self.shown[path], self.base.get(path)
        known = self.groups if name == "group" else words.choices(name)
        tick = name == "numerator_may_exceed" or "/boards/" in path
        kind = "tick" if tick else "select" if known else "number" if name in NUMBERS else "text"
        options = {**known, **({} if value in known or not known else {value: value})}
        return Field(
            path=path,
            label=words.field(name),
            kind=kind,
            value=value,
            ticked=value == YES,
            options=tuple(Choice(label, key, key == value) for key, label in options.items()),
            problems=self.told([path]),
            base="" if base is None or base == value else words.value(path, base),
        )

    def told(self, places: Iterable[str]) -> tuple[str, ...]:
        """What is wrong at these places, in words."""
        wanted = set(places)
        return tuple(words.problem(problem) for problem in self.problems if problem.place in wanted)

    def fields(self, paths: Iterable[str]) -> tuple[Field, ...]:
        return tuple(self.field(path) for path in paths)


def packed(values: Values, paths: Iterable[str]) -> str:
    """What a form was shown with, for its hidden field: so that only what is typed is saved."""
    return json.dumps({path: values[path] for path in paths}, ensure_ascii=False, separators=(",", ":"))


def unpacked(text: str, paths: Iterable[str]) -> dict[str, str] | None:
    """The inverse, for the paths of the form alone; None where the text is none of ours."""
    try:
        found: Any = json.loads(text)
    except ValueError:
        return None
    if not isinstance(found, dict) or not all(isinstance(one, str) for one in found.values()):
        return None
    allowed = set(paths)
    return {path: value for path, value in found.items() if path in allowed}


MARKS_FIELDS = ("better", "best_percent", "worst_percent", "max_marks")


@dataclass(frozen=True, slots=True)
class MarksRow:
    """A parameter in the sheet; its page has the rest."""

    code: str
    name: str
    url: str
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class MarksGroup:
    code: str
    name: str
    marks: str
    rows: tuple[MarksRow, ...]


@dataclass(frozen=True, slots=True)
class MarksPage:
    """`whole` is what the marks must sum to."""

    groups: tuple[MarksGroup, ...]
    total: str
    whole: str
    sound: bool
    count: int
    new_url: str


@dataclass(frozen=True, slots=True)
class GroupRow:
    """`removable`: it has no parameter."""

    code: str
    name: str
    texts: tuple[Field, ...]
    boards: tuple[Field, ...]
    count: int
    marks: str
    removable: bool
    problems: tuple[str, ...]


def marks_paths(values: Values) -> list[str]:
    return [
        path for path in values if path.startswith("parameters/") and path.rpartition("/")[2] in MARKS_FIELDS
    ]


def group_paths(values: Values) -> list[str]:
    return [path for path in values if path.startswith("groups/")]


def head_paths(values: Values) -> list[str]:
    return [*HEAD, "rules/ties"]


def parameter_paths(code: str, values: Values) -> list[str]:
    return [path for path in (f"parameters/{code}/{field}" for field in PARAMETER_FIELDS) if path in values]


def marks_page(draft: MethodologyDraft, form: Form, paths: Sequence[str]) -> MarksPage:
    """Every parameter, group by group; those whose group is gone stand at the end."""
    parameters = draft.document["parameters"]
    known = {group["code"]: either(group["name"], group["name_hi"]) for group in draft.document["groups"]}
    lost = {
        parameter["group"]: parameter["group"] for parameter in parameters if parameter["group"] not in known
    }
    groups = []
    for code, name in {**known, **lost}.items():
        own = [parameter for parameter in parameters if parameter["group"] == code]
        rows = tuple(
            MarksRow(
                one["code"],
                either(one["name"], one["name_hi"]),
                reverse("methods:parameter", args=[draft.pk, one["code"]]),
                form.fields(f"parameters/{one['code']}/{field}" for field in MARKS_FIELDS),
            )
            for one in own
        )
        groups.append(MarksGroup(code, name, plain(total_marks(own)), rows))
    total = total_marks(parameters)
    return MarksPage(
        groups=tuple(groups),
        total=plain(total),
        whole=plain(TOTAL_MARKS),
        sound=total == TOTAL_MARKS,
        count=len(parameters),
        new_url=reverse("methods:new_parameter", args=[draft.pk]),
    )


def groups_page(draft: MethodologyDraft, form: Form, paths: Sequence[str]) -> tuple[GroupRow, ...]:
    rows = []
    for group in draft.document["groups"]:
        own = [parameter for parameter in draft.document["parameters"] if parameter["group"] == group["code"]]
        place = f"groups/{group['code']}"
        told = {place, f"{place}/boards"}
        rows.append(
            GroupRow(
                code=group["code"],
                name=either(group["name"], group["name_hi"]),
                texts=form.fields(f"{place}/{field}" for field in GROUP_TEXTS),
                boards=form.fields(f"{place}/boards/{board}" for board in CHOOSABLE_BOARDS),
                count=len(own),
                marks=plain(total_marks(own)),
                removable=not own,
                problems=form.told(told),
            )
        )
    return tuple(rows)


def head_page(draft: MethodologyDraft, form: Form, paths: Sequence[str]) -> tuple[Field, ...]:
    return form.fields(paths)


@dataclass(frozen=True, slots=True)
class ParameterPage:
    """`others` are the parameters before and after it in the draft."""

    code: str
    name: str
    fields: tuple[Field, ...]
    problems: tuple[str, ...]
    others: tuple[Choice, ...]


def parameter_page(draft: MethodologyDraft, form: Form, code: str) -> ParameterPage:
    parameters = draft.document["parameters"]
    codes = [parameter["code"] for parameter in parameters]
    place = codes.index(code)
    around = [codes[number] for number in (place - 1, place + 1) if 0 <= number < len(codes)]
    own = parameters[place]
    return ParameterPage(
        code=code,
        name=either(own["name"], own["name_hi"]),
        fields=form.fields(parameter_paths(code, form.shown)),
        problems=form.told({f"parameters/{code}"}),
        others=tuple(
            Choice(one, reverse("methods:parameter", args=[draft.pk, one]), codes.index(one) > place)
            for one in around
        ),
    )
