"""POST and GET /api/v1/submissions/."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, ClassVar, cast

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, RawPostDataException
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.views import APIView

from rankings.api.language import language_of
from rankings.api.negotiation import Negotiation
from rankings.api.openapi.operations import Operation
from rankings.api.reading import checked_query
from rankings.api.renderers import JSONRenderer, json_bytes
from rankings.api.throttles import ReadThrottle, WriteThrottle, tell_usage
from rankings.api.tokens import living_token
from states.access import Act, NotForYouError, NotVisibleError, Person, holder_of
from states.models import ApiToken, Scope
from states.months import Month
from states.selectors import UnknownStateError, state_by_code
from submissions.api import operations as declared
from submissions.api.errors import (
    FileTooLargeError,
    InvalidFileError,
    MissingFieldError,
    NoTokenError,
    problem,
)
from submissions.models import Submission, Way
from submissions.receiving import LARGEST_FILE, CappedUploadHandler
from submissions.selectors.desk import submissions_visible_to
from submissions.services.uploads import Incoming, Outcome, check_file, preview_of, receive
from submissions.services.workflow import submit

# What a client may send for nothing before the connection is cut.
LARGEST_DRAINED = 64 * 2**20

Handler = Callable[[Exception, dict[str, Any]], HttpResponse]


class TokenView(APIView):
    """An address for clients with a token. Subclasses find the person in `self.person`."""

    renderer_classes = [JSONRenderer]
    content_negotiation_class = Negotiation
    parser_classes = [MultiPartParser]
    operations: ClassVar[Mapping[str, Operation]]
    token: ApiToken
    person: Person
    query: Mapping[str, str]

    def initialize_request(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Request:
        request.upload_handlers = [CappedUploadHandler(request)]
        return super().initialize_request(request, *args, **kwargs)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """What is said in words follows the request."""
        with override(language_of(request)):
            return super().dispatch(request, *args, **kwargs)

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        found = living_token(request._request)
        if found is None:
            raise NoTokenError
        self.token = found
        self.person = holder_of(found, timezone.localdate())
        self.query = checked_query(request, self.operations[str(request.method).lower()].query)

    def get_throttles(self) -> list[Any]:
        return [ReadThrottle() if self.request.method in {"GET", "HEAD", "OPTIONS"} else WriteThrottle()]

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        final = super().finalize_response(request, response, *args, **kwargs)
        tell_usage(request._request, cast(HttpResponse, final))
        return final

    def get_exception_handler(self) -> Handler:
        return problem

    def handle_exception(self, exc: Exception) -> Any:
        """Answer only after the body was read: a client that is still sending would see a broken connection."""
        _drain(self.request._request)
        return super().handle_exception(exc)

    def require_upload(self) -> None:
        """Raise NotForYouError unless the token's scope is upload."""
        if self.token.scope != Scope.UPLOAD:
            raise NotForYouError("upload")


class Submissions(TokenView):
    """GET: what the caller may see, newest month first. POST: a month's file."""

    operations = {"get": declared.LIST, "post": declared.UPLOAD}

    def get(self, request: Request) -> HttpResponse:
        month = _month(self.query["month"]) if self.query.get("month") else None
        found = submissions_visible_to(self.person, month)
        return _answer({"count": len(found), "results": [_told(one) for one in found]})

    def post(self, request: Request) -> HttpResponse:
        self.require_upload()
        incoming = self._incoming(request)
        at, dry_run = timezone.now(), _flag(_form(request).get("dry_run", ""))
        if dry_run:
            checked = check_file(incoming, at=at)
            outcome = Outcome(checked)
        else:
            by, address = self.person.signature(incoming.state), request.META.get("REMOTE_ADDR", "")
            outcome = receive(incoming, by=by, at=at, address=address)
        if outcome.checked.blocked:
            raise InvalidFileError(
                outcome.checked, str(outcome.upload.pk) if outcome.upload else None, dry_run=dry_run
            )
        again = outcome.already_received
        return _answer(_accepted(incoming, outcome, dry_run=dry_run), 200 if dry_run or again else 201)

    def _incoming(self, request: Request) -> Incoming:
        data = _form(request)
        try:
            state = state_by_code(str(data.get("state", "")) or "?").code
        except UnknownStateError as unknown:
            if not data.get("state"):
                raise MissingFieldError("state", _("state is missing; give a code such as HR.")) from None
            raise unknown
        self.person.require(Act.SEND_FIGURES, state)
        file = data.get("file")
        if not isinstance(file, UploadedFile):
            raise MissingFieldError("file", _("file is missing; send the CSV or XLSX as a file field."))
        if (file.size or 0) > LARGEST_FILE:
            raise FileTooLargeError
        return Incoming(file.read(), file.name or "", state, _month(str(data.get("month", ""))), Way.API)


class Submit(TokenView):
    """POST: move a draft to submitted."""

    operations = {"post": declared.SUBMIT}

    def post(self, request: Request, submission: int) -> HttpResponse:
        self.require_upload()
        one = Submission.objects.filter(pk=submission).first()
        if one is None:
            raise NotVisibleError(str(submission))
        self.person.require(Act.SEND_FIGURES, one.state_id)
        address = request.META.get("REMOTE_ADDR", "")
        by = self.person.signature(one.state_id)
        return _answer(_told(submit(submission_id=submission, by=by, at=timezone.now(), address=address)))


def _form(request: Request) -> Mapping[str, Any]:
    """The fields of the form; the parser takes nothing but forms."""
    return cast(Mapping[str, Any], request.data)


def _drain(request: HttpRequest) -> None:
    """Read and drop what is left of the body, up to a bound."""
    left = LARGEST_DRAINED
    try:
        while left > 0 and (piece := request.read(min(left, 2**16))):
            left -= len(piece)
    except (OSError, RawPostDataException):
        return  # the client is gone, or the body was read already


def _answer(document: Mapping[str, Any], status: int = 200) -> HttpResponse:
    response = HttpResponse(json_bytes(document), content_type="application/json", status=status)
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _accepted(incoming: Incoming, outcome: Outcome, *, dry_run: bool) -> dict[str, Any]:
    one, checked = outcome.submission, outcome.checked
    seen = preview_of(incoming, checked)
    return {
        "id": one.pk if one else None,
        "state": incoming.state,
        "month": str(incoming.month),
        "status": one.status if one else "draft",
        "dry_run": dry_run,
        "already_received": outcome.already_received,
        "revision": one.revision if one else None,
        "rows": checked.rows,
        "accepted": checked.accepted,
        "problems": [problem.as_dict() for problem in checked.problems],
        "preview": {"board": seen.board, "score": seen.score, "rank": seen.rank, "of": seen.of}
        if seen
        else None,
    }


def _told(one: Submission) -> dict[str, Any]:
    return {
        "id": one.pk,
        "state": one.state_id,
        "month": str(one.month),
        "revision": one.revision,
        "status": one.status,
        "created_at": timezone.localtime(one.created_at).isoformat(timespec="seconds"),
        "submitted_at": timezone.localtime(one.submitted_at).isoformat(timespec="seconds")
        if one.submitted_at
        else None,
        "decided_at": timezone.localtime(one.decided_at).isoformat(timespec="seconds")
        if one.decided_at
        else None,
    }


def _month(text: str) -> Month:
    try:
        return Month.parse(text)
    except ValueError as problem:
        raise MissingFieldError("month", str(problem)) from None


def _flag(value: object) -> bool:
    text = str(value).strip().lower()
    if text in {"", "false", "0"}:
        return False
    if text in {"true", "1"}:
        return True
    raise MissingFieldError("dry_run", _("dry_run is true or false."))
