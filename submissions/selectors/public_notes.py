"""What is published beside a list: caveats that stand, and leave that was granted, each with its reason."""

from __future__ import annotations

from rankings.selectors.notes import Note
from states.months import Month
from submissions.models import Caveat, CaveatKind, Leave, LeaveKind


def public_notes(month: Month) -> list[Note]:
    """The notes of a month. Two queries."""
    caveats = Caveat.objects.filter(month=month, withdrawn_at__isnull=True)
    return [
        *(Note(one.state_id, one.parameter, CaveatKind(one.kind).label, one.text) for one in caveats),
        *(
            Note(one.state_id, "", LeaveKind(one.kind).label, one.reason, one.until)
            for one in Leave.objects.filter(month=month)
        ),
    ]
