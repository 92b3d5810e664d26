"""A child process whose output is read as it comes, so that nobody has to sleep and hope."""

from __future__ import annotations

import contextlib
import os
import pwd
import re
import signal
import subprocess
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from tests.servers import leash


class ServerError(RuntimeError):
    """A server did not start, or not in time; the text holds what it said."""


class Watched:
    """Starts `command` at once; its standard output and error are kept as `text`.

    `user` is whom to run as (only root may give one). The process gets a session of its own, so
    that Ctrl-C on the terminal reaches whoever started it, who then stops it in good order. Where that one is
    killed, `tests.servers.leash` ends it.
    """

    def __init__(
        self,
        command: Sequence[str],
        *,
        environment: Mapping[str, str] | None = None,
        folder: Path | None = None,
        user: pwd.struct_passwd | None = None,
        given: str = "",
    ) -> None:
        self._lines: list[str] = []
        self._news = threading.Condition()
        self._ended = False
        self.process = subprocess.Popen(
            list(command),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env=dict(os.environ if environment is None else environment),
            cwd=folder,
            start_new_session=True,
            text=True,
            encoding="utf-8",
            errors="replace",
            **identity(user),
        )
        leash.hold(self.process.pid)
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        assert self.process.stdin is not None
        with contextlib.suppress(BrokenPipeError):
            self.process.stdin.write(given)
            self.process.stdin.close()

    def _read(self) -> None:
        assert self.process.stdout is not None
        with self.process.stdout:
            for line in self.process.stdout:
                with self._news:
                    self._lines.append(line)
                    self._news.notify_all()
        with self._news:
            self._ended = True
            self._news.notify_all()

    @property
    def text(self) -> str:
        return "".join(self._lines)

    def wait_for(self, pattern: str, seconds: float) -> re.Match[str]:
        """The first match of `pattern` in the output. ServerError where the process ends or stays silent."""

        def found() -> re.Match[str] | None:
            return re.search(pattern, self.text)

        with self._news:
            self._news.wait_for(lambda: self._ended or found(), timeout=seconds)
            match = found()
        if match is None:
            state = "ended" if self._ended else f"said nothing of the kind within {seconds:.0f} seconds"
            raise ServerError(f"{self.process.args[0]!r} {state}:\n{self.text[-3000:]}")  # type: ignore[index]
        return match

    def stop(self, how: signal.Signals = signal.SIGTERM, *, seconds: float = 20) -> int:
        """Ask it to end, and make it end; returns its exit status."""
        if self.process.poll() is None:
            self.process.send_signal(how)
        try:
            self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
        leash.let_go(self.process.pid)
        self._reader.join(seconds)
        return self.process.returncode


def identity(user: pwd.struct_passwd | None) -> dict[str, Any]:
    """Popen's arguments for running as `user` and in that user's group only; none for running as oneself."""
    return {} if user is None else {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
