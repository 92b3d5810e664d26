"""`/review/months/`: months open, close, and open again for one State."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.db.models import Min
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext

from accounts.access import Act, NotVisibleError
from accounts.auth import PersonRequest, address_of, month_in
from common.dates import month_name
from common.months import Month
from rankings.lists.labels import state_name
from rankings.models import Origin, Publication
from states.selectors import state_by_code
from submissions.desk.words import by_whom, moment_text
from submissions.models import DataMonth, Leave, LeaveKind
from submissions.months.queries import data_months
from submissions.months.services import RefusedMonthError, close_month, grant_leave, open_month
from submissions.months.windows import Opening
from submissions.people.review_forms import LeaveForm, OpenMonthForm
from submissions.review import words as links
from submissions.review.board import LeaveGiven, newest_open
from submissions.review.page import leave_text
from submissions.review.show import for_person, show

# Months as the bureau opens and closes them, in words.


@dataclass(frozen=True, slots=True)
class MonthShown:
    month: str
    key: str
    url: str
    stands: str
    opened: str
    deadline: str
    late_until: str
    closed: str
    leaves: tuple[str, ...]
    may_close: bool


@dataclass(frozen=True, slots=True)
class MonthsPage:
    title: str
    headline: str
    months: tuple[MonthShown, ...]
    open_form: Form
    leave_form: Form | None


def months_page(
    months: Iterable[DataMonth],
    published: Mapping[Month, datetime],
    leaves: Mapping[Month, list[Leave]],
    *,
    at: datetime,
    open_form: Form,
    leave_form: Form,
) -> MonthsPage:
    shown = tuple(
        _shown(month, published.get(month.month), leaves.get(month.month, []), at) for month in months
    )
    open_now = [one.month for one in shown if one.may_close]
    return MonthsPage(
        title=gettext("Months"),
        headline=gettext("Open for figures: %(months)s") % {"months": ", ".join(open_now)}
        if open_now
        else gettext("No month is open for figures"),
        months=shown,
        open_form=open_form,
        leave_form=leave_form if shown else None,
    )


def _shown(one: DataMonth, published: datetime | None, leaves: list[Leave], at: datetime) -> MonthShown:
    opening = Opening(one.opened_at, one.deadline, one.late_until, one.closed_at, published)
    return MonthShown(
        month=month_name(one.month),
        key=str(one.month),
        url=links.board(one.month),
        stands=_stands(opening, at),
        opened=by_whom(one.opened_by, one.opened_at),
        deadline=moment_text(one.deadline),
        late_until=moment_text(one.late_until),
        closed=by_whom(one.closed_by, one.closed_at) if one.closed_at else "",
        leaves=tuple(f"{state_name(leave.state)}: {_leave(leave, at)}" for leave in leaves),
        may_close=one.closed_at is None and published is None,
    )


def _stands(opening: Opening, at: datetime) -> str:
    if opening.published_at:
        return gettext("published")
    if opening.closed_at:
        return gettext("closed")
    if at > opening.late_until:
        return gettext("late window over, not closed yet")
    return gettext("late window") if at > opening.deadline else gettext("open")


def _leave(leave: Leave, at: datetime) -> str:
    given = LeaveGiven(
        reopening=leave.kind == "reopening",
        until=leave.until,
        reason=leave.reason,
        granted_by=leave.granted_by,
        standing=leave.until >= at,
    )
    return leave_text(given)


Forms = tuple[OpenMonthForm | None, LeaveForm | None]
"""The forms to show again, with what was typed; None for a fresh one."""


@for_person(Act.RUN_MONTHS, methods=("GET", "POST"))
def months(request: PersonRequest) -> HttpResponse:
    """Every month, with forms to open one, to close one and to grant leave."""
    known = data_months()
    if request.method != "POST":
        return _show(request, known, (None, None))
    take = _ACTS.get(request.POST.get("act", ""))
    if take is None:
        raise NotVisibleError(request.POST.get("act", ""))
    refused = take(request, known)
    return redirect(links.months()) if refused is None else _show(request, known, refused, 409)


def _open(request: PersonRequest, known: list[DataMonth]) -> Forms | None:
    form = OpenMonthForm(request.POST)
    if not form.is_valid():
        return form, None
    month: Month = form.cleaned_data["month"]
    try:
        open_month(
            month=month,
            deadline=form.cleaned_data["deadline"],
            late_until=form.cleaned_data["late_until"],
            by=request.person.username,
            at=timezone.now(),
            address=address_of(request),
        )
    except RefusedMonthError as problem:
        form.add_error(None, _why(month, problem))
        return form, None
    messages.success(request, gettext("%(month)s is open for figures.") % {"month": month_name(month)})
    return None


def _close(request: PersonRequest, known: list[DataMonth]) -> Forms | None:
    month = month_in(request.POST.get("month", ""))
    close_month(month=month, by=request.person.username, at=timezone.now(), address=address_of(request))
    messages.success(request, gettext("%(month)s is closed.") % {"month": month_name(month)})
    return None


def _grant(request: PersonRequest, known: list[DataMonth]) -> Forms | None:
    form = LeaveForm(request.POST, months=known)
    if not form.is_valid():
        return None, form
    month: Month = form.cleaned_data["month"]
    state = state_by_code(form.cleaned_data["state"])
    try:
        grant_leave(
            month=month,
            state=state.code,
            kind=LeaveKind(form.cleaned_data["kind"]),
            until=form.cleaned_data["until"],
            reason=form.cleaned_data["reason"],
            by=request.person.username,
            at=timezone.now(),
            address=address_of(request),
        )
    except RefusedMonthError as problem:
        text = gettext("%(month)s is closed; reopen it for the State instead.") % {"month": month_name(month)}
        form.add_error("kind", text if _is_closed(month, known) else str(problem))
        return None, form
    messages.success(
        request,
        gettext("Leave is granted to %(state)s for %(month)s.")
        % {"state": state.code, "month": month_name(month)},
    )
    return None


_ACTS: dict[str, Callable[[PersonRequest, list[DataMonth]], Forms | None]] = {
    "open": _open,
    "close": _close,
    "leave": _grant,
}


def _why(month: Month, problem: RefusedMonthError) -> str:
    """Why a month could not be opened, in the reader's language."""
    if Publication.objects.filter(month=month, origin=Origin.COMPUTED).exists():
        return gettext("%(month)s is published; reopen it for a State instead, with a reason.") % {
            "month": month_name(month)
        }
    present = DataMonth.objects.filter(month=month).first()
    if present is None or present.deadline <= timezone.now():
        return gettext("The scheduled deadline has passed already; give a later one.")
    return str(problem)


def _is_closed(month: Month, known: list[DataMonth]) -> bool:
    return any(one.month == month and one.closed_at is not None for one in known)


def _show(request: PersonRequest, known: list[DataMonth], forms: Forms, status: int = 200) -> HttpResponse:
    leaves: dict[Month, list[Leave]] = defaultdict(list)
    for leave in Leave.objects.select_related("state").order_by("granted_at"):
        leaves[leave.month_id].append(leave)
    newest = newest_open(known)
    first = {"month": str(newest.month)} if newest else {}
    page = months_page(
        known,
        _published(),
        leaves,
        at=timezone.now(),
        open_form=forms[0] or OpenMonthForm(initial=_next(known)),
        leave_form=forms[1] or LeaveForm(months=known, initial=first),
    )
    return show(request, "submissions/review/months.html", page, status)


def _next(known: list[DataMonth]) -> dict[str, str]:
    """The month that would be opened next: the one after the newest, or the one that has just ended."""
    ended = Month.of(timezone.localdate()).previous()
    following = known[0].month.next() if known else ended
    return {"month": str(min(following, ended))}


def _published() -> dict[Month, datetime]:
    rows = Publication.objects.filter(origin=Origin.COMPUTED).order_by("month")
    return dict(rows.values_list("month").annotate(Min("published_at")))
