"""A run that is killed leaves no server behind, nor what a server has started."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator

import psutil
import pytest

from tests.servers.session import ROOT

RUN = """
import sys
from tests.servers.session import Servers
from tests.servers.watched import Watched

servers = Servers()
waits = "print('up', flush=True); import time; time.sleep(600)"
parent = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {waits!r}])"
Watched([sys.executable, "-c", parent]).wait_for("up", 30)
print("ready", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def run() -> Iterator[psutil.Process]:
    """A run with PostgreSQL, Redis, and a process that has one of its own."""
    command = [sys.executable, "-c", RUN]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"ready\n"
        yield psutil.Process(process.pid)
        process.kill()


def test_all_ends_with_the_run(run: psutil.Process) -> None:
    started = run.children(recursive=True)
    assert len(started) > 5
    run.kill()
    assert psutil.wait_procs(started, timeout=30)[1] == []


def test_the_servers_end_with_their_keeper(run: psutil.Process) -> None:
    [keeper] = [child for child in run.children() if "tests.servers.keeper" in child.cmdline()]
    started = keeper.children(recursive=True)
    assert len(started) > 2
    keeper.kill()
    assert psutil.wait_procs(started, timeout=30)[1] == []
