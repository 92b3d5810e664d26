"""The pointer: a symbolic link whose target is the word of the edition in force, for all processes of this machine.

Reading it costs one system call. It stands only while nothing is being changed:

1. whoever is about to change what the public reads holds the lock (shared) and takes the link down, then writes
   and commits;
2. whoever wants to put it up takes the lock alone, without waiting, reads the word from the database, and sets it.

So no process can read a link that an edition committed on this machine has overtaken. The lock is the kernel's: it
ends with the process that held it, however that ended, and with a transaction that was rolled back. Where the link
is down, the database is asked.
"""

from __future__ import annotations

import fcntl
import hashlib
import logging
import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from django.conf import settings
from django.db import connection

_log = logging.getLogger(__name__)


class Hold:
    """The shared lock; let go by `release`, or when nobody refers to it any more."""

    def __init__(self, descriptor: int | None) -> None:
        self._descriptor = descriptor

    def release(self) -> None:
        descriptor, self._descriptor = self._descriptor, None
        if descriptor is not None:
            os.close(descriptor)

    def __del__(self) -> None:
        self.release()


class Pointer:
    """The link and its lock in a folder. No method raises: a disk that is full or read-only costs speed alone."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._link, self._lock = str(folder / "current"), str(folder / "lock")

    def read(self) -> str | None:
        """The word that the link holds; None where it is down."""
        try:
            return os.readlink(self._link)  # noqa: PTH115
        except OSError:
            return None

    def hold(self) -> Hold:
        """Take the link down until the hold is released and somebody puts it up again."""
        descriptor = self._locked(fcntl.LOCK_SH)
        try:
            os.unlink(self._link)  # noqa: PTH108 (as quick as can be)
        except FileNotFoundError:
            pass
        except OSError:
            _log.exception("the pointer %s cannot be taken down", self._link)
        return Hold(descriptor)

    def put_up(self, newest: Callable[[], str]) -> bool:
        """Set the link to the word that `newest` reads from the database; False where a change is going on."""
        descriptor = self._locked(fcntl.LOCK_EX | fcntl.LOCK_NB)
        if descriptor is None:
            return False
        try:
            word = newest()
            if not word:
                return False
            draft = f"{self._link}.{os.getpid()}"
            with suppress(FileNotFoundError):
                os.unlink(draft)  # noqa: PTH108
            os.symlink(word, draft)  # noqa: PTH211
            os.replace(draft, self._link)  # noqa: PTH105
        except OSError:
            return False
        finally:
            os.close(descriptor)
        return True

    def _locked(self, how: int) -> int | None:
        """The lock's descriptor; None where it is not to be had."""
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            descriptor = os.open(self._lock, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except OSError:
            _log.exception("the lock %s cannot be opened", self._lock)
            return None
        try:
            fcntl.flock(descriptor, how)
        except OSError:
            os.close(descriptor)
            return None
        return descriptor


def pointer() -> Pointer:
    """This installation's pointer; each database has its own."""
    known = connection.settings_dict
    named = "\0".join(str(known[key]) for key in ("ENGINE", "HOST", "PORT", "NAME"))
    return Pointer(Path(settings.VAR_DIR) / "edition" / hashlib.sha256(named.encode()).hexdigest()[:16])
