"""The whole history once more, as one job in the background that shows how far it has come."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from django.core.management import call_command
from pytest_django.fixtures import DjangoAssertNumQueries

from common import jobs
from common.models import Job, JobState
from metrics.selectors import current_revisions, figures_at, sample_states, sent_in
from rankings import past
from rankings.compute import compute_month
from rankings.models import RankingList
from rankings.verify import Verified
from tests.rankings.conftest import MONTH, PublishMonth, RecordMonth

pytestmark = pytest.mark.django_db
AT = datetime(2023, 12, 5, 6, 30, tzinfo=UTC)
SHARES = {"HR": 999, "HP": 998, "DL": 980, "GJ": 980}


@pytest.fixture(autouse=True)
def _no_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "_hint", None)


def test_every_month_is_computed_and_every_list_verified(
    record_month: RecordMonth, publish_month: PublishMonth
) -> None:
    record_month(SHARES, month=MONTH.previous())
    record_month(SHARES)
    publish_month()
    Job.objects.all().delete()
    call_command("compute", "--all", "--queue")
    waiting = Job.objects.get()
    assert (waiting.kind, waiting.key) == ("history", "compute, verify")
    assert jobs.is_background(waiting.pk), "nobody waits for it"
    assert jobs.run(waiting.pk)
    waiting.refresh_from_db()
    assert (waiting.state, waiting.done, waiting.total) == (JobState.DONE, 18, 18)
    assert json.loads(waiting.result) == {"months": 2, "provisional": 16, "reproduced": 16}
    assert RankingList.objects.filter(month=MONTH.previous(), status="provisional").count() == 16


def test_progress_never_goes_back(record_month: RecordMonth, publish_month: PublishMonth) -> None:
    record_month(SHARES)
    publish_month()
    told: list[tuple[int, int]] = []
    past.redo(["compute", "verify"], report=lambda done, total: told.append((done, total)), at=AT)
    assert told == [(0, 17), (1, 17), (17, 17)]


def test_a_list_that_is_not_reproduced_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    found = [
        Verified("2023-10 cctns all", ()),
        Verified("2023-10 icjs all", ("computing it again gives another list",)),
    ]
    monkeypatch.setattr(past, "verify_published", lambda: iter(found))
    call_command("verify_published", "--queue")
    waiting = Job.objects.get()
    assert waiting.payload == {"steps": ["verify"]}
    assert jobs.run(waiting.pk)
    waiting.refresh_from_db()
    assert "2023-10 icjs all: computing it again gives another list" in waiting.error


def test_a_months_figures_come_in_one_query(
    record_month: RecordMonth, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    record_month(SHARES)
    first = current_revisions(MONTH)
    record_month({"HP": 1000})
    for given in (None, first):
        with django_assert_num_queries(1):
            found = sent_in(MONTH, given)
        revisions = current_revisions(MONTH) if given is None else given
        assert found.revisions == revisions
        assert found.samples == sample_states(MONTH, revisions)
        assert found.figures == figures_at(MONTH, revisions)
    assert sent_in(MONTH.next()).revisions == {}
    with django_assert_num_queries(
        6
    ):  # figures, the version in force with groups and parameters, names, categories
        compute_month(MONTH)
