"""The way into every address that needs a token."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, ClassVar, cast

from django.http import HttpRequest, HttpResponse, RawPostDataException
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.views import APIView

from accounts.access import NotForYouError, Person, holder_of
from accounts.auth import TAKES_FILES
from accounts.models import ApiToken, Scope
from accounts.throttles import ReadThrottle, WriteThrottle, tell_usage
from accounts.tokens import living_token
from common.api.language import Negotiation, language_of
from common.api.tables import JSONRenderer
from common.files import CappedUploadHandler
from common.months import Month
from rankings.api.reading import checked_query
from rankings.api.types import Operation
from submissions.api.errors import MissingFieldError, NoTokenError, problem
from submissions.parsing import LARGEST_FILE

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

    @classmethod
    def as_view(cls, **initkwargs: Any) -> Any:
        """The view looks after its files itself: the token comes first, then the cap."""
        view = super().as_view(**initkwargs)
        setattr(view, TAKES_FILES, True)
        return view

    def initialize_request(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Request:
        request.upload_handlers = [CappedUploadHandler(request, LARGEST_FILE)]
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
        method = "get" if request.method == "HEAD" else str(request.method).lower()
        declared = self.operations.get(method)
        self.query = checked_query(request, declared.query) if declared else {}

    def get_throttles(self) -> list[Any]:
        return [ReadThrottle() if self.request.method in {"GET", "HEAD", "OPTIONS"} else WriteThrottle()]

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        final = super().finalize_response(request, response, *args, **kwargs)
        tell_usage(request._request, cast(HttpResponse, final))
        return final

    def options(self, request: Request, *args: Any, **kwargs: Any) -> HttpResponse:  # type: ignore[override]
        """The methods, in the `Allow` header that every answer carries."""
        return HttpResponse(status=204)

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


def form_of(request: Request, form: Mapping[str, Any] | None) -> Mapping[str, Any]:
    """The fields of a form, which is declared as JSON Schema; one that it does not have is refused."""
    data = cast(Mapping[str, Any], request.data)
    for name in set(data) - set(form["properties"] if form else ()):
        raise MissingFieldError(name[:40], _("The form takes no field “%(name)s”.") % {"name": name[:40]})
    return data


def month_of(text: str) -> Month:
    """The month of a form or a query; MissingFieldError where the text is none."""
    try:
        return Month.parse(text)
    except ValueError as problem:
        raise MissingFieldError("month", str(problem)) from None


def _drain(request: HttpRequest) -> None:
    """Read and drop what is left of the body, up to a bound."""
    left = LARGEST_DRAINED
    try:
        while left > 0 and (piece := request.read(min(left, 2**16))):
            left -= len(piece)
    except (OSError, RawPostDataException):
        return  # the client is gone, or the body was read already
