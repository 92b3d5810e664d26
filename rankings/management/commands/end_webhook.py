from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils import timezone

from accounts import audit
from common.commands import OwnCommand
from rankings.release import webhooks


class Command(OwnCommand):
    help = "Call a client program no more."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("number", type=int, metavar="NUMBER", help="as add_webhook printed it")
        parser.add_argument("--by", default=audit.SYSTEM, metavar="USER", help="who ends it")

    def handle(self, *args: Any, **options: Any) -> None:
        number = options["number"]
        if not webhooks.end(webhook_id=number, by=options["by"], at=timezone.now()):
            raise CommandError(f"There is no webhook {number}, or it has ended already.")
        self.stdout.write(f"Webhook {number} has ended.")
