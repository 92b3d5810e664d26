"""The page of one State's month: how it stands, what the draft is worth, files in, revisions so far."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext

from rankings.views.wording.labels import state_name
from rankings.views.wording.months import month_name
from states.asking import Choice
from submissions.models import Status
from submissions.presenters import desk_links as links
from submissions.presenters.desk_list import HistoryRow, MonthCard, history_rows, month_card
from submissions.presenters.desk_problems import Outlook, Result
from submissions.presenters.desk_words import figure_text, parameter_name
from submissions.selectors.own import OwnMonth
from submissions.selectors.rows import ParameterWords, Row


@dataclass(frozen=True, slots=True)
class WarningRow:
    """A figure of the draft that differs from what is usual, with the remark that explains it."""

    code: str
    name: str
    figure: str
    remark: str


@dataclass(frozen=True, slots=True)
class HandIn:
    """The last step: hand the draft in for review."""

    url: str
    submission: int
    label: str
    text: str


@dataclass(frozen=True, slots=True)
class MonthPage:
    title: str
    state: str
    month: str
    url: str
    card: MonthCard
    may_send: bool
    based_on: int
    result: Result | None
    fault: str
    outlook: Outlook | None
    warnings: tuple[WarningRow, ...]
    hand_in: HandIn | None
    pages: tuple[Choice, ...]
    history: tuple[HistoryRow, ...]


def month_page(
    one: OwnMonth,
    at: datetime,
    *,
    may_send: bool,
    rows: Mapping[str, Row],
    words: Mapping[str, ParameterWords],
    outlook: Outlook | None,
    result: Result | None = None,
    fault: str = "",
) -> MonthPage:
    """`rows` are those of the newest revision; `result` is that of a check or of a file with problems."""
    state, month = state_name(one.state), month_name(one.month)
    can_send = may_send and one.window.is_open
    return MonthPage(
        title=f"{state} · {month}",
        state=state,
        month=month,
        url=links.month_page(one.state.code, one.month),
        card=month_card(one, at),
        may_send=can_send,
        based_on=one.revisions[0].revision if one.revisions else 0,
        result=result,
        fault=fault,
        outlook=outlook,
        warnings=_warnings(rows, words),
        hand_in=_hand_in(one) if can_send else None,
        pages=_pages(one, can_send=can_send),
        history=tuple(history_rows(one)),
    )


def _warnings(rows: Mapping[str, Row], words: Mapping[str, ParameterWords]) -> tuple[WarningRow, ...]:
    return tuple(
        WarningRow(code, parameter_name(code, words), figure_text(row.figure), row.remark)
        for code, row in rows.items()
        if row.warnings
    )


def _hand_in(one: OwnMonth) -> HandIn | None:
    current = one.current
    if current is None or current.status not in {Status.DRAFT, Status.RETURNED}:
        return None
    again = current.status == Status.RETURNED
    return HandIn(
        url=links.inside("submit", one.state.code, one.month),
        submission=current.pk,
        label=gettext("Submit again for review") if again else gettext("Submit for review"),
        text=gettext("Every returned figure must be corrected or answered first.")
        if again and one.open_rows
        else gettext("NCRB then checks revision %(revision)s; you can still send a newer one while the month is open.")
        % {"revision": current.revision},
    )  # fmt: skip


def _pages(one: OwnMonth, *, can_send: bool) -> tuple[Choice, ...]:
    state, month = one.state.code, one.month
    pages = []
    if can_send:
        pages.append(Choice(gettext("Type or correct single figures"), links.inside("figures", state, month)))
    if one.revisions:
        text = gettext("Returned figures and comments (%(count)s)") % {"count": one.comments}
        pages.append(Choice(text, links.inside("rows", state, month)))
    pages.append(Choice(gettext("Caveats"), links.inside("caveats", state, month)))
    if one.provisional or one.objections:
        text = gettext("Objections to the provisional list (%(count)s open)") % {"count": one.objections}
        pages.append(Choice(text, links.inside("objections", state, month)))
    return tuple(pages)
