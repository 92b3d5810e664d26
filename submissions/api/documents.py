"""The documents of the write side, as types."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any, NotRequired, TypedDict

from common.models import JobState
from rankings.api.errors import Problem
from rankings.api.said import (
    STATE_FORM,
    Address,
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
    etag: Annotated[str | None, says("The entity tag of the submission, for `If-Match`; null for a dry run.")]
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


class SubmittedFigure(TypedDict):
    """A figure as it was sent. Both numbers null: not reported."""

    parameter: ParameterCode
    numerator: Annotated[int | Decimal | None, says(minimum=0)]
    denominator: Annotated[int | Decimal | None, says(minimum=0)]
    remark: str
    warnings: Annotated[list[str], says("Codes of the warnings that stand.", examples=[["jump"]])]


class WholeSubmission(Submission):
    """A submission with its figures."""

    current: Annotated[bool, says("False where a newer revision took its place.")]
    count: Count
    figures: list[SubmittedFigure]


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


class Progress(TypedDict):
    """How far a job is."""

    done: Count
    total: Annotated[Count, says("0 while it is not known.")]


class JobProblem(TypedDict):
    """Why a file was not taken, as a problem document would say it."""

    code: str
    title: str
    status: Annotated[int, says(minimum=400, maximum=599)]
    detail: str
    problems: NotRequired[list[CellProblem]]


class JobResult(TypedDict):
    """What came of a file that was read later: as it would have been answered at once."""

    status: Annotated[int, says(minimum=200, maximum=599)]
    received: Received | None
    problem: JobProblem | None


class JobLinks(TypedDict):
    """Where to go on."""

    self: Address
    submission: Address | None


class Job(TypedDict):
    """Work that the caller has caused and that is done later."""

    id: Annotated[int, says(minimum=1)]
    kind: Annotated[str, says(examples=["upload"])]
    state: Annotated[str, says(name="JobState", enum=[*JobState.values])]
    progress: Progress
    created_at: TimeText
    finished_at: TimeText | None
    error: Annotated[str | None, says("A stable code where the work failed; the staff know more.")]
    result: JobResult | None
    links: JobLinks


class Jobs(TypedDict):
    """The caller's own jobs, newest first, at most 50."""

    count: Count
    results: list[Job]


FORM: dict[str, Any] = {
    "type": "object",
    "properties": {
        "file": {"type": "string", "format": "binary", "description": "CSV or XLSX, at most 5 MB."},
        "state": {
            "type": "string",
            "pattern": STATE_FORM,
            "description": "The officer's own State, by any of its codes.",
            "examples": ["HR"],
        },
        "month": {"$ref": "#/components/schemas/Month"},
        "dry_run": {
            "type": "boolean",
            "default": False,
            "description": "The same verdict, and nothing is kept.",
        },
    },
    "required": ["file", "state", "month"],
    "additionalProperties": False,
}
