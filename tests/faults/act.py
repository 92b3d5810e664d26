"""What people do in the arena, each in a process of its own: `python -m tests.faults.act VERB …`."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "progress.settings")
django.setup()

from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from accounts.audit import broken_links
from accounts.directory import load_states
from accounts.models import Role
from accounts.people import appoint
from common.jobs import enqueue
from common.models import Job, JobState
from common.months import Month
from metrics.figures import record_figures, rules_of
from metrics.methodology import load_methodologies
from metrics.scoring import Figure
from rankings.compute import compute_month, content_of
from rankings.models import Publication, RankingList, Status
from rankings.verify import verify_published
from states.models import State
from submissions.months.services import open_month

MONTH = Month(2023, 11)
OPEN = (Month(2023, 12), Month(2024, 1))


def prepare() -> None:
    """States, methodologies, two publishers, and figures of every State."""
    at = timezone.now()
    load_states(at=at)
    load_methodologies(at=at)
    for name in ("meera", "arjun"):
        get_user_model().objects.create_user(username=name)
        appoint(username=name, role=Role.PUBLISHER, state_code=None, by="system", at=at)
    for number, state in enumerate(State.objects.order_by("code")):
        _record(state.code, 500 + number)


def record(state: str, share: str) -> None:
    """Verified figures arrive: the figures and the job that they cause, in one transaction."""
    with transaction.atomic():
        _record(state, int(share))
        enqueue(kind="compute", key=str(MONTH), payload={"months": [str(MONTH)]}, at=timezone.now())


def record_and_die(state: str, share: str) -> None:
    """As `record`, but the process ends between the commit and the message to a worker."""
    from common import jobs

    jobs._hint = lambda job_id: os._exit(9)
    record(state, share)


def linger(file: str) -> None:
    """Keep a process of the worker busy until the file is there."""
    enqueue(kind="linger", key=file, payload={"until": file}, at=timezone.now())


def deliver_twice() -> None:
    """The same message reaches two workers at once."""
    from common.jobs import hint

    record("GA", str(300 + timezone.now().second))
    for job_id in Job.objects.filter(state=JobState.QUEUED).values_list("pk", flat=True):
        hint(job_id)
        hint(job_id)


def publish(reason: str) -> None:
    """A correction is published, by the command, once somebody says so: what dies then dies publishing."""
    print("ready", flush=True)
    sys.stdin.readline()
    call_command("publish", str(MONTH), "--by", "meera", "--second", "arjun", "--reason", reason)


def sweep() -> None:
    """What beat does every few seconds."""
    call_command("jobs", "--sweep")


def read() -> None:
    """A reader asks the server for the newest list, and again, in both languages: each time it is the newest."""
    from django.core.handlers.wsgi import WSGIHandler

    from common.build import build
    from common.cache import Cache
    from dashboard.routes import ROUTES
    from tests.common.cache.asking import get

    server, slow = Cache(WSGIHandler(), ROUTES, build()), WSGIHandler()
    for address in ("/", "/hi/", "/api/v1/rankings/latest/") * 2:
        answer = get(server, address)
        assert answer.status == 200
        assert answer.body == get(slow, address).body


def open_months() -> None:
    """Two months that are open, an officer of Haryana and a reviewer."""
    at = timezone.now()
    for name, role, state in (("asha", Role.OFFICER, "HR"), ("ravi", Role.REVIEWER, None)):
        get_user_model().objects.create_user(username=name)
        appoint(username=name, role=role, state_code=state, by="system", at=at)
    for month in OPEN:
        open_month(month=month, by="ravi", at=at, deadline=at + timedelta(days=30))


def file(share: str) -> None:
    """A month's file that holds, every figure at `share` of 1,000."""
    print("parameter,numerator,denominator,remarks")
    for code, rule in rules_of(OPEN[0]).items():
        count = int(share) if rule.best_percent > rule.worst_percent else 1000 - int(share)
        print(f"{code},{count},1000,as counted")


def session(username: str) -> None:
    """Signed in: the session's key."""
    from django.test import Client

    from tests.signing_in import with_second_factor

    client = Client()
    with_second_factor(client, get_user_model().objects.get(username=username))
    print(client.session.session_key)


def verify(submission: str) -> None:
    from submissions import workflow

    workflow.verify(submission_id=int(submission), by="ravi", at=timezone.now())


def told() -> None:
    """How everything stands, as JSON."""
    computation = compute_month(MONTH)
    expected = {
        (board, category): content_of(computation, board, category).digest
        for board, category in computation.lists
    }
    provisional = RankingList.objects.filter(month=MONTH, status=Status.PROVISIONAL)
    stored = [((one.board, one.category), one.digest) for one in provisional]
    current = RankingList.objects.filter(month=MONTH, status=Status.PUBLISHED, is_current=True)
    published = {one.inputs_digest for one in current} == {computation.inputs_digest}
    print(
        json.dumps(
            {
                "waiting": Job.objects.filter(state__in=[JobState.QUEUED, JobState.RUNNING]).count(),
                "failed": [
                    f"{one.kind} {one.pk}: {one.error}" for one in Job.objects.filter(state=JobState.FAILED)
                ],
                "fresh": published or (len(stored) == len(expected) and dict(stored) == expected),
                "reasons": list(Publication.objects.order_by("number").values_list("reason", flat=True)),
                "revisions": list(Publication.objects.order_by("number").values_list("revision", flat=True)),
                "unsound": [one.name for one in verify_published() if one.problems],
                "audit": list(broken_links()),
            }
        )
    )


def _record(state: str, share: int) -> None:
    rules = rules_of(MONTH)
    figures = {
        code: Figure(
            Decimal(share if rule.best_percent > rule.worst_percent else 1000 - share), Decimal(1000)
        )
        for code, rule in rules.items()
    }
    record_figures(
        state=state,
        month=MONTH,
        figures=figures,
        source="test",
        sample=False,
        by="system",
        at=timezone.now(),
        rules=rules,
    )


VERBS: dict[str, Callable[..., None]] = {
    "read": read,
    "publish": publish,
    "sweep": sweep,
    "prepare": prepare,
    "record": record,
    "record-and-die": record_and_die,
    "linger": linger,
    "deliver-twice": deliver_twice,
    "told": told,
    "open": open_months,
    "file": file,
    "session": session,
    "verify": verify,
}

if __name__ == "__main__":
    VERBS[sys.argv[1]](*sys.argv[2:])
