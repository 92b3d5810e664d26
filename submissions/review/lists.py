"""Provisional lists, objections and caveats, in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext, ngettext

from accounts.access import Act, NotVisibleError
from accounts.auth import PersonRequest, address_of, month_in
from common.asking import Choice
from common.dates import month_name
from common.models import Job, JobState
from common.months import Month
from metrics.scoring import Figure
from rankings.lists import asked, labels
from rankings.lists.labels import MISSING, two_decimals
from rankings.models import RankingList
from submissions.desk.words import by_whom, figure_text
from submissions.models import Caveat, CaveatKind, Objection
from submissions.months.queries import data_month
from submissions.review import words as links
from submissions.review.board import computation_of, newest_open
from submissions.review.reading import (
    answered_objections,
    caveats_of,
    figures_of_cells,
    open_objections,
    provisional_list,
)
from submissions.review.show import for_person, show
from submissions.review.words import refused
from submissions.upload.cells import resolve_objection
from submissions.workflow import RefusedStepError


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """`objection` says in words that an objection is open, else empty."""

    rank: str
    state: str
    code: str
    score: str
    objection: str


@dataclass(frozen=True, slots=True)
class ProvisionalPage:
    title: str
    text: str
    boards: tuple[Choice, ...]
    categories: tuple[Choice, ...]
    rows: tuple[PlaceRow, ...]
    caption: str
    exists: bool
    sample: bool
    back: Choice | None


@dataclass(frozen=True, slots=True)
class ObjectionShown:
    """`typed` and `error` belong to a reply that was refused; `own` ones are answered by someone else."""

    number: int
    state: str
    month: str
    parameter: str
    figure: str
    text: str
    raised: str
    reply: str
    resolved: str
    url: str
    own: bool
    typed: str
    error: str


@dataclass(frozen=True, slots=True)
class CaveatShown:
    state: str
    parameter: str
    kind: str
    text: str
    who: str


@dataclass(frozen=True, slots=True)
class ObjectionsPage:
    title: str
    headline: str
    open: tuple[ObjectionShown, ...]
    answered: tuple[ObjectionShown, ...]
    caveats: tuple[CaveatShown, ...]
    caveats_title: str
    may_reply: bool


def provisional_page(
    month: Month,
    found: RankingList | None,
    objections: Iterable[Objection],
    *,
    board: str,
    category: str,
    only: Collection[str] | None,
    computation: Job | None = None,
) -> ProvisionalPage:
    """`only` holds the States that an officer may see; None for people of the bureau.

    `computation` is the newest job that computes the month's provisional lists.
    """
    open_ones = Counter(objection.state_id for objection in objections)
    rows = list(found.rows.all()) if found else []
    ranked = sum(row.rank is not None for row in rows)
    return ProvisionalPage(
        title=gettext("Provisional list of %(month)s") % {"month": month_name(month)},
        text=_provisional_text(found is not None, only, computation),
        boards=tuple(
            Choice(
                labels.board_name(one), _list_url(month, one, category), one == board, labels.board_long(one)
            )
            for one in labels.BOARDS
        ),
        categories=tuple(
            Choice(labels.category_short(one), _list_url(month, board, one), one == category)
            for one in labels.CATEGORIES
        ),
        rows=tuple(
            PlaceRow(
                rank=str(row.rank) if row.rank else MISSING,
                state=labels.state_name(row.state),
                code=row.state_id,
                score=two_decimals(row.score) if row.score is not None else labels.reason(row.reason),
                objection=_objections_text(open_ones[row.state_id]),
            )
            for row in rows
            if only is None or row.state_id in only
        ),
        caption=gettext("Board %(board)s, %(category)s, %(ranked)s ranked")
        % {"board": labels.board_name(board), "category": labels.category_name(category), "ranked": ranked},
        exists=found is not None,
        sample=bool(found and found.sample),
        back=Choice(gettext("Review of %(month)s") % {"month": month_name(month)}, links.board(month))
        if only is None
        else None,
    )


def objections_page(
    open_ones: Iterable[Objection],
    answered: Iterable[Objection],
    caveats: Iterable[Caveat],
    figures: Mapping[int, Figure | None],
    *,
    month: Month | None,
    username: str,
    may_reply: bool,
    typed: Mapping[int, tuple[str, str]],
) -> ObjectionsPage:
    """`typed` holds, by objection, a reply that was refused, with the reason."""
    waiting = tuple(
        _shown(one, figures.get(one.pk), username, typed.get(one.pk, ("", ""))) for one in open_ones
    )
    return ObjectionsPage(
        title=gettext("Objections"),
        headline=ngettext("%(count)s objection is open", "%(count)s objections are open", len(waiting))
        % {"count": len(waiting)}
        if waiting
        else gettext("No objection is open"),
        open=waiting,
        answered=tuple(_shown(one, None, username, ("", "")) for one in answered),
        caveats=tuple(
            CaveatShown(
                labels.state_name(caveat.state),
                caveat.parameter,
                str(CaveatKind(caveat.kind).label),
                caveat.text,
                by_whom(caveat.written_by, caveat.written_at),
            )
            for caveat in caveats
        ),
        caveats_title=gettext("Caveats of %(month)s") % {"month": month_name(month)} if month else "",
        may_reply=may_reply,
    )


def _shown(one: Objection, figure: Figure | None, username: str, typed: tuple[str, str]) -> ObjectionShown:
    return ObjectionShown(
        number=one.pk,
        state=labels.state_name(one.state),
        month=month_name(one.month),
        parameter=one.parameter,
        figure=figure_text(figure),
        text=one.text,
        raised=by_whom(one.raised_by, one.raised_at),
        reply=one.reply,
        resolved=by_whom(one.resolved_by, one.resolved_at) if one.resolved_at else "",
        url=f"{links.reading(one.state_id, one.month)}#{one.parameter}",
        own=username == one.raised_by.partition(" for ")[0],
        typed=typed[0],
        error=typed[1],
    )


def _provisional_text(exists: bool, only: Collection[str] | None, computation: Job | None) -> str:
    waits = computation is not None and computation.state in {JobState.QUEUED, JobState.RUNNING}
    if not exists:
        if waits:
            return gettext("The provisional list waits: the verified figures are still to be computed.")
        if computation is not None and computation.state == JobState.FAILED:
            return gettext("There is no provisional list now: the verified figures could not be computed.")
        return gettext(
            "There is no provisional list now: no figures are verified yet, or the published list rests on them all."
        )
    text = (
        gettext("For staff only: ranks may still move until the list is published.")
        if only is None
        else gettext("Only your own State's row is shown; ranks may still move until the list is published.")
    )
    if waits:
        text += " " + gettext("Figures verified since are still to be computed.")
    return text


def _objections_text(count: int) -> str:
    if not count:
        return ""
    return ngettext(
        "%(count)s open objection: the rank may change",
        "%(count)s open objections: the rank may change",
        count,
    ) % {"count": count}


def _list_url(month: Month, board: str, category: str) -> str:
    return links.provisional(month, {"board": board, "category": category})


# Provisional lists and objections.


@for_person(Act.SEE_PROVISIONAL)
def provisional(request: PersonRequest, month: str) -> HttpResponse:
    """The provisional list: all rows for the bureau, for an officer the own State's row alone."""
    wanted = data_month(month_in(month)).month
    board, category = asked.board(request.GET.get("board")).value, asked.category(request.GET.get("category"))
    page = provisional_page(
        wanted,
        provisional_list(wanted, board, category),
        open_objections(wanted),
        board=board,
        category=category,
        only=None if request.person.is_staff else request.person.states,
        computation=computation_of(wanted),
    )
    return show(request, "submissions/review/provisional.html", page)


@for_person(Act.SEE_SUBMISSIONS, staff=True, methods=("GET", "POST"))
def objections(request: PersonRequest) -> HttpResponse:
    """What the States object to. POST answers one; a refused reply stays in its form."""
    if request.method != "POST":
        return _show(request, {})
    request.person.require(Act.REVIEW)
    number, reply = request.POST.get("objection", ""), request.POST.get("reply", "")
    if not (number.isascii() and number.isdigit() and len(number) < 19):
        raise NotVisibleError(number)
    try:
        one = resolve_objection(
            objection_id=int(number),
            reply=reply,
            by=request.person.username,
            at=timezone.now(),
            address=address_of(request),
        )
    except Objection.DoesNotExist:
        raise NotVisibleError(number) from None
    except RefusedStepError as problem:
        told = (
            gettext("Write the bureau's reply.")
            if problem.code == "text_needed"
            else refused(problem.code, str(problem))
        )
        messages.error(request, told)
        return _show(request, {int(number): (reply, told)}, 409)
    messages.success(
        request,
        gettext("The objection of %(state)s to %(code)s is answered.")
        % {"state": one.state_id, "code": one.parameter},
    )
    return redirect(links.objections())


def _show(request: PersonRequest, typed: dict[int, tuple[str, str]], status: int = 200) -> HttpResponse:
    waiting = open_objections()
    # Someone else was faster: what was typed for an answered objection is shown once more, to be copied.
    gone = {key: pair for key, pair in typed.items() if key not in {one.pk for one in waiting}}
    for reply, _told in gone.values():
        if reply.strip():
            messages.info(request, gettext("You had written: “%(text)s”") % {"text": reply.strip()})
    newest = newest_open()
    page = objections_page(
        waiting,
        answered_objections(),
        caveats_of(newest.month) if newest else [],
        figures_of_cells(waiting),
        month=newest.month if newest else None,
        username=request.person.username,
        may_reply=request.person.may(Act.REVIEW),
        typed=typed,
    )
    return show(request, "submissions/review/objections.html", page, status)
