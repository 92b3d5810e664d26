"""The audit trail: one row for every act, chained by hash, written in the transaction of the act itself."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from django.db import transaction

from accounts.models import AuditEvent
from common.digests import digest
from common.locks import hold_lock

SYSTEM = "system"


def record(
    *,
    at: datetime,
    actor: str,
    action: str,
    subject: str,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
    address: str = "",
) -> AuditEvent:
    """Append one event. Must run inside the transaction of the act, so that both stand or fall together.

    `before` and `after` hold what changed, as plain JSON without floats. Writers take turns on one lock:
    the chain never forks.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("an audit event is written in the transaction of the act that it records")
    hold_lock("audit")
    last = AuditEvent.objects.order_by("-number").first()
    event = AuditEvent(
        number=last.number + 1 if last else 1,
        # To the millisecond: that is what a dump in JSON carries, and the hash must hold wherever it is loaded.
        at=at.replace(microsecond=at.microsecond // 1000 * 1000),
        actor=actor,
        address=address,
        action=action,
        subject=subject,
        before=before,
        after=after,
        previous_hash=last.hash if last else "",
    )
    event.hash = event_hash(event)
    event.save(force_insert=True)
    return event


def event_hash(event: AuditEvent) -> str:
    """The hash of an event's content and of the hash before it."""
    return digest(
        {
            "number": event.number,
            "at": event.at.astimezone(UTC).isoformat(timespec="microseconds"),
            "actor": event.actor,
            "address": event.address,
            "action": event.action,
            "subject": event.subject,
            "before": event.before,
            "after": event.after,
            "previous_hash": event.previous_hash,
        }
    )


def broken_links() -> Iterator[str]:
    """Walk the whole chain in order and name each row that does not hold."""
    previous_hash, expected = "", 1
    for event in AuditEvent.objects.order_by("number").iterator():
        if event.number != expected:
            yield f"event {expected} is missing"
        if event.previous_hash != previous_hash:
            yield f"event {event.number} does not follow the event before it"
        if event.hash != event_hash(event):
            yield f"event {event.number} ({event.action} {event.subject}) was changed after it was written"
        previous_hash, expected = event.hash, event.number + 1
