"""Groups and parameters come into a draft and leave it. Each function gives a new document."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from typing import Any

from metrics.boards import Board
from metrics.core.checks import GROUP_FORM, PARAMETER_FORM, Document
from metrics.core.edits import PARAMETER_FIELDS, put, tidy

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
    if any(one["group"] == code for one in changed["parameters"]):
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
    if group not in {one["code"] for one in changed["groups"]}:
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
    if any(one["code"] == code for one in entries):
        raise RefusedPartError("twice", code)


def _without(entries: list[dict[str, Any]], code: str) -> list[dict[str, Any]]:
    rest = [one for one in entries if one["code"] != code]
    if len(rest) == len(entries):
        raise RefusedPartError("gone", code)
    return rest
