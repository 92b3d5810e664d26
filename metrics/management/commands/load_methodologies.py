from typing import Any

from django.core.management.base import CommandError
from django.utils import timezone

from common.commands import OwnCommand
from metrics.catalogue import FaultyMethodologyError
from metrics.methodology import load_methodologies


class Command(OwnCommand):
    help = "Load the methodology versions from metrics/methodologies. Loading them again changes nothing."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            added, changed = load_methodologies(at=timezone.now())
        except FaultyMethodologyError as fault:
            raise CommandError("\n".join(fault.problems)) from fault
        self.stdout.write(f"Methodology versions: {added} added, {changed} changed.")
