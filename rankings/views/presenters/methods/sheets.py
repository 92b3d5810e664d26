"""The forms of a draft: the sheet of marks, one parameter, groups with their boards, name and rules."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse

from metrics.core.checks import TOTAL_MARKS, total_marks
from metrics.core.edits import CHOOSABLE_BOARDS, GROUP_TEXTS, HEAD, PARAMETER_FIELDS, Values
from metrics.models import MethodologyDraft
from rankings.views.presenters.methods.fields import Field, Form
from rankings.views.wording.labels import either
from rankings.views.wording.numbers import plain
from states.asking import Choice

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
    known = {one["code"]: either(one["name"], one["name_hi"]) for one in draft.document["groups"]}
    lost = {one["group"]: one["group"] for one in parameters if one["group"] not in known}
    groups = []
    for code, name in {**known, **lost}.items():
        own = [one for one in parameters if one["group"] == code]
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
        own = [one for one in draft.document["parameters"] if one["group"] == group["code"]]
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
    codes = [one["code"] for one in parameters]
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
