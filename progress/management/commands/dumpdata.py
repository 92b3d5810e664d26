from typing import Any

from django.core.management.commands import dumpdata

MADE_ANEW = ("states.edition", "rankings.renderedpage")


class Command(dumpdata.Command):
    """Django's own, without what every installation makes for itself: the word of its edition, rendered pages."""

    def handle(self, *app_labels: Any, **options: Any) -> None:
        options["exclude"] = [*options["exclude"], *MADE_ANEW]
        super().handle(*app_labels, **options)
