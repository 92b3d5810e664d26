"""Provisional lists, objections and caveats, in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext, ngettext

from metrics.scoring import Figure
from rankings.models import RankingList
from rankings.views.wording import labels
from rankings.views.wording.months import month_name
from rankings.views.wording.numbers import MISSING, two_decimals
from states.asking import Choice
from states.models import Job, JobState
from states.months import Month
from submissions.models import Caveat, CaveatKind, Objection
from submissions.presenters import review_links as links
from submissions.presenters.desk_words import by_whom, figure_text


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
    open_ones = Counter(one.state_id for one in objections)
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
                labels.state_name(one.state),
                one.parameter,
                str(CaveatKind(one.kind).label),
                one.text,
                by_whom(one.written_by, one.written_at),
            )
            for one in caveats
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
