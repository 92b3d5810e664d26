import os
import socket
import sys
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError, CommandParser

from common.commands import OwnCommand

HOST = "127.0.0.1"


class Command(OwnCommand):
    help = "Serve this installation at 127.0.0.1:PORT, until it is stopped."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--prepare", action="store_true", help="run `prepare` first")

    def handle(self, *args: Any, **options: Any) -> None:
        port = settings.PORT
        if not is_free(port):
            raise CommandError(
                f"Port {port} of {HOST} is in use, perhaps by another Pragati. Stop that one, or choose "
                f"another port: PORT={port % 65535 + 1} make run"
            )
        if options["prepare"]:
            call_command("prepare", stdout=self.stdout, stderr=self.stderr)
        self.stdout.flush()
        # The server takes this process over, so that a signal sent to it reaches the server.
        os.chdir(settings.BASE_DIR)
        os.execv(sys.executable, [sys.executable, "-m", "progress.server", HOST, str(port)])  # noqa: S606


def is_free(port: int) -> bool:
    """Whether a server could listen there now."""
    with socket.socket() as probe:
        probe.setsockopt(
            socket.SOL_SOCKET, socket.SO_REUSEADDR, 1
        )  # as the server does: a port just left is free
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
        return True
