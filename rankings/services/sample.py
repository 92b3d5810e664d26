"""The sample months: made-up figures for all 36, through the same services that real figures take."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction

from metrics.models import FigureSet
from rankings.models import ListRow, Origin, Publication, RankingList
from rankings.services.publication import Signatures
from states.months import Month
from states.services import audit
from states.services.people import remove_demo_accounts

SOURCE = "sample"
SIGNATURES = Signatures("publisher", "publisher2")
RELEASE_DELAY = timedelta(days=30)


class RefusedSampleError(ValueError):
    """Sample data cannot be loaded or removed; the text says why."""


@transaction.atomic
def drop_sample(*, at: datetime) -> tuple[int, int]:
    """Remove sample figures, the lists computed from them and the demo accounts; returns (lists, sets of figures).

    Refuses while anything real rests on them: a list computed from real figures carries the digest of the
    sample list published before it, and a month may mix real and sample figures.
    """
    real = Publication.objects.filter(origin=Origin.COMPUTED, sample=False).order_by("number")
    samples = FigureSet.objects.filter(sample=True)
    mixed = FigureSet.objects.filter(sample=False, month__in=samples.values("month"))
    if samples.exists() and (real.exists() or mixed.exists()):
        resting = [f"the published list of {one.month}" for one in real] + [
            f"the figures of {one}" for one in mixed
        ]
        raise RefusedSampleError(
            f"Real figures rest on the sample: {', '.join(resting)}. Nothing was removed."
        )
    lists = RankingList.objects.filter(origin=Origin.COMPUTED, sample=True)
    removed = lists.count(), samples.count()
    ListRow.objects.filter(list__in=lists).delete()
    lists.delete()
    Publication.objects.filter(sample=True).delete()
    samples.delete()
    accounts = remove_demo_accounts(at=at)
    if any((*removed, accounts)):
        after = {"lists": removed[0], "figure_sets": removed[1]}
        audit.record(at=at, actor=audit.SYSTEM, action="sample.drop", subject="sample", after=after)
    return removed


def release_date(month: Month) -> date:
    """The date of the record where it is known, else 30 days after month end: the same in every installation."""
    recorded = Publication.objects.filter(
        month=month, origin=Origin.RECORDED, released_on__isnull=False
    ).first()
    if recorded is not None and recorded.released_on is not None:
        return recorded.released_on
    return month.last_day + RELEASE_DELAY
