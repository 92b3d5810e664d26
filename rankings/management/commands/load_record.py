from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils import timezone

from accounts.audit import SYSTEM
from common.commands import OwnCommand
from rankings.record.services import FaultyRecordError, load_record


class Command(OwnCommand):
    help = (
        "Load published lists from a CSV file, all or nothing. Loading the same file again changes nothing."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "file", type=Path, help="a CSV file shaped like rankings/data/published_record.csv"
        )
        parser.add_argument("--dry-run", action="store_true", help="check the file and load nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            data = options["file"].read_bytes()
        except OSError as problem:
            raise CommandError(f"{options['file']} cannot be read: {problem.strerror}") from problem
        try:
            lists, added = load_record(data=data, by=SYSTEM, at=timezone.now(), dry_run=options["dry_run"])
        except FaultyRecordError as fault:
            for one in fault.problems:
                self.stderr.write(str(one))
            raise CommandError(f"{len(fault.problems)} problems; nothing was loaded.") from fault
        done = "would be loaded" if options["dry_run"] else "loaded"
        self.stdout.write(f"Published record: {lists} lists, {added} places {done}.")
