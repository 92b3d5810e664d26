"""A sensitivity is kept beside its list: studied by a job, the same anywhere, found again, never made by reading."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from accounts import audit
from accounts.models import AuditEvent
from accounts.people import create_demo_accounts
from common import jobs
from common.digests import digest
from common.models import Job
from common.months import Month
from insights.sensitivity import services
from insights.sensitivity.core import Study, levels_of, ranges_document, read_ranges
from insights.sensitivity.order_reversal import swap
from insights.sensitivity.services import sure, sureness
from metrics.boards import Board
from metrics.figures import record_figures, rules_of
from metrics.scoring import Figure
from rankings.lists.histories import Scope
from rankings.lists.scored_lists import NoFiguresError
from rankings.models import ListSensitivity, Publication, RankingList
from rankings.publish import WARM, Signatures, publish
from tests.insights.lists import sample_list

AT = datetime(2023, 11, 27, 6, 30, tzinfo=UTC)
OCTOBER = Month(2023, 10)
STATES = {"HR": 97, "HP": 95, "DL": 91, "GJ": 90}


@pytest.fixture
def published(db: None, monkeypatch: pytest.MonkeyPatch) -> Publication:
    """Four States; the odd parameters go the other way round, so that marks matter. Jobs wait."""
    monkeypatch.setattr(jobs, "_hint", None)
    create_demo_accounts(password="sensitive-2023", at=AT)
    rules = rules_of(OCTOBER)
    for number, (state, share) in enumerate(STATES.items()):
        figures = {
            code: Figure(Decimal(min(100, share + (index + number) % 4)), Decimal(100))
            for index, code in enumerate(rules)
        }
        record_figures(
            state=state, month=OCTOBER, figures=figures, source="sample", sample=True, by=audit.SYSTEM, at=AT,
            rules=rules,
        )  # fmt: skip
    return publish(
        month=OCTOBER, signatures=Signatures("publisher", "publisher2"), released_on=date(2023, 11, 27), at=AT
    )


def told(*words: str) -> str:
    out = StringIO()
    call_command("sensitivity", *words, stdout=out)
    return out.getvalue()


def test_a_job_studies_every_list_of_a_publication_once(published: Publication) -> None:
    job = Job.objects.get(kind=services.SENSITIVITY)
    assert (job.key, job.payload) == ("1", {"publication": 1})
    assert not ListSensitivity.objects.exists()
    assert jobs.run(job.pk, clock=lambda: AT)
    assert ListSensitivity.objects.count() == RankingList.objects.count() == 16
    event = AuditEvent.objects.filter(action="lists.sensitivity").get()
    assert event.after == {"publication": 1, "lists": 16}
    assert Job.objects.filter(kind=WARM).exists(), "pages that show it are rendered ahead"
    assert told("--all") == "Sensitivity: 0 lists studied.\n", "what is there stays"
    assert told("--verify") == "Every stored sensitivity is reproduced.\n"


def test_lists_without_a_study_are_found_by_the_calendar_and_written_at_once(published: Publication) -> None:
    Job.objects.filter(kind=services.SENSITIVITY).delete()
    assert services.ensure_studied(AT)
    assert services.ensure_studied(AT), "it waits: the same job"
    job = Job.objects.get(kind=services.SENSITIVITY)
    assert (job.key, job.payload) == (services.MISSING, {})
    assert jobs.run(job.pk, clock=lambda: AT)
    assert ListSensitivity.objects.count() == 16
    assert told("--verify") == "Every stored sensitivity is reproduced.\n"
    job.refresh_from_db()
    assert (job.done, job.total) == (4, 4), "board by board"
    event = AuditEvent.objects.filter(action="lists.sensitivity").get()
    assert event.after == {"lists": 16}
    assert not services.ensure_studied(AT), "nothing is missing any more"
    assert services.study_missing(report=lambda done, total: None, at=AT) == 0


def test_a_study_that_somebody_else_wrote_meanwhile_stays(published: Publication) -> None:
    def report(done: int, total: int) -> None:
        if done == total and not ListSensitivity.objects.exists():
            services.study_publication(1, report=lambda done, total: None, at=AT)

    assert services.study_missing(report=report, at=AT) == 0
    assert ListSensitivity.objects.count() == 16


def test_what_is_kept_is_what_the_figures_give(published: Publication) -> None:
    assert told("--latest") == "Sensitivity: 16 lists studied.\n"
    found = sureness(Scope("cctns", "all"), "2023-10")
    assert found.ranges is not None
    assert (found.ranges.seed, found.ranges.draws, found.ranges.widths) == ("2023-10/cctns", 10_000, (10, 25))
    assert set(found.ranges.states) == set(STATES)
    for state, ranges in found.ranges.states.items():
        for one in ranges:
            assert sum(draws for _, draws in one.ranks) == 10_000
            assert one.best <= one.ranks[0][0] <= one.ranks[-1][0] <= one.worst
        assert found.ranges.of(state, 10).first == dict(found.ranges.of(state, 10).ranks).get(1, 0)
    # Inside a category the same draws are ranked anew; Haryana, Delhi and Gujarat are major States.
    inside = sureness(Scope("cctns", "major"), "latest")
    assert inside.ranges is not None
    assert set(inside.ranges.states) == {"HR", "DL", "GJ"}
    assert [(pair.ahead, pair.behind) for pair in inside.ranges.pairs] == [("HR", "DL"), ("DL", "GJ")]
    assert inside.digest == digest(ListSensitivity.objects.get(list=inside.list).content)


def test_reading_computes_what_is_not_kept_and_writes_nothing(published: Publication) -> None:
    scope = Scope("icjs", "all")
    before = sure(scope, "2023-10")
    assert before.ranges is not None
    assert not ListSensitivity.objects.exists()
    told("2023-10")
    assert sure(scope, "2023-10") == sureness(scope, "2023-10")
    assert sure(scope, "2023-10").digest == before.digest
    with pytest.raises(NoFiguresError):
        sure(scope, "2023-09")


def test_a_drift_is_told_and_ends_with_status_1(published: Publication) -> None:
    told("--all")
    one = ListSensitivity.objects.get(list__board="icjs", list__category="all")
    changed: Mapping[str, Any] = one.content | {"draws": 9_999}
    ListSensitivity.objects.filter(pk=one.pk).update(content=changed)
    with pytest.raises(CommandError, match="1 sensitivities have drifted"):
        told("--verify")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "Name the months"),
        (("--all", "--latest"), "Name the months"),
        (("autumn",), "not a month"),
        (("2023-09",), "No computed list of 2023-09 is published"),
    ],
)
def test_what_cannot_be_asked_is_refused(published: Publication, words: tuple[str, ...], said: str) -> None:
    with pytest.raises(CommandError, match=said):
        told(*words)


def test_a_list_without_anyone_ranked_has_an_empty_sensitivity(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "_hint", None)
    create_demo_accounts(password="sensitive-2023", at=AT)
    figures = {code: Figure(None, None) for code in rules_of(OCTOBER)}
    record_figures(state="HR", month=OCTOBER, figures=figures, source="x", sample=True, by="system", at=AT)
    publish(
        month=OCTOBER, signatures=Signatures("publisher", "publisher2"), released_on=date(2023, 11, 27), at=AT
    )
    told("--all")
    found = sureness(Scope("cctns", "all"), "2023-10").ranges
    assert found is not None
    assert (found.states, found.widths, found.pairs) == ({}, (), ())


def test_a_document_reads_back_as_it_was_written() -> None:
    levels = levels_of(sample_list(OCTOBER, Board.ICJS))
    found = Study(levels, "seed", count=200).result()
    assert read_ranges(json.loads(json.dumps(ranges_document(found)))) == found
    assert tuple(found.states) == levels.states
    for pair in found.pairs:
        swapped = swap(levels.shares[pair.ahead], levels.shares[pair.behind], levels.marks)
        assert (pair.percent is None) == (swapped.upper is None)
        if pair.percent is not None and swapped.upper is not None:
            assert abs(Fraction(pair.percent) - 100 * swapped.upper) <= Fraction(1, 20_000)
