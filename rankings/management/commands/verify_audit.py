from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils import timezone

from accounts.models import AuditEvent
from common.commands import OwnCommand
from rankings.anchors import Found, read, verify_audit


class Command(OwnCommand):
    help = (
        "Walk the audit trail's hash chain and hold it against every anchor; ends with status 1 and names the first "
        "bad row."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--anchor", type=Path, action="append", default=[], metavar="FILE",
            help="anchors from elsewhere: a mail of them, the feed, a proof pack",
        )  # fmt: skip

    def handle(self, *args: Any, **options: Any) -> None:
        given = [anchor for file in options["anchor"] for anchor in _anchors(file)]
        problem = verify_audit(at=timezone.now(), given=given)
        if problem:
            raise CommandError(f"The audit trail does not hold: {problem}.")
        self.stdout.write(f"The audit trail holds: {AuditEvent.objects.count()} events, none changed.")


def _anchors(file: Path) -> list[Found]:
    try:
        found = read(file.read_text(encoding="utf-8", errors="replace"))
    except (OSError, ValueError) as problem:
        raise CommandError(f"{file} cannot be read: {problem}") from problem
    if not found:
        raise CommandError(f"{file} holds no anchor.")
    return [(str(file), anchor) for anchor in found]
