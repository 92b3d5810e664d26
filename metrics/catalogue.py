"""Methodology versions as reviewed files: `metrics/methodologies/VERSION.toml`.

Plain Python. A file is read whole and all its problems are told together.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from metrics.boards import Board
from metrics.scoring import ParameterRule, Rules
from states.digests import digest
from states.months import Month

FOLDER = Path(__file__).parent / "methodologies"
_TEXTS = ("name", "name_hi", "numerator", "numerator_hi", "denominator", "denominator_hi")
_NUMBERS = ("best_percent", "worst_percent", "max_marks")
_CHOICES: dict[str, set[Any]] = {
    "better": {"higher", "lower"},
    "period_kind": {"stock", "flow"},
    "attested": {"subject", "proposed"},
    "numerator_may_exceed": {True, False},
}
_RULES: dict[str, set[Any]] = {
    "decimals": {2},
    "rounding": {"half_up"},
    "ties": {"competition", "dense"},
    "missing": {"zero_marks"},
}
TOTAL_MARKS = Decimal(100)


class FaultyMethodologyError(ValueError):
    """A version that cannot be used. `problems` says everything that is wrong with it."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class MethodologyDocument:
    """A checked methodology version. `document` is the file's content, the text that the hash is taken of."""

    version: str
    holds_from: Month
    document: Mapping[str, Any]

    @property
    def content_hash(self) -> str:
        return digest(self.document)

    @property
    def rules(self) -> Rules:
        return Rules(**self.document["rules"])

    def parameter_rules(self) -> tuple[ParameterRule, ...]:
        """The rule of every parameter, in the order of the file."""
        boards = {group["code"]: frozenset(group["boards"]) for group in self.document["groups"]}
        return tuple(
            ParameterRule(
                code=one["code"],
                group=one["group"],
                best_percent=Decimal(one["best_percent"]),
                worst_percent=Decimal(one["worst_percent"]),
                max_marks=Decimal(one["max_marks"]),
                boards=boards[one["group"]],
                numerator_may_exceed=one["numerator_may_exceed"],
            )
            for one in self.document["parameters"]
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
        parameter.update({key: plain(Decimal(parameter[key])) for key in _NUMBERS})
    return MethodologyDocument(document["version"], Month.parse(document["holds_from"]), document)


def plain(number: Decimal) -> str:
    """A number as the catalogue writes it, without needless zeros: `100`, `7.5`."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def load_all(folder: Path = FOLDER) -> list[MethodologyDocument]:
    """Every version, by the month from which it holds."""
    return sorted((load(path) for path in folder.glob("*.toml")), key=lambda one: one.holds_from)


def check(document: Mapping[str, Any]) -> list[str]:
    """Everything that is wrong with a methodology's content; empty where it is sound."""
    problems = []
    for key in ("version", "title", "title_hi"):
        if not isinstance(document.get(key), str) or not document[key]:
            problems.append(f"{key} is missing")
    try:
        Month.parse(str(document.get("holds_from", "")))
    except ValueError as problem:
        problems.append(f"holds_from: {problem}")
    rules = document.get("rules", {})
    problems += _check_choices("rules.", rules, _RULES)
    problems += [f"rules.{key} is not a known rule" for key in rules if key not in _RULES]
    groups, parameters = document.get("groups", []), document.get("parameters", [])
    problems += _check_groups(groups)
    known_groups = {group.get("code") for group in groups}
    for parameter in parameters:
        problems += _check_parameter(parameter, known_groups)
    codes = [parameter.get("code") for parameter in parameters]
    problems += [
        f"parameter {code} stands twice" for code in sorted({c for c in codes if codes.count(c) > 1})
    ]
    unused = sorted(known_groups - {parameter.get("group") for parameter in parameters})
    problems += [f"group {code} has no parameter" for code in unused]
    total = sum((_decimal(one.get("max_marks")) or Decimal(0) for one in parameters), Decimal(0))
    if total != TOTAL_MARKS:
        problems.append(f"the marks of all parameters sum to {total}, not to {TOTAL_MARKS}")
    return problems


def _check_groups(groups: list[dict[str, Any]]) -> list[str]:
    problems = []
    for group in groups:
        name = f"group {group.get('code')}"
        problems += [f"{name}: {key} is missing" for key in ("code", "name", "name_hi") if not group.get(key)]
        boards = group.get("boards", [])
        problems += [f"{name}: {board} is not a board" for board in boards if board not in set(Board)]
        if Board.OVERALL not in boards:
            problems.append(f"{name}: every group counts on {Board.OVERALL}")
    return problems


def _check_parameter(parameter: Mapping[str, Any], groups: set[Any]) -> list[str]:
    name = f"parameter {parameter.get('code')}"
    problems = [f"{name}: {key} is missing" for key in ("code", *_TEXTS) if not parameter.get(key)]
    problems += _check_choices(f"{name}: ", parameter, _CHOICES)
    if parameter.get("group") not in groups:
        problems.append(f"{name}: group {parameter.get('group')} is not in the version")
    best, worst = _decimal(parameter.get("best_percent")), _decimal(parameter.get("worst_percent"))
    marks = _decimal(parameter.get("max_marks"))
    if best is None or worst is None or marks is None:
        return [*problems, f"{name}: percents and marks are numbers in quotes, with two decimals at most"]
    if marks <= 0:
        problems.append(f"{name}: max_marks must be above 0")
    if (best > worst) != (parameter.get("better") == "higher") or best == worst:
        problems.append(f"{name}: best_percent {best} and worst_percent {worst} contradict “better”")
    return problems


def _check_choices(prefix: str, values: Mapping[str, Any], choices: Mapping[str, set[Any]]) -> list[str]:
    return [
        f"{prefix}{key} must be one of {', '.join(sorted(map(str, known)))}"
        for key, known in choices.items()
        if not any(values.get(key) == one and type(values[key]) is type(one) for one in known)
    ]


def _decimal(value: Any) -> Decimal | None:
    """A number given as text, so that no float comes near it; None where it is not one."""
    if not isinstance(value, str):
        return None
    try:
        number = Decimal(value)
    except InvalidOperation:
        return None
    return number if number.is_finite() and number == number.quantize(Decimal("0.01")) else None
