from typing import Any

from django.core.management.commands import dumpdata


class Command(dumpdata.Command):
    """Django's own, without the word of the edition, which every installation makes for itself."""

    def handle(self, *app_labels: Any, **options: Any) -> None:
        options["exclude"] = [*options["exclude"], "common.edition"]
        super().handle(*app_labels, **options)
