"""A State's profile: its places on all boards, its rank over time, its marks, its months in first place."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext

from metrics.boards import Board
from rankings.models import Origin
from rankings.selectors.profiles import ParameterMark
from rankings.selectors.standings import Past, Place, Standings
from rankings.views import links
from rankings.views.links import Asked, Choice
from rankings.views.presenters import breaks
from rankings.views.presenters.figures import ChartFigure
from rankings.views.presenters.marks import MarksTable, losses, marks_table
from rankings.views.presenters.questions import questions
from rankings.views.presenters.rankchart import ranks_chart
from rankings.views.wording import labels, profiles
from rankings.views.wording.months import month_name
from rankings.views.wording.numbers import MISSING
from states.months import Month
from states.selectors import ALL_INDIA


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """The State on one board: in India and in its category."""

    board: Choice
    in_india: str
    in_category: str
    score: str
    behind: str


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """`changed` says that another methodology version ranked from this month on; else it is empty."""

    month: Choice
    in_india: str
    in_category: str
    score: str
    recorded: bool
    changed: str


@dataclass(frozen=True, slots=True)
class Firsts:
    """Counts of first places in India or in the category, with the months as links."""

    name: str
    count: str
    now: str
    longest: str
    months: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class ProfilePage:
    state: str
    code: str
    title: str
    headline: str
    lede: tuple[str, ...]
    sample: bool
    month: str
    earlier: Choice | None
    later: Choice | None
    latest: Choice | None
    boards: tuple[Choice, ...]
    category: str
    places: tuple[PlaceRow, ...]
    chart: ChartFigure | None
    history: tuple[HistoryRow, ...]
    marks: MarksTable | None
    marks_caption: str
    methodology: Choice | None
    firsts: tuple[Firsts, ...]
    questions: tuple[Choice, ...]
    data: tuple[Choice, ...]
    canonical: str


def profile_page(found: Standings, wanted: Asked, month: Month | None) -> ProfilePage:
    """`month` is the one that the address names; None on the page of the newest month."""
    name = labels.state_name(found.state)
    shown = _place(found, wanted.board, ALL_INDIA)
    marks = _marks(found, wanted)
    earlier = [one for one in found.months if found.month and one < found.month]
    later = [one for one in found.months if found.month and one > found.month]
    return ProfilePage(
        state=name,
        code=found.state.code,
        title=_title(name, found, wanted),
        headline=_headline(name, found, shown, marks),
        lede=_lede(found, wanted),
        sample=any(one.sample for one in found.places),
        month=month_name(found.month) if found.month else "",
        earlier=_month_choice(found, earlier[-1:], wanted),
        later=_month_choice(found, later[:1], wanted),
        latest=None if found.newest else Choice(gettext("Latest"), links.state(found.state.code, wanted)),
        boards=tuple(_boards(found, wanted, month)),
        category=labels.category_name(found.category),
        places=tuple(_places(found, wanted, month)),
        chart=ranks_chart(name, found.in_india, wanted),
        history=tuple(_history(found, wanted)),
        marks=marks_table(marks) if marks else None,
        marks_caption=_marks_caption(found, wanted),
        methodology=_methodology(found),
        firsts=tuple(_firsts(one, wanted) for one in (found.in_india, found.in_category) if one),
        questions=questions(found, wanted),
        data=tuple(_data(found, wanted)),
        canonical=links.state(found.state.code, wanted, month),
    )


def _place(found: Standings, board: str, category: str) -> Place | None:
    return next((one for one in found.places if (one.board, one.category) == (board, category)), None)


def _marks(found: Standings, wanted: Asked) -> list[ParameterMark]:
    """The parameters that count on the board; none where the State sent nothing at all."""
    if found.marks is None or all(one.status == "not_reported" for one in found.marks.rows):
        return []
    return [one for one in found.marks.rows if wanted.board in one.boards]


def _title(name: str, found: Standings, wanted: Asked) -> str:
    parts = [name, labels.board_name(wanted.board)]
    if found.month:
        parts.append(month_name(found.month))
    return " · ".join([*parts, *labels.lists_of(wanted.origin)])


def _headline(name: str, found: Standings, shown: Place | None, marks: list[ParameterMark]) -> str:
    if found.month is None:
        return gettext("%(state)s: no list is on record yet") % {"state": name}
    sentence = profiles.headline(name, shown, found.in_india, losses(marks) if marks else None)
    if found.newest:
        return sentence
    return gettext("%(month)s: %(sentence)s") % {"month": month_name(found.month), "sentence": sentence}


def _lede(found: Standings, wanted: Asked) -> tuple[str, ...]:
    """`October 2023`, `CCTNS`, `6th of 35 in India`, `2nd of 10 among Union Territories`, `score 96.19`."""
    if found.month is None:
        return (labels.board_name(wanted.board),)
    parts = [month_name(found.month), labels.board_name(wanted.board)]
    places = [_place(found, wanted.board, category) for category in (ALL_INDIA, found.category)]
    parts += [profiles.standing(one) for one in places if one is not None and one.rank is not None]
    own = places[0]
    if own is not None and own.score is not None:
        parts.append(gettext("score %(score)s") % {"score": f"{own.score:.2f}"})
    return tuple(parts)


def _month_choice(found: Standings, months: list[Month], wanted: Asked) -> Choice | None:
    return Choice(month_name(months[0]), links.state(found.state.code, wanted, months[0])) if months else None


def _boards(found: Standings, wanted: Asked, month: Month | None) -> list[Choice]:
    addresses = {
        board.value: links.state(found.state.code, wanted.on_board(board.value), month)
        for board in Board
        if board == wanted.board or _place(found, board, ALL_INDIA) is not None
    }
    return links.board_choices(wanted, addresses)


def _places(found: Standings, wanted: Asked, month: Month | None) -> list[PlaceRow]:
    rows = []
    for board in Board:
        own, inside = _place(found, board, ALL_INDIA), _place(found, board, found.category)
        if own is None and inside is None:
            continue
        address = links.leaderboard(month, wanted.on_board(board.value))
        rows.append(
            PlaceRow(
                board=Choice(
                    labels.board_name(board), address, board == wanted.board, labels.board_long(board)
                ),
                in_india=_of(own),
                in_category=_of(inside),
                score=MISSING if own is None or own.score is None else f"{own.score:.2f}",
                behind=_behind(own),
            )
        )
    return rows


def _of(place: Place | None) -> str:
    if place is None:
        return MISSING
    if place.rank is None:
        return f"{MISSING} {labels.reason(place.reason)}"
    return gettext("%(part)s of %(whole)s") % {"part": place.rank, "whole": place.ranked}


def _behind(place: Place | None) -> str:
    if place is None or place.score is None or place.top is None:
        return MISSING
    return "" if place.rank == 1 else f"{place.top - place.score:.2f}"


def _history(found: Standings, wanted: Asked) -> list[HistoryRow]:
    """Every month on record, newest first."""
    if found.in_india is None:
        return []
    inside = found.in_category.standings if found.in_category else {}
    rows, changed = [], breaks.changes(found.in_india.versions)
    for month in reversed(found.in_india.months):
        own, other = found.in_india.standings.get(month), inside.get(month)
        rows.append(
            HistoryRow(
                month=Choice(month_name(month), links.leaderboard(month, wanted)),
                in_india=MISSING if own is None or own.rank is None else str(own.rank),
                in_category=MISSING if other is None or other.rank is None else str(other.rank),
                score=MISSING if own is None or own.score is None else f"{own.score:.2f}",
                recorded=found.in_india.origins.get(month) == Origin.RECORDED,
                changed=changed.get(month, ""),
            )
        )
    return rows


def _marks_caption(found: Standings, wanted: Asked) -> str:
    if found.month is None:
        return ""
    values = {"month": month_name(found.month), "board": labels.board_name(wanted.board)}
    return gettext("Marks by parameter, largest loss first, %(month)s, board %(board)s") % values


def _methodology(found: Standings) -> Choice | None:
    if found.marks is None:
        return None
    return Choice(found.marks.methodology, links.page("methodology", found.marks.methodology))


def _firsts(past: Past, wanted: Asked) -> Firsts:
    count = past.count
    inside = wanted.in_category(past.category)
    return Firsts(
        name=labels.category_name(past.category),
        count=profiles.months_first(past),
        now=profiles.streak(count.current_streak, certain=count.streak_certain),
        longest=profiles.longest(count.longest_streak, count.longest_streak_from),
        months=tuple(Choice(month_name(one), links.leaderboard(one, inside)) for one in count.first_months),
    )


def _data(found: Standings, wanted: Asked) -> list[Choice]:
    history = links.data(f"states/{found.state.code}/history/", {"board": wanted.board})
    choices = [Choice(gettext("history, JSON"), history)]
    if found.marks is not None:
        choices.append(
            Choice(gettext("marks, JSON"), links.data(f"states/{found.state.code}/marks/{found.month}/", {}))
        )
    return choices
