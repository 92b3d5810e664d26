"""`/submissions/stations/`: station files, sent whole by a form or in pieces by a script, and how each stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.contrib import messages
from django.core.files.uploadhandler import FileUploadHandler, TemporaryFileUploadHandler
from django.http import FileResponse, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy

from accounts.access import Act, NotForYouError, NotVisibleError
from accounts.auth import PersonRequest, address_of, takes_files
from common.asking import Choice, MalformedQueryError
from common.dates import month_name
from common.files import attachment
from common.models import JobState
from common.months import Month
from common.numbers import whole
from rankings.lists.labels import MISSING, grouped, state_name, two_decimals
from states.models import State
from states.selectors import all_states, state_by_code
from submissions.desk import words as links
from submissions.desk.auth import at_desk, show, told
from submissions.desk.own import current_of
from submissions.desk.problems import ProblemDict
from submissions.desk.rows import Parameters, parameters_of
from submissions.desk.words import by_whom, file_size, parameter_name, refusal
from submissions.models import DataMonth, StationFile, StationFileStatus, Submission, Way
from submissions.months.queries import data_months, window_for
from submissions.stations import receiving
from submissions.stations.drafting import problems_name, problems_of, take_as_draft
from submissions.stations.parsing import LARGEST_STATION_FILE
from submissions.stations.queries import (
    PlaceInside,
    files_visible_to,
    ranking_inside,
    states_shown,
    visible_file,
)
from submissions.stations.receiving import LARGEST_PIECE
from submissions.stations.template import KINDS, template_for
from submissions.workflow import RefusedStepError

# The pages of station files: what was sent, how far it is, what is wrong, what the stations add up to.

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
    problems: Sequence[ProblemDict]
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
        problems=problems,
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
    words: Parameters,
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


WHOLE_INDIA = "all"


class _Capped(TemporaryFileUploadHandler):
    """Gives the file to the handler behind it up to the cap, and drops what is beyond."""

    def new_file(self, *args: object, **kwargs: object) -> None:
        """Nothing of its own is opened."""

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        room = LARGEST_STATION_FILE + 1 - start
        return raw_data[:room] if room > 0 else None

    def file_complete(self, file_size: int) -> None:
        return None

    def upload_interrupted(self) -> None:
        """There is nothing to remove."""


def _to_disk(request: HttpRequest) -> list[FileUploadHandler]:
    return [_Capped(request), TemporaryFileUploadHandler(request)]


@takes_files(LARGEST_STATION_FILE, _to_disk)
@at_desk
def stations(request: PersonRequest) -> HttpResponse:
    """The list, and the form: what is sent goes to the disk as it comes."""
    if request.method != "POST":
        return _list(request)
    file = request.FILES.get("file")
    if file is None or not file.size:
        return _list(request, gettext("Choose a file first."), 400)
    if file.size > LARGEST_STATION_FILE:
        return _list(request, _too_large(), 413)
    begun = _begin(request, file.name or "", file.size, "")
    at = 0
    for piece in file.chunks(2**20):
        receiving.take_piece(file_id=begun.pk, offset=at, data=piece, at=timezone.now())
        at += len(piece)
    _finish(request, begun)
    return redirect(links.station_file(begun.pk))


@at_desk
def begin(request: PersonRequest) -> HttpResponse:
    """For the script: a file is to come in pieces; answers where to."""
    if request.method != "POST":
        return redirect(links.stations())
    size = request.POST.get("size", "")
    if not (size.isascii() and size.isdigit() and len(size) <= 12 and 0 < int(size) <= LARGEST_STATION_FILE):
        return JsonResponse({"text": _too_large()}, status=413)
    try:
        file = _begin(request, request.POST.get("name", ""), int(size), request.POST.get("sha256", "")[:64])
    except RefusedStepError as problem:
        return JsonResponse({"text": refusal(problem.code, str(problem))}, status=409)
    return JsonResponse(progress_of(file))


@takes_files(receiving.LARGEST_PIECE)
@at_desk
def piece(request: PersonRequest, file: int) -> HttpResponse:
    """For the script: the next piece, as the body; answers how the file stands."""
    one = _own(request, file)
    if request.method != "POST":
        return redirect(links.station_file(one.pk))
    offset = request.headers.get("Upload-Offset", "")
    data = request.read(receiving.LARGEST_PIECE + 1)
    place = int(offset) if offset.isascii() and offset.isdigit() and len(offset) <= 12 else 0
    try:
        taken = receiving.take_piece(file_id=one.pk, offset=place, data=data, at=timezone.now())
    except receiving.StationStepError as problem:
        return JsonResponse(progress_of(problem.file), status=409)
    except receiving.StationFileTooLargeError:
        return JsonResponse(progress_of(one), status=413)
    return JsonResponse(progress_of(taken))


@at_desk
def finish(request: PersonRequest, file: int) -> HttpResponse:
    """All has arrived."""
    one = _own(request, file)
    if request.method == "POST":
        try:
            _finish(request, one)
        except receiving.StationStepError:
            receiving.start_again(file_id=one.pk, at=timezone.now())
            text = gettext("The file did not arrive whole. Send it again.")
            return told(request, gettext("That could not be done"), text, 409)
    return redirect(links.station_file(one.pk))


@at_desk
def cancel(request: PersonRequest, file: int) -> HttpResponse:
    """Give a file up."""
    one = _own(request, file)
    if request.method == "POST":
        try:
            by, address = request.person.signature(one.state_id), address_of(request)
            receiving.cancel(file_id=one.pk, by=by, at=timezone.now(), address=address)
            messages.success(request, gettext("The file was given up; nothing of it was kept."))
        except receiving.StationStepError:
            messages.warning(request, gettext("The file had ended already; nothing was changed."))
    return redirect(links.station_file(one.pk))


@at_desk
def station_file(request: PersonRequest, file: int) -> HttpResponse:
    """How a file stands: progress, problems, sums. `?format=json` is its progress alone, for the script."""
    one = visible_file(file, request.person)
    form = request.GET.get("format") or "html"
    if form == "json":
        return JsonResponse(progress_of(one))
    if form != "html":
        raise MalformedQueryError("format", gettext("format is either html or json."))
    at = timezone.now()
    shown = states_shown(one, request.person)
    takes = {
        code: current_of(code, one.month)
        for code in shown
        if code in request.person.states and window_for(one.month, code, at).is_open
    }
    may_act = one.username == request.person.username and one.ended_at is None
    whole = request.person.is_staff or one.state_id is not None
    page = file_page(one, shown, takes, may_act=may_act, whole=whole)
    return show(request, "submissions/desk/stations/file.html", {"page": page})


@at_desk
def problems(request: PersonRequest, file: int) -> HttpResponse:
    """All problems of a file as CSV."""
    one = visible_file(file, request.person)
    data = problems_of(one, whole=request.person.is_staff)
    kind, name = "text/csv; charset=utf-8", problems_name(one)
    return FileResponse(data, as_attachment=True, filename=name, content_type=kind)  # type: ignore[return-value]


@at_desk
def draft(request: PersonRequest, file: int, code: str) -> HttpResponse:
    """The officer takes the sums of the State's stations as the draft."""
    one, state = visible_file(file, request.person), state_by_code(code)
    request.person.require(Act.SEND_FIGURES, state.code)
    if request.method != "POST":
        return redirect(links.station_file(one.pk))
    seen = request.POST.get("based_on", "")
    try:
        outcome = take_as_draft(
            file=one, state=state.code, way=Way.PAGE, by=request.person.signature(state.code), at=timezone.now(),
            based_on=whole(seen) or 0, address=address_of(request),
        )  # fmt: skip
    except receiving.StationStepError:
        text = gettext("The file is not stored, or has no station of the State.")
        return told(request, gettext("That could not be done"), text, 409)
    if outcome.checked.blocked and outcome.upload is not None:
        return redirect(links.upload(outcome.upload.pk))
    messages.success(request, gettext("The sums are your draft now. Look at the figures, then hand it in."))
    return redirect(links.month_page(state.code, one.month))


@at_desk
def inside(request: PersonRequest, file: int, code: str) -> HttpResponse:
    """The districts of a State by their score."""
    one, state = visible_file(file, request.person), state_by_code(code)
    if state.code not in states_shown(one, request.person):
        raise NotVisibleError(code)
    page = inside_page(one, state, ranking_inside(one, state.code))
    return show(request, "submissions/desk/stations/inside.html", {"page": page})


@at_desk
def template(request: PersonRequest) -> HttpResponse:
    """An empty station file of a month, as a workbook or as CSV: its columns, and what they count."""
    month, kind = _month(request.GET.get("month", "")), request.GET.get("format") or "xlsx"
    if kind not in KINDS:
        raise MalformedQueryError("format", gettext("format is either xlsx or csv."))
    return attachment(template_for(month, kind), f"pragati-stations-{month}.{kind}")


def _list(request: PersonRequest, fault: str = "", status: int = 200) -> HttpResponse:
    person = request.person
    files, months = files_visible_to(person), data_months()
    page = list_page(
        files, months, sorted(person.states), all_india=person.may(Act.SEND_STATIONS), fault=fault
    )
    return show(request, "submissions/desk/stations/list.html", {"page": page}, status)


def _begin(request: PersonRequest, name: str, size: int, sha256: str) -> StationFile:
    code = request.POST.get("state", "")
    state = None if code == WHOLE_INDIA else state_by_code(code).code
    if state is None:
        request.person.require(Act.SEND_STATIONS)
    else:
        request.person.require(Act.SEND_FIGURES, state)
    person = request.person
    return receiving.begin(
        month=_month(request.POST.get("month", "")), state=state, filename=name, size=size, sha256=sha256,
        by=person.signature(state), username=person.username, at=timezone.now(), address=address_of(request),
    )[0]  # fmt: skip


def _finish(request: PersonRequest, file: StationFile) -> None:
    receiving.finish(
        file_id=file.pk,
        by=request.person.signature(file.state_id),
        at=timezone.now(),
        address=address_of(request),
    )


def _own(request: PersonRequest, pk: int) -> StationFile:
    file = visible_file(pk, request.person)
    if file.username != request.person.username:
        raise NotForYouError("send another's file")
    return file


def _month(text: str) -> Month:
    try:
        return Month.parse(text)
    except ValueError as problem:
        raise MalformedQueryError("month", str(problem)) from None


def _too_large() -> str:
    told = gettext("The file is empty, or larger than %(size)d MB.")
    return told % {"size": LARGEST_STATION_FILE // 2**20}
