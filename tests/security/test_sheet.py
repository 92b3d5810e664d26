"""`docs/security.md` holds every requirement of OWASP ASVS 5.0 of the levels 1 and 2, and names nothing that is not.

`asvs.csv` has the numbers of the standard with their levels, and nothing of its text.
"""

from __future__ import annotations

import ast
import csv
import re
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.servers.session import ROOT

SHEET = ROOT / "docs" / "security.md"
STANDS = {"holds", "not applicable", "open"}
OPERATORS = {"12.2.2", "16.4.3"}
"""Certificates of the proxy in front, and where the log is sent: outside this service."""

NUMBER = re.compile(r"\d+\.\d+\.\d+")
NAMED = re.compile(r"`(tests/[\w/.]+\.py)::(test_\w+)`")
PLACE = re.compile(
    r"`((?:\.ci|docs|ops|progress|dashboard|submissions|insights|rankings|metrics|accounts|states|common|tests|templates)/[\w./-]*)`"
)


class Row(NamedTuple):
    numbers: list[str]
    asked: str
    stands: str
    where: str
    test: str


def numbers_of(cell: str) -> list[str]:
    """The numbers of a cell: parted by commas, or the first and the last of a run.

    >>> numbers_of("3.3.1–3.3.4, 3.4.6")
    ['3.3.1', '3.3.2', '3.3.3', '3.3.4', '3.4.6']
    """
    found: list[str] = []
    for part in cell.split(","):
        first, *last = NUMBER.findall(part)
        section, _, begin = first.rpartition(".")
        end = last[0].rpartition(".")[2] if last else begin
        found += [f"{section}.{number}" for number in range(int(begin), int(end) + 1)]
    return found


def rows() -> list[Row]:
    """The rows of the tables whose first column is headed ASVS."""
    found, inside = [], False
    for line in SHEET.read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")] if line.startswith("|") else []
        if cells and cells[0] == "ASVS":
            inside = True
        elif not cells:
            inside = False
        elif inside and not cells[0].startswith("---"):
            numbers, asked, stands, where, test = cells
            found.append(Row(numbers_of(numbers), asked, stands, where, test))
    return found


def standard() -> list[str]:
    with Path(__file__).with_name("asvs.csv").open(encoding="utf-8") as file:
        return [one["number"] for one in csv.DictReader(file)]


@cache
def named_in(path: str) -> frozenset[str]:
    """The tests that a file really defines: each asserts something, itself or by a helper of the file."""
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    functions = {one.name: one for one in ast.walk(tree) if isinstance(one, ast.FunctionDef)}
    asserting = {name for name, one in functions.items() if _asserts(one)}
    return frozenset(
        name
        for name, one in functions.items()
        if name.startswith("test_") and (name in asserting or asserting & _called(one))
    )


def _asserts(function: ast.FunctionDef) -> bool:
    return any(
        isinstance(one, ast.Assert) or (isinstance(one, ast.Attribute) and one.attr in {"raises", "fail"})
        for one in ast.walk(function)
    )


def _called(function: ast.FunctionDef) -> set[str]:
    calls = (one.func for one in ast.walk(function) if isinstance(one, ast.Call))
    return {one.id for one in calls if isinstance(one, ast.Name)}


def test_every_requirement_stands_there_once() -> None:
    told = [number for row in rows() for number in row.numbers]
    assert sorted(set(standard()) - set(told)) == []
    assert sorted(set(told) - set(standard())) == []
    assert sorted(one for one in set(told) if told.count(one) > 1) == []
    assert len(standard()) == 253


def test_every_row_says_how_it_stands_and_why() -> None:
    for row in rows():
        assert row.stands in STANDS, row
        assert row.asked, row
        assert len(row.where) > 3, row


def test_what_holds_is_proven_by_a_test_or_written_down() -> None:
    """A document proves what the standard asks of documents alone: the first section of a chapter, and what the
    operator's own servers do.
    """
    wrong = []
    for row in rows():
        if row.stands == "holds" and not NAMED.search(row.test):
            written = row.test == "documentation" and re.search(r"`(docs/|README)", row.where)
            if not (written and all(one.split(".")[1] == "1" or one in OPERATORS for one in row.numbers)):
                wrong.append(row.numbers)
    assert wrong == []


def test_every_test_that_is_named_is_one() -> None:
    text = SHEET.read_text(encoding="utf-8")
    named = set(NAMED.findall(text))
    assert len(named) > 90
    assert sorted(f"{path}::{name}" for path, name in named if name not in named_in(path)) == []


def test_every_place_that_is_named_exists() -> None:
    named = set(PLACE.findall(SHEET.read_text(encoding="utf-8")))
    assert len(named) > 40
    assert sorted(one for one in named if not (ROOT / one).exists()) == []


@pytest.mark.parametrize("heading", ["Ways in", "Keys", "Data", "Libraries", "Costly work", "CERT-In"])
def test_what_the_standard_wants_written_down_is(heading: str) -> None:
    text = SHEET.read_text(encoding="utf-8")
    part = re.search(rf"^## {heading}\n\n(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL)
    assert part is not None
    assert len(part[1]) > 200
