"""Where uploaded files lie: under random names, outside the web root, readable by the service only."""

from __future__ import annotations

import os
import uuid
from pathlib import Path

from django.conf import settings


def keep(data: bytes) -> uuid.UUID:
    """Write a file and return its name. It is on the disk before any row speaks of it."""
    name = uuid.uuid4()
    path = _path(name)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    return name


def fetch(name: uuid.UUID) -> bytes:
    """The bytes of a kept file; FileNotFoundError where it is gone."""
    return _path(name).read_bytes()


def discard(name: uuid.UUID) -> None:
    """Remove a file that no row came to speak of."""
    _path(name).unlink(missing_ok=True)


def _path(name: uuid.UUID) -> Path:
    return Path(settings.VAR_DIR) / "uploads" / name.hex[:2] / name.hex
