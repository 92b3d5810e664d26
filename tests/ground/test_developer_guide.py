"""`docs/developer.md`: its commands run, in a copy of the code, and a parameter that they add is scored."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest
from django.utils import timezone

from common.months import Month
from metrics.catalogue import load
from metrics.figures import record_figures
from metrics.methodology import load_methodologies
from metrics.models import Methodology
from metrics.scoring import Figure
from progress import messages
from rankings.compute import compute_month
from tests.guides import DOCS, blocks
from tests.servers.session import ROOT, clean_environment

pytestmark = pytest.mark.slow

JANUARY = Month(2030, 1)


@pytest.mark.django_db
def test_its_commands_run_and_the_new_parameter_is_scored(tmp_path: Path) -> None:
    copy = tmp_path / "code"
    for name in (*messages.ROOMS, "templates", "static", "locale"):
        shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "manage.py", copy)
    (copy / ".venv").symlink_to(Path(sys.prefix))
    said = ""
    for block in blocks((DOCS / "developer.md").read_text(encoding="utf-8"), "sh"):
        done = subprocess.run(
            ["bash", "-euc", block], cwd=copy, env=clean_environment() | {"PRAGATI_VAR": str(tmp_path / "var")},
            capture_output=True, text=True, check=False, timeout=240,
        )  # fmt: skip
        assert done.returncode == 0, f"{block}\n{done.stdout}{done.stderr}"
        said += done.stdout
    assert re.search(r"[1-9]\d* added, 0 changed", said)
    document = load(copy / "metrics" / "methodologies" / "2030-01.toml")
    load_methodologies(at=timezone.now(), documents=[document])
    assert Methodology.objects.filter(version="2030-01").exists()
    rules = document.parameter_rules()
    assert sum(rule.max_marks for rule in rules) == 100
    for state, good in (("HR", 9), ("GA", 8)):
        figures = {rule.code: Figure(Decimal(9), Decimal(9)) for rule in rules}
        figures["CIT-09"] = Figure(Decimal(good), Decimal(9))
        record_figures(
            state=state, month=JANUARY, figures=figures, source="a test", sample=False, by="asha",
            at=timezone.now(),
        )  # fmt: skip
    places = {place.state: place for place in compute_month(JANUARY).lists["overall", "all"]}
    assert places["HR"].rank == 1
    assert places["GA"].rank == 2, "the new parameter alone tells them apart"
