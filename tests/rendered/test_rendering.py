"""The job that renders: what is there is not made again, what is overtaken stops, what fails spoils nothing."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.db import DatabaseError, connection
from django.utils import timezone

from progress.stored import StoredPages
from rankings.models import RenderedPage
from rankings.services import rendering
from rankings.services.rendering import COMPLETE, RENDER, ask, ensure_rendering, newest_edition, render
from rankings.views.addresses import published
from states.models import Job, JobState
from states.services import jobs
from tests.rendered.conftest import Django, correct, get

pytestmark = pytest.mark.django_db(transaction=True)

SOME = ["/", "/hi/", "/rankings/2023-10/", "/api/v1/rankings/latest/", "/rankings/2030-01/"]


class Told:
    def __init__(self) -> None:
        self.steps: list[tuple[int, int]] = []

    def __call__(self, done: int, total: int) -> None:
        self.steps.append((done, total))


def test_a_publication_queues_one_rendering_however_many_follow(committed: None) -> None:
    correct()
    correct("Another correction", minutes=6)
    waiting = Job.objects.filter(kind=RENDER)
    assert [(one.key, one.state) for one in waiting] == [("pages", JobState.QUEUED)]


def test_the_job_renders_everything_and_is_left_to_a_worker(
    committed: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("rankings.tasks.addresses.published", lambda: SOME)
    job = Job.objects.get(kind=RENDER)
    assert jobs.is_background(job.pk)
    assert jobs.run(job.pk)
    job.refresh_from_db()
    assert (job.state, job.done, job.total) == (JobState.DONE, len(SOME), len(SOME))
    stored = set(RenderedPage.objects.values_list("address", flat=True))
    assert stored == {*SOME, COMPLETE} - {"/rankings/2030-01/"}


def test_what_is_rendered_is_served_without_django(
    committed: None, server: StoredPages, slow: Django
) -> None:
    render(WSGIHandler(), SOME, report=Told())
    for address in SOME[:-1]:
        assert get(server, address).status == 200
    assert slow.asked == []


def test_what_is_there_is_not_made_again(committed: None, monkeypatch: pytest.MonkeyPatch) -> None:
    told = Told()
    assert render(WSGIHandler(), SOME[:2], report=told) == 2
    assert render(WSGIHandler(), SOME[:4], report=told) == 2
    assert told.steps[-1] == (2, 2)


def test_an_overtaken_rendering_stops_and_leaves_nothing_of_before(committed: None, slow: Django) -> None:
    class Correcting(Told):
        def __call__(self, done: int, total: int) -> None:
            super().__call__(done, total)
            if done == 0:
                correct()

    before = newest_edition()
    assert render(slow, published(), report=Correcting()) == 0
    assert len(slow.asked) == rendering.STEP
    assert not RenderedPage.objects.filter(edition=before).exists()
    assert Job.objects.filter(kind=RENDER, state=JobState.QUEUED).count() == 1


def test_a_new_edition_takes_the_place_of_the_old(committed: None) -> None:
    render(WSGIHandler(), SOME, report=Told())
    correct()
    render(WSGIHandler(), SOME[:2], report=Told())
    kept = RenderedPage.objects.values_list("address", "edition")
    assert set(kept) == {(one, newest_edition()) for one in (*SOME[:2], COMPLETE)}


def test_what_is_missing_is_queued_once(committed: None) -> None:
    now = timezone.now()
    Job.objects.filter(kind=RENDER).update(state=JobState.DONE, finished_at=now)
    assert ensure_rendering(now)
    assert not ensure_rendering(now), "it waits already"
    Job.objects.filter(kind=RENDER, state=JobState.QUEUED).update(state=JobState.FAILED, finished_at=now)
    assert not ensure_rendering(now + timedelta(minutes=59)), "it has failed just now"
    assert ensure_rendering(now + timedelta(minutes=61))
    render(WSGIHandler(), SOME, report=Told())
    Job.objects.filter(kind=RENDER).delete()
    assert not ensure_rendering(now), "all is there"


def test_a_full_disk_costs_nobody_a_page(committed: None, server: StoredPages, slow: Django) -> None:
    """The database refuses the rows as it does where its disk is full; the error stays with the job."""
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            "RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = 'disk_full'; END $$; "
            "CREATE TRIGGER full_disk BEFORE INSERT ON rankings_renderedpage FOR EACH ROW EXECUTE FUNCTION full_disk()"
        )
    try:
        job = Job.objects.get(kind=RENDER)
        jobs.run(job.pk)
        job.refresh_from_db()
        assert job.state == JobState.QUEUED
        assert "No space left on device" in job.error
        assert get(server, "/").status == get(server, "/").status == 200
        assert slow.asked == ["/"]
    finally:
        with connection.cursor() as cursor:
            cursor.execute("DROP TRIGGER full_disk ON rankings_renderedpage; DROP FUNCTION full_disk")
    with pytest.raises(DatabaseError), connection.cursor() as cursor:
        cursor.execute("SELECT full_disk()")


@pytest.mark.parametrize(
    "headers",
    [
        [("ETag", '"x"'), ("Set-Cookie", "a=b")],
        [("ETag", '"x"'), ("Vary", "Cookie")],
        [("ETag", '"x"'), ("Cache-Control", "private")],
        [("ETag", '"x"'), ("Cache-Control", "no-store")],
        [("ETag", 'W/"x"')],
        [],
    ],
)
def test_an_answer_for_one_reader_is_never_kept(headers: list[tuple[str, str]]) -> None:
    def application(environ: dict[str, Any], start_response: Any) -> list[bytes]:
        start_response("200 OK", headers)
        return [b"for you"]

    assert ask(application, "/") is None


def test_a_failure_is_told() -> None:
    def application(environ: dict[str, Any], start_response: Any) -> list[bytes]:
        start_response("503 Service Unavailable", [])
        return []

    with pytest.raises(rendering.FailedAnswerError, match="/: 503"):
        ask(application, "/")
