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
from django.core.management.base import CommandError, CommandParser
from django.db import connection
from django.utils import timezone

from common.commands import OwnCommand

MANIFEST, UPLOADS = "manifest.json", "uploads"
DUMPS = {"postgresql": "database.dump", "sqlite": "database.sqlite3"}
FORMAT = 2  # 1 was version 0.1, whose tables this version does not read


class Command(OwnCommand):
    help = "Write a backup of the database and of the files that came in into a new folder. Keys stay out."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            manifest = back_up(options["folder"], at=timezone.now())
        except OSError as problem:
            raise CommandError(str(problem)) from problem
        self.stdout.write(f"Backup of {len(manifest['files'])} files at {options['folder']}.")


def back_up(folder: Path, *, at: datetime) -> dict[str, Any]:
    """Write a backup into `folder`, which must be new or empty; returns its manifest. Raises CommandError."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise CommandError(f"{folder} is there already. Name a new or an empty folder.")
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    vendor = connection.vendor
    dump = folder / DUMPS[vendor]
    if vendor == "sqlite":
        copy_sqlite(Path(str(connection.settings_dict["NAME"])), dump)
    else:
        run("pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={dump}")
    kept = Path(settings.VAR_DIR) / UPLOADS
    if kept.exists():
        shutil.copytree(kept, folder / UPLOADS)
    manifest = {
        "format": FORMAT,
        "taken_at": at.isoformat(),
        "database": vendor,
        "files": dict(digests(folder)),
    }
    # Last, so that a backup that broke off is known by its missing manifest.
    (folder / MANIFEST).write_text(json.dumps(manifest, indent=1, sort_keys=True), encoding="ascii")
    return manifest


def digests(folder: Path) -> Iterator[tuple[str, str]]:
    """The name below `folder` and the SHA-256 of every file but the manifest."""
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.name != MANIFEST:
            with path.open("rb") as file:
                yield path.relative_to(folder).as_posix(), hashlib.file_digest(file, "sha256").hexdigest()


def copy_sqlite(source: Path, target: Path) -> None:
    if not source.exists():
        raise CommandError(f"There is no database at {source}.")
    with (
        closing(sqlite3.connect(f"file:{source}?mode=ro", uri=True)) as read,
        closing(sqlite3.connect(target)) as written,
    ):
        read.backup(written)
        written.execute("PRAGMA journal_mode=DELETE")  # one file, without a log beside it
    target.chmod(0o600)


def run(program: str, *arguments: str) -> None:
    """One of PostgreSQL's own programs, told of the database by the environment: no process list shows a password."""
    config = connection.settings_dict
    variables = {
        "PGHOST": config["HOST"] or config["OPTIONS"].get("host"), "PGPORT": config["PORT"], "PGUSER": config["USER"],
        "PGPASSWORD": config["PASSWORD"], "PGDATABASE": config["NAME"],
        "PGSSLMODE": config["OPTIONS"].get("sslmode"), "PGSSLROOTCERT": config["OPTIONS"].get("sslrootcert"),
    }  # fmt: skip
    environment = {**os.environ, **{name: str(value) for name, value in variables.items() if value}}
    try:
        done = subprocess.run(  # noqa: S603 our own arguments
            [program, *arguments], env=environment, capture_output=True, text=True, check=False
        )
    except FileNotFoundError as problem:
        raise CommandError(
            f"{program} is not on the PATH. Install PostgreSQL's client of the server's version or a later one."
        ) from problem
    if done.returncode:
        raise CommandError(f"{program} ended with status {done.returncode}: {done.stderr.strip()}")
