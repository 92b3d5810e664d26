"""What a publisher has before them: months to publish, proposals and files that wait, and what was published."""

from __future__ import annotations

from dataclasses import dataclass

from metrics.selectors import months_with_figures
from rankings.models import (
    CorrectionRequest,
    Origin,
    Proposal,
    Publication,
    RankingList,
    RecordFile,
    Status,
)
from states.months import Month

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
    waiting = {one.month for one in proposals}
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
        months=tuple(one for one in months if one.fresh) or tuple(months[:MOST_SHOWN]),
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
