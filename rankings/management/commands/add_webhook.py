from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils import timezone

from accounts import audit
from common.commands import OwnCommand
from rankings.release import webhooks


class Command(OwnCommand):
    help = "Tell a client program of each release by a signed call; prints the shared secret, once."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("url", metavar="URL", help="http or https")
        parser.add_argument("--by", default=audit.SYSTEM, metavar="USER", help="who registers it")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            webhook, secret = webhooks.add(url=options["url"], by=options["by"], at=timezone.now())
        except webhooks.RefusedWebhookError as problem:
            raise CommandError(str(problem)) from problem
        self.stdout.write(f"Webhook {webhook.pk} is registered. Its secret, shown only now:\n{secret}")
