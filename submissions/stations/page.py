"""The pages of station files: what was sent, how far it is, what is wrong, what the stations add up to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext, gettext_lazy

from common.asking import Choice
from common.dates import month_name
from common.models import JobState
from rankings.lists.labels import state_name
from rankings.lists.numbers import MISSING, grouped, two_decimals
from states.models import State
from states.selectors import all_states
from submissions.desk import words as links
from submissions.desk.problems import ProblemRow, problem_rows
from submissions.desk.rows import ParameterWords, parameters_of
from submissions.desk.words import by_whom, file_size, parameter_name
from submissions.models import DataMonth, StationFile, StationFileStatus, Submission
from submissions.stations.queries import PlaceInside
from submissions.stations.receiving import LARGEST_PIECE

STATUS: Mapping[str, object] = {
    StationFileStatus.RECEIVING: gettext_lazy("Being received"),
    StationFileStatus.CHECKING: gettext_lazy("Being checked"),
    StationFileStatus.STORED: gettext_lazy("Stored"),
    StationFileStatus.REFUSED: gettext_lazy("Refused: nothing was stored"),
    StationFileStatus.CANCELLED: gettext_lazy("Given up"),
}


@dataclass(frozen=True, slots=True)
class FileRow:
    file: Choice
    state: str
    month: str
    status: str
    sent: str


@dataclass(frozen=True, slots=True)
class ListPage:
    """`states` and `months` are what the form offers; without either nothing can be sent."""

    title: str
    url: str
    begin: str
    states: tuple[tuple[str, str], ...]
    months: tuple[tuple[str, str], ...]
    templates: tuple[Choice, ...]
    rows: tuple[FileRow, ...]
    fault: str


@dataclass(frozen=True, slots=True)
class SumRow:
    code: str
    name: str
    numerator: str
    denominator: str
    stations: str


@dataclass(frozen=True, slots=True)
class StateSums:
    """`take` is where the sums become the draft, empty where this reader may not; `based_on` what stands now."""

    name: str
    code: str
    stations: str
    districts: str
    rows: tuple[SumRow, ...]
    take: str
    based_on: int
    standing: str


@dataclass(frozen=True, slots=True)
class FilePage:
    title: str
    heading: str
    status: str
    waits: bool
    is_working: bool
    failed: bool
    percent: int
    facts: tuple[tuple[str, str], ...]
    progress_url: str
    cancel: str
    problem_count: str
    problems: tuple[ProblemRow, ...]
    all_problems: str
    sums: tuple[StateSums, ...]


@dataclass(frozen=True, slots=True)
class InsideRow:
    rank: str
    name: str
    stations: str
    score: str


@dataclass(frozen=True, slots=True)
class InsidePage:
    title: str
    heading: str
    file: Choice
    rows: tuple[InsideRow, ...]


def progress_of(file: StationFile) -> dict[str, object]:
    """What the script needs to know."""
    return {
        "received": file.received,
        "size": file.size,
        "piece": LARGEST_PIECE // 4,
        "percent": percent_of(file),
        "status": file.status,
        "text": _status(file),
        "waits": _waits(file),
        "ended": file.ended_at is not None or _failed(file),
        "page": links.station_file(file.pk),
        "send": links.station_file(file.pk, "station-piece"),
        "finish": links.station_file(file.pk, "station-finish"),
    }


def percent_of(file: StationFile) -> int:
    """How far a file is in what it is going through now: arriving, or being checked and stored."""
    if file.status == StationFileStatus.RECEIVING:
        return 100 * file.received // file.size
    if file.status == StationFileStatus.CHECKING:
        return 100 * file.job.done // file.job.total if file.job and file.job.total else 0
    return 100


def list_page(
    files: Sequence[StationFile],
    months: Sequence[DataMonth],
    states: Sequence[str],
    *,
    all_india: bool,
    fault: str,
) -> ListPage:
    own = [(state.code, state_name(state)) for state in all_states() if state.code in states]
    return ListPage(
        title=gettext("Station files"),
        url=links.stations(),
        begin=links.stations("station-begin"),
        states=tuple(own + ([("all", gettext("All India"))] if all_india else [])),
        months=tuple((str(month.month), month_name(month.month)) for month in months),
        templates=tuple(
            Choice(f"{month_name(month.month)} ({kind.upper()})", links.station_template(month.month, kind))
            for month in months[:3]
            for kind in ("xlsx", "csv")
        ),
        rows=tuple(_file_row(file) for file in files),
        fault=fault,
    )


def file_page(
    file: StationFile,
    shown: Sequence[str],
    takes: Mapping[str, Submission | None],
    *,
    may_act: bool,
    whole: bool,
) -> FilePage:
    """`takes` has the States whose sums this reader may take, with what stands there now."""
    names = {state.code: state for state in all_states()} if shown else {}
    words = parameters_of(file.month) if shown else {}
    problems = file.first_problems if whole else []
    return FilePage(
        title=file.filename or gettext("Station file"),
        heading=f"{_state(file)} · {month_name(file.month)}",
        status=_status(file),
        waits=_waits(file),
        is_working=file.ended_at is None and not _failed(file),
        failed=_failed(file),
        percent=percent_of(file),
        facts=(
            (gettext("Sent by"), by_whom(file.created_by, file.created_at)),
            (gettext("Size"), file_size(file.size)),
            (gettext("Police stations"), grouped(file.rows) if file.ended_at else MISSING),
            (gettext("Figures stored"), grouped(file.cells) if file.ended_at else MISSING),
            ("SHA-256", file.sha256 or MISSING),
        ),
        progress_url=f"{links.station_file(file.pk)}?format=json",
        cancel=links.station_file(file.pk, "station-cancel") if may_act else "",
        problem_count=grouped(file.problem_count),
        problems=problem_rows(problems),
        all_problems=links.station_file(file.pk, "station-problems") if problems else "",
        sums=tuple(_sums(file, names[code], takes, words) for code in shown),
    )


def inside_page(file: StationFile, state: State, found: Sequence[PlaceInside]) -> InsidePage:
    return InsidePage(
        title=gettext("Districts of %(state)s") % {"state": state_name(state)},
        heading=month_name(file.month),
        file=Choice(file.filename or gettext("Station file"), links.station_file(file.pk)),
        rows=tuple(
            InsideRow(
                rank=str(one.rank) if one.rank else MISSING,
                name=one.name,
                stations=grouped(one.stations),
                score=two_decimals(one.score) if one.score is not None else MISSING,
            )
            for one in found
        ),
    )


def _file_row(file: StationFile) -> FileRow:
    return FileRow(
        file=Choice(file.filename or gettext("Station file"), links.station_file(file.pk)),
        state=_state(file),
        month=month_name(file.month),
        status=_status(file),
        sent=by_whom(file.created_by, file.created_at),
    )


def _sums(
    file: StationFile,
    state: State,
    takes: Mapping[str, Submission | None],
    words: Mapping[str, ParameterWords],
) -> StateSums:
    sums = file.sums[state.code]
    present = takes.get(state.code)
    return StateSums(
        name=state_name(state),
        code=state.code,
        stations=grouped(sums["stations"]),
        districts=links.station_file(file.pk, "station-districts", state.code),
        rows=tuple(
            SumRow(
                code,
                parameter_name(code, words),
                grouped(Decimal(over)),
                grouped(Decimal(under)),
                grouped(stations),
            )
            for code, (over, under, stations) in sums["figures"].items()
        ),
        take=links.station_file(file.pk, "station-draft", state.code) if state.code in takes else "",
        based_on=present.revision if present else 0,
        standing=gettext("Revision %(number)d stands now; it stays readable.") % {"number": present.revision}
        if present
        else "",
    )


def _state(file: StationFile) -> str:
    return state_name(file.state) if file.state else gettext("All India")


def _status(file: StationFile) -> str:
    if _failed(file):
        return gettext("The check failed: a fault of ours")
    return gettext("Queued: the check has not begun") if _waits(file) else str(STATUS[file.status])


def _waits(file: StationFile) -> bool:
    """Whether no worker has begun, or one that had died and none has begun again."""
    return (
        file.status == StationFileStatus.CHECKING
        and file.job is not None
        and file.job.state == JobState.QUEUED
    )


def _failed(file: StationFile) -> bool:
    return (
        file.status == StationFileStatus.CHECKING
        and file.job is not None
        and file.job.state == JobState.FAILED
    )
