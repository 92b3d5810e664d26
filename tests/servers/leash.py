"""What a run starts ends with the run, however that ends.

A watcher, a process in a session of its own, is told every process group that a run starts. The kernel closes the
pipe between the two when the run is gone, killed or not; the watcher then kills the groups that are left.
"""

from __future__ import annotations

import atexit
import contextlib
import os
import signal
import subprocess
import sys
from pathlib import Path

_watchers: dict[int, subprocess.Popen[str]] = {}
"""By the process that it watches: one that was forked has none yet."""


def hold(group: int) -> None:
    """From now on this process group ends with this process, at the latest."""
    _say(f"+{group}")


def let_go(group: int) -> None:
    """This process group has ended; its number may become another's."""
    _say(f"-{group}")


def _say(line: str) -> None:
    watcher = _watchers.get(os.getpid())
    if watcher is None:
        watcher = _watchers[os.getpid()] = subprocess.Popen(
            [sys.executable, "-S", str(Path(__file__))],  # without packages: it is there at once
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,  # Ctrl-C reaches the run, which then stops what it started in good order
            text=True,
        )
        atexit.register(_end)
    assert watcher.stdin is not None
    watcher.stdin.write(f"{line}\n")
    watcher.stdin.flush()


def _end() -> None:
    """This process ends, and so do the groups that it has not ended itself."""
    watcher = _watchers.pop(os.getpid(), None)
    if watcher is not None:
        watcher.communicate()


def main() -> None:
    for ignored in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
        signal.signal(ignored, signal.SIG_IGN)  # the pipe alone says when it is over
    held: set[int] = set()
    for line in sys.stdin:
        change = held.add if line.startswith("+") else held.discard
        change(int(line[1:]))
    for group in held:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(group, signal.SIGKILL)


if __name__ == "__main__":
    main()
