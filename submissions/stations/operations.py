"""What the addresses of station files declare for the schema."""

from __future__ import annotations

from typing import Annotated, Any, TypedDict

from django.utils.translation import gettext_lazy as _

from common.api import kinds as reading
from common.models import JobState
from rankings.api.errors import Problem
from rankings.api.said import (
    STATE_FORM,
    Address,
    Board,
    Code,
    Count,
    MonthText,
    Rank,
    Score,
    TimeText,
    says,
)
from rankings.api.types import Operation
from submissions.api import documents, operations
from submissions.api.documents import CellProblem, Progress
from submissions.models import StationFileStatus
from submissions.stations.parsing import LARGEST_STATION_FILE

# The documents of station files, as types.

Number = Annotated[int, says("The number of the station file.", minimum=1)]


class StationSum(TypedDict):
    """What the stations of a State add up to for one parameter, exactly, as text."""

    parameter: str
    numerator: str
    denominator: str
    stations: Annotated[int, says("So many stations reported it.", minimum=0)]


class StateSums(TypedDict):
    """What the stations of a State add up to."""

    state: Code
    stations: Count
    figures: list[StationSum]


class StationLinks(TypedDict):
    """Where to go on."""

    self: Address
    finish: Address
    problems: Annotated[Address | None, says("All problems as CSV, where there are any.")]


class StationFile(TypedDict):
    """A file of police stations × parameters of a month, on its way in."""

    id: Number
    state: Annotated[str | None, says("Null for a file of all India.")]
    month: MonthText
    name: str
    status: Annotated[str, says(name="StationFileStatus", enum=[*StationFileStatus.values])]
    size: Count
    received: Annotated[int, says("Bytes that have arrived: where the next piece begins.", minimum=0)]
    largest_piece: Annotated[int, says("Bytes that one piece may have.", minimum=1)]
    sha256: Annotated[
        str | None, says(examples=["9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"])
    ]
    created_at: TimeText
    ended_at: TimeText | None
    job: Annotated[str | None, says("How the check stands; null before it.", enum=[*JobState.values, None])]
    progress: Annotated[Progress, says("Of the check, in thousandths.")]
    rows: Count
    figures: Count
    problem_count: Count
    problems: Annotated[list[CellProblem], says("The first 200; `links.problems` has all.")]
    sums: Annotated[list[StateSums], says("By State, once stored; those that the caller may see.")]
    links: StationLinks


class StationFiles(TypedDict):
    """What the caller may see, newest first, at most 50."""

    count: Count
    results: list[StationFile]


class PlaceInside(TypedDict):
    """A district or a station in the ranking inside its State."""

    rank: Rank | None
    name: str
    district: str
    stations: Count
    score: Score | None


class Inside(TypedDict):
    """The ranking inside a State, on the figures of a station file."""

    file: Number
    state: Code
    month: MonthText
    board: Board
    count: Count
    results: list[PlaceInside]


class WrongOffset(Problem):
    """The piece does not begin where the last one ended."""

    expected_offset: Count


BEGIN_FORM: dict[str, Any] = {
    "type": "object",
    "properties": {
        "state": {
            "type": "string",
            "pattern": f"^$|{STATE_FORM}",
            "description": "The officer's own State; left out for a file of all India, which staff send.",
            "examples": ["HR"],
        },
        "month": {"$ref": "#/components/schemas/Month"},
        "name": {"type": "string", "maxLength": 255, "examples": ["stations.csv"]},
        "size": {"type": "integer", "minimum": 1, "maximum": LARGEST_STATION_FILE},
        "sha256": {
            "type": "string",
            "pattern": "^[0-9a-f]{64}$",
            "description": "Of the whole file, in hexadecimal.",
        },
    },
    "required": ["month", "size", "sha256"],
    "additionalProperties": False,
}
DRAFT_FORM: dict[str, Any] = {
    "type": "object",
    "properties": {
        "state": {"type": "string", "pattern": STATE_FORM, "examples": ["HR"]},
        "based_on": {
            "type": "integer",
            "minimum": 0,
            "description": "The revision that was seen, 0 for none: the draft takes the place of no other.",
        },
    },
    "required": ["state", "based_on"],
    "additionalProperties": False,
}


_SEEN = (operations.NOT_SIGNED_IN, operations.NOT_VISIBLE)
_DONE = (operations.NOT_SIGNED_IN, operations.NOT_ALLOWED, operations.NOT_VISIBLE)
OCTETS = "application/octet-stream"

LIST = Operation(
    name="list_station_files",
    title=_("The station files that the caller may see"),
    answers={200: StationFiles},
    query=("month", "format", "lang"),
    problems=(operations.NOT_SIGNED_IN, operations.MISSING_FIELD),
)
BEGIN = Operation(
    name="begin_station_file",
    title=_("Begin a station file"),
    description=(
        "Says what is to come: 201 with the address to which the pieces are sent. The same content begun again is "
        "the same file (200): go on at `received`. Of one person at most three arrive or are checked at once."
    ),
    answers={200: StationFile, 201: StationFile},
    query=("format", "lang"),
    problems=(
        *_DONE, reading.UNKNOWN_STATE, operations.MISSING_FIELD, operations.MONTH_CLOSED, operations.CONFLICT,
        operations.FILE_TOO_LARGE, reading.WRONG_CONTENT_TYPE,
    ),
    form=BEGIN_FORM,
)  # fmt: skip
READ = Operation(
    name="get_station_file",
    title=_("How a station file stands"),
    answers={200: StationFile},
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
    answers={200: StationFile},
    query=("format", "lang"),
    problems=(
        *_DONE, operations.MALFORMED_HEADER, operations.WRONG_OFFSET, operations.CONFLICT, operations.FILE_TOO_LARGE,
        reading.WRONG_CONTENT_TYPE,
    ),
    documents={operations.WRONG_OFFSET.code: WrongOffset},
    body=OCTETS,
    headers=("UploadOffset",),
)  # fmt: skip
CANCEL = Operation(
    name="cancel_station_file",
    title=_("Give a station file up"),
    description="While it arrives or is checked; nothing of it stays.",
    answers={200: StationFile},
    query=("format", "lang"),
    problems=(*_DONE, operations.CONFLICT),
)
FINISH = Operation(
    name="finish_station_file",
    title=_("Have a station file checked and stored"),
    description="Once all has arrived. It is done as a job: ask for the file until it is stored or refused.",
    answers={202: StationFile},
    query=("format", "lang"),
    problems=(*_DONE, operations.CONFLICT, reading.WRONG_CONTENT_TYPE),
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
        *_DONE, reading.UNKNOWN_STATE, operations.MISSING_FIELD, operations.MONTH_CLOSED, operations.CONFLICT,
        operations.INVALID_FILE, reading.WRONG_CONTENT_TYPE,
    ),
    documents={operations.INVALID_FILE.code: documents.InvalidFile},
    form=DRAFT_FORM,
)  # fmt: skip
DISTRICTS = Operation(
    name="rank_districts",
    title=_("The districts of a State by their score"),
    answers={200: Inside},
    query=("board", "format", "lang"),
    problems=(*_SEEN, reading.UNKNOWN_STATE, reading.UNKNOWN_BOARD),
)
STATIONS = Operation(
    name="rank_stations",
    title=_("The police stations of a State by their score"),
    answers={200: Inside},
    query=("board", "format", "lang"),
    problems=(*_SEEN, reading.UNKNOWN_STATE, reading.UNKNOWN_BOARD),
)
