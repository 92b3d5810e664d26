"""The door of every page behind the sign-in: who is it, may they, and what to say where they may not.

@for_person(Act.PUBLISH, methods=("GET", "POST"))
def proposal(request: PersonRequest, number: int) -> HttpResponse: ...
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.files.uploadhandler import FileUploadHandler
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from accounts.access import Act, NotForYouError, NotVisibleError, Person, person_of
from common.asking import Choice, Explanation, MalformedQueryError, UnknownNameError
from common.files import CappedUploadHandler
from common.months import Month
from common.network import client_address
from states.selectors import UnknownStateError

P = ParamSpec("P")


class PersonRequest(HttpRequest):
    """A request of someone who is signed in."""

    person: Person


TAKES_FILES = "takes_files"
"""The attribute of a view that looks after the files of its requests itself."""

View = Callable[Concatenate[PersonRequest, P], HttpResponse]
Door = Callable[Concatenate[HttpRequest, P], HttpResponse]


def for_person(
    *acts: Act, staff: bool = False, methods: Collection[str] = ("GET",)
) -> Callable[[View[P]], Door[P]]:
    """Let in whoever may do one of `acts` (with `staff` only people of the bureau); others are told why not.

    Signed out: to the sign-in and back. NotForYouError: 403. NotVisibleError, an unknown State, month, board
    or category: 404. A malformed query: 400. The view finds the person in `request.person`.
    """

    def decorate(view: View[P]) -> Door[P]:
        @wraps(view)
        def wrapped(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            allowed = {*methods} | ({"HEAD"} if "GET" in methods else set())
            if request.method not in allowed:
                return HttpResponseNotAllowed(sorted(allowed))
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            if request.method == "POST" and _holds_nul(request):
                return explained(request, gettext("The form cannot be read"), _nul_text(), 400)
            signed = cast(PersonRequest, request)
            signed.person = person_of(request.user, timezone.localdate())
            try:
                _admit(signed.person, acts, staff=staff)
                response = view(signed, *args, **kwargs)
            except (NotForYouError, *_UNKNOWN, MalformedQueryError) as problem:
                response = _told(request, problem)
            patch_cache_control(response, private=True, no_store=True)
            return response

        return wrapped

    return decorate


def takes_files(
    most: int, handlers: Callable[[HttpRequest], list[FileUploadHandler]] | None = None
) -> Callable[[Door[P]], Door[P]]:
    """An address to which people send a file of at most `most` bytes; all others take none (`progress.middleware`).

    Of a request without a sign-in, or far longer, nothing is read. The token of the form is looked at once the cap on
    files is in place: `handlers`, else a file in memory.
    """

    def decorate(view: Door[P]) -> Door[P]:
        protected = csrf_protect(view)

        @csrf_exempt
        @wraps(view)
        def wrapped(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            if request.method == "POST":
                if not request.user.is_authenticated:
                    return redirect_to_login(request.get_full_path())
                if body_length(request) > most + settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
                    return too_long(request)
                request.upload_handlers = (
                    handlers(request) if handlers else [CappedUploadHandler(request, most)]
                )
            return protected(request, *args, **kwargs)

        setattr(wrapped, TAKES_FILES, True)
        return wrapped

    return decorate


def body_length(request: HttpRequest) -> int:
    """Bytes of the body, as the request says; what it does not say is not read."""
    said = request.META.get("CONTENT_LENGTH") or ""
    return int(said) if said.isascii() and said.isdigit() else 0


def too_long(request: HttpRequest) -> HttpResponse:
    """The body is longer than the address takes; nothing of it was read."""
    text = gettext("What was sent is larger than this address takes. Nothing was read or changed.")
    return explained(request, gettext("That is too large"), text, 413)


def acting(request: PersonRequest) -> dict[str, Any]:
    """Who acts, when and from where, as services take it for the audit trail."""
    return {"by": request.person.username, "at": timezone.now(), "address": client_address(request)}


def month_in(text: str) -> Month:
    """The month in an address; NotVisibleError where the text is none."""
    try:
        return Month.parse(text)
    except ValueError:
        raise NotVisibleError(text) from None


def notices(request: HttpRequest) -> list[tuple[str, str]]:
    """What the last step has to say: (level, text), read once."""
    return [(message.level_tag, str(message)) for message in messages.get_messages(request)]


def explained(request: HttpRequest, title: str, text: str, status: int) -> HttpResponse:
    """A page that says why there is nothing to see, and leads home."""
    home = Choice(gettext("To the ranking"), reverse("rankings:latest"))
    return render(
        request, "dashboard/explained.html", {"page": Explanation(title, text, (home,))}, status=status
    )


def _holds_nul(request: HttpRequest) -> bool:
    """Whether a field of a form holds a NUL: no keyboard writes one, and no database takes it."""
    return any("\0" in value for name, values in request.POST.lists() for value in (name, *values))


def _nul_text() -> str:
    return gettext(
        "One of its fields holds a character that cannot be stored (NUL). Nothing was changed; "
        "go back, type the field anew and send the form again."
    )


def _admit(person: Person, acts: Collection[Act], *, staff: bool) -> None:
    if (staff and not person.is_staff) or not any(person.may(act) for act in acts):
        raise NotForYouError(", ".join(acts))


_UNKNOWN = (NotVisibleError, UnknownStateError, UnknownNameError)


def _told(request: HttpRequest, problem: Exception) -> HttpResponse:
    if isinstance(problem, NotForYouError):
        text = gettext(
            "You are signed in as %(name)s. This page belongs to another role; "
            "an administrator can tell you who holds it."
        ) % {"name": request.user.get_username()}
        return explained(request, gettext("This page is not for your role"), text, 403)
    if isinstance(problem, MalformedQueryError):
        return explained(request, gettext("This address cannot be read"), str(problem), 400)
    text = gettext("Check the State, the month and the rest of the address; nothing was changed.")
    return explained(request, gettext("There is no such page for you"), text, 404)
