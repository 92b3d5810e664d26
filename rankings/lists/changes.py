"""When did anything change that the public reads?"""

from __future__ import annotations

from datetime import datetime

from accounts.models import AuditEvent

PUBLIC_ACTS = [
    "lists.publish",
    "lists.withdraw",
    "lists.sensitivity",
    "states.load",
    "methodology.load",
    "methodology.activate",
    "sample.drop",
    "practice.add",
    "practice.edit",
    "practice.withdraw",
    "practice.restore",
]
"""The acts of the audit trail after which a public answer may differ. Each is written in the transaction of the
act itself, so no change can be seen before its time is. Rooms that this one cannot see add their own.
"""


def add_public_acts(*acts: str) -> None:
    """Count further acts as public ones."""
    PUBLIC_ACTS.extend(act for act in acts if act not in PUBLIC_ACTS)


def last_public_act() -> datetime | None:
    """When something public last changed; None before the first time. One query, along the primary key."""
    acts = AuditEvent.objects.filter(action__in=PUBLIC_ACTS).order_by("-number")
    return acts.values_list("at", flat=True).first()
