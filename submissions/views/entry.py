"""The door of every page behind the sign-in: who is it, may they, and what to say where they may not.

@for_person(Act.SEND_FIGURES, methods=("GET", "POST"))
def upload(request: PersonRequest, code: str) -> HttpResponse:
    request.person.require(Act.SEND_FIGURES, state.code)   # another State: NotVisibleError, answered with 404
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import render
from django.urls import get_script_prefix
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.translation import get_language, gettext

from rankings.selectors.asked import MalformedQueryError, UnknownNameError
from rankings.views.errors import Explanation
from rankings.views.links import Choice
from states.access import Act, NotForYouError, NotVisibleError, Person, person_of
from states.months import Month
from states.selectors import UnknownStateError
from submissions.selectors.windows import UnknownDataMonthError

P = ParamSpec("P")
SIGN_IN = "accounts/sign-in/"
_LONGEST_SHOWN = 40


class PersonRequest(HttpRequest):
    """A request of someone who is signed in."""

    person: Person


def for_person(
    *acts: Act, staff: bool = False, methods: Collection[str] = ("GET",)
) -> Callable[
    [Callable[Concatenate[PersonRequest, P], HttpResponse]],
    Callable[Concatenate[HttpRequest, P], HttpResponse],
]:
    """Let in whoever may do one of `acts` (with `staff` only people of the bureau); others are told why not.

    Signed out: to the sign-in and back. NotForYouError: 403. NotVisibleError, an unknown State, month, board
    or category: 404. A malformed query: 400. The view finds the person in `request.person`.
    """

    def decorate(
        view: Callable[Concatenate[PersonRequest, P], HttpResponse],
    ) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
        @wraps(view)
        def wrapped(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            allowed = {*methods} | ({"HEAD"} if "GET" in methods else set())
            if request.method not in allowed:
                return HttpResponseNotAllowed(sorted(allowed))
            if not request.user.is_authenticated:
                return to_sign_in(request)
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


def to_sign_in(request: HttpRequest) -> HttpResponse:
    """Ask who it is, in the language of the page, and lead back to it."""
    return redirect_to_login(request.get_full_path(), sign_in_address())


def sign_in_address() -> str:
    """The page of the sign-in, in the active language."""
    return f"{_home()}{SIGN_IN}"


def _home() -> str:
    language = "hi/" if (get_language() or "").startswith("hi") else ""
    return f"{get_script_prefix()}{language}"


def address_of(request: HttpRequest) -> str:
    """From where a request came, for the audit trail."""
    return str(request.META.get("REMOTE_ADDR", ""))


def month_in(text: str) -> Month:
    """The month in an address; NotVisibleError where the text is none."""
    try:
        return Month.parse(text)
    except ValueError:
        raise NotVisibleError(text) from None


def notices(request: HttpRequest) -> list[tuple[str, str]]:
    """What the last step has to say: (level, text), read once."""
    return [(one.level_tag, str(one)) for one in messages.get_messages(request)]


def _admit(person: Person, acts: Collection[Act], *, staff: bool) -> None:
    if (staff and not person.is_staff) or not any(person.may(act) for act in acts):
        raise NotForYouError(", ".join(acts))


_UNKNOWN = (NotVisibleError, UnknownStateError, UnknownNameError, UnknownDataMonthError)


def _told(request: HttpRequest, problem: Exception) -> HttpResponse:
    if isinstance(problem, NotForYouError):
        text = gettext(
            "You are signed in as %(name)s. This page belongs to another role; "
            "an administrator can tell you who holds it."
        ) % {"name": request.user.get_username()}
        return _page(request, gettext("This page is not for your role"), text, 403)
    if isinstance(problem, MalformedQueryError):
        return _page(request, gettext("This address cannot be read"), str(problem), 400)
    if isinstance(problem, UnknownDataMonthError):
        text = gettext("Figures were never taken for “%(month)s”. Months that were opened: %(known)s.") % {
            "month": problem.month[:_LONGEST_SHOWN],
            "known": ", ".join(problem.known) or "–",
        }
        return _page(request, gettext("This month was not opened"), text, 404)
    text = gettext("Check the State, the month and the rest of the address; nothing was changed.")
    return _page(request, gettext("There is no such page for you"), text, 404)


def _page(request: HttpRequest, title: str, text: str, status: int) -> HttpResponse:
    home = Choice(gettext("To the ranking"), _home())
    return render(request, "explained.html", {"page": Explanation(title, text, (home,))}, status=status)
