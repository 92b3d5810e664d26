"""The desk: what is due, how it stands, and the one thing to do next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from django.utils.translation import gettext, ngettext

from common.asking import Choice
from common.dates import month_name
from rankings.lists.labels import state_name
from rankings.lists.numbers import MISSING
from submissions.desk import words as links
from submissions.desk.own import OwnMonth, Standing
from submissions.desk.words import by_whom, days_text, gate_name, moment_text, status_name, who, window_text
from submissions.models import Status, Submission

SHOWN_IN_FULL = 2


@dataclass(frozen=True, slots=True)
class Next:
    """The one thing to do now. `url` is empty where there is nothing to do but wait."""

    label: str
    why: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class MonthCard:
    """A month in full; `due` is its deadline and `days` what is left of it, or how late it is."""

    month: Choice
    gate: str
    gate_text: str
    is_open: bool
    due: str
    days: str
    status: str
    newest: str
    open_rows: str
    objections: str
    last_rank: str
    next: Next
    template: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class HistoryRow:
    month: Choice
    gate: str
    revision: Choice
    status: str
    made: str
    decided: str


@dataclass(frozen=True, slots=True)
class StateDesk:
    name: str
    code: str
    acting_for: str
    cards: tuple[MonthCard, ...]
    earlier: tuple[MonthCard, ...]
    history: tuple[HistoryRow, ...]


@dataclass(frozen=True, slots=True)
class DeskPage:
    title: str
    states: tuple[StateDesk, ...]


def desk_page(found: Sequence[OwnMonth], deputises: Mapping[str, str], at: datetime) -> DeskPage:
    """`found` stands by State, newest month first; `deputises` names whose deputy the person is, by State."""
    states = []
    for code, months in groupby(found, key=lambda one: one.state.code):
        own = list(months)
        shown = [one for place, one in enumerate(own) if place < SHOWN_IN_FULL or one.window.is_open]
        officer = deputises.get(code, "")
        states.append(
            StateDesk(
                name=state_name(own[0].state),
                code=code,
                acting_for=gettext("acting for %(officer)s") % {"officer": who(officer)} if officer else "",
                cards=tuple(month_card(one, at) for one in shown),
                earlier=tuple(month_card(one, at) for one in own if one not in shown),
                history=tuple(row for one in own for row in history_rows(one)),
            )
        )
    return DeskPage(gettext("Your desk"), tuple(states))


def month_card(one: OwnMonth, at: datetime) -> MonthCard:
    current, state = one.current, one.state.code
    return MonthCard(
        month=Choice(month_name(one.month), links.month_page(state, one.month)),
        gate=gate_name(one.window.gate),
        gate_text=window_text(one.month, one.window),
        is_open=one.window.is_open,
        due=moment_text(one.opening.deadline),
        days=days_text(one.opening, one.window, at, _sent_at(one)),
        status=status_name(current),
        newest=_newest(current),
        open_rows=_open_rows(one),
        objections=ngettext("%(count)s open objection", "%(count)s open objections", one.objections)
        % {"count": one.objections}
        if one.objections
        else "",
        last_rank=rank_text(one.last_rank),
        next=next_step(one),
        template=(
            Choice("XLSX", links.template(state, one.month, "xlsx")),
            Choice("CSV", links.template(state, one.month, "csv")),
        ),
    )


def next_step(one: OwnMonth) -> Next:
    """The one thing to do now, the most pressing first."""
    current, state, month = one.current, one.state.code, one.month
    if not one.window.is_open:
        return _shut(one)
    if one.blocked is not None:
        count = len(one.blocked.problems)
        why = ngettext(
            "Your newest file has %(count)s problem; none of its figures was kept.",
            "Your newest file has %(count)s problems; none of its figures was kept.",
            count,
        )
        return Next(gettext("Mend the file"), why % {"count": count}, links.upload(one.blocked.pk))
    if current is None:
        return Next(
            gettext("Download the template"),
            gettext("Fill in the figures, then upload the file on the month's page."),
            links.template(state, month, "xlsx"),
        )
    if current.status in {Status.DRAFT, Status.RETURNED} and one.open_rows:
        return Next(
            gettext("Answer the returned figures"), _open_rows(one), links.inside("rows", state, month)
        )
    if current.status in {Status.DRAFT, Status.RETURNED}:
        return Next(
            gettext("Look at the result and submit"),
            gettext("The draft is sound, but NCRB sees it only once you submit it."),
            links.month_page(state, month) + "#submit",
        )
    return _done(current)


def _done(current: Submission) -> Next:
    if current.status == Status.VERIFIED:
        return Next(gettext("Nothing to do"), gettext("The figures are verified."))
    return Next(gettext("Wait for the review"), gettext("NCRB has your figures and checks them."))


def _shut(one: OwnMonth) -> Next:
    if one.current is not None and one.current.status in {Status.VERIFIED, Status.SUBMITTED}:
        return _done(one.current)
    return Next(gettext("Ask NCRB for more time"), gettext("No submission of this month was verified."))


def history_rows(one: OwnMonth) -> list[HistoryRow]:
    """Every revision of the month, newest first."""
    return [
        HistoryRow(
            month=Choice(month_name(one.month), links.month_page(one.state.code, one.month)),
            gate=gate_name(one.window.gate),
            revision=Choice(
                gettext("revision %(number)s") % {"number": each.revision},
                links.inside("revision", one.state.code, one.month, each.revision),
                current=each.is_current,
            ),
            status=status_name(each),
            made=by_whom(each.created_by, each.created_at),
            decided=by_whom(each.decided_by, each.decided_at) if each.decided_at else MISSING,
        )
        for each in one.revisions
    ]


def rank_text(standing: Standing | None) -> str:
    """`rank 3, score 97.98`; `–` where no list of the month names the State."""
    if standing is None or standing.rank is None:
        return MISSING
    rank = gettext("rank %(rank)s") % {"rank": standing.rank}
    if standing.score is None:
        return rank
    return rank + ", " + gettext("score %(score)s") % {"score": f"{standing.score:.2f}"}


def _sent_at(one: OwnMonth) -> datetime | None:
    current = one.current
    return current.submitted_at if current and current.status != Status.RETURNED else None


def _newest(current: Submission | None) -> str:
    if current is None:
        return MISSING
    number = gettext("revision %(number)s") % {"number": current.revision}
    return f"{number}: {by_whom(current.created_by, current.created_at)}"


def _open_rows(one: OwnMonth) -> str:
    count = len(one.open_rows)
    if not count:
        return ""
    return ngettext(
        "%(count)s returned figure wants an answer or a correction",
        "%(count)s returned figures want an answer or a correction",
        count,
    ) % {"count": count}
