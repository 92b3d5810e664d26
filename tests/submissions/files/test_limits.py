"""No file takes the server down: the worst ones, read in a process of 512 MB, within 20 seconds each."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest

from submissions.parsing import LARGEST_FILE
from tests.submissions.files.support import examples
from tests.submissions.files.worst import FILES, SECONDS

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    folder = tmp_path_factory.mktemp("worst")
    paths = [folder / name.replace("/", " ") for name in FILES]
    for path, make in zip(paths, FILES.values(), strict=True):
        path.write_bytes(make())
    return paths


@pytest.mark.slow
def test_the_worst_files_cost_little(made: list[Path]) -> None:
    """The long run marks each file up, too."""
    marked = ["--marked"] if examples() > 1_000 else []
    command = [sys.executable, "-m", "tests.submissions.files.worst", *marked, *map(str, made)]
    run = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, timeout=SECONDS * len(made), check=False
    )
    lines = [json.loads(line) for line in run.stdout.splitlines()]
    assert [one["name"] for one in lines] == [path.name for path in made], run.stderr[-2_000:]
    assert run.returncode == 0, run.stderr[-2_000:]
    assert {one["name"]: one["read"] for one in lines if one["read"] > SECONDS} == {}
    assert {one["name"]: one["marked"] for one in lines if one["marked"] > SECONDS} == {}
    for one in lines:
        assert "damaged_file" not in one["codes"] or "lying" in one["name"], one


def test_the_worst_files_reach_the_parsers(made: list[Path]) -> None:
    """All but one are small enough to be let in, so that it is not the size alone that stops them."""
    assert [path.name for path in made if path.stat().st_size > LARGEST_FILE] == []


def test_workbooks_are_never_read_without_defusedxml() -> None:
    assert openpyxl.DEFUSEDXML
    run = subprocess.run(
        [sys.executable, "-c", "import submissions.parsing"],
        cwd=ROOT,
        env={"OPENPYXL_DEFUSEDXML": "False"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 1
    assert "read with defusedxml" in run.stderr
