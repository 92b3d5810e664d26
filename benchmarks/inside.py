"""Work done and timed with the site's settings: `python -m benchmarks.inside` reads questions, a line of JSON each.

A process of its own, since the one that measures has no settings. It answers each question with a number, as a rule
the seconds that the work took, and ends with its input.
"""

from __future__ import annotations

import json
import os
import secrets
import statistics
import sys
import time
from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "benchmarks.settings")
import django

django.setup()

import redis
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest
from django.test import RequestFactory
from django.urls import resolve
from django.utils import timezone, translation
from import_export.resources import ModelResource
from tablib import Dataset

from benchmarks.tasks import QUEUE, job, nothing
from common.cache import Answer, answered
from common.dates import month_name
from common.jobs import enqueue
from common.models import Job
from common.months import Month
from insights.claims.forms import EXAMPLES, FORMS
from insights.claims.queries import Lists, read_note
from metrics.figures import record_figures
from metrics.models import FigureSet
from metrics.selectors import current_revisions, figures_at
from rankings.lists.histories import Scope
from rankings.models import RankingList
from rankings.publish import Signatures, publish
from states.selectors import all_states
from submissions.models import SubmittedFigure, Way
from submissions.upload.services import Incoming, check_file, receive

NEWEST, UNPUBLISHED = Month(2023, 10), Month(2023, 12)
PATIENCE = 60
"""Seconds that a worker is waited for."""
STATES = ("UP", "HR", "MZ", "LD", "TN", "KL")

_application = get_wsgi_application()
_questions: dict[str, Callable[..., float]] = {}


def question(work: Callable[..., float]) -> Callable[..., float]:
    _questions[work.__name__] = work
    return work


def clocked(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def pages() -> list[str]:
    """The list of every fourth month on two boards."""
    months = list(Month(2021, 6).to(NEWEST))[::4]
    return [f"/rankings/{month}/{query}" for month in months for query in ("", "?board=icjs")]


@question
def first() -> float:
    """Seconds of a page's first rendering, through all middleware, compressed to be kept; the median of some."""
    return statistics.median(clocked(partial(kept, address)) for address in pages())


def kept(address: str) -> Answer:
    status, headers, body = answered(_application, address)
    if not status.startswith("200"):
        raise RuntimeError(f"{address}: {status}")
    return Answer.of(headers, body)


@question
def state() -> float:
    """Seconds of the first rendering of a State's page, likewise."""
    return statistics.median(clocked(partial(kept, f"/states/{code}/?board=icjs")) for code in STATES)


@question
def alone() -> float:
    """Seconds of the same pages' queries and templates alone: the view called as it stands."""
    return statistics.median(clocked(partial(viewed, address)) for address in pages())


def viewed(address: str) -> bytes:
    request: HttpRequest = RequestFactory(SERVER_NAME="localhost").get(address)
    request.user = AnonymousUser()
    request._messages = []  # type: ignore[attr-defined]  # what the middleware would bring, empty
    found = resolve(request.path_info)
    request.resolver_match = found
    with translation.override("en"):
        response = found.func(request, *found.args, **found.kwargs)
        if not response.content:
            raise RuntimeError(f"{address}: {response.status_code}")
        return bytes(response.content)


@question
def claims_read(characters: int) -> float:
    """CPU seconds of so many characters of claims, read and checked; the best of some."""
    states = all_states()
    names = {state.code: state.name for state in states}
    months = {place: month_name(month) for place, month in EXAMPLES.items()}
    text = ". ".join(form.said("en", names, months) for form in FORMS)
    best = float("inf")
    for _ in range(5):
        began = time.process_time()
        read_note(text[:characters], Lists(Scope("cctns", "all"), states))
        best = min(best, time.process_time() - began)
    return best


# --- a month's file ---------------------------------------------------------------------------------------------


def month_file() -> bytes:
    """Haryana's figures of the newest month, as a file for the month after."""
    figures = figures_at(NEWEST, current_revisions(NEWEST))["HR"]
    lines = [f"{code},{one.numerator},{one.denominator}," for code, one in figures.items()]
    return "\r\n".join(["parameter,numerator,denominator,remarks", *lines, ""]).encode()


class Figures(ModelResource):  # type: ignore[misc]
    """The same file as django-import-export reads it: each row found, compared, validated and saved."""

    class Meta:
        model = SubmittedFigure
        fields = ("parameter", "numerator", "denominator")
        import_id_fields = ("parameter",)
        clean_model_instances = True

    def validate_instance(self, instance: SubmittedFigure, *args: object, **kwargs: object) -> None:
        instance.full_clean(exclude={"warnings"})  # an empty list, which a form would not take

    def get_queryset(self) -> Any:
        return super().get_queryset().filter(submission__state="HR", submission__month=NEWEST.next())


def incoming() -> Incoming:
    return Incoming(month_file(), "HR.csv", "HR", NEWEST.next(), Way.API)


@question
def keep_draft() -> float:
    """Take the file in once, so that the peer has rows to compare with; returns how many."""
    outcome = receive(incoming(), by="officer.hr", at=timezone.now())
    assert outcome.submission is not None, outcome.checked.problems
    return float(outcome.submission.figures.count())


@question
def dry_run() -> float:
    """Seconds in which a dry run gives its verdict on the file."""
    given, at = incoming(), timezone.now()
    return clocked(lambda: _verdict(given, at))


def _verdict(given: Incoming, at: Any) -> None:
    checked = check_file(given, at=at)
    if checked.blocked:
        raise RuntimeError(str(checked.problems))


@question
def peer_dry_run() -> float:
    data = month_file().decode()

    def work() -> None:
        result = Figures().import_data(Dataset().load(data, format="csv"), dry_run=True)
        if result.has_errors() or result.has_validation_errors():
            raise RuntimeError(str(result.row_errors()))

    return clocked(work)


# --- a month computed by a worker ---------------------------------------------------------------------------------


@question
def bring_figures() -> float:
    """Record figures of every State for a month that nobody has published; returns how many States there are."""
    known = figures_at(NEWEST, current_revisions(NEWEST))
    for state, figures in known.items():
        record_figures(
            state=state,
            month=UNPUBLISHED,
            figures=figures,
            source="bench",
            sample=True,
            by="bench",
            at=timezone.now(),
        )
    return float(FigureSet.objects.filter(month=UNPUBLISHED).count())


def _round_trip(send: Callable[[str], object]) -> float:
    """From sending to the worker's word that it is done."""
    word = f"bench:{secrets.token_hex(8)}"
    with redis.Redis.from_url(settings.REDIS_URL) as connection:

        def work() -> None:
            send(word)
            if not any(connection.blpop([word], timeout=1) for _ in range(PATIENCE)):
                raise RuntimeError("the worker does not answer")

        return clocked(work)


@question
def nothing_done() -> float:
    """Seconds of an empty task's round trip."""
    return _round_trip(lambda word: nothing.apply_async([word], queue=QUEUE))


@question
def computed() -> float:
    """Seconds until a worker has computed a month: job queued, claimed, lists written, job done."""

    def send(word: str) -> None:
        queued = enqueue(
            kind="compute", key=f"bench {word}", at=timezone.now(), payload={"months": [str(UNPUBLISHED)]}
        )
        job.apply_async([queued.pk, word], queue=QUEUE)

    before = set(RankingList.objects.filter(month=UNPUBLISHED).values_list("pk", flat=True))
    took = _round_trip(send)
    lists = set(RankingList.objects.filter(month=UNPUBLISHED).values_list("pk", flat=True))
    done = Job.objects.filter(kind="compute", state="done").exists()
    if len(lists) != 16 or lists & before or not done:
        raise RuntimeError("the worker did not compute the month anew")
    return took


# --- a publication ------------------------------------------------------------------------------------------------


@question
def published(month: str, reason: str) -> float:
    """Publish a further revision of a month; returns its number."""
    made = publish(
        month=Month.parse(month), signatures=Signatures("publisher", "publisher2"), released_on=date(2023, 11, 27),
        at=timezone.now(), reason=reason, announce=False,
    )  # fmt: skip
    return float(made.revision)


def main() -> None:
    for line in sys.stdin:
        told = json.loads(line)
        print(json.dumps(_questions[told.pop("what")](**told)), flush=True)


if __name__ == "__main__":
    main()
