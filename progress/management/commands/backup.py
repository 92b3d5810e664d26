from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils import timezone

from progress.backups import BackupError, back_up
from states.commands import OwnCommand


class Command(OwnCommand):
    help = "Write a backup of the database and of the files that came in into a new folder. Keys stay out."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            manifest = back_up(options["folder"], at=timezone.now())
        except (BackupError, OSError) as problem:
            raise CommandError(str(problem)) from problem
        self.stdout.write(f"Backup of {len(manifest['files'])} files at {options['folder']}.")
