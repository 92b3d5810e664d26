"""What the write side's addresses declare for the schema."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from rankings.api import kinds as reading
from rankings.api.openapi.operations import Operation
from submissions.api import documents, kinds

_TOKEN = (kinds.NOT_SIGNED_IN, kinds.NOT_ALLOWED)

LIST = Operation(
    name="list_submissions",
    title=_("The submissions that the caller may see"),
    answers={200: documents.Submissions},
    query=("month", "format", "lang"),
    problems=(kinds.NOT_SIGNED_IN, kinds.MISSING_FIELD, reading.PRECONDITION_FAILED),
    headers=("IfNoneMatch",),
)
UPLOAD = Operation(
    name="upload_figures",
    title=_("Send a month's file of figures"),
    description=(
        "201 for an accepted file; 200 for a dry run, and where the same values were there before "
        "(`already_received`), whatever the order of rows, the format or the name of the file. 422 tells every "
        "problem of the file at once, and keeps none of its figures. A dry run gives the same verdict.\n\n"
        "With an `Idempotency-Key` a request that is sent again within a day is answered as the first time "
        "(`Idempotency-Replayed: true`), and done once. With `If-Match` the file takes the place of the submission "
        "with that entity tag and of no other; with `If-None-Match: *` only of none. With `Prefer: respond-async` "
        "the file is read later: 202, and `Location` is the job."
    ),
    answers={200: documents.Received, 201: documents.Received, 202: documents.Job},
    query=("format", "lang"),
    problems=(
        *_TOKEN, reading.UNKNOWN_STATE, kinds.NOT_VISIBLE, kinds.MISSING_FIELD, kinds.MONTH_CLOSED, kinds.CONFLICT,
        kinds.FILE_TOO_LARGE, kinds.NOT_A_SPREADSHEET, reading.WRONG_CONTENT_TYPE, kinds.INVALID_FILE,
        kinds.MALFORMED_HEADER, kinds.CALL_IN_PROGRESS, kinds.KEY_REUSED, reading.PRECONDITION_FAILED,
    ),
    documents={kinds.INVALID_FILE.code: documents.InvalidFile},
    form=documents.FORM,
    headers=("IdempotencyKey", "IfMatch", "IfNoneMatch", "Prefer"),
    links={
        status: {"submit": {"operationId": "submit_figures", "parameters": {"submission": "$response.body#/id"}}}
        for status in (200, 201)
    },
)  # fmt: skip
READ = Operation(
    name="get_submission",
    title=_("A submission with its figures"),
    answers={200: documents.WholeSubmission},
    query=("format", "lang"),
    problems=(
        kinds.NOT_SIGNED_IN, kinds.NOT_VISIBLE, reading.PRECONDITION_FAILED,
    ),
    headers=("IfNoneMatch",),
)  # fmt: skip
SUBMIT = Operation(
    name="submit_figures",
    title=_("Hand a draft over for verification"),
    description="With `If-Match` only where the submission is still the one that the client has read.",
    answers={200: documents.WholeSubmission},
    query=("format", "lang"),
    problems=(
        *_TOKEN, kinds.NOT_VISIBLE, kinds.MONTH_CLOSED, kinds.CONFLICT, reading.PRECONDITION_FAILED,
        reading.WRONG_CONTENT_TYPE,
    ),
    headers=("IfMatch",),
)  # fmt: skip
JOBS = Operation(
    name="list_jobs",
    title=_("The caller's own jobs"),
    answers={200: documents.Jobs},
    query=("format", "lang"),
    problems=(kinds.NOT_SIGNED_IN, reading.PRECONDITION_FAILED),
    headers=("IfNoneMatch",),
)
JOB = Operation(
    name="get_job",
    title=_("How a job stands"),
    description="`Retry-After` says when to ask again while it is not done.",
    answers={200: documents.Job},
    query=("format", "lang"),
    problems=(kinds.NOT_SIGNED_IN, kinds.NOT_VISIBLE, reading.PRECONDITION_FAILED),
    headers=("IfNoneMatch",),
)
