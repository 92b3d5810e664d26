"""What is done inside the installation of a load run: `python -m tests.soak.act prepare | told FILE | race | jobs`."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "progress.settings")
django.setup()

from django.contrib.auth import get_user_model
from django.test import Client
from django.utils import timezone

from accounts.audit import broken_links
from accounts.models import Role, Scope
from accounts.people import appoint
from accounts.tokens import create_token
from common.jobs import enqueue
from common.models import Job, JobState
from common.months import Month
from metrics.figures import record_figures, rules_of
from metrics.models import FigureSet
from metrics.scoring import Figure
from rankings.models import Origin, Publication
from rankings.publish import Signatures, publish
from rankings.verify import verify_published
from states.models import State
from submissions.models import DataMonth, Submission, Upload
from submissions.months.services import open_month
from tests.signing_in import with_second_factor

LAST, MONTH = Month(2023, 10), Month(2023, 11)
STAFF = (
    ("ravi", Role.REVIEWER),
    ("rani", Role.REVIEWER),
    ("meera", Role.PUBLISHER),
    ("arjun", Role.PUBLISHER),
)
UNDER_WAY = (JobState.QUEUED, JobState.RUNNING)


def prepare() -> None:
    """A published month, an open one, and everyone signed in; prints their sessions and the officers' tokens."""
    at = timezone.now()
    for name, role in STAFF:
        _person(name, role, None)
    codes = [state.code for state in State.objects.order_by("code")]
    for code in codes:
        _person(f"soak.{code.lower()}", Role.OFFICER, code)
    if not Publication.objects.filter(month=LAST, origin=Origin.COMPUTED).exists():
        for number, code in enumerate(codes):
            _record(code, 600 + 7 * number)
        publish(
            month=LAST, signatures=Signatures("meera", "arjun"), released_on=timezone.localdate(at), at=at,
            announce=False,
        )  # fmt: skip
    if not DataMonth.objects.filter(month=MONTH).exists():
        open_month(month=MONTH, by="ravi", at=at, deadline=at + timedelta(days=30))
    people = [name for name, _ in STAFF] + [f"soak.{code.lower()}" for code in codes]
    tokens = {
        code: create_token(username=f"soak.{code.lower()}", scope=Scope.UPLOAD, by="ravi", at=at)[1] for code in codes
    }  # fmt: skip
    print(json.dumps({"sessions": {name: _session(name) for name in people}, "tokens": tokens}))


def told(expected: str) -> None:
    """How everything stands, beside what the run believes to have done: `expected` is the file that says so."""
    sent = json.loads(Path(expected).read_text())
    print(
        json.dumps(
            {
                "lost": [text for state, one in sent["states"].items() for text in _lost(state, one)],
                "publications": [
                    f"{one.month} revision {one.revision}"
                    for one in Publication.objects.filter(month=MONTH, origin=Origin.COMPUTED)
                ],
                "figures": FigureSet.objects.filter(month=MONTH).count(),
                "waiting": [str(one) for one in Job.objects.filter(state__in=UNDER_WAY)],
                "failed": [f"{one}: {one.error}" for one in Job.objects.filter(state=JobState.FAILED)],
                "unsound": [one.name for one in verify_published() if one.problems],
                "audit": list(broken_links()),
                "jobs": Job.objects.count(),
                "again": Job.objects.filter(attempts__gt=1).count(),
            }
        )
    )


def _lost(state: str, sent: dict[str, object]) -> list[str]:
    """What was acknowledged to a State and is not there, exactly once and to the figure."""
    found = []
    if Upload.objects.filter(state=state, month=MONTH, sha256=sent["sha256"]).count() != 1:
        found.append(f"{state}: the file")
    kept = {
        one.parameter: [_plain(one.numerator), _plain(one.denominator)]
        for submission in Submission.objects.filter(
            state=state, month=MONTH, is_current=True, status="verified"
        )
        for one in submission.figures.all()
    }
    if kept != sent["figures"]:
        found.append(f"{state}: the verified submission")
    if FigureSet.objects.filter(state=state, month=MONTH).count() != 1:
        found.append(f"{state}: the recorded figures")
    return found


def _plain(number: Decimal | None) -> str | None:
    return None if number is None else f"{number:f}"


def race() -> None:
    """One job, announced ten times to all workers; prints its number."""
    from common.jobs import hint

    at = timezone.now()
    job = enqueue(kind="compute", key=f"race {at:%H%M%S%f}", payload={"months": [str(LAST)]}, at=at)
    for _ in range(10):
        hint(job.pk)
    print(job.pk)


def job(number: str) -> None:
    """State and attempts of a job."""
    one = Job.objects.get(pk=int(number))
    print(json.dumps({"state": one.state, "attempts": one.attempts}))


def _person(name: str, role: Role, state: str | None) -> None:
    get_user_model().objects.create_user(username=name)
    appoint(username=name, role=role, state_code=state, by="system", at=timezone.now())


def _record(state: str, share: int) -> None:
    rules = rules_of(LAST)
    figures = {
        code: Figure(Decimal(share if one.best_percent > one.worst_percent else 1000 - share), Decimal(1000))
        for code, one in rules.items()
    }
    record_figures(
        state=state, month=LAST, figures=figures, source="test", sample=False, by="system", at=timezone.now(),
        rules=rules,
    )  # fmt: skip


def _session(username: str) -> str:
    client = Client()
    with_second_factor(client, get_user_model().objects.get(username=username))
    return str(client.session.session_key)


VERBS: dict[str, Callable[..., None]] = {"prepare": prepare, "told": told, "race": race, "job": job}

if __name__ == "__main__":
    VERBS[sys.argv[1]](*sys.argv[2:])
