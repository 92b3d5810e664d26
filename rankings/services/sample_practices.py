"""Good practices for the demonstration: made up, labelled as such wherever they show, and removed with the sample."""

from __future__ import annotations

import csv
from datetime import datetime
from pathlib import Path

from django.db import transaction

from rankings.models import Practice, PracticeRevision
from rankings.services import practice_documents
from rankings.services.practices import Content, add
from states.services import audit

FILE = Path(__file__).parent.parent / "data" / "sample_practices.csv"


@transaction.atomic
def load_sample_practices(*, at: datetime) -> int:
    """Enter the practices of the file; returns how many were added. Loading again adds nothing."""
    if Practice.objects.filter(sample=True).exists():
        return 0
    with FILE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        content = Content(
            row["state"], int(row["year"]), row["title"], row["description"], row["title_hi"],
            row["description_hi"],
        )  # fmt: skip
        add(content=content, by=audit.SYSTEM, at=at, sample=True)
    return len(rows)


@transaction.atomic
def drop_sample_practices() -> int:
    """Remove them, whatever was changed of them meanwhile, and their documents; returns how many there were."""
    samples = Practice.objects.filter(sample=True)
    revisions = PracticeRevision.objects.filter(practice__in=samples)
    documents = set(revisions.exclude(document=None).values_list("document", flat=True))
    revisions.delete()
    practice_documents.remove(documents)
    return samples.delete()[0]
