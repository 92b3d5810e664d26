"""One backup: the database as a dump, the files that came in beside it, and a manifest with their digests.

PostgreSQL is dumped and restored by its own `pg_dump` and `pg_restore`; SQLite by its backup API, which gives a
whole database while others write. A file lies on the disk before any row speaks of it, so the files are copied
after the database. Keys are not in it: a backup that leaks must not sign lists or sessions.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection

MANIFEST, UPLOADS = "manifest.json", "uploads"
DUMPS = {"postgresql": "database.dump", "sqlite": "database.sqlite3"}
FORMAT = 1


class BackupError(RuntimeError):
    """It could not be made or restored; the text says why and how to mend it."""


def back_up(folder: Path, *, at: datetime) -> dict[str, Any]:
    """Write a backup into `folder`, which must be new or empty; returns its manifest. Raises BackupError."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise BackupError(f"{folder} is there already. Name a new or an empty folder.")
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    vendor = connection.vendor
    dump = folder / DUMPS[vendor]
    if vendor == "sqlite":
        _copy_sqlite(Path(str(connection.settings_dict["NAME"])), dump)
    else:
        _run("pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={dump}")
    kept = Path(settings.VAR_DIR) / UPLOADS
    if kept.exists():
        shutil.copytree(kept, folder / UPLOADS)
    manifest = {
        "format": FORMAT,
        "taken_at": at.isoformat(),
        "database": vendor,
        "files": dict(_digests(folder)),
    }
    # Last, so that a backup that broke off is known by its missing manifest.
    (folder / MANIFEST).write_text(json.dumps(manifest, indent=1, sort_keys=True), encoding="ascii")
    return manifest


def restore(folder: Path) -> dict[str, Any]:
    """Bring a backup into the empty database of this installation. Raises BackupError before anything is changed."""
    manifest = _checked(folder)
    if manifest["database"] != connection.vendor:
        raise BackupError(
            f"The backup is one of {manifest['database']}; DATABASE_URL names {connection.vendor}."
        )
    kept = Path(settings.VAR_DIR) / UPLOADS
    if _tables() or (kept.exists() and any(kept.iterdir())):
        raise BackupError(
            "This installation holds data already. Restore into a new, empty database and a new PRAGATI_VAR."
        )
    dump = folder / DUMPS[connection.vendor]
    if connection.vendor == "sqlite":
        target = Path(str(connection.settings_dict["NAME"]))
        connection.close()
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        _copy_sqlite(dump, target)
    else:
        _run(
            "pg_restore",
            "--no-owner",
            "--no-privileges",
            "--exit-on-error",
            "--single-transaction",
            _dbname(),
            str(dump),
        )
    if (folder / UPLOADS).exists():
        shutil.copytree(folder / UPLOADS, kept, dirs_exist_ok=True)
    return manifest


def _checked(folder: Path) -> dict[str, Any]:
    """The manifest, once every file is there and what it was."""
    try:
        manifest: dict[str, Any] = json.loads((folder / MANIFEST).read_text(encoding="ascii"))
    except OSError as problem:
        raise BackupError(f"{folder} is no finished backup: it has no {MANIFEST}.") from problem
    except ValueError as problem:
        raise BackupError(f"{folder / MANIFEST} cannot be read: {problem}") from problem
    if manifest.get("format") != FORMAT:
        raise BackupError(f"{folder} is a backup of a form that this version does not know.")
    found = dict(_digests(folder))
    for name, digest in manifest["files"].items():
        if found.get(name) != digest:
            raise BackupError(
                f"{name} is missing or was changed after the backup was taken. Take another backup."
            )
    return manifest


def _digests(folder: Path) -> Iterator[tuple[str, str]]:
    """The name below `folder` and the SHA-256 of every file but the manifest."""
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.name != MANIFEST:
            with path.open("rb") as file:
                yield path.relative_to(folder).as_posix(), hashlib.file_digest(file, "sha256").hexdigest()


def _tables() -> list[str]:
    if connection.vendor == "sqlite" and not Path(str(connection.settings_dict["NAME"])).exists():
        return []
    return list(connection.introspection.table_names())


def _copy_sqlite(source: Path, target: Path) -> None:
    if not source.exists():
        raise BackupError(f"There is no database at {source}.")
    with (
        closing(sqlite3.connect(f"file:{source}?mode=ro", uri=True)) as read,
        closing(sqlite3.connect(target)) as written,
    ):
        read.backup(written)
        written.execute("PRAGMA journal_mode=DELETE")  # one file, without a log beside it
    target.chmod(0o600)


def _dbname() -> str:
    return f"--dbname={connection.settings_dict['NAME']}"


def _run(program: str, *arguments: str) -> None:
    """One of PostgreSQL's own programs, told of the database by the environment: no process list shows a password."""
    config = connection.settings_dict
    told = {
        "PGHOST": config["HOST"] or config["OPTIONS"].get("host"), "PGPORT": config["PORT"], "PGUSER": config["USER"],
        "PGPASSWORD": config["PASSWORD"], "PGDATABASE": config["NAME"],
        "PGSSLMODE": config["OPTIONS"].get("sslmode"), "PGSSLROOTCERT": config["OPTIONS"].get("sslrootcert"),
    }  # fmt: skip
    environment = {**os.environ, **{name: str(value) for name, value in told.items() if value}}
    try:
        done = subprocess.run(  # noqa: S603 our own arguments
            [program, *arguments], env=environment, capture_output=True, text=True, check=False
        )
    except FileNotFoundError as problem:
        raise BackupError(
            f"{program} is not on the PATH. Install PostgreSQL's client of the server's version or a later one."
        ) from problem
    if done.returncode:
        raise BackupError(f"{program} ended with status {done.returncode}: {done.stderr.strip()}")
