"""`/submissions/stations/`: station files, sent whole by a form or in pieces by a script, and how each stands."""

from __future__ import annotations

from django.contrib import messages
from django.core.files.uploadhandler import FileUploadHandler, TemporaryFileUploadHandler
from django.http import FileResponse, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from accounts.access import Act, NotForYouError, NotVisibleError
from accounts.auth import PersonRequest, takes_files
from common.asking import MalformedQueryError
from common.files import attachment
from common.months import Month
from common.numbers import whole
from states.selectors import all_states, state_by_code, states_by_code
from submissions.desk.auth import at_desk, based_on, show, signed, told
from submissions.desk.own import current_of
from submissions.desk.rows import parameters_of
from submissions.desk.words import refusal, station_status
from submissions.models import StationFile, Way
from submissions.months.queries import data_months, window_for
from submissions.stations import receiving
from submissions.stations.drafting import problems_name, problems_of, take_as_draft
from submissions.stations.parsing import LARGEST_STATION_FILE
from submissions.stations.queries import files_visible_to, ranking_inside, states_shown, visible_file
from submissions.stations.receiving import LARGEST_PIECE
from submissions.stations.template import KINDS, template_for
from submissions.workflow import RefusedStepError

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
    receiving.finish(file_id=begun.pk, **signed(request, begun.state_id))
    return redirect("desk:station-file", begun.pk)


@at_desk
def begin(request: PersonRequest) -> HttpResponse:
    """For the script: a file is to come in pieces; answers where to."""
    if request.method != "POST":
        return redirect("desk:stations")
    size = whole(request.POST.get("size", ""), digits=12)
    if not size or size > LARGEST_STATION_FILE:
        return JsonResponse({"text": _too_large()}, status=413)
    try:
        file = _begin(request, request.POST.get("name", ""), size, request.POST.get("sha256", "")[:64])
    except RefusedStepError as problem:
        return JsonResponse({"text": refusal(problem.code, str(problem))}, status=409)
    return JsonResponse(progress_of(file))


@takes_files(receiving.LARGEST_PIECE)
@at_desk
def piece(request: PersonRequest, file: int) -> HttpResponse:
    """For the script: the next piece, as the body; answers how the file stands."""
    one = _own(request, file)
    if request.method != "POST":
        return redirect("desk:station-file", file)
    data = request.read(receiving.LARGEST_PIECE + 1)
    place = whole(request.headers.get("Upload-Offset", ""), digits=12) or 0
    try:
        taken = receiving.take_piece(file_id=file, offset=place, data=data, at=timezone.now())
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
            receiving.finish(file_id=file, **signed(request, one.state_id))
        except receiving.StationStepError:
            receiving.start_again(file_id=file, at=timezone.now())
            text = gettext("The file did not arrive whole. Send it again.")
            return told(request, gettext("That could not be done"), text, 409)
    return redirect("desk:station-file", file)


@at_desk
def cancel(request: PersonRequest, file: int) -> HttpResponse:
    """Give a file up."""
    one = _own(request, file)
    if request.method == "POST":
        try:
            receiving.cancel(file_id=file, **signed(request, one.state_id))
            messages.success(request, gettext("The file was given up; nothing of it was kept."))
        except receiving.StationStepError:
            messages.warning(request, gettext("The file had ended already; nothing was changed."))
    return redirect("desk:station-file", file)


@at_desk
def station_file(request: PersonRequest, file: int) -> HttpResponse:
    """How a file stands: progress, problems, sums. `?format=json` is its progress alone, for the script."""
    person, one, at = request.person, visible_file(file, request.person), timezone.now()
    form = request.GET.get("format") or "html"
    if form == "json":
        return JsonResponse(progress_of(one))
    if form != "html":
        raise MalformedQueryError("format", gettext("format is either html or json."))
    shown = states_shown(one, person)
    may_take = {code for code in shown if code in person.states and window_for(one.month, code, at).is_open}
    context = {
        "file": one,
        "is_working": one.ended_at is None and not one.failed,
        "may_act": one.username == person.username and one.ended_at is None,
        "problems": one.first_problems if person.is_staff or one.state_id is not None else [],
        "sums": [(state, one.sums[state.code]) for state in states_by_code(shown)] if shown else [],
        "may_take": may_take,
        "drafts": {code: current_of(code, one.month) for code in may_take},
        "words": parameters_of(one.month) if shown else {},
    }
    return show(request, "submissions/desk/stations/file.html", context)


def progress_of(file: StationFile) -> dict[str, object]:
    """What the script needs to know."""
    return {
        "received": file.received,
        "size": file.size,
        "piece": LARGEST_PIECE // 4,
        "percent": file.percent,
        "status": file.status,
        "text": station_status(file),
        "waits": file.waits,
        "ended": file.ended_at is not None or file.failed,
        "page": reverse("desk:station-file", args=[file.pk]),
        "send": reverse("desk:station-piece", args=[file.pk]),
        "finish": reverse("desk:station-finish", args=[file.pk]),
    }


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
    one, state = visible_file(file, request.person), state_by_code(code).code
    request.person.require(Act.SEND_FIGURES, state)
    if request.method != "POST":
        return redirect("desk:station-file", file)
    try:
        outcome = take_as_draft(
            file=one, state=state, way=Way.PAGE, based_on=based_on(request) or 0, **signed(request, state)
        )
    except receiving.StationStepError:
        text = gettext("The file is not stored, or has no station of the State.")
        return told(request, gettext("That could not be done"), text, 409)
    if outcome.checked.blocked and outcome.upload is not None:
        return redirect("desk:upload", outcome.upload.pk)
    messages.success(request, gettext("The sums are your draft now. Look at the figures, then hand it in."))
    return redirect("desk:month", state, one.month)


@at_desk
def inside(request: PersonRequest, file: int, code: str) -> HttpResponse:
    """The districts of a State by their score."""
    one, state = visible_file(file, request.person), state_by_code(code)
    if state.code not in states_shown(one, request.person):
        raise NotVisibleError(code)
    context = {"file": one, "state": state, "places": ranking_inside(one, state.code)}
    return show(request, "submissions/desk/stations/inside.html", context)


@at_desk
def template(request: PersonRequest) -> HttpResponse:
    """An empty station file of a month, as a workbook or as CSV: its columns, and what they count."""
    month, kind = _month(request.GET.get("month", "")), request.GET.get("format") or "xlsx"
    if kind not in KINDS:
        raise MalformedQueryError("format", gettext("format is either xlsx or csv."))
    return attachment(template_for(month, kind), f"pragati-stations-{month}.{kind}")


def _list(request: PersonRequest, fault: str = "", status: int = 200) -> HttpResponse:
    person = request.person
    context = {
        "title": gettext("Station files"),
        "files": files_visible_to(person),
        "months": data_months(),
        "states": [state for state in all_states() if state.code in person.states],
        "all_india": person.may(Act.SEND_STATIONS),
        "fault": fault,
    }
    return show(request, "submissions/desk/stations/list.html", context, status)


def _begin(request: PersonRequest, name: str, size: int, sha256: str) -> StationFile:
    code, person = request.POST.get("state", ""), request.person
    state = None if code == WHOLE_INDIA else state_by_code(code).code
    if state is None:
        person.require(Act.SEND_STATIONS)
    else:
        person.require(Act.SEND_FIGURES, state)
    return receiving.begin(
        month=_month(request.POST.get("month", "")), state=state, filename=name, size=size, sha256=sha256,
        username=person.username, **signed(request, state),
    )[0]  # fmt: skip


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
