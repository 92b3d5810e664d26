"""The way into the desk's pages: signed in, known, allowed; what cannot be done is told on a page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from rankings.views.errors import LONGEST_SHOWN, Explanation
from rankings.views.links import Choice
from rankings.views.wording.labels import listed, state_name
from rankings.views.wording.months import month_name
from states.access import Act, NotForYouError, NotVisibleError, Person, person_of
from states.models import State
from states.months import Month
from states.selectors import UnknownStateError, state_by_code
from submissions.presenters import desk_links as links
from submissions.presenters.desk_words import refusal, who
from submissions.selectors.windows import UnknownDataMonthError, data_month
from submissions.services.uploads import ConflictError, MonthClosedError
from submissions.services.workflow import RefusedStepError
from submissions.views.desk_conflict import conflict_page
from submissions.wording import window_text

P = ParamSpec("P")


@dataclass(frozen=True, slots=True)
class Around:
    """What stands around every page of the desk."""

    person: str
    acting_for: str
    nav: tuple[Choice, ...]


def signed_in(
    view: Callable[Concatenate[HttpRequest, Person, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Lead the signed-out to the sign-in; answer what the person may not see or do with a page that says so."""

    @wraps(view)
    def wrapped(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path(), reverse("accounts:sign-in"))
        person = person_of(request.user, timezone.localdate())
        try:
            response = view(request, person, *args, **kwargs)
        except (NotVisibleError, UnknownStateError) as problem:
            # The same answer for another State and for none: nothing tells which it was.
            raise Http404(str(problem)) from problem
        except (NotForYouError, UnknownDataMonthError, MonthClosedError, RefusedStepError) as problem:
            response = _told(request, person, problem)
        except ConflictError as problem:
            response = show(request, person, "desk/conflict.html", conflict_page(problem.current, None), 409)
        response.headers["Cache-Control"] = "private, no-store"
        return response

    return wrapped


def show(request: HttpRequest, person: Person, template: str, page: Any, status: int = 200) -> HttpResponse:
    """Render a page of the desk with what stands around it."""
    context = {
        "page": page,
        "desk": _around(request, person),
        "notices": [str(one) for one in messages.get_messages(request)],
    }
    return render(request, template, context, status=status)


def state_of(person: Person, code: str, act: Act) -> State:
    """The State of an address, if the person may do this for it; NotVisibleError for another State's."""
    state = state_by_code(code)
    person.require(act, state.code)
    return state


def cell_of(person: Person, code: str, month: str, act: Act) -> tuple[State, Month]:
    """State and data month of an address. UnknownDataMonthError names the months that there are."""
    state = state_of(person, code, act)
    try:
        wanted = Month.parse(month)
    except ValueError:
        raise UnknownDataMonthError(month, ()) from None
    return state, data_month(wanted).month


def address_of(request: HttpRequest) -> str:
    """Where the request came from, for the audit trail."""
    return str(request.META.get("REMOTE_ADDR", ""))


def _around(request: HttpRequest, person: Person) -> Around:
    pages = [Choice(gettext("Your desk"), reverse("desk:desk"))]
    if person.roles:
        pages.append(Choice(gettext("API tokens"), reverse("desk:tokens")))
    pages.append(Choice(gettext("Change password"), reverse("accounts:password")))
    return Around(
        person=person.username or request.user.get_username(),
        acting_for=listed([f"{who(name)} ({code})" for code, name in sorted(person.deputises.items())]),
        nav=tuple(Choice(one.label, one.url, one.url == request.path) for one in pages),
    )


def _told(request: HttpRequest, person: Person, problem: Exception) -> HttpResponse:
    home = Choice(gettext("Your desk"), links.desk())
    if isinstance(problem, UnknownDataMonthError):
        title = gettext("No figures are taken for the month “%(month)s”") % {
            "month": problem.month[:LONGEST_SHOWN]
        }
        return show(request, person, "desk/told.html", _unknown_month(title, problem, home), 404)
    if isinstance(problem, MonthClosedError):
        text = window_text(problem.month, problem.window)
        return show(
            request,
            person,
            "desk/told.html",
            Explanation(gettext("The month does not take figures now"), text, (home,)),
            409,
        )
    if isinstance(problem, RefusedStepError):
        text = refusal(problem.code, str(problem))
        return show(
            request,
            person,
            "desk/told.html",
            Explanation(gettext("That could not be done"), text, (_back(request, home),)),
            409,
        )
    text = gettext("Your role does not allow it. An administrator of NCRB gives roles.")
    return show(
        request, person, "desk/told.html", Explanation(gettext("This is not for you"), text, (home,)), 403
    )


def _unknown_month(title: str, problem: UnknownDataMonthError, home: Choice) -> Explanation:
    months = [month_name(Month.parse(one)) for one in problem.known]
    if not months:
        return Explanation(title, gettext("Your desk names the months for which figures are taken."), (home,))
    text = gettext("Figures are taken for %(months)s.") % {"months": listed(months)}
    return Explanation(title, text, (home,))


def _back(request: HttpRequest, home: Choice) -> Choice:
    match = request.resolver_match
    code, month = (match.kwargs.get("code"), match.kwargs.get("month")) if match else (None, None)
    if not code or not month:
        return home
    return Choice(gettext("Back to the month"), reverse("desk:month", args=[code, month]))


def heading(state: State, month: Month) -> str:
    """`Haryana · November 2023`."""
    return f"{state_name(state)} · {month_name(month)}"
