from typing import Any

from django.conf import settings
from django.core.management.base import CommandError
from django.utils import timezone

from common.commands import OwnCommand
from rankings.sample import RefusedSampleError, drop_sample


class Command(OwnCommand):
    help = "Remove sample figures, the lists computed from them, sample practices and the demo accounts."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            lists, figure_sets = drop_sample(at=timezone.now())
        except RefusedSampleError as problem:
            raise CommandError(str(problem)) from problem
        (settings.VAR_DIR / "demo_password").unlink(missing_ok=True)
        self.stdout.write(f"Sample removed: {lists} lists, {figure_sets} sets of figures.")
