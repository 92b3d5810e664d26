import os
import secrets
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError
from django.utils import timezone

from common.commands import OwnCommand
from rankings.sample import RefusedSampleError, load_sample


class Command(OwnCommand):
    help = "Load the sample months and the demo accounts. Loading them again changes nothing."

    def handle(self, *args: Any, **options: Any) -> None:
        path = Path(settings.VAR_DIR) / "demo_password"
        try:
            months = load_sample(password=_password(path), at=timezone.now())
        except RefusedSampleError as problem:
            raise CommandError(str(problem)) from problem
        self.stdout.write(f"Sample: {months} months added.")


def _password(path: Path) -> str:
    """The demo password of this installation, drawn once and readable by the owner only."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(12))
    return path.read_text()
