from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError, CommandParser
from drf_spectacular.validation import validate_schema

from common.commands import OwnCommand
from dashboard.api.openapi import openapi_document, yaml_bytes


class Command(OwnCommand):
    help = "Write docs/openapi.yaml from the code."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="only say whether it is up to date")

    def handle(self, *args: Any, **options: Any) -> None:
        document = openapi_document()
        validate_schema(document)
        written, target = yaml_bytes(document), Path(settings.BASE_DIR) / "docs" / "openapi.yaml"
        if not options["check"]:
            target.write_bytes(written)
        elif not target.exists() or target.read_bytes() != written:
            raise CommandError(
                "docs/openapi.yaml is not what the code says: run `make schema` and commit it."
            )
