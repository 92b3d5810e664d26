"""A short round of every fault; `make faults` plays the long one."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import psutil
import pytest

from tests.faults.arena import Arena
from tests.faults.rounds import FAULTS, play
from tests.servers.session import ROOT

pytestmark = pytest.mark.slow


def test_nothing_is_lost_and_nothing_happens_twice(short_folder: Path) -> None:
    said: list[str] = []
    arena = Arena(short_folder, seed=1)
    try:
        lost, doubled = play(arena, len(FAULTS), said.append)
    finally:
        arena.stop()
    assert (lost, doubled) == (0, 0), "\n".join(said)
    assert arena.faults == len(FAULTS)


def test_a_round_that_is_killed_leaves_nothing_behind(short_folder: Path) -> None:
    """PostgreSQL, Redis and the worker, whose own children hold the work."""
    short_folder.chmod(0o711)  # PostgreSQL runs as another user where the suite runs as root
    environment = {**os.environ, "TMPDIR": str(short_folder)}
    command = [sys.executable, "-m", "tests.faults.rounds"]
    with subprocess.Popen(command, cwd=ROOT, env=environment) as rounds:
        until = time.monotonic() + 120
        while not any("celery" in line for line in _commands(rounds.pid)):
            assert time.monotonic() < until, "no worker started"
            time.sleep(0.2)
        left = psutil.Process(rounds.pid).children(recursive=True)
        rounds.kill()
    _, alive = psutil.wait_procs(left, timeout=30)
    assert alive == []


def _commands(parent: int) -> list[list[str]]:
    """The command of every process below another; none of one that ends meanwhile."""
    commands = []
    for child in psutil.Process(parent).children(recursive=True):
        with suppress(psutil.Error):
            commands.append(child.cmdline())
    return commands
