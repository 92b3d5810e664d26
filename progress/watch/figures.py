"""The figures of an installation, as Prometheus reads them.

What a process counts (requests, failed sign-ins) is summed over the processes of the server, which share a folder
(PROMETHEUS_MULTIPROC_DIR, set where the server starts). What is on record (jobs, publications, verifications) is
read from the database when it is asked for, so that every process gives the same.
"""

from __future__ import annotations

import ipaddress
import math
import os
from collections.abc import Iterator, Mapping
from datetime import datetime
from hmac import compare_digest
from typing import Any

from django.conf import settings
from django.contrib.auth.signals import user_login_failed
from django.db import DatabaseError
from django.db.models import Count, Max, Min, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from accounts.models import Verification
from accounts.tokens import bearer
from common.build import build
from common.health import redis_answers, version_text
from common.models import Job, JobState
from common.signs import worker_age
from rankings.models import Publication

SHARED = "PROMETHEUS_MULTIPROC_DIR"
FORWARDED = ("HTTP_X_FORWARDED_FOR", "HTTP_FORWARDED", "HTTP_X_REAL_IP", "HTTP_VIA")
BUCKETS = (0.001, 0.005, 0.025, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)

REGISTRY = CollectorRegistry()
"""What this process counts."""

REQUESTS = Counter(
    "pragati_http_requests", "Requests by the name of the address, method and status.",
    ("route", "method", "status"), registry=REGISTRY,
)  # fmt: skip
SECONDS = Histogram(
    "pragati_http_request_seconds", "Seconds until an answer began.", ("route",), registry=REGISTRY, buckets=BUCKETS
)  # fmt: skip
SIGN_INS_FAILED = Counter(
    "pragati_sign_ins_failed", "Sign-ins refused: a wrong name, password or code.", registry=REGISTRY
)


def count_failed_sign_ins() -> None:
    """Count from now on every refusal that Django's own sign-in tells of."""
    user_login_failed.connect(_count_failure, dispatch_uid="pragati_sign_ins_failed")


def _count_failure(**_: Any) -> None:
    SIGN_INS_FAILED.inc()


def exposition() -> bytes:
    """All figures in Prometheus' text format."""
    registry = CollectorRegistry()
    if SHARED in os.environ:
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    own = registry if SHARED in os.environ else REGISTRY
    recorded = CollectorRegistry()
    recorded.register(Recorded())
    return generate_latest(own) + generate_latest(recorded)


class Recorded(Collector):
    """What is on record, read anew each time. Five queries."""

    def collect(self) -> Iterator[GaugeMetricFamily]:
        about = GaugeMetricFamily(
            "pragati_build_info", "1, with what is running.", labels=("version", "build")
        )
        about.add_metric((version_text(), build()), 1)
        yield about
        yield GaugeMetricFamily(
            "pragati_redis_up", "1 where Redis answers, or none is set.", value=int(redis_answers())
        )
        if settings.REDIS_URL:
            age = worker_age(timezone.now()) if redis_answers() else None
            yield GaugeMetricFamily(
                "pragati_worker_age_seconds", "Seconds since a worker's newest sign of life; +Inf where none is known.",
                value=math.inf if age is None else age,
            )  # fmt: skip
        try:
            families = [*_jobs(timezone.now()), _last_publication(), *_verifications()]
        except DatabaseError:
            families = []
        yield GaugeMetricFamily(
            "pragati_database_up", "1 where the database answers.", value=int(bool(families))
        )
        yield from families


def _by(label: str, name: str, text: str, values: Mapping[str, float]) -> GaugeMetricFamily:
    """A figure for each value of a label."""
    family = GaugeMetricFamily(name, text, labels=(label,))
    for value, figure in values.items():
        family.add_metric((value,), figure)
    return family


def _jobs(now: datetime) -> Iterator[GaugeMetricFamily]:
    counts = dict(Job.objects.order_by().values_list("state").annotate(Count("pk")))
    states = {state: counts.get(state, 0) for state in JobState.values}
    yield _by("state", "pragati_jobs", "Jobs by state.", states)
    oldest = Job.objects.aggregate(
        queued=Min("not_before", filter=Q(state=JobState.QUEUED, not_before__lte=now)),
        running=Min("created_at", filter=Q(state=JobState.RUNNING)),
    )
    ages = {state: (now - since).total_seconds() if since else 0 for state, since in oldest.items()}
    yield _by(
        "state", "pragati_jobs_oldest_seconds",
        "Age of the oldest job that is due or at work; 0 where there is none.", ages,
    )  # fmt: skip


def _last_publication() -> GaugeMetricFamily:
    newest = Publication.objects.aggregate(at=Max("published_at"))["at"]
    return GaugeMetricFamily(
        "pragati_last_publication_timestamp_seconds", "When lists were last published; 0 before the first time.",
        value=newest.timestamp() if newest else 0,
    )  # fmt: skip


def _verifications() -> Iterator[GaugeMetricFamily]:
    rows = Verification.objects.all()
    times, sound = {row.what: row.at.timestamp() for row in rows}, {row.what: int(row.sound) for row in rows}
    yield _by("what", "pragati_verified_timestamp_seconds", "When it was last looked through.", times)
    yield _by("what", "pragati_verified_sound", "1 where it held then.", sound)


@require_safe
@never_cache
def metrics(request: HttpRequest) -> HttpResponse:
    """The figures; 404 for everybody else, who need not know that there are any."""
    if not _may_read(request):
        raise Http404
    return HttpResponse(exposition(), content_type=CONTENT_TYPE_LATEST)


def _may_read(request: HttpRequest) -> bool:
    """Whoever has METRICS_TOKEN; where none is set, this machine itself, and nobody through a proxy on it."""
    if settings.METRICS_TOKEN:
        sent = bearer(request.META.get("HTTP_AUTHORIZATION", ""))
        return compare_digest(sent.encode(), settings.METRICS_TOKEN.encode())
    if any(name in request.META for name in FORWARDED):
        return False
    try:
        return ipaddress.ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False
