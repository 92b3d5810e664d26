"""Months as the bureau opens and closes them, in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.forms import Form
from django.utils.translation import gettext

from rankings.views.wording.labels import state_name
from rankings.views.wording.months import month_name
from states.months import Month
from submissions.core.windows import Opening
from submissions.models import DataMonth, Leave
from submissions.presenters import review_links as links
from submissions.presenters.desk_words import by_whom
from submissions.presenters.review_board import leave_text
from submissions.selectors.board import LeaveGiven
from submissions.wording import moment_text


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
    shown = tuple(_shown(one, published.get(one.month), leaves.get(one.month, []), at) for one in months)
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
