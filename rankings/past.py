"""The whole history once more: every month computed, every published list verified."""

from __future__ import annotations

import json
from datetime import datetime

from common import jobs
from common.jobs import Report
from metrics.selectors import months_with_figures
from rankings.compute import compute_provisional
from rankings.models import RankingList, Status
from rankings.verify import verify_published

HISTORY = "history"
"""The kind of job that goes through the whole history."""

COMPUTE, VERIFY = "compute", "verify"
STEPS = (COMPUTE, VERIFY)
_AT_A_TIME = 16
"""Lists after which progress is told: those of one publication."""


class DriftError(RuntimeError):
    """Published lists that are not reproduced; the text names each and says what is wrong with it."""


def queue_history(at: datetime, *steps: str) -> None:
    """Leave all steps, or some, to a worker, as one job that shows its progress."""
    wanted = list(steps or STEPS)
    jobs.enqueue(kind=HISTORY, key=", ".join(wanted), payload={"steps": wanted}, at=at)


def redo(steps: list[str], *, report: Report, at: datetime) -> str:
    """Compute every month's provisional lists, and verify every published list.

    Returns what was done, as JSON. Raises DriftError after the last list where some are not reproduced.
    """
    months = months_with_figures() if COMPUTE in steps else []
    lists = RankingList.objects.filter(status=Status.PUBLISHED).count() if VERIFY in steps else 0
    total, computed = len(months) + lists, 0
    for number, month in enumerate(months):
        report(number, total)
        computed += compute_provisional(month)
    problems = _drift(len(months), total, report) if VERIFY in steps else []
    report(total, total)
    if problems:
        raise DriftError("\n".join(problems))
    return json.dumps({"months": len(months), "provisional": computed, "reproduced": lists})


def _drift(before: int, total: int, report: Report) -> list[str]:
    problems = []
    for number, one in enumerate(verify_published()):
        if number % _AT_A_TIME == 0:
            report(min(before + number, total), total)
        problems += [f"{one.name}: {problem}" for problem in one.problems]
    return problems
