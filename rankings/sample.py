"""The sample months: made-up figures for all 36, through the same services that real figures take."""

from __future__ import annotations

import csv
import gzip
from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

from django.db import transaction
from django.db.models import Q

from accounts import audit
from accounts.people import create_demo_accounts, remove_demo_accounts
from common.edition import public_change
from common.months import Month
from metrics.figures import record_figures, rules_of
from metrics.models import FigureSet
from metrics.scoring import Figure
from rankings.models import (
    ListRow,
    Origin,
    Practice,
    PracticeRevision,
    Proposal,
    Publication,
    RankingList,
    Withdrawal,
)
from rankings.practices import services
from rankings.practices.services import Content, add
from rankings.publish import Signatures, publish

# Good practices for the demonstration: made up, labelled as such wherever they show, and removed with the sample.

FILE = Path(__file__).parent / "data" / "sample_practices.csv"


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
    services.remove(documents)
    return samples.delete()[0]


SOURCE = "sample"
FOLDER = Path(__file__).parent / "data" / "sample"
SIGNATURES = Signatures("publisher", "publisher2")
RELEASE_DELAY = timedelta(days=30)


class RefusedSampleError(ValueError):
    """Sample data cannot be loaded or removed; the text says why."""


@transaction.atomic
def load_sample(*, password: str, at: datetime) -> int:
    """Record and publish the sample months, with good practices and the demo accounts; returns how many months
    were added.

    Loading again adds nothing. The months are published in their order, by two of the demo accounts, and
    released on the dates of the record where they are known. Refuses beside real figures of those months.
    """
    if FigureSet.objects.filter(sample=True).exists():
        load_sample_practices(at=at)
        return 0
    history = dict(sample_history())
    real = FigureSet.objects.filter(month__in=history)
    if real.exists():
        raise RefusedSampleError(f"Real figures stand already, for example {real[0]}; nothing was loaded.")
    create_demo_accounts(password=password, at=at)
    with public_change():
        for month, states in history.items():
            rules = rules_of(month)
            for state, figures in states.items():
                record_figures(
                    state=state, month=month, figures=figures, source=SOURCE, sample=True, by=audit.SYSTEM, at=at,
                    rules=rules,
                )  # fmt: skip
            publish(
                month=month, signatures=SIGNATURES, released_on=release_date(month), at=at, announce=False
            )
    load_sample_practices(at=at)
    return len(history)


def sample_history() -> Iterator[tuple[Month, dict[str, dict[str, Figure]]]]:
    """Yield the figures of each sample month by State and parameter code, the oldest month first.

    A State that sent nothing stands in no line of its month; empty numbers are a parameter not reported.
    """
    for path in sorted(FOLDER.glob("*.csv.gz")):
        states: dict[str, dict[str, Figure]] = defaultdict(dict)
        with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                figure = Figure(_number(row["numerator"]), _number(row["denominator"]))
                states[row["state"]][row["parameter"]] = figure
        yield Month.parse(path.name.removesuffix(".csv.gz")), states


def _number(cell: str) -> Decimal | None:
    return Decimal(cell) if cell else None


@public_change()
def drop_sample(*, at: datetime) -> tuple[int, int]:
    """Remove sample figures, the lists computed from them, sample practices and the demo accounts.

    Returns (lists, sets of figures).

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
    Proposal.objects.filter(Q(publication__sample=True) | Q(month__in=samples.values("month"))).delete()
    Withdrawal.objects.filter(publication__sample=True).delete()
    Publication.objects.filter(sample=True).delete()
    samples.delete()
    practices = drop_sample_practices()
    accounts = remove_demo_accounts(at=at)
    if any((*removed, practices, accounts)):
        after = {"lists": removed[0], "figure_sets": removed[1], "practices": practices}
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
