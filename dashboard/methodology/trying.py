"""`/publish/methodology/drafts/3/try/`: a draft against past months."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext, ngettext

from accounts.access import Act
from accounts.auth import PersonRequest, for_person
from common.asking import Choice, MalformedQueryError
from common.dates import month_name
from common.months import Month
from dashboard.methodology.activating import draft_of, show_draft
from insights.tryout.core import MonthTrial, Move, StateTrial, by_state
from insights.tryout.queries import NotTriableError, Tryout, tryout
from metrics.drafts.changes import counts_alike
from metrics.selectors import document_of
from rankings.lists import asked, labels, links
from rankings.lists.labels import MISSING
from rankings.lists.links import Asked
from rankings.lists.queries import states_by_code
from states.models import State

# A draft tried against past months: what a page says of it.

Names = Mapping[str, State]
WINDOWS: tuple[int, ...] = (12, 24, 0)
"""How many of the newest months are tried; 0 for all."""


@dataclass(frozen=True, slots=True)
class MoveRow:
    """A State in one month under both; `kind` is up, down or empty."""

    state: str
    rank: str
    tried_rank: str
    moved: str
    kind: str
    score: str
    tried_score: str


@dataclass(frozen=True, slots=True)
class MonthRow:
    """One month in a line; `new_first` where somebody else would have been first."""

    month: Choice
    version: str
    scored: str
    up: int
    down: int
    first: str
    tried_first: str
    new_first: bool


@dataclass(frozen=True, slots=True)
class StateRow:
    """One State over all months that were tried."""

    state: str
    months_up: int
    months_down: int
    best: str
    worst: str
    first: int
    tried_first: int


@dataclass(frozen=True, slots=True)
class TrialPage:
    headline: str
    windows: tuple[Choice, ...]
    boards: tuple[Choice, ...]
    categories: tuple[Choice, ...]
    months: tuple[MonthRow, ...]
    states: tuple[StateRow, ...]
    unmoved: int
    shown: str
    moves: tuple[MoveRow, ...]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is tried: a board and category, how many months, and which of them is shown whole."""

    draft: int
    asked: Asked
    newest: int
    month: Month | None

    def url(
        self, *, asked: Asked | None = None, newest: int | None = None, month: Month | None = None
    ) -> str:
        """The page with one thing chosen otherwise."""
        number = self.newest if newest is None else newest
        query = (asked or self.asked).query | ({} if number == WINDOWS[0] else {"months": str(number)})
        if month is not None:
            query["month"] = str(month)
        address = reverse("methods:try", args=[self.draft])
        return f"{address}?{links.query_string(query)}" if query else address


def trial_page(found: Tryout, wanted: Wanted, names: Names) -> TrialPage:
    """`wanted.month` is one of the months that were tried, or None for the newest."""
    shown = next((trial for trial in found.trials if trial.month == wanted.month), None)
    shown = shown or (found.trials[-1] if found.trials else None)
    states = by_state(found.trials)
    return TrialPage(
        headline=_headline(found),
        windows=tuple(_window(number, found, wanted) for number in WINDOWS),
        boards=tuple(
            links.board_choices(
                wanted.asked,
                {board: wanted.url(asked=wanted.asked.on_board(board)) for board in labels.BOARDS},
            )
        ),
        categories=tuple(
            links.category_choices(
                wanted.asked,
                {
                    category: wanted.url(asked=wanted.asked.in_category(category))
                    for category in labels.CATEGORIES
                },
            )
        ),
        months=tuple(_month(trial, shown, wanted, names) for trial in reversed(found.trials)),
        states=tuple(_state(state, names) for state in states if state.months_up or state.months_down),
        unmoved=sum(not (state.months_up or state.months_down) for state in states),
        shown=month_name(shown.month) if shown else "",
        moves=tuple(_move(move, names) for move in shown.moves) if shown else (),
    )


def _headline(found: Tryout) -> str:
    if not found.trials:
        return gettext("No month has figures to try the draft on")
    moved = sum(1 for trial in found.trials if trial.up or trial.down)
    other = sum(1 for trial in found.trials if trial.first != trial.tried_first)
    values = {"moved": moved, "total": len(found.trials), "other": other}
    text = ngettext(
        "Somebody would have moved in %(moved)s of %(total)s month; first place would have changed in %(other)s",
        "Somebody would have moved in %(moved)s of %(total)s months; first place would have changed in %(other)s",
        len(found.trials),
    )
    return text % values


def _window(number: int, found: Tryout, wanted: Wanted) -> Choice:
    if not number:
        label = gettext("all %(count)s months") % {"count": len(found.months)}
    else:
        label = gettext("newest %(count)s months") % {"count": number}
    return Choice(label, wanted.url(newest=number), number == wanted.newest)


def _month(one: MonthTrial, shown: MonthTrial | None, wanted: Wanted, names: Names) -> MonthRow:
    return MonthRow(
        month=Choice(month_name(one.month), wanted.url(month=one.month) + "#month", one is shown),
        version=one.version,
        scored=gettext("%(part)s of %(whole)s") % {"part": one.scored, "whole": one.whole},
        up=one.up,
        down=one.down,
        first=_named(one.first, names),
        tried_first=_named(one.tried_first, names),
        new_first=one.first != one.tried_first,
    )


def _named(codes: Collection[str], names: Names) -> str:
    return labels.listed(sorted(labels.state_name(names[code]) for code in codes)) or MISSING


def _state(one: StateTrial, names: Names) -> StateRow:
    return StateRow(
        state=labels.state_name(names[one.state]),
        months_up=one.months_up,
        months_down=one.months_down,
        best=f"+{one.best}" if one.best else MISSING,
        worst=f"−{-one.worst}" if one.worst else MISSING,
        first=one.first,
        tried_first=one.tried_first,
    )


def _move(one: Move, names: Names) -> MoveRow:
    places = one.places or 0
    kind = "up" if places > 0 else "down" if places < 0 else ""
    return MoveRow(
        state=labels.state_name(names[one.state]),
        rank=_text(one.rank),
        tried_rank=_text(one.tried_rank),
        moved={"up": f"▲ {places}", "down": f"▼ {-places}"}.get(kind, "=" if one.places == 0 else MISSING),
        kind=kind,
        score=MISSING if one.score is None else f"{one.score:.2f}",
        tried_score=MISSING if one.tried_score is None else f"{one.tried_score:.2f}",
    )


def _text(rank: int | None) -> str:
    return MISSING if rank is None else str(rank)


@for_person(Act.EDIT_METHODOLOGY)
def try_out(request: PersonRequest, number: int) -> HttpResponse:
    """Who would have moved, on a board and category, over the newest months. Nothing is stored."""
    draft = draft_of(number)
    wanted = Wanted(
        number, Asked.of(request), _newest(request), asked.month(request.GET.get("month"), "month")
    )
    base = document_of(draft.based_on).document
    context: dict[str, object] = {}
    if counts_alike(base, draft.document):
        context["alike"] = True
    else:
        try:
            found = tryout(draft.document, wanted.asked.scope, wanted.newest or None)
            context["page"] = trial_page(found, wanted, states_by_code())
        except NotTriableError:
            context["faulty"] = True
    return show_draft(request, "dashboard/methodology/try.html", draft, context, here="try", base=base)


def _newest(request: PersonRequest) -> int:
    text = request.GET.get("months", "")
    if not text:
        return WINDOWS[0]
    if text not in {str(window) for window in WINDOWS}:
        told = gettext("months is one of %(known)s, not “%(value)s”")
        known = ", ".join(str(window) for window in WINDOWS)
        raise MalformedQueryError("months", told % {"known": known, "value": text[:40]})
    return int(text)
