"""What the addresses of station files declare for the schema."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from rankings.api import kinds as reading
from rankings.api.openapi.operations import Operation
from submissions.api import documents, kinds
from submissions.api import station_documents as told

_SEEN = (kinds.NOT_SIGNED_IN, kinds.NOT_VISIBLE)
_DONE = (kinds.NOT_SIGNED_IN, kinds.NOT_ALLOWED, kinds.NOT_VISIBLE)
OCTETS = "application/octet-stream"

LIST = Operation(
    name="list_station_files",
    title=_("The station files that the caller may see"),
    answers={200: told.StationFiles},
    query=("month", "format", "lang"),
    problems=(kinds.NOT_SIGNED_IN, kinds.MISSING_FIELD),
)
BEGIN = Operation(
    name="begin_station_file",
    title=_("Begin a station file"),
    description=(
        "Says what is to come: 201 with the address to which the pieces are sent. The same content begun again is "
        "the same file (200): go on at `received`. Of one person at most three arrive or are checked at once."
    ),
    answers={200: told.StationFile, 201: told.StationFile},
    query=("format", "lang"),
    problems=(
        *_DONE, reading.UNKNOWN_STATE, kinds.MISSING_FIELD, kinds.MONTH_CLOSED, kinds.CONFLICT,
        kinds.FILE_TOO_LARGE, reading.WRONG_CONTENT_TYPE,
    ),
    form=told.BEGIN_FORM,
)  # fmt: skip
READ = Operation(
    name="get_station_file",
    title=_("How a station file stands"),
    answers={200: told.StationFile},
    query=("format", "lang"),
    problems=_SEEN,
)
PIECE = Operation(
    name="send_station_piece",
    title=_("Send the next piece of a station file"),
    description=(
        "Bytes as they are, at most 8 MB, with `Upload-Offset` saying where they begin. A piece that has arrived "
        "before is taken again, and nothing changes; one that begins elsewhere is answered with `expected_offset`."
    ),
    answers={200: told.StationFile},
    query=("format", "lang"),
    problems=(
        *_DONE, kinds.MALFORMED_HEADER, kinds.WRONG_OFFSET, kinds.CONFLICT, kinds.FILE_TOO_LARGE,
        reading.WRONG_CONTENT_TYPE,
    ),
    documents={kinds.WRONG_OFFSET.code: told.WrongOffset},
    body=OCTETS,
    headers=("UploadOffset",),
)  # fmt: skip
CANCEL = Operation(
    name="cancel_station_file",
    title=_("Give a station file up"),
    description="While it arrives or is checked; nothing of it stays.",
    answers={200: told.StationFile},
    query=("format", "lang"),
    problems=(*_DONE, kinds.CONFLICT),
)
FINISH = Operation(
    name="finish_station_file",
    title=_("Have a station file checked and stored"),
    description="Once all has arrived. It is done as a job: ask for the file until it is stored or refused.",
    answers={202: told.StationFile},
    query=("format", "lang"),
    problems=(*_DONE, kinds.CONFLICT, reading.WRONG_CONTENT_TYPE),
)
PROBLEMS = Operation(
    name="get_station_problems",
    title=_("All problems of a station file, as CSV"),
    answers={200: str},
    query=("lang",),
    problems=_SEEN,
    media="text/csv",
)
DRAFT = Operation(
    name="take_station_sums",
    title=_("Make a State's draft of what its stations add up to"),
    description=(
        "Done by the State's own officer. Parameters that the file does not have are taken from what stands. The "
        "draft then goes the way of every draft."
    ),
    answers={200: documents.Received, 201: documents.Received},
    query=("format", "lang"),
    problems=(
        *_DONE, reading.UNKNOWN_STATE, kinds.MISSING_FIELD, kinds.MONTH_CLOSED, kinds.CONFLICT, kinds.INVALID_FILE,
        reading.WRONG_CONTENT_TYPE,
    ),
    documents={kinds.INVALID_FILE.code: documents.InvalidFile},
    form=told.DRAFT_FORM,
)  # fmt: skip
DISTRICTS = Operation(
    name="rank_districts",
    title=_("The districts of a State by their score"),
    answers={200: told.Inside},
    query=("board", "format", "lang"),
    problems=(*_SEEN, reading.UNKNOWN_STATE, reading.UNKNOWN_BOARD),
)
STATIONS = Operation(
    name="rank_stations",
    title=_("The police stations of a State by their score"),
    answers={200: told.Inside},
    query=("board", "format", "lang"),
    problems=(*_SEEN, reading.UNKNOWN_STATE, reading.UNKNOWN_BOARD),
)
