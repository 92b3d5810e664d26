"""`/api/v1/submissions/`: send a month's file, read what was sent, hand it in."""

from __future__ import annotations

import hashlib
import re
from types import TracebackType

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from rest_framework.request import Request

from accounts.access import Act, visible
from accounts.models import ApiToken
from common.models import Job, JobState
from common.network import client_address
from rankings.api.errors import MEDIA_TYPE, problem_response
from states.selectors import UnknownStateError, state_by_code
from submissions.api import operations as declared
from submissions.api.auth import TokenView, form_of, month_of
from submissions.api.documents import FORM
from submissions.api.errors import (
    FileTooLargeError,
    InvalidFileError,
    MalformedHeaderError,
    MissingFieldError,
    UnknownJobError,
    described,
)
from submissions.api.rendering import (
    answer,
    brief,
    changed_at,
    etag_of_document,
    expectation,
    job_document,
    job_path,
    received,
    shown,
    status_of,
    upload_of,
    whole,
)
from submissions.models import KeyedCall, Submission, Way
from submissions.parsing import LARGEST_FILE
from submissions.upload.calls import claim, release, settle
from submissions.upload.later import queue_upload
from submissions.upload.services import Incoming, Outcome, check_file, receive, require_open
from submissions.workflow import submit

# `/api/v1/jobs/`: how work stands that the caller has caused and that is done later.

MOST_SHOWN = 50


class _JobsView(TokenView):
    def own(self) -> list[Job]:
        """The caller's newest jobs; with a token that is bound to a State only what is about it."""
        found = Job.objects.filter(by=self.person.username)
        if self.token.state_id is not None:
            found = found.filter(payload__state=self.token.state_id)
        return list(found.order_by("-pk")[:MOST_SHOWN])


class Jobs(_JobsView):
    """GET: the caller's own jobs, newest first."""

    operations = {"get": declared.JOBS}

    def get(self, request: Request) -> HttpResponse:
        own = self.own()
        found = [job_document(request._request, one) for one in own]
        newest = max((one.finished_at or one.created_at for one in own), default=None)
        return shown(request._request, {"count": len(found), "results": found}, modified=newest)


class OneJob(_JobsView):
    """GET: one of them."""

    operations = {"get": declared.JOB}

    def get(self, request: Request, job: int) -> HttpResponse:
        found = Job.objects.filter(pk=job, by=self.person.username).exclude(by="").first()
        bound = self.token.state_id
        if found is None or (bound is not None and found.payload.get("state") != bound):
            raise UnknownJobError(str(job))
        waiting = found.state in {JobState.QUEUED, JobState.RUNNING}
        return shown(
            request._request,
            job_document(request._request, found),
            modified=found.finished_at or found.created_at,
            headers={"Retry-After": "1"} if waiting else None,
        )


# `Idempotency-Key`: a request that is sent again is answered again, and done once.

HEADER = "Idempotency-Key"
# As the draft has it, a string in quotation marks; without them is common, and means the same.
_KEY = re.compile(r'"([\x20-\x21\x23-\x5b\x5d-\x7e]{1,200})"|([\x21\x23-\x5b\x5d-\x7e]{1,200})')


class Keyed:
    """A call that may carry a key. `answered` is what was answered before; without a key it is always None.

    Left without `settle`, the call is forgotten: nothing was done, and the next one with the key is the first.
    """

    def __init__(self, request: Request, token: ApiToken, incoming: Incoming, *, dry_run: bool) -> None:
        self._key = key_of(request.META.get("HTTP_IDEMPOTENCY_KEY"))
        self._token = token
        self._fingerprint = fingerprint(incoming, dry_run=dry_run)
        self._call: KeyedCall | None = None

    def __enter__(self) -> Keyed:
        if self._key:
            at = timezone.now()
            self._call = claim(token=self._token, key=self._key, fingerprint=self._fingerprint, at=at)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._call is not None and self._call.status is None:
            release(self._call)

    @property
    def answered(self) -> HttpResponse | None:
        call = self._call
        if call is None or call.status is None:
            return None
        content_type = MEDIA_TYPE if call.status >= 400 else "application/json"
        response = HttpResponse(call.answer, content_type=content_type, status=call.status)
        response.headers["Cache-Control"] = "private, no-store"
        response.headers["Idempotency-Replayed"] = "true"
        if call.location:
            response.headers["Location"] = call.location
        return response

    def settle(self, response: HttpResponse) -> HttpResponse:
        """Write the answer down, inside the transaction of what was done, and hand it on."""
        if self._call is not None:
            settle(
                self._call,
                status=response.status_code,
                answer=response.content.decode(),
                location=response.headers.get("Location", ""),
                at=timezone.now(),
            )
        return response


def key_of(header: str | None) -> str:
    """The key of a header, empty where there is no header. MalformedHeaderError for one that cannot be kept.

    >>> key_of('"8e03978e-40d5"'), key_of("8e03978e-40d5"), key_of(None)
    ('8e03978e-40d5', '8e03978e-40d5', '')
    """
    if header is None:
        return ""
    found = _KEY.fullmatch(header.strip())
    if found is None:
        told = _(
            "Idempotency-Key: give 1 to 200 characters of ASCII, such as a UUID, in quotation marks or bare."
        )
        raise MalformedHeaderError(HEADER, told)
    return found[1] or found[2]


def fingerprint(incoming: Incoming, *, dry_run: bool) -> str:
    """What makes two requests the same: the file, its name, State, month, and whether it is a dry run."""
    parts = (incoming.name, incoming.state, str(incoming.month), str(dry_run))
    content = hashlib.sha256(incoming.data).hexdigest()
    return hashlib.sha256("\0".join((content, *parts)).encode()).hexdigest()


ASYNC = "respond-async"


class Submissions(TokenView):
    """GET: what the caller may see, newest month first. POST: a month's file."""

    operations = {"get": declared.LIST, "post": declared.UPLOAD}

    def get(self, request: Request) -> HttpResponse:
        month = month_of(self.query["month"]) if self.query.get("month") else None
        visible = Submission.objects.filter(is_current=True).order_by("-month", "state__name")
        if month is not None:
            visible = visible.filter(month=month)
        if not self.person.is_staff:
            visible = visible.filter(state__in=self.person.states)
        found = list(visible if self.person.may(Act.SEE_SUBMISSIONS) else visible.none())
        document = {"count": len(found), "results": [brief(one) for one in found]}
        newest = max(map(changed_at, found), default=None)
        return shown(request._request, document, modified=newest)

    def post(self, request: Request) -> HttpResponse:
        self.require_upload()
        incoming, dry_run = self._incoming(request), _flag(form_of(request, FORM).get("dry_run", ""))
        with Keyed(request, self.token, incoming, dry_run=dry_run) as call:
            if call.answered is not None:
                return call.answered
            if ASYNC in request.META.get("HTTP_PREFER", "").lower():
                return self._later(request, incoming, call, dry_run=dry_run)
            if dry_run:
                expect = expectation(request._request)
                if expect is not None:
                    expect(_current(incoming))
                outcome = Outcome(check_file(incoming, at=timezone.now()))
                return call.settle(self._said(request, incoming, outcome, dry_run=True))
            return self._now(request, incoming, call)

    def _now(self, request: Request, incoming: Incoming, call: Keyed) -> HttpResponse:
        said: list[HttpResponse] = []
        receive(
            incoming,
            by=self.person.signature(incoming.state),
            at=timezone.now(),
            address=client_address(request._request),
            expect=expectation(request._request),
            settle=lambda outcome: said.append(
                call.settle(self._said(request, incoming, outcome, dry_run=False))
            ),
        )
        return said[0]

    def _later(self, request: Request, incoming: Incoming, call: Keyed, *, dry_run: bool) -> HttpResponse:
        """202 with the address of the job that will read the file; a closed month is told at once."""
        at, said = timezone.now(), []
        require_open(incoming.state, incoming.month, at)

        def settle(job: Job) -> None:
            headers = {"Location": job_path(job), "Preference-Applied": ASYNC}
            said.append(call.settle(answer(job_document(request._request, job), 202, headers)))

        queue_upload(
            incoming, by=self.person.signature(incoming.state), username=self.person.username, at=at,
            address=client_address(request._request), dry_run=dry_run, language=get_language() or "", settle=settle,
        )  # fmt: skip
        return said[0]

    def _said(self, request: Request, incoming: Incoming, outcome: Outcome, *, dry_run: bool) -> HttpResponse:
        """The answer to a file that was read, sound or not."""
        if outcome.checked.blocked:
            found = described(InvalidFileError(outcome.checked, upload_of(outcome), dry_run=dry_run))
            assert found is not None
            return problem_response(request._request, *found)
        status = status_of(outcome, dry_run=dry_run)
        headers = {"Location": submission_path(outcome.submission)} if outcome.submission else {}
        return answer(received(incoming, outcome, dry_run=dry_run), status, headers)

    def _incoming(self, request: Request) -> Incoming:
        data = form_of(request, FORM)  # a misspelt dry_run must not pass as none
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
        return Incoming(file.read(), file.name or "", state, month_of(str(data.get("month", ""))), Way.API)


class OneSubmission(TokenView):
    """GET: a submission with its figures, and the entity tag that `If-Match` wants."""

    operations = {"get": declared.READ}

    def get(self, request: Request, submission: int) -> HttpResponse:
        one = visible(Submission.objects.all(), submission)
        self.person.require(Act.SEE_SUBMISSIONS, one.state_id)
        return shown(request._request, whole(one), modified=changed_at(one))


class Submit(TokenView):
    """POST: move a draft to submitted."""

    operations = {"post": declared.SUBMIT}

    def post(self, request: Request, submission: int) -> HttpResponse:
        self.require_upload()
        bool(request.data)  # there is nothing to say in a body; one that is no form is refused
        one = visible(Submission.objects.all(), submission)
        self.person.require(Act.SEND_FIGURES, one.state_id)
        handed_in = submit(
            submission_id=submission,
            by=self.person.signature(one.state_id),
            at=timezone.now(),
            address=client_address(request._request),
            expect=expectation(request._request),
        )
        document = whole(handed_in)
        headers = {"ETag": etag_of_document(document), "Content-Location": submission_path(handed_in)}
        return answer(document, headers=headers)


def submission_path(one: Submission) -> str:
    return reverse("submissions-api:submission", args=[one.pk])


def _current(incoming: Incoming) -> Submission | None:
    return Submission.objects.filter(state_id=incoming.state, month=incoming.month, is_current=True).first()


def _flag(value: object) -> bool:
    text = str(value).strip().lower()
    if text in {"", "false", "0"}:
        return False
    if text in {"true", "1"}:
        return True
    raise MissingFieldError("dry_run", _("dry_run is true or false."))
