"""Pages and answers rendered once: made by asking the application itself, kept compressed, for one build and edition.

The table is the truth that all machines share. Whatever is not in it, or is of another build or edition, the server
makes on the spot, so a job that failed, a full disk or an emptied table cost time and nothing else.
"""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http.request import split_domain_port, validate_host

from rankings.core.stored import Stored, header, pack
from rankings.models import RenderedPage
from states.build import build
from states.models import Edition, Job, JobState
from states.services import jobs
from states.services.jobs import Report

RENDER = "render"
STEP = 16
"""So many pages are written at a time."""

COMPLETE = ""
"""The address of the row that says: everything of this build and edition is here."""

REST_AFTER_FAILURE = timedelta(hours=1)
INSIDE = "pragati.rendering"
"""Stands in the environment of a request that this project puts to itself. No client can put it there."""

SELECT = "SELECT headers, gzip, brotli FROM rankings_renderedpage WHERE build = %s AND address = %s AND edition = %s"

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]
"""A WSGI application."""


class FailedAnswerError(RuntimeError):
    """The application failed at an address; the text says which, and with what status."""


def own_host() -> str:
    """The host under which readers know this installation, for which pages are rendered ahead."""
    host = urlsplit(settings.SITE_URL).netloc
    if validate_host(split_domain_port(host)[0], settings.ALLOWED_HOSTS):
        return host
    return next((one for one in settings.ALLOWED_HOSTS if one != "*"), "localhost").lstrip(".")


def answered(
    application: Application, address: str, host: str = ""
) -> tuple[str, list[tuple[str, str]], bytes]:
    """(status, headers, body) of the answer to a GET of `address` at a host of ours, as any reader gets it."""
    told: list[tuple[str, list[tuple[str, str]]]] = []

    def start_response(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> None:
        told.append((status, headers))

    answer = application(_environ(address, host or own_host()), start_response)
    try:
        body = b"".join(answer)
    finally:
        close = getattr(answer, "close", None)
        if close is not None:
            close()
    return *told[-1], body


def ask(application: Application, address: str, host: str = "") -> Stored | None:
    """The answer to keep of an address; None where it is not one to keep.

    Raises FailedAnswerError for a status of 500 or more.
    """
    status, headers, body = answered(application, address, host)
    if status >= "5":
        raise FailedAnswerError(f"{address}: {status}")
    return pack(headers, body) if status.startswith("200 ") and _for_everybody(headers) else None


def _environ(address: str, host: str) -> dict[str, Any]:
    """A request without cookies, conditions or wishes, as secure as this installation asks for."""
    path, _, query = address.partition("?")
    return {
        "REQUEST_METHOD": "GET", "SCRIPT_NAME": "", "PATH_INFO": path, "QUERY_STRING": query,
        "HTTP_HOST": host, "SERVER_NAME": split_domain_port(host)[0],
        "SERVER_PORT": "443" if settings.PRODUCTION else "80",
        "SERVER_PROTOCOL": "HTTP/1.1", "REMOTE_ADDR": "127.0.0.1", "wsgi.version": (1, 0),
        "wsgi.url_scheme": "https" if settings.PRODUCTION else "http", "wsgi.input": io.BytesIO(),
        "wsgi.errors": sys.stderr, "wsgi.multithread": True, "wsgi.multiprocess": True, "wsgi.run_once": False,
        INSIDE: True,
    }  # fmt: skip


def _for_everybody(headers: Sequence[tuple[str, str]]) -> bool:
    """Whether an answer holds nothing of the one who asked."""
    kept = header(headers, "cache-control").lower()
    return (
        header(headers, "etag").startswith('"')
        and not header(headers, "set-cookie")
        and "cookie" not in header(headers, "vary").lower()
        and "private" not in kept
        and "no-store" not in kept
    )


def restored(row: Sequence[Any]) -> Stored:
    """What a row of `SELECT` holds."""
    headers, squeezed, brotli = row
    return Stored(tuple((name, value) for name, value in json.loads(headers)), bytes(squeezed), bytes(brotli))


def queue_rendering(at: datetime) -> None:
    """Queue the rendering of everything, inside the transaction that changes what the public reads."""
    jobs.enqueue(kind=RENDER, key="pages", at=at)


def ensure_rendering(at: datetime) -> bool:
    """Queue the rendering where something is missing and nobody is at it: after a deployment, or a change by hand."""
    edition = newest_edition()
    here = RenderedPage.objects.filter(build=build(), address=COMPLETE, edition=edition)
    if not edition or here.exists():
        return False
    known = Job.objects.filter(kind=RENDER)
    if (
        known.filter(state__in=(JobState.QUEUED, JobState.RUNNING)).exists()
        or known.filter(state=JobState.FAILED, finished_at__gt=at - REST_AFTER_FAILURE).exists()
    ):
        return False
    queue_rendering(at)
    return True


def newest_edition() -> str:
    """The word of the edition in force, as this connection sees it; empty before the first."""
    return Edition.objects.values_list("token", flat=True).first() or ""


def render(application: Application, addresses: Iterable[str], *, report: Report) -> int:
    """Render what is not yet rendered of this edition; returns how many pages were made.

    Stops where another edition comes in between: what caused that has queued the work anew.
    """
    edition = newest_edition()
    present = set(_of(edition).values_list("address", flat=True))
    wanted = [one for one in addresses if one not in present]
    made = 0
    for start in range(0, len(wanted), STEP):
        answers = {}
        for number, address in enumerate(wanted[start : start + STEP]):
            report(made + number, len(wanted))
            answers[address] = ask(application, address)
        if newest_edition() != edition:
            return made
        _keep(edition, {address: answer for address, answer in answers.items() if answer is not None})
        made += len(answers)
    report(made, len(wanted))
    _keep(edition, {COMPLETE: Stored((), b"", b"")})
    RenderedPage.objects.exclude(edition=newest_edition()).delete()
    return made


def _of(edition: str) -> Any:
    return RenderedPage.objects.filter(build=build(), edition=edition)


def _keep(edition: str, answers: Mapping[str, Stored]) -> None:
    """Write rows in the place of those of another edition, all or none."""
    RenderedPage.objects.bulk_create(
        [
            RenderedPage(
                build=build(), address=address, edition=edition,
                headers=json.dumps(answer.headers), gzip=answer.gzip, brotli=answer.brotli,
            )
            for address, answer in answers.items()
        ],
        update_conflicts=True,
        unique_fields=["build", "address"],
        update_fields=["edition", "headers", "gzip", "brotli"],
    )  # fmt: skip
