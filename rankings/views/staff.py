"""The door of the pages behind publishing: who is it, may they, and what to say where they may not.

@for_staff(Act.PUBLISH, methods=("GET", "POST"))
def proposal(request: StaffRequest, number: int) -> HttpResponse: ...
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext

from rankings.selectors.asked import MalformedQueryError
from rankings.views import links
from rankings.views.errors import Explanation
from rankings.views.links import Choice
from states.access import Act, NotForYouError, NotVisibleError, Person, person_of
from states.months import Month

P = ParamSpec("P")
SIGN_IN = "accounts/sign-in/"


class StaffRequest(HttpRequest):
    """A request of someone who is signed in."""

    person: Person


def for_staff(
    *acts: Act, methods: Collection[str] = ("GET",)
) -> Callable[
    [Callable[Concatenate[StaffRequest, P], HttpResponse]],
    Callable[Concatenate[HttpRequest, P], HttpResponse],
]:
    """Let in whoever may do one of `acts`. Signed out: to the sign-in and back; others: 403, and why.

    What does not exist for the person (NotVisibleError) is answered with 404, a malformed query with 400.
    """

    def decorate(
        view: Callable[Concatenate[StaffRequest, P], HttpResponse],
    ) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
        @wraps(view)
        def wrapped(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            allowed = {*methods} | ({"HEAD"} if "GET" in methods else set())
            if request.method not in allowed:
                return HttpResponseNotAllowed(sorted(allowed))
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path(), f"{links.page('latest')}{SIGN_IN}")
            signed = cast(StaffRequest, request)
            signed.person = person_of(request.user, timezone.localdate())
            try:
                if not any(signed.person.may(act) for act in acts):
                    raise NotForYouError(", ".join(acts))
                response = view(signed, *args, **kwargs)
            except (NotForYouError, NotVisibleError, MalformedQueryError) as problem:
                response = _told(request, problem)
            patch_cache_control(response, private=True, no_store=True)
            return response

        return wrapped

    return decorate


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


def _told(request: HttpRequest, problem: Exception) -> HttpResponse:
    home = (Choice(gettext("To the ranking"), links.page("latest")),)
    if isinstance(problem, NotForYouError):
        text = gettext(
            "You are signed in as %(name)s. This page belongs to another role; "
            "an administrator can tell you who holds it."
        ) % {"name": request.user.get_username()}
        page, status = Explanation(gettext("This page is not for your role"), text, home), 403
    elif isinstance(problem, MalformedQueryError):
        page, status = Explanation(gettext("This address cannot be read"), str(problem), home), 400
    else:
        text = gettext("Check the State, the month and the rest of the address; nothing was changed.")
        page, status = Explanation(gettext("There is no such page for you"), text, home), 404
    return render(request, "explained.html", {"page": page}, status=status)
