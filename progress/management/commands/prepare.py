from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from common.commands import OwnCommand
from progress.checks import OLD_DATABASE, OLD_HINT, is_of_version_0_1
from progress.staticfiles import collect

RECORD = settings.BASE_DIR / "rankings" / "data" / "published_record.csv"
LOADING: tuple[tuple[str, ...], ...] = (
    ("load_states",),
    ("load_methodologies",),
    ("load_record", str(RECORD)),
)
SAMPLE: tuple[tuple[str, ...], ...] = (
    ("load_sample",),
    ("sensitivity", "--latest"),
    ("open_month", "--demo"),
)


class Command(OwnCommand):
    help = (
        "Make this installation ready to serve: database, static files, States, methodologies, record and "
        "sample months (none with PRAGATI_SAMPLE=0). What is there already stays as it is."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        if is_of_version_0_1():
            raise CommandError(f"{OLD_DATABASE} {OLD_HINT}")
        executor = MigrationExecutor(connection)
        waiting = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
        if waiting:
            call_command("migrate", interactive=False, verbosity=0)
        self.stdout.write(f"Database: {waiting} migrations applied.")
        self.stdout.write(f"Static files: {'collected' if collect() else 'as they were'}.")
        for name, *arguments in LOADING + (SAMPLE if settings.PRAGATI_SAMPLE else ()):
            call_command(name, *arguments, stdout=self.stdout, stderr=self.stderr)
