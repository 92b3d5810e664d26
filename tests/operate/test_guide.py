"""`docs/operate.md`, followed to the letter: its settings start, its commands run."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.operate.test_compose import PATIENCE
from tests.servers.postgres import client_folder
from tests.servers.redis import free_port
from tests.servers.session import ROOT, Servers, clean_environment
from tests.servers.watched import Watched

TEXT = (ROOT / "docs" / "operate.md").read_text(encoding="utf-8")
UNITS = sorted((ROOT / "ops" / "systemd").glob("*.service"))


def blocks(kind: str) -> list[str]:
    """The code blocks of one kind: `sh` is run here; `console` needs root or Docker and is for reading."""
    return re.findall(rf"^```{kind}\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL)


@pytest.fixture
def environment(servers: Servers, tmp_path: Path) -> Iterator[dict[str, str]]:
    """The settings file of the guide, with this machine's own values where the guide says PASSWORD and the like."""
    [example] = blocks("ini")
    with servers.database() as database, servers.cache() as cache:
        own = {
            "DATABASE_URL": database, "REDIS_URL": cache, "PRAGATI_VAR": str(tmp_path / "var"),
            "SECRET_KEY": "a key of this test, and of nothing else, which is long enough to be taken",
            "SIGNING_KEY": "c" * 43 + "=",
        }  # fmt: skip
        lines = [line.partition("=") for line in example.splitlines()]
        assert set(own) < {name for name, _, _ in lines}
        file = tmp_path / "pragati.env"
        file.write_text("\n".join(f"{name}={own.get(name, value)}" for name, _, value in lines))
        (tmp_path / "tmp").mkdir()
        yield clean_environment() | {
            "PRAGATI_ENV_FILE": str(file), "PRAGATI_BACKUPS": str(tmp_path / "backups"), "PORT": str(free_port()),
            "ALLOWED_HOSTS": "pragati.example", "TMPDIR": str(tmp_path / "tmp"),
            "PATH": f"{client_folder()}{os.pathsep}{clean_environment()['PATH']}",
        }  # fmt: skip


def units(environment: dict[str, str]) -> Iterator[Watched]:
    """Web, worker and beat by the command of their unit."""
    for unit in UNITS:
        [command] = re.findall(
            r"^ExecStart=/srv/pragati/(.+)$", unit.read_text(encoding="utf-8"), re.MULTILINE
        )
        own = command.replace(" 8000", f" {environment['PORT']}").replace(
            "/var/lib/pragati/beat", f"{environment['TMPDIR']}/beat"
        )
        program, *arguments = own.split()
        yield Watched([str(ROOT / program), *arguments], environment=environment, folder=ROOT)


def test_every_command_of_the_guide_runs(environment: dict[str, str]) -> None:
    assert len(UNITS) == 3
    assert len(blocks("sh")) >= 6
    with ExitStack() as stack:
        for written in blocks("sh"):
            block = written
            if "progress.health web" in written:
                for process in units(environment):
                    stack.callback(process.stop)
                block = (
                    f"for try in $(seq 60); do (\n{written}) && exit 0; done; exit 1\n"  # once they are up
                )
            done = subprocess.run(
                ["bash", "-ec", block], cwd=ROOT, env=environment, capture_output=True, text=True, check=False,
                timeout=PATIENCE * 2,
            )  # fmt: skip
            assert done.returncode == 0, f"{block}\n{done.stdout}{done.stderr}"


def test_the_units_are_closed() -> None:
    for unit in UNITS:
        text = unit.read_text(encoding="utf-8")
        for line in (
            "NoNewPrivileges=yes",
            "ProtectSystem=strict",
            "User=pragati",
            "Restart=always",
            "MemoryMax=",
        ):
            assert line in text, unit.name
