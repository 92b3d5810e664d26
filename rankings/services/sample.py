"""The sample months: made-up figures for all 36, through the same services that real figures take."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path

from django.db import transaction
from django.db.models import Q

from metrics.models import FigureSet
from metrics.scoring import ParameterRule
from metrics.selectors import document_of, methodologies
from metrics.services.figures import record_figures, rules_of
from rankings.core.record import parse_record
from rankings.models import ListRow, Origin, Proposal, Publication, RankingList, Withdrawal
from rankings.sample import RecordedPlace, StateFacts, sample_history
from rankings.services.publication import Signatures, publish
from rankings.services.record import vocabulary
from rankings.services.sample_practices import drop_sample_practices, load_sample_practices
from states.models import State
from states.months import Month
from states.selectors import categories_in
from states.services import audit
from states.services.directory import sample_volumes
from states.services.people import create_demo_accounts, remove_demo_accounts

SOURCE = "sample"
RECORD_FILE = Path(__file__).parent.parent / "data" / "published_record.csv"
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
    history = sample_history(_states(), _methodologies(), _record(at))
    real = FigureSet.objects.filter(month__in=list(history))
    if real.exists():
        raise RefusedSampleError(f"Real figures stand already, for example {real[0]}; nothing was loaded.")
    create_demo_accounts(password=password, at=at)
    for month, states in sorted(history.items()):
        rules = rules_of(month)
        for state, figures in sorted(states.items()):
            if not figures:
                continue  # the State that sent nothing
            record_figures(
                state=state, month=month, figures=figures, source=SOURCE, sample=True, by=audit.SYSTEM, at=at,
                rules=rules,
            )  # fmt: skip
        publish(month=month, signatures=SIGNATURES, released_on=release_date(month), at=at, announce=False)
    load_sample_practices(at=at)
    return len(history)


def _states() -> list[StateFacts]:
    volumes, categories = sample_volumes(), categories_in()
    return [
        StateFacts(
            code=state.code,
            category=categories[state.code],
            stations=state.police_stations,
            firs=volumes[state.code],
            population=state.population_2011,
        )
        for state in State.objects.order_by("code")
    ]


def _methodologies() -> dict[Month, tuple[ParameterRule, ...]]:
    return {one.holds_from: document_of(one).parameter_rules() for one in methodologies()}


def _record(at: datetime) -> list[RecordedPlace]:
    """The places of the shipped record: what is loaded later does not bend the sample."""
    rows, problems = parse_record(RECORD_FILE.read_bytes(), vocabulary(at))
    if problems:
        raise RefusedSampleError("The shipped record is faulty:\n" + "\n".join(map(str, problems)))
    return [
        RecordedPlace(
            board=row.key[1],
            category=row.key[2],
            month=row.key[0],
            rank=row.rank,
            state=row.state,
            score=row.score,
        )
        for row in rows
    ]


@transaction.atomic
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
