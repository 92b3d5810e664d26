"""A State's profile: its places on all boards, its rank over time, its marks, its months in first place."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext

from metrics.boards import Board
from rankings.selectors.profiles import ParameterMark
from rankings.selectors.standings import Place, Standings
from rankings.views import links
from rankings.views.links import Asked
from rankings.views.presenters.around import Neighbour, Step, neighbours, step
from rankings.views.presenters.boardplaces import PlaceRow, place_on, place_rows
from rankings.views.presenters.figures import ChartFigure
from rankings.views.presenters.marks import MarksTable, losses, marks_table
from rankings.views.presenters.pasts import Firsts, HistoryRow, firsts_of, history_rows, other_boards
from rankings.views.presenters.punctual import Punctual, punctual
from rankings.views.presenters.questions import questions
from rankings.views.presenters.rankchart import ranks_chart
from rankings.views.presenters.scorechart import scores_chart
from rankings.views.presenters.strengths import StrengthTable, front_words, strength_table
from rankings.views.wording import labels, profiles, progress
from rankings.views.wording.months import month_name
from states.asking import Choice
from states.months import Month
from states.selectors import ALL_INDIA


@dataclass(frozen=True, slots=True)
class ProfilePage:
    state: str
    code: str
    title: str
    headline: str
    lede: tuple[str, ...]
    sample: bool
    mixed: str
    month: str
    earlier: Choice | None
    later: Choice | None
    latest: Choice | None
    boards: tuple[Choice, ...]
    category: str
    places: tuple[PlaceRow, ...]
    chart: ChartFigure | None
    scores: ChartFigure | None
    history: tuple[HistoryRow, ...]
    other_boards: tuple[str, ...]
    marks: MarksTable | None
    marks_caption: str
    strengths: StrengthTable | None
    methodology: Choice | None
    step: Step | None
    neighbours: tuple[Neighbour, ...]
    progress: tuple[tuple[Choice, str], ...]
    punctual: Punctual
    firsts: tuple[Firsts, ...]
    never: str
    questions: tuple[Choice, ...]
    data: tuple[Choice, ...]
    canonical: str


def profile_page(found: Standings, wanted: Asked, month: Month | None) -> ProfilePage:
    """`month` is the one that the address names; None on the page of the newest month."""
    name = labels.state_name(found.state)
    shown = place_on(found, wanted.board, ALL_INDIA)
    marks = _marks(found, wanted)
    earlier = [one for one in found.months if found.month and one < found.month]
    pasts = [one for one in (found.in_india, found.in_category) if one]
    later = [one for one in found.months if found.month and one > found.month]
    return ProfilePage(
        state=name,
        code=found.state.code,
        title=_title(name, found, wanted),
        headline=_headline(name, found, shown, marks),
        lede=_lede(found, wanted),
        sample=any(one.sample for one in found.places),
        mixed=labels.mixed(found.sample_basis),
        month=month_name(found.month) if found.month else "",
        earlier=_month_choice(found, earlier[-1:], wanted),
        later=_month_choice(found, later[:1], wanted),
        latest=None if found.newest else Choice(gettext("Latest"), links.state(found.state.code, wanted)),
        boards=tuple(_boards(found, wanted, month)),
        category=labels.category_name(found.category),
        places=tuple(place_rows(found, wanted, month)),
        chart=ranks_chart(name, found.in_india, wanted, found.courses),
        scores=scores_chart(name, found, wanted),
        history=tuple(history_rows(found, wanted)),
        other_boards=tuple(labels.board_name(one) for one in other_boards(found, wanted)),
        marks=marks_table(marks, front_words(found)) if marks else None,
        marks_caption=_marks_caption(found, wanted),
        strengths=strength_table(found) if marks else None,
        methodology=_methodology(found),
        step=step(found, wanted),
        neighbours=neighbours(found, wanted, month),
        progress=_progress(found, wanted),
        punctual=punctual(found),
        firsts=tuple(firsts_of(one, wanted) for one in pasts if one.count.months_first),
        never=profiles.never_first([one for one in pasts if not one.count.months_first]),
        questions=questions(found, wanted),
        data=tuple(_data(found, wanted)),
        canonical=links.state(found.state.code, wanted, month),
    )


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
    places = [place_on(found, wanted.board, category) for category in (ALL_INDIA, found.category)]
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
        if board == wanted.board or place_on(found, board, ALL_INDIA) is not None
    }
    return links.board_choices(wanted, addresses)


def _progress(found: Standings, wanted: Asked) -> tuple[tuple[Choice, str], ...]:
    """A line for each span with the way to everyone's progress; none where the State is not on the list."""
    if found.state.code not in found.listed:
        return ()
    inside = wanted.in_category(ALL_INDIA)
    return tuple(
        (
            Choice(progress.span_name(one.span), links.progress(found.month, inside, one.span)),
            progress.stride(one),
        )
        for one in found.strides
    )


def _marks_caption(found: Standings, wanted: Asked) -> str:
    if found.month is None:
        return ""
    values = {"month": month_name(found.month), "board": labels.board_name(wanted.board)}
    return gettext("Marks by parameter, largest loss first, %(month)s, board %(board)s") % values


def _methodology(found: Standings) -> Choice | None:
    if found.marks is None:
        return None
    return Choice(found.marks.methodology, links.page("methodology", found.marks.methodology))


def _data(found: Standings, wanted: Asked) -> list[Choice]:
    history = links.data(f"states/{found.state.code}/history/", {"board": wanted.board})
    choices = [Choice(gettext("history, JSON"), history)]
    if found.marks is not None:
        choices.append(
            Choice(gettext("marks, JSON"), links.data(f"states/{found.state.code}/marks/{found.month}/", {}))
        )
    return choices
