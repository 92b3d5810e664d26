"""`docs/developer.md`: its commands run, in a copy of the code, and what they add is there and works."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from progress import messages
from tests.guides import DOCS, blocks
from tests.servers.session import ROOT, clean_environment

pytestmark = pytest.mark.slow

ADDED = """\
from datetime import datetime, UTC
from decimal import Decimal

from django.core.management import call_command
from django.test import Client

from accounts.directory import load_states
from common.months import Month
from metrics.figures import record_figures
from metrics.methodology import load_methodologies
from metrics.models import Methodology
from metrics.scoring import Figure
from metrics.selectors import document_of
from progress import staticfiles
from rankings.compute import compute_month
from rankings.lists import labels
from submissions.parsing import parse
from submissions.validation import Expected, validate

january, now = Month(2030, 1), datetime.now(UTC)
call_command("migrate", verbosity=0)
load_states(at=now)
load_methodologies(at=now)
rules = document_of(Methodology.objects.get(version="2030-01")).parameter_rules()
print("marks", sum(rule.max_marks for rule in rules))
sent = {"source": "a test", "sample": False, "by": "asha", "at": now}
for state, good in (("HR", 9), ("GA", 8)):
    figures = {rule.code: Figure(Decimal(9), Decimal(9)) for rule in rules}
    figures["CIT-09"] = Figure(Decimal(good), Decimal(9))
    record_figures(state=state, month=january, figures=figures, **sent)
record_figures(state="HR", month=january.previous(), figures={"REG-01": figures["REG-01"]}, **sent)
print("of the month before", sorted({board for board, _ in compute_month(january.previous()).lists}))
lists = compute_month(january).lists
for board in ("overall", "cyber"):
    ranks = {place.state: place.rank for place in lists[board, "all"]}
    print(labels.board_name(board), ranks["HR"], ranks["GA"])
print(labels.board_long("cyber"))
entry = {"name": "FIRs", "name_hi": "एफआईआर", "period_kind": "flow", "numerator_may_exceed": False}
expected = Expected("HR", january, "2030-01", {"REG-01": entry})
for remark in ("", "An estimate"):
    file = f"parameter,numerator,denominator,remarks\\nREG-01,90000,200000,{remark}\\n"
    [problem] = validate(parse(file.encode()), expected).problems
    print(problem.code, problem.severity.value, problem.message)
staticfiles.BROTLI_QUALITY = 1
staticfiles.collect()
page = Client(SERVER_NAME="localhost").get("/months/")
print(page.status_code, "No list has been published yet" in page.content.decode())
print("figure of the chart", "December 2029: 1; January 2030: 2" in page.content.decode())
print(Client(SERVER_NAME="localhost").get("/months/?chart=senders&format=csv").content.decode().split())
"""
"""Run with the settings of the copy, in its rooms: the parameter alone tells two States apart."""


def test_its_commands_run_and_what_they_add_works(tmp_path: Path) -> None:
    copy = tmp_path / "code"
    for name in (*messages.ROOMS, "templates", "static", "locale"):
        shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "manage.py", copy)
    (copy / ".venv").symlink_to(Path(sys.prefix))

    def run(*command: str) -> str:
        done = subprocess.run(
            command, cwd=copy, env=clean_environment() | {"PRAGATI_VAR": str(tmp_path / "var")},
            capture_output=True, text=True, check=False, timeout=240,
        )  # fmt: skip
        assert done.returncode == 0, f"{command[-1]}\n{done.stdout}{done.stderr}"
        return done.stdout

    commands = blocks((DOCS / "developer.md").read_text(encoding="utf-8"), "sh")
    said = "".join(run("bash", "-euc", block) for block in commands)
    assert re.search(r"[1-9]\d* added, 0 changed", said)
    added = run(".venv/bin/python", "manage.py", "shell", "--verbosity", "0", "--command", ADDED)
    assert added.splitlines() == [
        "marks 100",
        "of the month before ['cctns', 'icjs', 'itsso', 'overall']",
        "Overall 1 2",
        "Cyber 1 1",
        "Cyber crime",
        "remark_needed error REG-01: 2,00,000 looks rounded. Say in the remark how it was counted. "
        "Write the reason in remarks.",
        "rounded warning REG-01: 2,00,000 looks rounded. Say in the remark how it was counted.",
        "200 True",
        "figure of the chart True",
        "['month,states', '2029-12,1', '2030-01,2']",
    ]
