"""The repository's own files agree with each other."""

from __future__ import annotations

import ast
import os
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import get_commands, load_command_class

from common.commands import OwnCommand
from tests.servers.session import ROOT, settings_names

ROOMS = (
    "progress",
    "dashboard",
    "submissions",
    "insights",
    "rankings",
    "metrics",
    "accounts",
    "states",
    "common",
)
LOCKS = ("requirements.lock", "requirements-dev.lock")
OUTSIDE = {".git", ".venv", "var", "__pycache__"}
"""Folders that are no part of the repository; so is every other hidden folder but `.ci`."""

REGISTRY = re.compile(
    r"https?://\S+(?:/simple/?|\.whl|\.tgz|\.tar\.gz)(?=[#\"'\s]|$)"
    r"|\b(?:pypi|pythonhosted|npmjs|rubygems|crates)\.(?:org|com|io)\b"
)


def files() -> Iterator[Path]:
    """Every file of the repository, whether git is there or not."""
    for folder, folders, names in os.walk(ROOT):
        folders[:] = [
            one for one in folders if one not in OUTSIDE and (not one.startswith(".") or one == ".ci")
        ]
        yield from (Path(folder) / name for name in names if name != ".env")


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def requirements(lock: str) -> dict[str, str]:
    """What a lock pins: name to the whole entry, version, marker and hashes."""
    entries = re.split(r"\n(?=\S)", read(lock).replace("\\\n", " "))
    return {
        entry.split("==")[0].lower(): re.sub(r"\s+", " ", entry).strip() for entry in entries if entry.strip()
    }


def declared() -> dict[str, list[str]]:
    """The names of the direct dependencies: of the service, and of the development group."""
    project = tomllib.loads(read("pyproject.toml"))

    def names(lines: list[str]) -> list[str]:
        return [re.split(r"[^A-Za-z0-9._-]", line)[0].lower() for line in lines]

    return {
        "run": names(project["project"]["dependencies"]),
        "dev": names(project["dependency-groups"]["dev"]),
    }


def test_every_setting_is_explained() -> None:
    """`.env.example` names what settings.py reads, no more and no less, with a sentence before each group."""
    read_there = {
        call.args[0].value
        for call in ast.walk(ast.parse(read("progress/settings.py")))
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Attribute)
        and isinstance(call.func.value, ast.Name)
        and call.func.value.id == "env"
        and call.args
        and isinstance(call.args[0], ast.Constant)
    }
    assert {"DATABASE_URL", "REDIS_URL", "SECRET_KEY", "PORT"} <= read_there
    assert set(settings_names()) == read_there
    for paragraph in read(".env.example").strip().split("\n\n")[1:]:
        assert re.match(r"# [A-Z0-9].*[.:]$", paragraph.splitlines()[0]), paragraph


def test_every_dependency_says_why() -> None:
    arrays = re.findall(
        r"^(?:dependencies|dev) = \[\n(.*?)^\]", read("pyproject.toml"), re.MULTILINE | re.DOTALL
    )
    entries = [line.strip() for array in arrays for line in array.splitlines()]
    assert len(entries) == sum(map(len, declared().values()))
    for entry in entries:
        assert re.fullmatch(r'"[^"]+",\s+# \S.{9,}', entry), entry


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_pins_by_hash_and_names_no_address(lock: str) -> None:
    assert "://" not in read(lock)
    pinned = requirements(lock)
    assert len(pinned) > 20
    for entry in pinned.values():
        assert re.match(r"[A-Za-z0-9._-]+==[0-9][^ ]*( ;[^-]+)? --hash=sha256:[0-9a-f]{64}", entry), entry


def test_the_locks_hold_what_is_declared_and_agree() -> None:
    run, dev = (requirements(lock) for lock in LOCKS)
    assert set(declared()["run"]) <= set(run)
    assert set(declared()["run"]) | set(declared()["dev"]) <= set(dev)
    for name, pinned in run.items():  # so that one folder serves `make run` and `make test`
        everywhere = re.sub(
            r" ; .*?(?= --hash)", "", pinned
        )  # what one asks for on Windows alone, the other may anywhere
        assert dev.get(name) in (pinned, everywhere)


def test_no_file_names_a_package_index() -> None:
    found = []
    for path in files():
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue  # a picture, a font, a spreadsheet
        if path != Path(__file__):
            found += [f"{path.relative_to(ROOT)}: {match[0]}" for match in REGISTRY.finditer(text)]
    assert found == []


def test_every_command_of_ours_starts_at_once() -> None:
    ours = set(ROOMS)
    named = {name: app for name, app in get_commands().items() if app in ours}
    assert len(named) > 25
    extended = {"dumpdata", "loaddata"}  # Django's own, with a change
    slow = {name for name, app in named.items() if not isinstance(load_command_class(app, name), OwnCommand)}
    assert slow == extended


def test_the_scripts_can_be_run() -> None:
    for name in (".ci/run", ".ci/check", "manage.py"):
        assert os.access(ROOT / name, os.X_OK), name


def test_templates_are_written_to_be_read() -> None:
    long = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in sorted((ROOT / "templates").rglob("*.*"))
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if len(line) >= 140
    ]
    assert long == []
