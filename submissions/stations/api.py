"""`/api/v1/station-files/`: large files in pieces, how they stand, and what their stations add up to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import IO, Any

from django.http import FileResponse, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from rest_framework.parsers import BaseParser
from rest_framework.request import Request

from accounts.access import Act, NotVisibleError, Person
from common.network import client_address
from common.numbers import whole
from rankings.api.errors import problem_response
from rankings.api.said import time_text
from rankings.lists import asked
from states.selectors import state_by_code
from submissions.api.auth import TokenView, form_of, month_of
from submissions.api.errors import InvalidFileError, MalformedHeaderError, MissingFieldError, described
from submissions.api.rendering import answer, received, status_of, upload_of
from submissions.models import StationFile, Way
from submissions.stations import operations as declared
from submissions.stations import receiving
from submissions.stations.drafting import problems_name, problems_of, take_as_draft
from submissions.stations.operations import BEGIN_FORM, DRAFT_FORM
from submissions.stations.queries import (
    Level,
    files_visible_to,
    ranking_inside,
    states_shown,
    visible_file,
)
from submissions.stations.receiving import LARGEST_PIECE
from submissions.upload.services import Incoming

# What the API says of station files.


def station_document(request: HttpRequest, file: StationFile, person: Person) -> dict[str, Any]:
    """A station file as this person may see it: of a file of all India an officer sees the own State alone."""
    whole = person.is_staff or file.state_id is not None

    def link(name: str) -> str:
        return request.build_absolute_uri(reverse(f"stations-api:{name}", args=[file.pk]))

    return {
        "id": file.pk,
        "state": file.state_id,
        "month": str(file.month),
        "name": file.filename,
        "status": file.status,
        "size": file.size,
        "received": file.received,
        "largest_piece": LARGEST_PIECE,
        "sha256": file.sha256 or None,
        "created_at": time_text(file.created_at),
        "ended_at": time_text(file.ended_at),
        "job": file.job.state if file.job else None,
        "progress": {"done": file.job.done, "total": file.job.total} if file.job else {"done": 0, "total": 0},
        "rows": file.rows,
        "figures": file.cells,
        "problem_count": file.problem_count,
        "problems": file.first_problems if whole else [],
        "sums": [_sums(code, file.sums[code]) for code in states_shown(file, person)],
        "links": {
            "self": link("file"),
            "finish": link("finish"),
            "problems": link("problems") if file.problem_count and whole else None,
        },
    }


def _sums(code: str, sums: dict[str, Any]) -> dict[str, Any]:
    return {
        "state": code,
        "stations": sums["stations"],
        "figures": [
            {"parameter": parameter, "numerator": over, "denominator": under, "stations": stations}
            for parameter, (over, under, stations) in sums["figures"].items()
        ],
    }


class Octets(BaseParser):
    """Bytes as they are; one more than a piece may have tells that it is too long."""

    media_type = declared.OCTETS

    def parse(self, stream: IO[bytes], media_type: str | None = None, parser_context: Any = None) -> Any:
        kept = bytearray()
        while len(kept) <= receiving.LARGEST_PIECE and (more := stream.read(2**16)):
            kept += more
        return bytes(kept)


class _StationView(TokenView):
    tag = "station-files"

    def told(self, request: Request, file: StationFile, status: int = 200) -> HttpResponse:
        return answer(station_document(request._request, file, self.person), status)

    def visible(self, pk: int) -> StationFile:
        return visible_file(pk, self.person)

    def own(self, pk: int) -> StationFile:
        """A file that the caller sends: nobody else adds to it or gives it up."""
        self.require_upload()
        file = self.visible(pk)
        self.person.require(*sending(file.state_id))
        if file.username != self.person.username:
            raise NotVisibleError(str(pk))
        return file

    def acting(self, request: Request, state: str | None) -> dict[str, Any]:
        return {
            "by": self.person.signature(state),
            "at": timezone.now(),
            "address": client_address(request._request),
        }


def sending(state: str | None) -> tuple[Act, str | None]:
    """The act of sending a station file of a State, or of all India."""
    return (Act.SEND_STATIONS, None) if state is None else (Act.SEND_FIGURES, state)


class StationFiles(_StationView):
    """GET: what the caller may see, newest first. POST: begin a file."""

    operations = {"get": declared.LIST, "post": declared.BEGIN}

    def get(self, request: Request) -> HttpResponse:
        month = month_of(self.query["month"]) if self.query.get("month") else None
        found = [
            station_document(request._request, one, self.person)
            for one in files_visible_to(self.person, month)
        ]
        return answer({"count": len(found), "results": found})

    def post(self, request: Request) -> HttpResponse:
        self.require_upload()
        form = _form(request, BEGIN_FORM)
        state = state_by_code(form["state"]).code if form.get("state") else None
        self.person.require(*sending(state))
        file, again = receiving.begin(
            month=month_of(form.get("month", "")), state=state, filename=form.get("name", ""),
            size=_whole(form, "size"), sha256=_digest(form.get("sha256", "")), username=self.person.username,
            **self.acting(request, state),
        )  # fmt: skip
        response = self.told(request, file, 200 if again else 201)
        response.headers["Location"] = reverse("stations-api:file", args=[file.pk])
        return response


class OneStationFile(_StationView):
    """GET: how it stands. PUT: the next piece. DELETE: give it up."""

    operations = {"get": declared.READ, "put": declared.PIECE, "delete": declared.CANCEL}
    parser_classes = [Octets]

    def get(self, request: Request, file: int) -> HttpResponse:
        return self.told(request, self.visible(file))

    def put(self, request: Request, file: int) -> HttpResponse:
        one = self.own(file)
        data = request.data  # a body of another type is refused before its place is looked at
        offset = whole(request.META.get("HTTP_UPLOAD_OFFSET", ""), digits=12)
        if offset is None:
            told = _("Upload-Offset: say at which byte the piece begins, such as 0.")
            raise MalformedHeaderError("Upload-Offset", told)
        piece = data if isinstance(data, bytes) else b""
        taken = receiving.take_piece(file_id=one.pk, offset=offset, data=piece, at=timezone.now())
        return self.told(request, taken)

    def delete(self, request: Request, file: int) -> HttpResponse:
        one = self.own(file)
        return self.told(request, receiving.cancel(file_id=one.pk, **self.acting(request, one.state_id)))


class Finish(_StationView):
    """POST: all has arrived."""

    operations = {"post": declared.FINISH}

    def post(self, request: Request, file: int) -> HttpResponse:
        _form(request, None)
        one = self.own(file)
        try:
            finished = receiving.finish(file_id=one.pk, **self.acting(request, one.state_id))
        except receiving.StationStepError as problem:
            if problem.code == "wrong_digest":
                receiving.start_again(file_id=one.pk, at=timezone.now())
            raise
        return self.told(request, finished, 202)


class Problems(_StationView):
    """GET: all problems of a file, as CSV."""

    operations = {"get": declared.PROBLEMS}

    def get(self, request: Request, file: int) -> HttpResponse:
        one = self.visible(file)
        data = problems_of(one, whole=self.person.is_staff)
        kind, name = "text/csv; charset=utf-8", problems_name(one)
        response = FileResponse(data, as_attachment=True, filename=name, content_type=kind)
        response.headers["Cache-Control"] = "private, no-store"
        return response  # type: ignore[return-value]


class Draft(_StationView):
    """POST: the State's draft of what its stations add up to."""

    operations = {"post": declared.DRAFT}

    def post(self, request: Request, file: int) -> HttpResponse:
        self.require_upload()
        form, one = _form(request, DRAFT_FORM), self.visible(file)
        if not form.get("state"):
            raise MissingFieldError("state", _("state is missing; give a code such as HR."))
        state = state_by_code(form["state"]).code
        self.person.require(Act.SEND_FIGURES, state)
        outcome = take_as_draft(
            file=one,
            state=state,
            way=Way.API,
            based_on=_whole(form, "based_on"),
            **self.acting(request, state),
        )
        if outcome.checked.blocked:
            found = described(InvalidFileError(outcome.checked, upload_of(outcome), dry_run=False))
            assert found is not None
            return problem_response(request._request, *found)
        incoming = Incoming(b"", "", state, one.month, Way.API)
        return answer(received(incoming, outcome, dry_run=False), status_of(outcome, dry_run=False))


class Districts(_StationView):
    """GET: the districts of a State by their score."""

    operations = {"get": declared.DISTRICTS}
    level: Level = "district"

    def get(self, request: Request, file: int, code: str) -> HttpResponse:
        one, state = self.visible(file), state_by_code(code).code
        if state not in states_shown(one, self.person):
            raise NotVisibleError(state)
        board = asked.board(self.query.get("board"))
        found = [
            {
                "rank": each.rank,
                "name": each.name,
                "district": each.district,
                "stations": each.stations,
                "score": each.score,
            }
            for each in ranking_inside(one, state, level=self.level, board=board)
        ]
        about = {"file": one.pk, "state": state, "month": str(one.month), "board": board}
        return answer(about | {"count": len(found), "results": found})


class Stations(Districts):
    """GET: the police stations of a State by their score."""

    operations = {"get": declared.STATIONS}
    level = "station"


def _form(request: Request, form: Mapping[str, Any] | None) -> dict[str, str]:
    """The fields of a form as text."""
    data = form_of(request, form)
    return {name: str(data.get(name, "")).strip() for name in (form["properties"] if form else ())}


def _whole(form: Mapping[str, str], name: str) -> int:
    number = whole(form.get(name, ""), digits=12)
    if number is None:
        raise MissingFieldError(name, _("%(name)s is a whole number, such as 0.") % {"name": name})
    return number


def _digest(text: str) -> str:
    plain = text.lower()
    if len(plain) != 64 or set(plain) - set("0123456789abcdef"):
        raise MissingFieldError(
            "sha256", _("sha256 is the SHA-256 of the whole file, 64 hexadecimal digits.")
        )
    return plain
