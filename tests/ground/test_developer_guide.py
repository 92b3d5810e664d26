"""`docs/developer.md`, played in a copy of the code: its changes apply as they stand, its commands do what it says."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest
from django.utils import timezone

from metrics.catalogue import load
from metrics.models import Methodology
from metrics.scoring import Figure
from metrics.services.figures import record_figures
from metrics.services.methodology import load_methodologies
from progress import messages
from rankings.services.computation import compute_month
from states.months import Month
from states.services.directory import load_states
from tests.guides import DOCS, blocks, parts
from tests.servers.session import ROOT, clean_environment

pytestmark = pytest.mark.slow

GUIDE = {part.splitlines()[0]: part for part in parts(DOCS / "developer.md")}
JANUARY = Month(2030, 1)


class Copy:
    """The code of the service in a folder of its own, with this run's environment of Python."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "code"
        self._environment = clean_environment() | {"PRAGATI_VAR": str(folder / "var")}
        for name in (*messages.ROOMS, "templates", "static", "locale"):
            shutil.copytree(ROOT / name, self.folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        shutil.copy(ROOT / "manage.py", self.folder)
        (self.folder / ".venv").symlink_to(Path(sys.prefix))

    def play(self, title: str) -> str:
        """Apply the changes of a part and run its commands; what they said."""
        for change in blocks(GUIDE[title], "diff"):
            self.apply(change)
        return "".join(self._run(["bash", "-euc", block]) for block in blocks(GUIDE[title], "sh"))

    def apply(self, change: str) -> None:
        """A unified diff; each stretch is found by its lines alone, wherever it stands by now."""
        for part in change.split("--- a/")[1:]:
            file = self.folder / part.splitlines()[0]
            text = file.read_text(encoding="utf-8")
            for stretch in re.split(r"^@@.*\n", part, flags=re.MULTILINE)[1:]:
                lines = stretch.splitlines(keepends=True)
                old = "".join(line[1:] for line in lines if line[0] != "+")
                new = "".join(line[1:] for line in lines if line[0] != "-")
                assert text.count(old) == 1, f"{file.name}: not there, or not there once:\n{old}"
                text = text.replace(old, new)
            file.write_text(text, encoding="utf-8")

    def _run(self, command: list[str]) -> str:
        done = subprocess.run(
            command, cwd=self.folder, env=self._environment, capture_output=True, text=True, check=False, timeout=240
        )  # fmt: skip
        assert done.returncode == 0, f"{command}\n{done.stdout}{done.stderr}"
        return done.stdout

    def messages_check(self) -> str:
        done = subprocess.run(
            [".venv/bin/python", "-m", "progress.messages", "check"], cwd=self.folder, env=self._environment,
            capture_output=True, text=True, check=False, timeout=120,
        )  # fmt: skip
        return done.stderr


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Copy:
    return Copy(tmp_path_factory.mktemp("developer"))


@pytest.mark.django_db
def test_a_parameter_is_added_and_scored(copy: Copy) -> None:
    assert "4 added, 0 changed" in copy.play("A parameter")
    document = load(copy.folder / "metrics" / "methodologies" / "2030-01.toml")
    load_states(at=timezone.now())
    load_methodologies(at=timezone.now(), documents=[document])
    rules = document.parameter_rules()
    assert sum(rule.max_marks for rule in rules) == 100
    for state, good in (("HR", 9), ("GA", 8)):
        figures = {rule.code: Figure(Decimal(9), Decimal(9)) for rule in rules}
        figures["CIT-09"] = Figure(Decimal(good), Decimal(9))
        record_figures(
            state=state, month=JANUARY, figures=figures, source="a test", sample=False, by="asha",
            at=timezone.now(),
        )  # fmt: skip
    assert Methodology.objects.get().version == "2030-01"
    places = {one.state: one for one in compute_month(JANUARY).lists["overall", "all"]}
    assert places["HR"].rank == 1
    assert places["GA"].rank == 2, "the new parameter alone tells them apart"


def test_a_board_is_added(copy: Copy) -> None:
    said = copy.play("A board")
    assert "no issues" in said
    assert [*(copy.folder / "rankings" / "migrations").glob("*_cyber_board.py")]
    assert "Cybercrime and the helpline 1930" in copy.messages_check()


def test_a_problem_code_is_added(copy: Copy) -> None:
    assert copy.play("A problem code").strip() == "100 में से 100 प्रतिशत जैसा दिखता है। वास्तविक संख्याएँ लिखें।"


def test_a_language_is_begun(copy: Copy) -> None:
    copy.play("A language")
    catalogue = (copy.folder / "locale" / "ta" / "LC_MESSAGES" / "django.po").read_text(encoding="utf-8")
    assert '"Language: ta\\n"' in catalogue
    assert catalogue.count("msgid ") > 1000
    assert "ta: " in copy.messages_check()
