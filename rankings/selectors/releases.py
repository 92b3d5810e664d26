"""When the data was last released, and whether any of it is sample."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Max, Q

from rankings.models import Publication


@dataclass(frozen=True, slots=True)
class Releases:
    """`newest` is the latest release date on record, None where none is known."""

    newest: date | None
    sample: bool


def releases() -> Releases:
    """What the foot of every page says about the data. One query."""
    found = Publication.objects.aggregate(
        newest=Max("released_on"), samples=Count("pk", filter=Q(sample=True))
    )
    return Releases(found["newest"], bool(found["samples"]))
