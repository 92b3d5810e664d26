from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser

from progress.backups import BackupError, restore
from states.commands import OwnCommand


class Command(OwnCommand):
    help = "Restore a backup into the new, empty database and PRAGATI_VAR of this installation; `migrate` follows."
    requires_migrations_checks = False

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            manifest = restore(options["folder"])
        except (BackupError, OSError) as problem:
            raise CommandError(str(problem)) from problem
        self.stdout.write(f"Restored the backup taken at {manifest['taken_at']}. Now run migrate.")
