"""The documents of station files, as types."""

from __future__ import annotations

from typing import Annotated, Any, TypedDict

from rankings.api.documents.problems import Problem
from rankings.api.documents.said import (
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
from states.models import JobState
from submissions.api.documents import CellProblem, Progress
from submissions.models import StationFileStatus
from submissions.parsing.stations import LARGEST_STATION_FILE

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
EMPTY_FORM: dict[str, Any] = {"type": "object", "properties": {}}
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
