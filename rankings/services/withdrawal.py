"""Taking back a publication that was released in error: by two people, with a reason, never without a trace.

The lists stay in the database and in the chain of digests; they count no longer and their addresses say why.
The revision before does not come back, for it was superseded: a new revision puts the month right.

Of two people in two places one asks and another signs. What waits in between stands in the audit trail, where
it would have to stand in any case.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext

from common.edition import public_change
from rankings.models import Origin, Publication, Withdrawal
from rankings.services import warming
from rankings.services.publication import RefusedPublicationError, Signatures, require_publisher
from states.locks import hold_lock
from states.models import AuditEvent
from states.services import audit, jobs

ASKED, DROPPED, DONE = "lists.ask_withdrawal", "lists.drop_withdrawal", "lists.withdraw"


class NoSuchPublicationError(LookupError):
    """There is no publication of this number."""


@dataclass(frozen=True, slots=True)
class WaitingWithdrawal:
    """A withdrawal that one publisher asked for; `event` is the number of the audit event that says so."""

    publication: int
    event: int
    by: str
    reason: str
    at: datetime


@public_change()
def withdraw(
    *, publication: int, signatures: Signatures, reason: str, at: datetime, address: str = ""
) -> Withdrawal:
    """Withdraw all lists of a publication. Raises RefusedPublicationError or NoSuchPublicationError."""
    signatures.check(timezone.localdate(at))
    hold_lock("publication")
    found = _not_withdrawn(publication)
    reason = _reason(reason)
    # No publication may seem to be later than this because a clock went wrong: revisions are frozen as they
    # were known at their publication.
    newest = Publication.objects.aggregate(at=Max("published_at"))["at"]
    withdrawal = Withdrawal.objects.create(
        publication=found, reason=reason, withdrawn_on=timezone.localdate(at), withdrawn_at=max(at, newest),
        withdrawn_by=signatures.by, seconded_by=signatures.second,
    )  # fmt: skip
    found.lists.filter(is_current=True).update(is_current=False)
    audit.record(
        at=at, actor=signatures.by, address=address, action=DONE, subject=_subject(publication),
        after={
            "month": str(found.month), "origin": found.origin, "revision": found.revision, "reason": reason,
            "second": signatures.second,
        },
    )  # fmt: skip
    warming.queue(at)
    if found.origin == Origin.COMPUTED:
        jobs.enqueue(kind="compute", key=str(found.month), payload={"months": [str(found.month)]}, at=at)
    return withdrawal


@transaction.atomic
def ask_withdrawal(
    *, publication: int, by: str, reason: str, at: datetime, address: str = ""
) -> WaitingWithdrawal:
    """Ask as the first of two. Raises RefusedPublicationError or NoSuchPublicationError."""
    require_publisher(by, timezone.localdate(at))
    hold_lock("publication")
    _not_withdrawn(publication)
    waiting = waiting_withdrawal(publication)
    if waiting is not None:
        raise RefusedPublicationError(
            gettext("This withdrawal waits for a second signature already, asked for by %(name)s")
            % {"name": waiting.by}
        )
    audit.record(
        at=at, actor=by, address=address, action=ASKED, subject=_subject(publication),
        after={"reason": _reason(reason)},
    )  # fmt: skip
    waiting = waiting_withdrawal(publication)
    assert waiting is not None
    return waiting


@public_change()
def sign_withdrawal(*, publication: int, event: int, by: str, at: datetime, address: str = "") -> Withdrawal:
    """Sign as the second person what was asked for in that event, and so withdraw."""
    hold_lock("publication")
    waiting = _same(publication, event)
    return withdraw(
        publication=publication, signatures=Signatures(waiting.by, by), reason=waiting.reason, at=at,
        address=address,
    )  # fmt: skip


@transaction.atomic
def drop_withdrawal(*, publication: int, event: int, by: str, at: datetime, address: str = "") -> None:
    """Take back what was asked for; any publisher may."""
    require_publisher(by, timezone.localdate(at))
    hold_lock("publication")
    _same(publication, event)
    audit.record(at=at, actor=by, address=address, action=DROPPED, subject=_subject(publication))


def waiting_withdrawal(publication: int) -> WaitingWithdrawal | None:
    """What waits for a second signature on a publication: the newest word on its withdrawal, if that is a wish."""
    found = Publication.objects.filter(pk=publication).first()
    if found is None:
        return None
    # A number is given anew after sample lists were removed; what was said before does not concern this one.
    words = AuditEvent.objects.filter(subject=_subject(publication), at__gte=found.published_at)
    event = words.filter(action__in=(ASKED, DROPPED, DONE)).order_by("-number").first()
    if event is None or event.action != ASKED:
        return None
    reason = str((event.after or {}).get("reason", ""))
    return WaitingWithdrawal(publication, event.number, event.actor, reason, event.at)


def _same(publication: int, event: int) -> WaitingWithdrawal:
    waiting = waiting_withdrawal(publication)
    if waiting is None or waiting.event != event:
        raise RefusedPublicationError(
            gettext("This withdrawal does not wait for a signature any more; look at it again")
        )
    return waiting


def _not_withdrawn(number: int) -> Publication:
    found = Publication.objects.filter(pk=number).first()
    if found is None:
        raise NoSuchPublicationError(number)
    if Withdrawal.objects.filter(publication=found).exists():
        raise RefusedPublicationError(
            gettext("Publication %(number)d was withdrawn already") % {"number": number}
        )
    return found


def _reason(text: str) -> str:
    if not text.strip():
        raise RefusedPublicationError(gettext("A withdrawal needs a reason"))
    return text.strip()


def _subject(publication: int) -> str:
    return f"publication {publication}"
