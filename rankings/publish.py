"""Publishing a month: every board and category at one stroke, immutable, by two people."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext

from accounts import audit
from accounts.access import has_role
from accounts.models import AuditEvent, Role
from accounts.sessions import is_demo
from common import jobs, signing
from common.cache import SHARED
from common.edition import public_change
from common.locks import hold_lock
from common.months import Month
from metrics.methodology import seal
from metrics.selectors import months_with_figures
from rankings import anchors
from rankings.compute import Computation, compute_month, content_of, store
from rankings.documents import ListContent
from rankings.models import (
    CorrectionRequest,
    Origin,
    Proposal,
    Publication,
    RankingList,
    RecordFile,
    Status,
    Withdrawal,
)
from rankings.release import services

# What readers ask first after a release is rendered before they come: by whoever takes up this kind of job.

WARM = "warm"


def queue(at: datetime) -> None:
    """Queue it, inside the transaction that changes what the public reads, where processes share what one renders."""
    if SHARED in settings.CACHES:
        jobs.enqueue(kind=WARM, key="pages", at=at)


class RefusedPublicationError(ValueError):
    """A publication that the rules do not allow; the text says why and how to mend it."""


class MovedFiguresError(RefusedPublicationError):
    """What would be published is no longer what was signed."""

    def __init__(self) -> None:
        super().__init__(
            gettext(
                "What publishing would change is no longer what was shown: figures, lists or doubts have moved since. "
                "Look at it again."
            )
        )


@dataclass(frozen=True, slots=True)
class Signatures:
    """The two people who publish; they must differ and both be publishers."""

    by: str
    second: str

    def check(self, on: date) -> None:
        if self.by == self.second:
            raise RefusedPublicationError(
                gettext(
                    "%(name)s cannot sign twice: publishing takes two different people with the role publisher"
                )
                % {"name": self.by}
            )
        for name in (self.by, self.second):
            require_publisher(name, on)


def commands_sign_for(*names: str) -> bool:
    """Whether a command on the host may sign in the name of these people.

    Only where nobody outside relies on the signatures: with DEBUG, where nothing but this machine reaches the site, and
    for demo accounts. Elsewhere people sign in the browser, with both their factors.
    """
    if not settings.PRODUCTION:
        return True
    users = get_user_model().objects.filter(username__in=names)
    return len(users) == len(set(names)) and all(is_demo(user) for user in users)


def require_publisher(name: str, on: date) -> None:
    """Raise RefusedPublicationError where the person may not sign on a day."""
    if not has_role(name, Role.PUBLISHER, on):
        raise RefusedPublicationError(
            gettext(
                "%(name)s is not an active person with the role publisher; an administrator can appoint them"
            )
            % {"name": name}
        )


@public_change()
def publish(
    *,
    month: Month,
    signatures: Signatures,
    released_on: date,
    at: datetime,
    reason: str = "",
    announce: bool = True,
    expected: Mapping[tuple[str, str], str] | None = None,
) -> Publication:
    """Compute and publish the lists of a month; the new revision becomes the current one.

    A revision after the first needs a reason. With `announce` mails and calls to client programs
    are queued. `expected` holds the digest of each list that was signed, by board and
    category: other lists are not published in their place. Raises RefusedPublicationError (MovedFiguresError),
    or NothingToComputeError where the month has no figures.
    """
    signatures.check(timezone.localdate(at))
    check_release(month, released_on)
    hold_lock(f"month {month}")
    hold_lock("publication")  # no methodology version comes into force between here and the commit
    computation = compute_month(month)
    publication = open_publication(
        month=month, origin=Origin.COMPUTED, released_on=released_on, reason=reason.strip(), at=at,
        by=signatures.by, second=signatures.second, sample=bool(computation.samples),
        inputs=dict(computation.revisions),
    )  # fmt: skip
    contents = [
        content_of(
            computation, board, category,
            revision=publication.revision, reason=publication.reason, released_on=released_on,
            previous=newest_digest(board, category, Origin.COMPUTED),
        )
        for board, category in computation.lists
    ]  # fmt: skip
    if expected is not None and {
        (content.board, content.category): content.digest for content in contents
    } != dict(expected):
        raise MovedFiguresError
    RankingList.objects.filter(month=month, status=Status.PROVISIONAL).delete()
    add_lists(publication, contents, computation)
    seal(methodology=computation.methodology, at=at)
    queue_after_effects(publication, announce=announce)
    return publication


def check_release(month: Month, released_on: date) -> None:
    """Raise RefusedPublicationError for a release before the month is over."""
    if released_on <= month.last_day:
        raise RefusedPublicationError(
            gettext("%(month)s cannot be released on %(day)s: the month ends on %(end)s")
            % {"month": month, "day": released_on, "end": month.last_day}
        )


def queue_after_effects(publication: Publication, *, announce: bool) -> None:
    """Queue what a publication causes; without `announce` nobody is told of it, and nothing is studied yet."""
    anchors.queue(publication.published_at)
    if announce:
        # Whoever studies a publication takes the job up by its kind; the study itself is not known here.
        jobs.enqueue(
            kind="sensitivity", key=str(publication.number), payload={"publication": publication.number},
            at=publication.published_at,
        )  # fmt: skip
        services.after_publication(publication, publication.published_at)
    queue(publication.published_at)


def next_revision(month: Month, origin: Origin) -> int:
    """The number that the next publication of a month gets; withdrawn ones keep theirs."""
    same = Publication.objects.filter(month=month, origin=origin)
    return (same.aggregate(last=Max("revision"))["last"] or 0) + 1


def check_reason(month: Month, revision: int, reason: str) -> None:
    """Raise RefusedPublicationError for a further revision without a reason."""
    if revision > 1 and not reason:
        raise RefusedPublicationError(
            gettext("%(month)s is published already (revision %(number)d); a further revision needs a reason")
            % {"month": month, "number": revision - 1}
        )


def open_publication(
    *,
    month: Month,
    origin: Origin,
    released_on: date | None,
    reason: str,
    at: datetime,
    by: str,
    second: str,
    sample: bool,
    inputs: dict[str, int],
) -> Publication:
    """Draw the next number and revision and write the publication, after its audit event, which its anchor covers.

    Publications take turns on one lock, so that numbers have no gaps and the chain of digests one order.
    """
    hold_lock("publication")
    revision = next_revision(month, origin)
    check_reason(month, revision, reason)
    number = (Publication.objects.aggregate(last=Max("number"))["last"] or 0) + 1
    audit.record(
        at=at, actor=by, action="lists.publish", subject=str(month),
        after={
            "publication": number, "origin": origin.value, "revision": revision, "second": second,
            "reason": reason, "released_on": released_on.isoformat() if released_on else None, "sample": sample,
        },
    )  # fmt: skip
    return Publication.objects.create(
        number=number,
        month=month,
        origin=origin,
        revision=revision,
        released_on=released_on,
        reason=reason,
        published_at=at,
        published_by=by,
        seconded_by=second,
        sample=sample,
        inputs=inputs,
        anchor=anchors.take(at),
    )


def newest_digest(board: str, category: str, origin: Origin) -> str:
    """The digest of the list published last on a board and category, the link of the next one; else empty."""
    last = (
        RankingList.objects.filter(board=board, category=category, origin=origin, status=Status.PUBLISHED)
        .order_by("-publication")
        .first()
    )
    return last.digest if last else ""


def add_lists(
    publication: Publication, contents: list[ListContent], computation: Computation | None = None
) -> None:
    """Insert the lists of a publication, which take the place of the revision before."""
    for content in contents:
        RankingList.objects.filter(
            month=publication.month,
            board=content.board,
            category=content.category,
            origin=publication.origin,
            is_current=True,
        ).update(is_current=False)
    lists = [
        RankingList(
            month=publication.month,
            board=content.board,
            category=content.category,
            origin=publication.origin,
            status=Status.PROVISIONAL,
            revision=0,
            is_current=False,
            methodology=computation.methodology if computation else None,
            month_basis=content.month_basis,
            sample=content.sample,
            complete=content.complete,
            inputs_digest=content.inputs,
            previous_digest=content.previous,
            digest=content.digest,
            signature=signing.sign(content.digest),
        )
        for content in contents
    ]
    store(lists, contents)
    # To a published list the database adds no row, so they are published only now.
    for stored_list, content in zip(lists, contents, strict=True):
        stored_list.status, stored_list.revision = Status.PUBLISHED, content.revision
        stored_list.is_current, stored_list.publication = True, publication
    RankingList.objects.bulk_update(lists, ["status", "revision", "is_current", "publication"])


# Taking back a publication that was released in error: by two people, with a reason, never without a trace.

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
    queue(at)
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


# What a publisher has before them: months to publish, proposals and files that wait, and what was published.

MOST_SHOWN = 24


@dataclass(frozen=True, slots=True)
class MonthToPublish:
    """A month with verified figures. `revision` is the newest that is published, 0 for none; `fresh`: figures or
    rules have moved since, so that publishing would change something.
    """

    month: Month
    revision: int
    fresh: bool


@dataclass(frozen=True, slots=True)
class Desk:
    """`publications` are the newest, withdrawn ones among them, newest first."""

    proposals: tuple[Proposal, ...]
    months: tuple[MonthToPublish, ...]
    publications: tuple[Publication, ...]
    files: tuple[RecordFile, ...]
    open_requests: int


def desk() -> Desk:
    """A few queries, however much there is. A month that waits for its second signature is named once, as such."""
    proposals = waiting_proposals()
    waiting = {proposal.month for proposal in proposals}
    newest: dict[Month, int] = {}
    for month, revision in Publication.objects.filter(origin=Origin.COMPUTED).values_list(
        "month", "revision"
    ):
        newest[month] = max(revision, newest.get(month, 0))
    fresh = set(
        RankingList.objects.filter(status=Status.PROVISIONAL).order_by().values_list("month", flat=True)
    )
    months = [
        MonthToPublish(month, newest.get(month, 0), month in fresh or month not in newest)
        for month in reversed(months_with_figures())
        if month not in waiting
    ]
    recent = Publication.objects.select_related("withdrawal").order_by("-number")[:MOST_SHOWN]
    return Desk(
        proposals=tuple(proposals),
        months=tuple(month for month in months if month.fresh) or tuple(months[:MOST_SHOWN]),
        publications=tuple(recent),
        files=tuple(waiting_files()),
        open_requests=CorrectionRequest.objects.filter(answered_at__isnull=True).count(),
    )


def waiting_proposals() -> list[Proposal]:
    """Proposals without their second signature, newest first."""
    return list(Proposal.objects.filter(signed_at__isnull=True, dropped_at__isnull=True))


def waiting_files() -> list[RecordFile]:
    """Files of past lists without their second signature, newest first."""
    return list(RecordFile.objects.filter(signed_at__isnull=True, dropped_at__isnull=True))


def correction_requests() -> tuple[list[CorrectionRequest], list[CorrectionRequest]]:
    """(unanswered, oldest first; answered, the latest first)."""
    waiting = CorrectionRequest.objects.filter(answered_at__isnull=True).order_by("asked_at", "pk")
    answered = CorrectionRequest.objects.filter(answered_at__isnull=False).order_by("-answered_at")
    return list(waiting), list(answered[:MOST_SHOWN])
