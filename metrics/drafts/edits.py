"""Editing a draft of a methodology version: values by their path, and parts that come in and leave.

A path names one value: `title`, `rules/ties`, `groups/REG/name_hi`, `groups/SEX/boards/itsso`,
`parameters/REG-01/max_marks`. What is ticked is `yes`, what is not is empty.
"""

from __future__ import annotations

import copy
import re
import unicodedata
from collections.abc import Mapping
from typing import Any

from metrics.boards import Board
from metrics.drafts.checks import GROUP_FORM, NUMBERS, PARAMETER_FORM, Document

Values = Mapping[str, str]
"""Values by their path."""

YES, NO = "yes", ""
HEAD = ("version", "holds_from", "title", "title_hi")
RULES = ("ties",)
GROUP_TEXTS = ("name", "name_hi")
PARAMETER_FIELDS = (
    "name", "name_hi", "numerator", "numerator_hi", "denominator", "denominator_hi", "group", "period_kind",
    "better", "max_marks", "best_percent", "worst_percent", "attested", "numerator_may_exceed",
)  # fmt: skip
CHOOSABLE_BOARDS = tuple(board.value for board in Board if board is not Board.OVERALL)
_NUMBER = re.compile(r"\d+(?:\.\d*)?|\.\d+")
_TICKED = "numerator_may_exceed"


def flat(document: Document) -> dict[str, str]:
    """Every value that can be edited, by its path, in the order of the document."""
    values = {field: str(document.get(field, "")) for field in HEAD}
    values |= {f"rules/{field}": str(document["rules"].get(field, "")) for field in RULES}
    for group in document["groups"]:
        place = f"groups/{group['code']}"
        values |= {f"{place}/{field}": str(group[field]) for field in GROUP_TEXTS}
        values |= {
            f"{place}/boards/{board}": YES if board in group["boards"] else NO for board in CHOOSABLE_BOARDS
        }
    for parameter in document["parameters"]:
        place = f"parameters/{parameter['code']}"
        values |= {f"{place}/{field}": _shown(parameter[field]) for field in PARAMETER_FIELDS}
    return values


def with_values(document: Document, values: Values) -> dict[str, Any]:
    """The document with these values in it, each tidied. KeyError where it has no such path."""
    changed = copy.deepcopy(dict(document))
    for path, value in values.items():
        put(changed, path, tidy(path, value))
    return changed


def tidy(path: str, text: str) -> str:
    """A value as it is kept: single spaces, composed letters, digits 0 to 9, no needless zeros.

    >>> tidy("parameters/REG-01/max_marks", " ७.५० "), tidy("title", " two   words ")
    ('7.5', 'two words')
    """
    text = " ".join(unicodedata.normalize("NFC", text).split())
    if path.rpartition("/")[2] in NUMBERS and _NUMBER.fullmatch(text):
        digits = "".join(str(unicodedata.digit(one)) if one.isdigit() else one for one in text)
        whole, _, rest = digits.partition(".")
        rest = rest.rstrip("0")
        return (whole.lstrip("0") or "0") + (f".{rest}" if rest else "")
    return text


def put(document: dict[str, Any], path: str, value: str) -> None:
    """Set one value. KeyError where there is no such path."""
    match path.split("/"):
        case [field] if field in HEAD:
            document[field] = value
        case ["rules", field] if field in RULES:
            document["rules"][field] = value
        case ["groups", code, field] if field in GROUP_TEXTS:
            _one(document["groups"], code)[field] = value
        case ["groups", code, "boards", board] if board in CHOOSABLE_BOARDS:
            group = _one(document["groups"], code)
            chosen = {*group["boards"], board} if value == YES else {*group["boards"]} - {board}
            group["boards"] = [board.value for board in Board if board in chosen]
        case ["parameters", code, field] if field in PARAMETER_FIELDS:
            _one(document["parameters"], code)[field] = value == YES if field == _TICKED else value
        case _:
            raise KeyError(path)


def changes(before: Document, after: Document) -> list[tuple[str, str | None, str | None]]:
    """Path, value before and value after, where they differ; in the order of `after`, what is gone at the end.

    A value is None where there is no such path.
    """
    old, new = flat(before), flat(after)
    return [(path, old.get(path), new.get(path)) for path in {**new, **old} if old.get(path) != new.get(path)]


def _one(entries: list[dict[str, Any]], code: str) -> dict[str, Any]:
    for entry in entries:
        if entry["code"] == code:
            return entry
    raise KeyError(code)


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return YES if value else NO
    return str(value)


# Groups and parameters come into a draft and leave it. Each function gives a new document.

NEW_PARAMETER: dict[str, Any] = {
    "group": "", "name": "", "name_hi": "", "numerator": "", "numerator_hi": "", "denominator": "",
    "denominator_hi": "", "better": "higher", "best_percent": "100", "worst_percent": "0", "max_marks": "",
    "period_kind": "flow", "numerator_may_exceed": False, "attested": "proposed",
}  # fmt: skip
"""What a parameter is before anything was typed."""


class RefusedPartError(ValueError):
    """A part that cannot come in or leave; `code` says why: form, twice, used, gone, no_group."""

    def __init__(self, code: str, part: str) -> None:
        super().__init__(f"{part}: {code}")
        self.code, self.part = code, part


def add_group(document: Document, code: str, texts: Mapping[str, str]) -> dict[str, Any]:
    """A group more, at the end, on the overall board alone. Raises RefusedPartError."""
    changed = copy.deepcopy(dict(document))
    _check_new(changed["groups"], code, well_formed=bool(GROUP_FORM.fullmatch(code)))
    group = {key: tidy(key, texts.get(key, "")) for key in ("name", "name_hi")}
    changed["groups"].append({"code": code, **group, "boards": [Board.OVERALL.value]})
    return changed


def remove_group(document: Document, code: str) -> dict[str, Any]:
    """A group less; it must have no parameter. Raises RefusedPartError."""
    changed = copy.deepcopy(dict(document))
    if any(parameter["group"] == code for parameter in changed["parameters"]):
        raise RefusedPartError("used", code)
    changed["groups"] = _without(changed["groups"], code)
    return changed


def add_parameter(document: Document, code: str, values: Mapping[str, str]) -> dict[str, Any]:
    """A parameter more, after the last one of its group. Raises RefusedPartError.

    >>> empty = {"groups": [{"code": "REG"}], "parameters": []}
    >>> [one["code"] for one in add_parameter(empty, "REG-01", {"group": "REG"})["parameters"]]
    ['REG-01']
    """
    changed = copy.deepcopy(dict(document))
    _check_new(changed["parameters"], code, well_formed=bool(PARAMETER_FORM.fullmatch(code)))
    group = values.get("group", "")
    if group not in {group["code"] for group in changed["groups"]}:
        raise RefusedPartError("no_group", group)
    of_group = [number for number, one in enumerate(changed["parameters"]) if one["group"] == group]
    place = of_group[-1] + 1 if of_group else len(changed["parameters"])
    changed["parameters"].insert(place, {"code": code, **NEW_PARAMETER})
    for field in PARAMETER_FIELDS:
        if field in values:
            put(changed, f"parameters/{code}/{field}", tidy(field, values[field]))
    return changed


def remove_parameter(document: Document, code: str) -> dict[str, Any]:
    """A parameter less. Raises RefusedPartError where it is gone already."""
    changed = copy.deepcopy(dict(document))
    changed["parameters"] = _without(changed["parameters"], code)
    return changed


def _check_new(entries: list[dict[str, Any]], code: str, *, well_formed: bool) -> None:
    if not well_formed:
        raise RefusedPartError("form", code)
    if any(entry["code"] == code for entry in entries):
        raise RefusedPartError("twice", code)


def _without(entries: list[dict[str, Any]], code: str) -> list[dict[str, Any]]:
    rest = [entry for entry in entries if entry["code"] != code]
    if len(rest) == len(entries):
        raise RefusedPartError("gone", code)
    return rest
