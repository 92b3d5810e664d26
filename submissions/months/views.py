"""`/review/months/`: months open, close, and open again for one State."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.db.models import Min
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext

from accounts.access import Act, NotVisibleError
from accounts.auth import PersonRequest, acting, month_in
from common.dates import month_name
from common.months import Month
from rankings.models import Origin, Publication
from states.selectors import state_by_code
from submissions.models import DataMonth, Leave, LeaveKind
from submissions.months.forms import LeaveForm, OpenMonthForm
from submissions.months.queries import data_month, data_months
from submissions.months.services import RefusedMonthError, close_month, grant_leave, open_month
from submissions.review.board import newest_open
from submissions.review.show import for_person, show


@for_person(Act.RUN_MONTHS, methods=("GET", "POST"))
def months(request: PersonRequest) -> HttpResponse:
    """Every month, with forms to open one, to close one and to grant leave; a refused form keeps what was typed."""
    known, at = data_months(), timezone.now()
    newest = newest_open(known)
    opening = OpenMonthForm(initial={"month": str(_next(known))})
    leave = LeaveForm(months=known, initial={"month": str(newest.month)} if newest else {})
    if request.method == "POST":
        by = acting(request) | {"at": at}
        act = request.POST.get("act", "")
        if act == "open":
            opening = OpenMonthForm(request.POST)
            done = _open(opening, by)
        elif act == "close":
            closed = close_month(month=month_in(request.POST.get("month", "")), **by)
            done = gettext("%(month)s is closed.") % {"month": month_name(closed.month)}
        elif act == "leave":
            leave = LeaveForm(request.POST, months=known)
            done = _grant(leave, by)
        else:
            raise NotVisibleError(act)
        if done:
            messages.success(request, done)
            return redirect("review:months")
    published = _published()
    leaves: dict[Month, list[Leave]] = defaultdict(list)
    for granted in Leave.objects.select_related("state").order_by("granted_at"):
        leaves[granted.month_id].append(granted)
    rows = [
        (month, stands(month, at, published=month.month in published), leaves[month.month]) for month in known
    ]
    open_now = [month.month for month in known if month.closed_at is None and month.month not in published]
    return show(
        request, "submissions/review/months.html", status=409 if request.method == "POST" else 200, rows=rows,
        open_now=open_now, names=", ".join(map(month_name, open_now)), open_form=opening,
        leave_form=leave if known else None,
    )  # fmt: skip


def stands(month: DataMonth, at: datetime, *, published: bool) -> str:
    """How a month stands for most States."""
    if published:
        return gettext("published")
    if month.closed_at:
        return gettext("closed")
    if at > month.late_until:
        return gettext("late window over, not closed yet")
    return gettext("late window") if at > month.deadline else gettext("open")


def _open(form: OpenMonthForm, by: dict[str, Any]) -> str:
    """Open a month; returns what to say, empty where the form was refused."""
    if not form.is_valid():
        return ""
    month = form.cleaned_data["month"]
    name = {"month": month_name(month)}
    try:
        open_month(**form.cleaned_data, **by)
    except RefusedMonthError as problem:
        present = DataMonth.objects.filter(month=month).first()
        if month in _published():
            text = gettext("%(month)s is published; reopen it for a State instead, with a reason.") % name
        elif present is None or present.deadline <= by["at"]:
            text = gettext("The scheduled deadline has passed already; give a later one.")
        else:
            text = str(problem)
        form.add_error(None, text)
        return ""
    return gettext("%(month)s is open for figures.") % name


def _grant(form: LeaveForm, by: dict[str, Any]) -> str:
    """Grant leave; returns what to say, empty where the form was refused."""
    if not form.is_valid():
        return ""
    asked, state = form.cleaned_data, state_by_code(form.cleaned_data["state"])
    name = {"month": month_name(asked["month"]), "state": state.code}
    try:
        grant_leave(**asked | {"state": state.code, "kind": LeaveKind(asked["kind"])}, **by)
    except RefusedMonthError as problem:
        text = gettext("%(month)s is closed; reopen it for the State instead.") % name
        form.add_error("kind", text if data_month(asked["month"]).closed_at else str(problem))
        return ""
    return gettext("Leave is granted to %(state)s for %(month)s.") % name


def _next(known: list[DataMonth]) -> Month:
    """The month that would be opened next: the one after the newest, or the one that has just ended."""
    ended = Month.of(timezone.localdate()).previous()
    return min(known[0].month.next(), ended) if known else ended


def _published() -> dict[Month, datetime]:
    rows = Publication.objects.filter(origin=Origin.COMPUTED).order_by("month")
    return dict(rows.values_list("month").annotate(Min("published_at")))
