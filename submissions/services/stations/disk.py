"""Where station files lie while they arrive and are checked: random names, outside the web root."""

from __future__ import annotations

import hashlib
import os
import uuid
from io import BufferedReader
from pathlib import Path

from django.conf import settings


def write_at(name: uuid.UUID, offset: int, data: bytes) -> None:
    """Put a piece at its place and make it last. Whatever lay behind it is cut off: no row spoke of it."""
    path = path_of(name)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT, 0o600), "r+b") as file:
        file.seek(offset)
        file.write(data)
        file.truncate()
        file.flush()
        os.fsync(file.fileno())


def read_at(name: uuid.UUID, offset: int, length: int) -> bytes:
    """A piece that lies there already."""
    with path_of(name).open("rb") as file:
        file.seek(offset)
        return file.read(length)


def opened(name: uuid.UUID) -> BufferedReader:
    """The whole file, to be read; FileNotFoundError where it is gone."""
    return path_of(name).open("rb")


def digest_of(name: uuid.UUID) -> str:
    """The SHA-256 of what lies there."""
    with opened(name) as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def discard(name: uuid.UUID, *, keep_problems: bool = False) -> None:
    """Remove the file and what was spooled beside it."""
    for one in (path_of(name), spool(name)):
        one.unlink(missing_ok=True)
    if not keep_problems:
        problems_file(name).unlink(missing_ok=True)


def discard_spool(name: uuid.UUID) -> None:
    spool(name).unlink(missing_ok=True)


def path_of(name: uuid.UUID) -> Path:
    return Path(settings.VAR_DIR) / "stations" / name.hex[:2] / name.hex


def spool(name: uuid.UUID) -> Path:
    """The sound rows, as they go into the database."""
    return path_of(name).with_suffix(".stations")


def problems_file(name: uuid.UUID) -> Path:
    """All problems as CSV, compressed by gzip."""
    return path_of(name).with_suffix(".problems.csv.gz")
