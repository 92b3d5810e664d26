"""A draft tried against past months: what a page says of it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext, ngettext

from rankings.core.tryout import MonthTrial, Move, StateTrial, by_state
from rankings.selectors.tryouts import Tryout
from rankings.views import links
from rankings.views.links import Asked
from rankings.views.wording import labels
from rankings.views.wording.months import month_name
from rankings.views.wording.numbers import MISSING
from states.asking import Choice
from states.models import State
from states.months import Month

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
    shown = next((one for one in found.trials if one.month == wanted.month), None)
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
                {one: wanted.url(asked=wanted.asked.in_category(one)) for one in labels.CATEGORIES},
            )
        ),
        months=tuple(_month(one, shown, wanted, names) for one in reversed(found.trials)),
        states=tuple(_state(one, names) for one in states if one.months_up or one.months_down),
        unmoved=sum(not (one.months_up or one.months_down) for one in states),
        shown=month_name(shown.month) if shown else "",
        moves=tuple(_move(one, names) for one in shown.moves) if shown else (),
    )


def _headline(found: Tryout) -> str:
    if not found.trials:
        return gettext("No month has figures to try the draft on")
    moved = sum(1 for one in found.trials if one.up or one.down)
    other = sum(1 for one in found.trials if one.first != one.tried_first)
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
