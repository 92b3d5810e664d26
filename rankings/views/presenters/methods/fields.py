"""Values of a draft as fields of a form, each with what is wrong with it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from metrics.core.checks import NUMBERS, Problem
from metrics.core.edits import YES, Values
from rankings.views.wording import drafts as words
from states.asking import Choice


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
        return tuple(words.problem(one) for one in self.problems if one.place in wanted)

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
