"""Which request or job is at work: carried to every line of the log, and from a request to the jobs that it causes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

LONGEST = 64
REQUEST: ContextVar[str] = ContextVar("pragati_request", default="")
"""The id of the request at work, or of the one that caused the job at work; empty where there is none."""

JOB: ContextVar[str] = ContextVar("pragati_job", default="")
"""The number of the job at work; empty where there is none."""


@contextmanager
def at_work(*, request: str = "", job: str = "") -> Iterator[None]:
    """Say what is at work inside the block. A job that runs within a request gives the word back to it."""
    tokens = REQUEST.set(request), JOB.set(job)
    try:
        yield
    finally:
        REQUEST.reset(tokens[0])
        JOB.reset(tokens[1])
