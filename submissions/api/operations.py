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
    problems=(kinds.NOT_SIGNED_IN, kinds.MISSING_FIELD, reading.UNKNOWN_QUERY),
)
UPLOAD = Operation(
    name="upload_figures",
    title=_("Send a month's file of figures"),
    description=(
        "201 for an accepted file; 200 for a dry run, and where the same values were there before "
        "(`already_received`), whatever the order of rows, the format or the name of the file. 422 tells every "
        "problem of the file at once, and keeps none of its figures. A dry run gives the same verdict as sending it."
    ),
    answers={200: documents.Received, 201: documents.Received},
    query=("format", "lang"),
    problems=(
        *_TOKEN, reading.UNKNOWN_STATE, kinds.NOT_VISIBLE, kinds.MISSING_FIELD, kinds.MONTH_CLOSED, kinds.CONFLICT,
        kinds.FILE_TOO_LARGE, kinds.NOT_A_SPREADSHEET, kinds.WRONG_CONTENT_TYPE, kinds.INVALID_FILE,
        reading.UNKNOWN_QUERY,
    ),
    documents={kinds.INVALID_FILE.code: documents.InvalidFile},
    form=documents.FORM,
    links={
        status: {"submit": {"operationId": "submit_figures", "parameters": {"submission": "$response.body#/id"}}}
        for status in (200, 201)
    },
)  # fmt: skip
SUBMIT = Operation(
    name="submit_figures",
    title=_("Hand a draft over for verification"),
    answers={200: documents.Submission},
    query=("format", "lang"),
    problems=(
        *_TOKEN, kinds.NOT_VISIBLE, kinds.MONTH_CLOSED, kinds.CONFLICT, kinds.WRONG_CONTENT_TYPE,
        reading.UNKNOWN_QUERY,
    ),
)  # fmt: skip
