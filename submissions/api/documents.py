"""The documents of the write side, as types."""

from __future__ import annotations

from typing import Annotated, Any, TypedDict

from rankings.api.documents.problems import Problem
from rankings.api.documents.said import (
    Board,
    Code,
    Count,
    MonthText,
    ParameterCode,
    Rank,
    Score,
    TimeText,
    says,
)
from submissions.models import Status
from submissions.problems import Severity

SubmissionStatus = Annotated[str, says("Where it stands.", name="SubmissionStatus", enum=[*Status.values])]
Number = Annotated[int, says("The number of the submission.", minimum=1)]


class CellProblem(TypedDict):
    """One thing to mend in a file. A problem of the whole file has no row and no cell."""

    row: Annotated[int | None, says("Counted from 1, the header being row 1.", minimum=1)]
    column: str | None
    cell: Annotated[str | None, says(examples=["C7"])]
    parameter: ParameterCode | None
    code: Annotated[str, says("Stable, and never translated.", examples=["denominator_missing"])]
    severity: Annotated[
        str, says("An error blocks the file; a warning lets it pass.", name="Severity", enum=[*Severity])
    ]
    message: str
    message_hi: str


class Preview(TypedDict):
    """Where these figures would put the State, among those that have sent theirs."""

    board: Board
    score: Score | None
    rank: Rank | None
    of: Count


class Received(TypedDict):
    """What came of a file."""

    id: Annotated[int | None, says("The submission; null for a dry run.", minimum=1)]
    state: Code
    month: MonthText
    status: SubmissionStatus
    dry_run: bool
    already_received: Annotated[bool, says("The same values were there before; nothing was added.")]
    revision: Annotated[int | None, says(minimum=1)]
    rows: Count
    accepted: Count
    problems: Annotated[list[CellProblem], says("Warnings; a file with an error is refused.")]
    preview: Preview | None


class Submission(TypedDict):
    """A State's figures of a month on their way to verification."""

    id: Number
    state: Code
    month: MonthText
    revision: Annotated[int, says(minimum=1)]
    status: SubmissionStatus
    created_at: TimeText
    submitted_at: TimeText | None
    decided_at: TimeText | None


class Submissions(TypedDict):
    """What the caller may see, newest month first."""

    count: Count
    results: list[Submission]


class InvalidFile(Problem):
    """A file with problems: all of them, at once. None of its figures was kept."""

    rows: Count
    accepted: Count
    dry_run: bool
    upload: Annotated[str | None, says("The name of the kept file, which can be downloaded marked up.")]
    problems: list[CellProblem]


FORM: dict[str, Any] = {
    "type": "object",
    "properties": {
        "file": {"type": "string", "format": "binary", "description": "CSV or XLSX, at most 5 MB."},
        "state": {"type": "string", "description": "The officer's own State.", "examples": ["HR"]},
        "month": {"$ref": "#/components/schemas/Month"},
        "dry_run": {
            "type": "boolean",
            "default": False,
            "description": "The same verdict, and nothing is kept.",
        },
    },
    "required": ["file", "state", "month"],
}
