from typing import Any

from django.core.management.base import BaseCommand, CommandError

from rankings.services.verification import verify_published


class Command(BaseCommand):
    help = "Compute every published list again and compare digests; ends with status 1 on any drift."

    def handle(self, *args: Any, **options: Any) -> None:
        total = sound = 0
        for one in verify_published():
            total += 1
            sound += not one.problems
            for problem in one.problems:
                self.stdout.write(f"{one.name}: {problem}")
        self.stdout.write(f"{sound} of {total} lists reproduced")
        if sound != total:
            raise CommandError(f"{total - sound} lists are not reproduced.")
