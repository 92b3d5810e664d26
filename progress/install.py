"""Builds `.venv` from a hash-pinned lock: `python3 progress/install.py run|test`.

Runs before anything is installed, so it uses the standard library alone. A second run with the same lock
returns at once; two runs at the same time wait for each other.
"""

from __future__ import annotations

import fcntl
import hashlib
import importlib.util
import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
STAMP = VENV / "installed.json"
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
    purpose = arguments[0]
    with (ROOT / LOCKS["run"]).open("rb") as door:
        fcntl.flock(
            door, fcntl.LOCK_EX
        )  # `make run` and `make test` share the folder: one builds, the other waits
        return _build(purpose)


def _build(purpose: str) -> int:
    python = VENV / "bin" / "python"
    digest = hashlib.sha256((ROOT / LOCKS[purpose]).read_bytes()).hexdigest()
    sound = _works(python)
    stamps = _stamps() if sound else {}
    if stamps.get(purpose) == digest:
        return 0
    if not sound:
        if any(importlib.util.find_spec(name) is None for name in ("venv", "ensurepip")):
            return _fail(NO_VENV.format(python=sys.executable))
        print("Making .venv …", flush=True)
        if subprocess.run(
            [sys.executable, "-m", "venv", "--clear", str(VENV)], cwd=ROOT, check=False
        ).returncode:
            return _fail(NO_VENV.format(python=sys.executable))
    print(f"Installing the packages of {LOCKS[purpose]} into .venv …", flush=True)
    pip = [
        str(python),
        "-m",
        "pip",
        "install",
        "--require-hashes",
        "--no-deps",  # the lock is whole; resolving anew, older pips stumble over extras once newer releases exist
        "--disable-pip-version-check",
        "--no-input",
    ]
    quiet = ["--quiet", "--progress-bar", "off"]
    if subprocess.run([*pip, *quiet, "-r", LOCKS[purpose]], cwd=ROOT, check=False).returncode:
        return _fail(NO_PIP)
    for name in COVERED[purpose]:
        stamps[name] = hashlib.sha256((ROOT / LOCKS[name]).read_bytes()).hexdigest()
    named = "".join((ROOT / LOCKS[name]).read_text(encoding="utf-8") for name in LOCKS if name in stamps)
    if "setuptools==" not in named:  # a venv of Python 3.11 brings one that no lock pins and no audit sees
        subprocess.run(
            [str(python), "-m", "pip", "uninstall", "--quiet", "--yes", "setuptools"], cwd=ROOT, check=False
        )
    STAMP.write_text(json.dumps(stamps), encoding="ascii")
    return 0


def _works(python: Path) -> bool:
    """Whether that interpreter starts, is new enough and has pip: an upgrade of the system may break a venv."""
    check = "import pip, sys; sys.exit(sys.version_info < (3, 11))"
    try:
        return subprocess.run([str(python), "-c", check], check=False, capture_output=True).returncode == 0
    except OSError:
        return False


def _stamps() -> dict[str, str]:
    """The digests of the locks that were installed last, by purpose; empty where that is not known."""
    try:
        stamps = json.loads(STAMP.read_text(encoding="ascii"))
    except (OSError, ValueError):
        return {}
    return stamps if isinstance(stamps, dict) else {}


def _fail(sentence: str) -> int:
    print(sentence, file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
