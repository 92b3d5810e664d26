"""`Idempotency-Key`: a request that is sent again is answered again, and done once."""

from __future__ import annotations

import hashlib
import re
from types import TracebackType

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from rest_framework.request import Request

from rankings.api.errors import MEDIA_TYPE
from states.models import ApiToken
from submissions.api.errors import MalformedHeaderError
from submissions.models import KeyedCall
from submissions.services.calls import claim, release, settle
from submissions.services.uploads import Incoming

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
