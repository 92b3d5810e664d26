"""What the write side says of files, submissions and jobs, as documents."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.http import http_date

from common.api.tables import json_bytes
from common.models import Job, JobState
from rankings.api.errors import PreconditionError
from rankings.api.said import figure, time_text
from submissions.api.errors import ChangedMeanwhileError, InvalidFileError, described
from submissions.models import Submission
from submissions.upload.services import Incoming, Outcome, preview_of


def received(incoming: Incoming, outcome: Outcome, *, dry_run: bool) -> dict[str, Any]:
    """What came of a sound file. `etag` is that of the submission, for `If-Match`."""
    one, checked = outcome.submission, outcome.checked
    seen = preview_of(incoming, checked)
    return {
        "id": one.pk if one else None,
        "etag": etag_of(one) if one else None,
        "state": incoming.state,
        "month": str(incoming.month),
        "status": one.status if one else "draft",
        "dry_run": dry_run,
        "already_received": outcome.already_received,
        "revision": one.revision if one else None,
        "rows": checked.rows,
        "accepted": checked.accepted,
        "problems": [problem.as_dict() for problem in checked.problems],
        "preview": {"board": seen.board, "score": seen.score, "rank": seen.rank, "of": seen.of}
        if seen
        else None,
    }


def status_of(outcome: Outcome, *, dry_run: bool) -> int:
    """201 where something was added, 200 where nothing was."""
    return 200 if dry_run or outcome.already_received else 201


def brief(one: Submission) -> dict[str, Any]:
    """A submission in a list."""
    return {
        "id": one.pk,
        "state": one.state_id,
        "month": str(one.month),
        "revision": one.revision,
        "status": one.status,
        "created_at": time_text(one.created_at),
        "submitted_at": time_text(one.submitted_at),
        "decided_at": time_text(one.decided_at),
    }


def whole(one: Submission) -> dict[str, Any]:
    """A submission with its figures. One query."""
    figures = [
        {
            "parameter": row.parameter,
            "numerator": figure(row.numerator),
            "denominator": figure(row.denominator),
            "remark": row.remark,
            "warnings": list(row.warnings),
        }
        for row in one.figures.order_by("parameter")
    ]
    return brief(one) | {"current": one.is_current, "count": len(figures), "figures": figures}


def etag_of(one: Submission) -> str:
    """The strong entity tag of a submission's document. One query."""
    return etag_of_document(whole(one))


def etag_of_document(document: Mapping[str, Any]) -> str:
    return f'"{hashlib.sha256(json_bytes(document)).hexdigest()}"'


def expectation(request: HttpRequest) -> Any:
    """What `If-Match` and `If-None-Match` of a request demand of the submission that stands; None: nothing.

    The answer raises ChangedMeanwhileError for anything else. Weak tags never match, as RFC 9110 has it.
    """
    match, none_match = request.META.get("HTTP_IF_MATCH", ""), request.META.get("HTTP_IF_NONE_MATCH", "")
    wanted = {part.strip() for part in match.split(",") if part.strip()}
    barred = {part.strip().removeprefix("W/") for part in none_match.split(",") if part.strip()}
    if not wanted and not barred:
        return None

    def expect(present: Submission | None) -> None:
        tags = {"*", etag_of(present)} if present is not None else set()
        if (wanted and not wanted & tags) or barred & tags:
            raise ChangedMeanwhileError(present)

    return expect


def job_document(request: HttpRequest, job: Job) -> dict[str, Any]:
    """A job as its owner sees it. What went wrong inside is for staff; a client learns that it did."""
    result = json.loads(job.result, parse_float=Decimal) if job.result else None
    number = ((result or {}).get("received") or {}).get("id")
    return {
        "id": job.pk,
        "kind": job.kind,
        "state": job.state,
        "progress": {"done": job.done, "total": job.total},
        "created_at": time_text(job.created_at),
        "finished_at": time_text(job.finished_at),
        "error": "internal_error" if job.state == JobState.FAILED else None,
        "result": result,
        "links": {
            "self": request.build_absolute_uri(job_path(job)),
            "submission": request.build_absolute_uri(reverse("submissions-api:submission", args=[number]))
            if number
            else None,
        },
    }


def job_path(job: Job) -> str:
    return reverse("jobs-api:job", args=[job.pk])


def result_of(incoming: Incoming, outcome: Outcome, *, dry_run: bool) -> dict[str, Any]:
    """What came of a file that was read later: as it would have been answered at once."""
    if not outcome.checked.blocked:
        told = received(incoming, outcome, dry_run=dry_run)
        return {"status": status_of(outcome, dry_run=dry_run), "received": told, "problem": None}
    return refused(InvalidFileError(outcome.checked, upload_of(outcome), dry_run=dry_run))


def refused(problem: Exception) -> dict[str, Any]:
    """Why a file that was read later was not taken; what is none of ours is raised again."""
    found = described(problem)
    if found is None:
        raise problem
    kind, detail, more = found
    told = {"code": kind.code, "title": str(kind.title), "status": kind.status, "detail": detail, **more}
    return {"status": kind.status, "received": None, "problem": told}


def upload_of(outcome: Outcome) -> str | None:
    """The name of a file that was kept with its problems."""
    return str(outcome.upload.pk) if outcome.upload else None


def answer(
    document: Mapping[str, Any], status: int = 200, headers: Mapping[str, str] | None = None
) -> HttpResponse:
    """A private document. It is not kept by anyone; an entity tag lets its owner ask whether it has changed."""
    response = HttpResponse(json_bytes(document), content_type="application/json", status=status)
    response.headers["Cache-Control"] = "private, no-store"
    for name, value in (headers or {}).items():
        response.headers[name] = value
    return response


def shown(
    request: HttpRequest,
    document: Mapping[str, Any],
    *,
    modified: datetime | None,
    headers: Mapping[str, str] | None = None,
) -> HttpResponse:
    """A private document that is read, or 304 where its reader has it. The entity tag alone decides on that.

    Raises PreconditionError where `If-Match` does not hold.
    """
    etag = etag_of_document(document)
    own = {"Cache-Control": "private, no-cache", "ETag": etag}
    if modified is not None:
        own["Last-Modified"] = http_date(int(modified.timestamp()))
    response = answer(document, headers=own | dict(headers or {}))
    conditional = get_conditional_response(request, etag=etag, response=response)
    if conditional is None or conditional.status_code == HTTPStatus.PRECONDITION_FAILED:
        raise PreconditionError
    assert isinstance(conditional, HttpResponse)
    return conditional


def changed_at(one: Submission) -> datetime:
    """When a submission last took a step."""
    return max(at for at in (one.created_at, one.submitted_at, one.decided_at) if at is not None)
