"""The way into the officer's pages, and what stands around them; what cannot be done is told on a page."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext, gettext_lazy

from accounts.access import Act
from accounts.auth import PersonRequest, acting
from common.dates import month_name
from common.months import Month
from common.numbers import whole
from rankings.lists.labels import listed
from states.models import State
from states.selectors import state_by_code
from submissions.desk.own import revision_of
from submissions.desk.rows import changes, parameters_of, rows_of
from submissions.desk.words import refusal, window_text
from submissions.models import Submission
from submissions.months.queries import UnknownDataMonthError, data_month, data_months
from submissions.review.show import delay_notice, for_person
from submissions.upload.services import ConflictError, MonthClosedError
from submissions.workflow import RefusedStepError

P = ParamSpec("P")
SomeForm = TypeVar("SomeForm", bound=forms.Form)

LONGEST_TEXT = 2000
CHOICE = {
    "required": gettext_lazy("This must be filled in."),
    "invalid_choice": gettext_lazy("Choose one of those in the list."),
}


def at_desk(
    view: Callable[Concatenate[PersonRequest, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """For whoever may see submissions; a step that the rules do not allow is told on a page, with 409."""

    @wraps(view)
    def wrapped(request: PersonRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except MonthClosedError as problem:
            title = gettext("The month does not take figures now")
            return told(request, title, window_text(problem.month, problem.window), 409)
        except RefusedStepError as problem:
            title = gettext("That could not be done")
            return told(request, title, refusal(problem.code, str(problem)), 409)
        except ConflictError as problem:
            return conflict(request, problem, None)

    return for_person(Act.SEE_SUBMISSIONS, methods=("GET", "POST"))(wrapped)


def conflict(request: PersonRequest, problem: ConflictError, based_on: int | None) -> HttpResponse:
    """Who changed what meanwhile; `based_on` is the revision that the reader saw, None: the one before."""
    current = problem.current
    seen = current.revision - 1 if based_on is None else based_on
    title = gettext("Someone else changed the figures of this month")
    context = {"title": title, **changed_since(current, seen)}
    return show(request, "submissions/desk/conflict.html", context, 409)


def changed_since(current: Submission, revision: int) -> dict[str, Any]:
    """The newest revision, and what it changed since the one that the reader began with."""
    before = revision_of(current.state_id, current.month, revision)
    return {
        "current": current,
        "changes": changes(rows_of(before), rows_of(current)),
        "words": parameters_of(current.month),
    }


def show(
    request: PersonRequest, template: str, context: Mapping[str, Any], status: int = 200
) -> HttpResponse:
    """Render a page of the desk with what stands around it."""
    person = request.person
    around = {
        "person": person,
        "acting_for": listed([f"{name} ({code})" for code, name in sorted(person.deputises.items())]),
        "delayed": delay_notice(),
        "notices": [*messages.get_messages(request)],
    }
    return render(request, template, {**around, **context}, status=status)


def told(request: PersonRequest, title: str, text: str, status: int) -> HttpResponse:
    """A page that says why something could not be done, and leads back."""
    given = request.resolver_match.kwargs if request.resolver_match else {}
    context = {"title": title, "text": text, "code": given.get("code"), "month": given.get("month")}
    return show(request, "submissions/desk/told.html", context, status)


def state_in(request: PersonRequest, code: str, act: Act) -> State:
    """The State of an address, if the person may do this for it; NotVisibleError for another State's."""
    state = state_by_code(code)
    request.person.require(act, state.code)
    return state


def cell_in(request: PersonRequest, code: str, month: str, act: Act) -> tuple[State, Month]:
    """State and data month of an address. UnknownDataMonthError names the months that there are."""
    state = state_in(request, code, act)
    try:
        wanted = Month.parse(month)
    except ValueError:
        raise UnknownDataMonthError(month, [month.month for month in data_months()]) from None
    return state, data_month(wanted).month


def bound(form: type[SomeForm], request: HttpRequest, **more: Any) -> SomeForm:
    """A form with what was posted; empty on GET."""
    return form(request.POST if request.method == "POST" else None, **more)


def first_fault(form: forms.Form) -> str:
    """The first thing wrong with a form, as one sentence."""
    for field, faults in form.errors.items():
        label = form.fields[field].label if field in form.fields else ""
        return f"{label}: {faults[0]}" if label else str(faults[0])
    return ""


def signed(request: PersonRequest, state: str | None) -> dict[str, Any]:
    """Who acts for a State (None: all India), when and from where, as services take it."""
    return acting(request) | {"by": request.person.signature(state)}


def based_on(request: HttpRequest) -> int | None:
    """The revision that the page was made from; None where the field is missing or no number."""
    return whole(request.POST.get("based_on", ""), digits=8)


def heading(state: State, month: Month) -> str:
    """`Haryana · November 2023`."""
    return f"{state.label} · {month_name(month)}"
