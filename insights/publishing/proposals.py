"""Publishing by two people: one proposes and sees the impact, another sees the same impact and signs.

What is signed is the digest of the impact. It is computed again under the locks of the publication itself, and
what has moved since is not published.
"""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext

from accounts import audit
from common.locks import hold_lock
from common.months import Month
from insights.publishing.impact import Impact, predict
from insights.registry import doubtful
from rankings.models import Proposal, Publication
from rankings.publish import (
    MovedFiguresError,
    RefusedPublicationError,
    Signatures,
    publish,
    require_publisher,
)


class NoSuchProposalError(LookupError):
    """There is no proposal of this number."""


def impact_now(month: Month, reason: str, released_on: date) -> Impact:
    """What publishing would change as things stand, doubts included; raises as `predict`."""
    return predict(month=month, reason=reason, released_on=released_on, doubtful=doubtful(month))


@transaction.atomic
def propose(
    *,
    month: Month,
    reason: str,
    released_on: date,
    by: str,
    at: datetime,
    seen: str | None = None,
    address: str = "",
) -> Proposal:
    """Put a publication forward. `seen` is the digest of the impact that the proposer was shown.

    Raises RefusedPublicationError, MovedFiguresError where something moved since it was shown, or
    NothingToComputeError.
    """
    require_publisher(by, timezone.localdate(at))
    hold_lock(f"month {month}")
    hold_lock("publication")
    waiting = open_proposal(month)
    if waiting is not None:
        raise RefusedPublicationError(
            gettext("%(month)s waits for a second signature already, proposed by %(name)s")
            % {"month": month, "name": waiting.proposed_by}
        )
    impact = impact_now(month, reason, released_on)
    if seen is not None and seen != impact.digest:
        raise MovedFiguresError
    proposal = Proposal.objects.create(
        month=month, reason=reason.strip(), released_on=released_on, impact_digest=impact.digest,
        proposed_at=at, proposed_by=by,
    )  # fmt: skip
    audit.record(
        at=at, actor=by, address=address, action="lists.propose", subject=str(month),
        after={
            "proposal": proposal.pk, "reason": proposal.reason, "released_on": released_on.isoformat(),
            "impact": impact.digest,
        },
    )  # fmt: skip
    return proposal


@transaction.atomic
def sign(*, proposal_id: int, by: str, seen: str, at: datetime, address: str = "") -> Publication:
    """Sign as the second person, and so publish. `seen` is the digest of the impact that the signer was shown.

    Raises RefusedPublicationError, MovedFiguresError where anything moved since the proposal, or
    NoSuchProposalError.
    """
    proposal = _waiting(proposal_id)
    _check_second(proposal, by, timezone.localdate(at))
    hold_lock(f"month {proposal.month}")
    hold_lock("publication")
    impact = impact_now(proposal.month, proposal.reason, proposal.released_on)
    if not proposal.impact_digest == impact.digest == seen:
        raise MovedFiguresError
    publication = publish(
        month=proposal.month, signatures=Signatures(proposal.proposed_by, by), released_on=proposal.released_on,
        at=at, reason=proposal.reason, expected=impact.digests,
    )  # fmt: skip
    Proposal.objects.filter(pk=proposal.pk).update(signed_at=at, signed_by=by, publication=publication)
    audit.record(
        at=at, actor=by, address=address, action="lists.sign", subject=str(proposal.month),
        after={"proposal": proposal.pk, "publication": publication.number, "impact": impact.digest},
    )  # fmt: skip
    return publication


@transaction.atomic
def confirm_ahead(*, proposal_id: int, by: str, seen: str, at: datetime, address: str = "") -> Proposal:
    """Confirm as the second person before the day of release; `complete` publishes it on that day or later.

    Raises as `sign`.
    """
    proposal = _waiting(proposal_id)
    Signatures(proposal.proposed_by, by).check(timezone.localdate(at))
    impact = impact_now(proposal.month, proposal.reason, proposal.released_on)
    if not proposal.impact_digest == impact.digest == seen:
        raise MovedFiguresError
    proposal.confirmed_at, proposal.confirmed_by = at, by
    proposal.save(update_fields=["confirmed_at", "confirmed_by"])
    audit.record(
        at=at, actor=by, address=address, action="lists.confirm_ahead", subject=str(proposal.month),
        after={"proposal": proposal.pk, "impact": impact.digest},
    )  # fmt: skip
    return proposal


@transaction.atomic
def complete(*, month: Month, people: frozenset[str], at: datetime) -> Publication:
    """Publish what these two confirmed in the browser, from the day of release on.

    Raises RefusedPublicationError where they have not, MovedFiguresError where anything moved since.
    """
    proposal = open_proposal(month)
    if (
        proposal is None
        or not proposal.confirmed_by
        or people != {proposal.proposed_by, proposal.confirmed_by}
    ):
        raise RefusedPublicationError(
            gettext(
                "Here a month is published by two publishers in the browser, at /publish/; for %(month)s nothing waits "
                "that these two have confirmed there"
            )
            % {"month": month}
        )
    return sign(proposal_id=proposal.pk, by=proposal.confirmed_by, seen=proposal.impact_digest, at=at)


def _check_second(proposal: Proposal, by: str, today: date) -> None:
    Signatures(proposal.proposed_by, by).check(today)
    if proposal.released_on > today:
        raise RefusedPublicationError(
            gettext("The second signature releases the list, so it is given on %(day)s or later")
            % {"day": proposal.released_on}
        )


@transaction.atomic
def drop(*, proposal_id: int, by: str, at: datetime, address: str = "") -> Proposal:
    """Take a proposal back; any publisher may. Raises RefusedPublicationError or NoSuchProposalError."""
    require_publisher(by, timezone.localdate(at))
    proposal = _waiting(proposal_id)
    proposal.dropped_at, proposal.dropped_by = at, by
    proposal.save(update_fields=["dropped_at", "dropped_by"])
    audit.record(
        at=at, actor=by, address=address, action="lists.drop_proposal", subject=str(proposal.month),
        after={"proposal": proposal.pk},
    )  # fmt: skip
    return proposal


def open_proposal(month: Month) -> Proposal | None:
    """The proposal of a month that waits for its second signature."""
    return Proposal.objects.filter(month=month, signed_at__isnull=True, dropped_at__isnull=True).first()


def _waiting(proposal_id: int) -> Proposal:
    """The proposal, locked; two who sign at once take turns, and the later one finds it signed."""
    proposal = Proposal.objects.select_for_update().filter(pk=proposal_id).first()
    if proposal is None:
        raise NoSuchProposalError(proposal_id)
    if proposal.signed_at is not None:
        raise RefusedPublicationError(
            gettext("This proposal was signed by %(name)s already") % {"name": proposal.signed_by}
        )
    if proposal.dropped_at is not None:
        raise RefusedPublicationError(
            gettext("This proposal was dropped by %(name)s") % {"name": proposal.dropped_by}
        )
    return proposal
