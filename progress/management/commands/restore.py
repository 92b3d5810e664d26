import json
import shutil
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError, CommandParser
from django.db import connection

from common.commands import OwnCommand
from progress.management.commands.backup import DUMPS, FORMAT, MANIFEST, UPLOADS, copy_sqlite, digests, run


class Command(OwnCommand):
    help = "Restore a backup into the new, empty database and PRAGATI_VAR of this installation; `migrate` follows."
    requires_migrations_checks = False

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            manifest = restore(options["folder"])
        except OSError as problem:
            raise CommandError(str(problem)) from problem
        self.stdout.write(f"Restored the backup taken at {manifest['taken_at']}. Now run migrate.")


def restore(folder: Path) -> dict[str, Any]:
    """Bring a backup into the empty database of this installation. Raises CommandError before anything is changed."""
    manifest = _checked(folder)
    if manifest["database"] != connection.vendor:
        raise CommandError(
            f"The backup is one of {manifest['database']}; DATABASE_URL names {connection.vendor}."
        )
    kept = Path(settings.VAR_DIR) / UPLOADS
    if _tables() or (kept.exists() and any(kept.iterdir())):
        raise CommandError(
            "This installation holds data already. Restore into a new, empty database and a new PRAGATI_VAR."
        )
    dump = folder / DUMPS[connection.vendor]
    if connection.vendor == "sqlite":
        target = Path(str(connection.settings_dict["NAME"]))
        connection.close()
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        copy_sqlite(dump, target)
    else:
        run(
            "pg_restore",
            "--no-owner",
            "--no-privileges",
            "--exit-on-error",
            "--single-transaction",
            f"--dbname={connection.settings_dict['NAME']}",
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
        raise CommandError(f"{folder} is no finished backup: it has no {MANIFEST}.") from problem
    except ValueError as problem:
        raise CommandError(f"{folder / MANIFEST} cannot be read: {problem}") from problem
    if manifest.get("format") != FORMAT:
        raise CommandError(
            f"{folder} is a backup of another version ({manifest.get('format')}, not {FORMAT}). Restore it with the "
            "version that took it; a database of version 0.1 cannot be taken over."
        )
    present = dict(digests(folder))
    for name, digest in manifest["files"].items():
        if present.get(name) != digest:
            raise CommandError(
                f"{name} is missing or was changed after the backup was taken. Take another backup."
            )
    return manifest


def _tables() -> list[str]:
    if connection.vendor == "sqlite" and not Path(str(connection.settings_dict["NAME"])).exists():
        return []
    return list(connection.introspection.table_names())
