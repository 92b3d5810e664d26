"""Up to six States side by side: where they stand, what they have in each group, where they lie apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext

from rankings.charts.theme import LOOKS
from rankings.core.history import sample_basis
from rankings.selectors.compared import Compared
from rankings.selectors.measured import Measured
from rankings.views import links
from rankings.views.links import Asked
from rankings.views.presenters import comparetables as tables
from rankings.views.presenters.comparechart import RANK, SCORE, compare_chart
from rankings.views.presenters.comparetables import Row
from rankings.views.presenters.figures import ChartFigure
from rankings.views.presenters.monthnav import MonthNav, month_nav
from rankings.views.wording import compare as words
from rankings.views.wording import labels
from rankings.views.wording.months import month_name
from states.asking import Choice
from states.months import Month

MOST_STATES = len(LOOKS)
SHOWN = (RANK, SCORE)


@dataclass(frozen=True, slots=True)
class Column:
    """A State: its page, the address without it, and the look of its line."""

    state: Choice
    code: str
    without: str
    look: str
    shape: str


@dataclass(frozen=True, slots=True)
class ComparePage:
    """`places`, `groups` and `parameters` have a cell for each of `columns`; a cell is (text, bar or note)."""

    headline: str
    title: str
    lede: tuple[str, ...]
    sample: bool
    mixed: str
    months: MonthNav | None
    boards: tuple[Choice, ...]
    shown: tuple[Choice, ...]
    columns: tuple[Column, ...]
    others: tuple[Choice, ...]
    room: int
    hidden: tuple[tuple[str, str], ...]
    suggestions: tuple[Choice, ...]
    chart: ChartFigure | None
    places: tuple[Row, ...]
    groups: tuple[Row, ...]
    parameters: tuple[Row, ...]
    equal: tuple[Row, ...]
    caption: str
    methodology: Choice | None
    canonical: str


def compare_page(found: Compared, wanted: Asked, month: Month | None, show: str) -> ComparePage:
    """`month` is the one that the address names; `show` what the chart shows."""
    codes = [state.code for state in found.states]
    named = [labels.state_name(state) for state in found.states]
    kept = "" if show == RANK else show
    apart, equal = tables.parameters(found, wanted)
    return ComparePage(
        headline=words.headline(_ranked(found), named),
        title=_title(found, wanted, show),
        lede=_lede(found, wanted),
        sample=found.shown is not None and found.shown.sample,
        mixed=labels.mixed(sample_basis(one.sample for one in found.lists.values())) if codes else "",
        months=None
        if found.month is None
        else month_nav(found.months, found.month, lambda one: links.side_by_side(codes, wanted, one, kept)),
        boards=tuple(
            links.board_choices(
                wanted,
                {one: links.side_by_side(codes, wanted.on_board(one), month, kept) for one in labels.BOARDS},
            )
        ),
        shown=(
            Choice(gettext("Rank"), links.side_by_side(codes, wanted, month), show == RANK),
            Choice(gettext("Score"), links.side_by_side(codes, wanted, month, SCORE), show == SCORE),
        ),
        columns=tuple(_columns(found, wanted, month, kept)),
        others=tuple(Choice(labels.state_name(one), one.code) for one in found.others),
        room=MOST_STATES - len(codes),
        hidden=tuple(_hidden(codes, wanted, month, kept)),
        suggestions=() if codes else tuple(_suggestions(found, wanted)),
        chart=compare_chart(found, wanted, show) if codes else None,
        places=tuple(tables.places(found)) if found.counts else (),
        groups=tuple(tables.groups(found)),
        parameters=tuple(apart),
        equal=tuple(equal),
        caption=", ".join(
            [labels.board_name(wanted.board), *([month_name(found.month)] if found.month else [])]
        ),
        methodology=_methodology(found.marks),
        canonical=links.side_by_side(codes, wanted, month, kept),
    )


def _ranked(found: Compared) -> list[tuple[str, int, Decimal | None]]:
    """Name, rank and score of those that are ranked, best first."""
    standings = [(state, found.standing(state.code)) for state in found.states]
    ranked = [
        (labels.state_name(state), one.rank, one.score)
        for state, one in standings
        if one is not None and one.rank is not None
    ]
    return sorted(ranked, key=lambda row: row[1])


def _title(found: Compared, wanted: Asked, show: str) -> str:
    names = [labels.state_name(state) for state in found.states]
    parts = [gettext("Compare %(names)s") % {"names": labels.listed(names)} if names else gettext("Compare")]
    parts.append(labels.board_name(wanted.board))
    if found.month:
        parts.append(month_name(found.month))
    return " · ".join(
        [*parts, *([gettext("Score")] if show == SCORE else []), *labels.lists_of(wanted.origin)]
    )


def _lede(found: Compared, wanted: Asked) -> tuple[str, ...]:
    if found.month is None:
        return (gettext("No list is on record yet"),)
    return month_name(found.month), labels.board_long(wanted.board)


def _columns(found: Compared, wanted: Asked, month: Month | None, show: str) -> list[Column]:
    codes = [state.code for state in found.states]
    shown = None if found.newest else found.month
    return [
        Column(
            state=Choice(labels.state_name(state), links.state(state.code, wanted, shown)),
            code=state.code,
            without=links.side_by_side([one for one in codes if one != state.code], wanted, month, show),
            look=f"look-{number}",
            shape=LOOKS[number].shape,
        )
        for number, state in enumerate(found.states)
    ]


def _hidden(codes: Sequence[str], wanted: Asked, month: Month | None, show: str) -> list[tuple[str, str]]:
    """What the form carries along: the States that are there, and the rest of the address."""
    fields = [("states", ",".join(codes))] if codes else []
    fields += list(wanted.query.items())
    return [*fields, *([("month", str(month))] if month else []), *([("show", show)] if show else [])]


def _suggestions(found: Compared, wanted: Asked) -> list[Choice]:
    """The first two and the first six of the list, as a beginning."""
    if found.shown is None:
        return []
    order = [code for code, row in found.shown.rows.items() if row.rank is not None]
    names = {one.code: labels.state_name(one) for one in found.others}
    return [
        Choice(labels.listed([names[code] for code in codes]), links.side_by_side(codes, wanted))
        for codes in (order[:2], order[:MOST_STATES])
        if len(codes) > 1
    ]


def _methodology(marks: Measured | None) -> Choice | None:
    if marks is None:
        return None
    return Choice(marks.document.version, links.page("methodology", marks.document.version))
