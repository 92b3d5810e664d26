from typing import Any

from django.utils import timezone

from accounts.directory import load_states
from common.commands import OwnCommand


class Command(OwnCommand):
    help = "Load the 36 States and Union Territories. Loading them again changes nothing."

    def handle(self, *args: Any, **options: Any) -> None:
        added, changed = load_states(at=timezone.now())
        self.stdout.write(f"States and UTs: {added} added, {changed} changed.")
