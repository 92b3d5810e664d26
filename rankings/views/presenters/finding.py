"""Find my State in a list: a form that keeps the address's other parts, and the answer in one line."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext

from rankings.models import Origin
from rankings.selectors.leaderboards import Leaderboard
from rankings.selectors.shapes import Row
from rankings.views import links
from rankings.views.links import Asked, Look
from rankings.views.wording import labels
from rankings.views.wording.ordinals import place
from states.asking import Choice
from states.models import State
from states.months import Month


@dataclass(frozen=True, slots=True)
class Found:
    """The answer for a State. `plan` leads to what would make it first.

    `elsewhere` leads to a list that holds the State, where this one does not.
    """

    code: str
    text: str
    profile: Choice
    plan: Choice | None
    elsewhere: Choice | None


@dataclass(frozen=True, slots=True)
class Finder:
    """`hidden` are the parts of the address that the form keeps; `states` the options, their codes as `url`."""

    hidden: tuple[tuple[str, str], ...]
    states: tuple[Choice, ...]
    found: Found | None


def finder(found: Leaderboard, wanted: Asked, look: Look, month: Month | None) -> Finder:
    """`month` is the one that the address names."""
    kept = {key: value for key, value in (wanted.query | look.query).items() if key != "state"}
    options = sorted(
        (Choice(labels.state_name(one), one.code, one.code == look.state) for one in found.states),
        key=lambda choice: choice.label,
    )
    state = next((one for one in found.states if one.code == look.state), None)
    return Finder(
        tuple(kept.items()),
        tuple(options),
        None if state is None else _found(found, wanted, state, month if found.newest else found.shown.month),
    )


def _found(found: Leaderboard, wanted: Asked, state: State, month: Month | None) -> Found:
    row = next((one for one in found.shown.rows if one.state.code == state.code), None)
    return Found(
        code=state.code,
        text=_text(found, labels.state_name(state), row),
        profile=Choice(gettext("Profile"), links.state(state.code, wanted, month)),
        plan=_plan(found, wanted, row, month),
        elsewhere=None if row is not None else _elsewhere(found, wanted, month),
    )


def _plan(found: Leaderboard, wanted: Asked, row: Row | None, month: Month | None) -> Choice | None:
    """None where it is first already, unranked, or the list has no figures to work from."""
    if row is None or row.rank in {None, 1} or found.shown.origin != Origin.COMPUTED:
        return None
    address = links.plan(row.state.code, wanted, month, {"target": "1"})
    return Choice(gettext("What would make it first"), address)


def _text(found: Leaderboard, name: str, row: Row | None) -> str:
    """`Mizoram: 22nd of 36 in India, 3rd of 10 among hilly and north-eastern States, 13.83 behind first`"""
    view = found.shown
    if row is None:
        said = gettext("not in this list") if view.complete else gettext("not on record in this list")
    elif row.rank is None:
        said = labels.reason(row.reason)
    else:
        parts = [_place(row.rank, len(view.ranked), view.category, whole=view.complete)]
        other = found.elsewhere.get(row.state.code)
        if other is not None and other.rank is not None:
            parts.append(_place(other.rank, other.ranked, other.category, whole=other.complete))
        top = next((one.score for one in view.first), None)
        if row.rank != 1 and row.score is not None and top is not None:
            parts.append(gettext("%(gap)s behind first") % {"gap": f"{top - row.score:.2f}"})
        said = ", ".join(parts)
    return f"{name}: {said}"


def _place(rank: int, ranked: int, category: str, *, whole: bool) -> str:
    """`22nd of 36 in India`; of how many is said only where the list is whole."""
    values = {"place": place(rank), "ranked": ranked, "among": labels.among(category)}
    if whole:
        return gettext("%(place)s of %(ranked)s %(among)s") % values
    return gettext("%(place)s %(among)s") % values


def _elsewhere(found: Leaderboard, wanted: Asked, month: Month | None) -> Choice | None:
    """The list of all India, which holds every State, where there is one."""
    whole = wanted.in_category(labels.CATEGORIES[0])
    there = any(one.board == wanted.board and one.category == whole.category for one in found.beside)
    if not there or wanted.category == whole.category:
        return None
    return Choice(gettext("See the list of all India"), links.leaderboard(month, whole))
