"""What the write side's addresses declare for the schema."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from common.api import kinds as reading
from common.api.kinds import KINDS, Kind
from rankings.api.types import Operation
from submissions.api import documents

# The kinds of problem that only the write side answers with.

NOT_SIGNED_IN = Kind("not_authenticated", 401, _("No valid token"))
NOT_ALLOWED = Kind("not_allowed", 403, _("This token may not do that"))
NOT_VISIBLE = Kind("not_visible", 404, _("There is no such thing for this token"))
MISSING_FIELD = Kind("missing_field", 400, _("A field of the form is missing or malformed"))
MONTH_CLOSED = Kind("month_closed", 409, _("The month does not take figures now"))
CONFLICT = Kind("conflict", 409, _("The submission stands differently by now"))
WRONG_OFFSET = Kind("wrong_offset", 409, _("The piece does not begin where the last one ended"))
FILE_TOO_LARGE = Kind("too_large", 413, _("The file is too large"))
NOT_A_SPREADSHEET = Kind("not_a_spreadsheet", 415, _("The file is neither CSV nor XLSX"))
MALFORMED_HEADER = Kind("malformed_header", 400, _("A header of the request cannot be meant"))
CALL_IN_PROGRESS = Kind("idempotency_in_progress", 409, _("The same call is being answered at this moment"))
KEY_REUSED = Kind("idempotency_key_reused", 422, _("The key stands for another request"))
INVALID_FILE = Kind("invalid_file", 422, _("The file has problems; none of its figures was kept"))

KINDS.update(
    {
        one.code: one
        for one in (
            NOT_SIGNED_IN,
            NOT_ALLOWED,
            NOT_VISIBLE,
            MISSING_FIELD,
            MONTH_CLOSED,
            CONFLICT,
            WRONG_OFFSET,
            FILE_TOO_LARGE,
            NOT_A_SPREADSHEET,
            INVALID_FILE,
            MALFORMED_HEADER,
            CALL_IN_PROGRESS,
            KEY_REUSED,
        )
    }
)


_TOKEN = (NOT_SIGNED_IN, NOT_ALLOWED)

LIST = Operation(
    name="list_submissions",
    title=_("The submissions that the caller may see"),
    answers={200: documents.Submissions},
    query=("month", "format", "lang"),
    problems=(NOT_SIGNED_IN, MISSING_FIELD, reading.PRECONDITION_FAILED),
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
        *_TOKEN, reading.UNKNOWN_STATE, NOT_VISIBLE, MISSING_FIELD, MONTH_CLOSED, CONFLICT,
        FILE_TOO_LARGE, NOT_A_SPREADSHEET, reading.WRONG_CONTENT_TYPE, INVALID_FILE,
        MALFORMED_HEADER, CALL_IN_PROGRESS, KEY_REUSED, reading.PRECONDITION_FAILED,
    ),
    documents={INVALID_FILE.code: documents.InvalidFile},
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
        NOT_SIGNED_IN, NOT_VISIBLE, reading.PRECONDITION_FAILED,
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
        *_TOKEN, NOT_VISIBLE, MONTH_CLOSED, CONFLICT, reading.PRECONDITION_FAILED,
        reading.WRONG_CONTENT_TYPE,
    ),
    headers=("IfMatch",),
)  # fmt: skip
JOBS = Operation(
    name="list_jobs",
    title=_("The caller's own jobs"),
    answers={200: documents.Jobs},
    query=("format", "lang"),
    problems=(NOT_SIGNED_IN, reading.PRECONDITION_FAILED),
    headers=("IfNoneMatch",),
)
JOB = Operation(
    name="get_job",
    title=_("How a job stands"),
    description="`Retry-After` says when to ask again while it is not done.",
    answers={200: documents.Job},
    query=("format", "lang"),
    problems=(NOT_SIGNED_IN, NOT_VISIBLE, reading.PRECONDITION_FAILED),
    headers=("IfNoneMatch",),
)
