"""The environment of `make run` and `make test`: built once, again when its lock changes, by one at a time."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.servers.session import ROOT

pytestmark = pytest.mark.slow

LOCKS = ("requirements.lock", "requirements-dev.lock")


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A project whose locks hold nothing yet, so that nothing is fetched."""
    (tmp_path / "progress").mkdir()
    shutil.copy(ROOT / "progress" / "install.py", tmp_path / "progress")
    for lock in LOCKS:
        (tmp_path / lock).write_text("# nothing\n")
    return tmp_path


def start(tree: Path, *arguments: str, python: str = sys.executable) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [python, "progress/install.py", *arguments],
        cwd=tree,
        env={**os.environ, "PIP_NO_INDEX": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def install(tree: Path, purpose: str) -> list[str]:
    """What it said, line by line."""
    process = start(tree, purpose)
    said, errors = process.communicate(timeout=120)
    assert process.returncode == 0, errors
    return said.splitlines()


def test_built_once_and_shared(tree: Path) -> None:
    both = [start(tree, purpose) for purpose in ("run", "test")]
    said = [process.communicate(timeout=120)[0] for process in both]
    assert [process.returncode for process in both] == [0, 0]
    assert "".join(said).count("Making .venv …") == 1
    assert install(tree, "run") == install(tree, "test") == []

    (tree / LOCKS[0]).write_text("# changed\n")
    assert install(tree, "test") == []
    assert install(tree, "run") == ["Installing the packages of requirements.lock into .venv …"]
    (tree / LOCKS[0]).write_text("# changed again\n")
    (tree / LOCKS[1]).write_text("# changed\n")
    assert install(tree, "test") == ["Installing the packages of requirements-dev.lock into .venv …"]
    assert install(tree, "run") == []  # the lock of the tests holds all that the service needs

    broken = tree / ".venv" / "bin" / "python"
    broken.unlink()
    broken.symlink_to("/nowhere/python")
    assert install(tree, "run")[0] == "Making .venv …"


def distributions(python: Path) -> dict[str, str]:
    """Name and version of everything that an environment holds."""
    listed = "import importlib.metadata as m; print(*(f'{d.name}=={d.version}' for d in m.distributions()))"
    said = subprocess.run([python, "-c", listed], capture_output=True, text=True, check=True).stdout
    return dict(name.lower().split("==") for name in said.split())


def test_the_environment_holds_nothing_to_build_with_that_no_lock_pins(tree: Path) -> None:
    install(tree, "run")
    assert set(distributions(tree / ".venv" / "bin" / "python")) == {"pip"}
    for lock in LOCKS:
        text = (ROOT / lock).read_text(encoding="utf-8")
        assert re.search(r"^pip==", text, re.MULTILINE), lock
    pinned = (ROOT / LOCKS[1]).read_text(encoding="utf-8")
    for name, version in distributions(Path(sys.executable)).items():
        if name in {"pip", "setuptools", "wheel"}:
            assert f"\n{name}=={version} " in pinned


def test_a_package_that_cannot_be_had_is_told(tree: Path) -> None:
    (tree / LOCKS[0]).write_text(f"nosuchthing==1 --hash=sha256:{'0' * 64}\n")
    process = start(tree, "run")
    _, errors = process.communicate(timeout=120)
    assert process.returncode == 1
    assert "The locked packages could not be installed into .venv" in errors
    assert not (tree / ".venv" / LOCKS[0]).exists()


def test_a_python_without_venv_names_the_package_to_install(tree: Path) -> None:
    (tree / "progress" / "sitecustomize.py").write_text("import sys\nsys.modules['ensurepip'] = None\n")
    process = subprocess.run(
        [sys.executable, "progress/install.py", "run"],
        cwd=tree,
        env={"PYTHONPATH": str(tree / "progress")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert process.returncode == 1
    assert "Install the package python3-venv" in process.stderr
    assert not (tree / ".venv").exists()


def test_make_names_what_is_missing_without_python(tmp_path: Path) -> None:
    for name in ("sh", "env"):
        (tmp_path / name).symlink_to(str(shutil.which(name)))
    process = subprocess.run(
        [str(shutil.which("make")), ".for-run"],
        cwd=ROOT,
        env={"PATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert process.returncode != 0
    assert process.stderr.startswith("Pragati needs Python 3.11 or later")
