"""Builds `.venv` from a hash-pinned lock: `python3 progress/install.py run|test`.

Runs before anything is installed, so it uses the standard library alone. What was installed lies beside it as a copy
of the lock: a second run with the same lock returns at once. Two runs at the same time wait for each other.
"""

from __future__ import annotations

import fcntl
import importlib.util
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
LOCKS = {"run": "requirements.lock", "test": "requirements-dev.lock"}
COVERED = {"run": ["run"], "test": ["run", "test"]}
"""What each lock installs: the lock of the tests holds everything that the service needs, at the same versions."""

NO_VENV = """\
This Python ({python}) cannot make virtual environments: its `venv` or `ensurepip` is missing.
Install the package python3-venv (Debian, Ubuntu: `sudo apt-get install python3-venv`), then run make again."""
NO_PIP = """\
The locked packages could not be installed into .venv; pip's own words stand above.
Run make again where a package index can be reached (pip's usual settings hold), or with the wheels in a folder:
`PIP_NO_INDEX=1 PIP_FIND_LINKS=folder make run`."""


def main(arguments: list[str]) -> int:
    if len(arguments) != 1 or arguments[0] not in LOCKS:
        return _fail(f"Say what for: {' or '.join(LOCKS)}.")
    with (ROOT / LOCKS["run"]).open("rb") as door:
        # `make run` and `make test` share the folder: one builds, the other waits.
        fcntl.flock(door, fcntl.LOCK_EX)
        return _build(arguments[0])


def _build(purpose: str) -> int:
    python, lock = VENV / "bin" / "python", LOCKS[purpose]
    sound, copy = _works(python), VENV / lock
    if sound and copy.exists() and copy.read_bytes() == (ROOT / lock).read_bytes():
        return 0
    if not sound:
        if any(importlib.util.find_spec(name) is None for name in ("venv", "ensurepip")):
            return _fail(NO_VENV.format(python=sys.executable))
        print("Making .venv …", flush=True)
        if not _run(sys.executable, "-m", "venv", "--clear", VENV):
            return _fail(NO_VENV.format(python=sys.executable))
    print(f"Installing the packages of {lock} into .venv …", flush=True)
    # The lock is whole; resolving anew, older pips stumble over extras once newer releases exist.
    whole = ["--require-hashes", "--no-deps", "--disable-pip-version-check", "--no-input"]
    if not _run(python, "-m", "pip", "install", *whole, "--quiet", "--progress-bar", "off", "-r", lock):
        return _fail(NO_PIP)
    for name in COVERED[purpose]:
        shutil.copy(ROOT / LOCKS[name], VENV)
    named = "".join(path.read_text(encoding="utf-8") for path in VENV.glob("requirements*.lock"))
    if "setuptools==" not in named:  # a venv of Python 3.11 brings one that no lock pins and no audit sees
        _run(python, "-m", "pip", "uninstall", "--quiet", "--yes", "setuptools")
    return 0


def _run(*command: str | Path) -> bool:
    return subprocess.run([str(word) for word in command], cwd=ROOT, check=False).returncode == 0


def _works(python: Path) -> bool:
    """Whether that interpreter starts, is new enough and has pip: an upgrade of the system may break a venv."""
    check = "import pip, sys; sys.exit(sys.version_info < (3, 11))"
    try:
        return subprocess.run([str(python), "-c", check], check=False, capture_output=True).returncode == 0
    except OSError:
        return False


def _fail(sentence: str) -> int:
    print(sentence, file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
