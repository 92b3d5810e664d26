"""Methodology versions as reviewed files: `metrics/methodologies/VERSION.toml`.

Plain Python. A file is read whole and all its problems are told together.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from decimal import Decimal
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from common.digests import digest
from common.months import Month
from metrics.drafts import checks
from metrics.drafts.checks import NUMBERS
from metrics.scoring import ParameterRule, Rules

FOLDER = Path(__file__).parent / "methodologies"


class FaultyMethodologyError(ValueError):
    """A version that cannot be used. `problems` says everything that is wrong with it."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


@dataclass(frozen=True)
class MethodologyDocument:
    """A checked methodology version. `document` is the file's content, the text that the hash is taken of."""

    version: str
    holds_from: Month
    document: Mapping[str, Any]

    @cached_property
    def content_hash(self) -> str:
        return digest(self.document)

    @property
    def rules(self) -> Rules:
        return Rules(**self.document["rules"])

    @property
    def codes(self) -> frozenset[str]:
        """The codes of its parameters."""
        return frozenset(parameter["code"] for parameter in self.document["parameters"])

    def parameter_rules(self) -> tuple[ParameterRule, ...]:
        """The rule of every parameter, in the order of the file."""
        boards = {group["code"]: frozenset(group["boards"]) for group in self.document["groups"]}
        return tuple(
            ParameterRule(
                code=parameter["code"],
                group=parameter["group"],
                best_percent=Decimal(parameter["best_percent"]),
                worst_percent=Decimal(parameter["worst_percent"]),
                max_marks=Decimal(parameter["max_marks"]),
                boards=boards[parameter["group"]],
                numerator_may_exceed=parameter["numerator_may_exceed"],
            )
            for parameter in self.document["parameters"]
        )


def load(path: Path) -> MethodologyDocument:
    """Read one version. Raises FaultyMethodologyError with every problem found."""
    try:
        document = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as problem:
        raise FaultyMethodologyError([f"{path.name}: not readable as TOML: {problem}"]) from problem
    problems = [f"{path.name}: {problem}" for problem in check(document)]
    if not problems and document["version"] != path.stem:
        problems.append(f"{path.name}: the file is of version {document['version']}; name it so")
    if problems:
        raise FaultyMethodologyError(problems)
    for parameter in document["parameters"]:
        parameter.update({key: plain(Decimal(parameter[key])) for key in NUMBERS})
    return MethodologyDocument(document["version"], Month.parse(document["holds_from"]), document)


def plain(number: Decimal) -> str:
    """A number as the catalogue writes it, without needless zeros: `100`, `7.5`."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def load_all(folder: Path = FOLDER) -> list[MethodologyDocument]:
    """Every version, by the month from which it holds."""
    return sorted((load(path) for path in folder.glob("*.toml")), key=lambda one: one.holds_from)


def check(document: Mapping[str, Any]) -> list[str]:
    """Everything that is wrong with a methodology's content, in English; empty where it is sound."""
    return [one.message for one in checks.check(document)]


# What each parameter measures and why it matters, in both languages: texts for readers, no rules.

FILE = Path(__file__).parent / "parameter_texts.toml"


@dataclass(frozen=True, slots=True)
class ParameterText:
    """One or two sentences each; `_hi` in Hindi."""

    measures: str
    measures_hi: str
    why: str
    why_hi: str


@cache
def parameter_texts(path: Path = FILE) -> Mapping[str, ParameterText]:
    """The text of every parameter by its code. ValueError for a text that lacks a sentence or has a strange one."""
    wanted = {field.name for field in fields(ParameterText)}
    texts = {}
    for code, own in tomllib.loads(path.read_text(encoding="utf-8")).items():
        if set(own) != wanted or not all(isinstance(one, str) and one.strip() for one in own.values()):
            raise ValueError(f"{path.name}: {code} needs {', '.join(sorted(wanted))}, each a sentence")
        texts[code] = ParameterText(**own)
    return texts
