"""Methodology versions: reviewed files, checked whole, the same in the database as on disk."""

from __future__ import annotations

import copy
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from common.months import Month
from metrics.catalogue import FaultyMethodologyError, MethodologyDocument, check, load, load_all
from metrics.methodology import load_methodologies, seal
from metrics.models import Methodology
from metrics.selectors import UnknownMethodologyError, document_of, methodology_in_force
from tests.rankings.conftest import AT


def faulty(change: Any) -> list[str]:
    document = copy.deepcopy(dict(load_all()[0].document))
    change(document)
    return check(document)


def test_three_versions_hold_one_after_the_other() -> None:
    assert [(one.version, str(one.holds_from), len(one.parameter_rules())) for one in load_all()] == [
        ("2021-06", "2021-06", 22),
        ("2023-01", "2023-01", 28),
        ("2024-07", "2024-07", 33),
    ]


@pytest.mark.parametrize("document", load_all(), ids=lambda one: one.version)
def test_marks_sum_to_100_and_boards_are_as_the_field_has_them(document: MethodologyDocument) -> None:
    rules = document.parameter_rules()
    assert sum(rule.max_marks for rule in rules) == Decimal(100)
    for rule in rules:
        expected = {"overall", "icjs"} if rule.group in {"ICJ", "NAF"} else {"overall", "cctns"}
        assert rule.boards == expected | ({"itsso"} if rule.group == "SEX" else set())


def test_every_fault_is_told_at_once() -> None:
    def spoil(document: dict[str, Any]) -> None:
        document["parameters"][0]["max_marks"] = "5"
        document["parameters"][1]["better"] = "lower"
        document["parameters"][2]["group"] = "XXX"
        document["parameters"][3]["code"] = document["parameters"][4]["code"]
        document["groups"][0]["boards"] = ["cctns"]
        document["rules"]["ties"] = "coin"

    told = faulty(spoil)
    assert len(told) == 6
    for part in (
        "sum to 101",
        "contradict",
        "XXX",
        "stands twice",
        "every group counts on overall",
        "rules: ties",
    ):
        assert sum(part in one for one in told) == 1, part


@pytest.mark.parametrize("value", ["seven", "7.005", "NaN", "Infinity", 7, None, ""])
def test_marks_are_plain_numbers(value: Any) -> None:
    told = faulty(lambda document: document["parameters"][0].update(max_marks=value))
    assert any(document_fault.startswith("parameter INF-01") for document_fault in told)


def test_a_file_that_is_no_toml_is_a_problem_with_its_name(tmp_path: Path) -> None:
    (tmp_path / "2030-01.toml").write_text("version = ")
    with pytest.raises(FaultyMethodologyError, match=r"2030-01\.toml: not readable as TOML"):
        load(tmp_path / "2030-01.toml")


@pytest.mark.django_db
def test_the_database_holds_what_the_file_says(directory: None) -> None:
    for document in load_all():
        stored = Methodology.objects.get(version=document.version)
        assert document_of(stored).document == document.document
        assert document_of(stored).content_hash == stored.content_hash == document.content_hash
        assert document_of(stored).parameter_rules() == document.parameter_rules()


@pytest.mark.django_db
def test_the_version_in_force_is_the_latest_that_has_begun(directory: None) -> None:
    assert methodology_in_force(Month(2022, 12)).version == "2021-06"
    assert methodology_in_force(Month(2023, 1)).version == "2023-01"
    assert methodology_in_force(Month(2030, 1)).version == "2024-07"
    with pytest.raises(UnknownMethodologyError):
        methodology_in_force(Month(2021, 5))


@pytest.mark.django_db
def test_an_open_version_can_be_mended_and_a_sealed_one_not(directory: None) -> None:
    document = load_all()[2]
    changed = copy.deepcopy(dict(document.document))
    changed["title"] = "Mended"
    mended = MethodologyDocument(document.version, document.holds_from, changed)
    assert load_methodologies(at=AT, documents=[mended]) == (0, 1)
    stored = Methodology.objects.get(version=document.version)
    assert (stored.title, stored.parameters.count()) == ("Mended", 33)
    seal(methodology=stored, at=AT)
    with pytest.raises(FaultyMethodologyError, match="write a new one instead"):
        load_methodologies(at=AT, documents=[document])
    assert load_methodologies(at=AT, documents=[mended]) == (0, 0)
