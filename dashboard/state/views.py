"""A State's profile: its places on all boards, its rank over time, its marks, its months in first place."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.views.decorators.gzip import gzip_page

from common.asking import Choice
from common.dates import day, month_name, place
from common.months import Month
from dashboard.rescored import other_view as rescored
from dashboard.site import figures
from dashboard.site.charted import charted
from dashboard.site.errors import explained
from dashboard.site.figures import ChartFigure
from dashboard.site.notes import known
from dashboard.state import wording
from dashboard.state.charts import ranks_chart, scores_chart
from dashboard.state.marks import MarksTable, StrengthTable, front_words, losses, marks_table, strength_table
from dashboard.state.queries import Past, Place, Standings, standings
from dashboard.why import wording as progress
from insights.plan.core import PlanStep
from insights.plan.queries import step_up
from insights.registry import Arrival
from metrics.boards import Board
from rankings.lists import asked, labels, links
from rankings.lists.asked import LATEST
from rankings.lists.history import Standing
from rankings.lists.labels import MISSING, grouped
from rankings.lists.links import Asked
from rankings.lists.marks import ParameterMark
from rankings.lists.scored_lists import Ground
from rankings.models import Origin
from rankings.practices.queries import practices_of
from states.selectors import ALL_INDIA, state_by_code

# Who stands next to a State in the list, and what would move it up by one place.

NEAR = 2
"""States above and below that are named."""


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A row near the State's own; `gap` is how much more the other scores, negative where less."""

    rank: str
    state: Choice
    gap: str
    own: bool


@dataclass(frozen=True, slots=True)
class Step:
    """What brings the State to the next better place: the steps in words, `reached` where they suffice.

    `more` leads to the plan with its proof, and to other places.
    """

    title: str
    text: str
    steps: tuple[str, ...]
    reached: bool
    more: Choice


def neighbours(found: Standings, wanted: Asked, month: Month | None) -> tuple[Neighbour, ...]:
    """The States next above and next below in the list of all India; none where the State is not ranked in it."""
    ranked = [(code, one) for code, one in found.listed.items() if one.rank is not None]
    codes = [code for code, _ in ranked]
    if found.state.code not in codes:
        return ()
    at = codes.index(found.state.code)
    own = ranked[at][1].score
    shown = ranked[max(at - NEAR, 0) : at + NEAR + 1]
    if len(shown) == 1:
        return ()
    return tuple(
        Neighbour(
            rank=str(one.rank),
            state=Choice(labels.state_name(found.states[code]), links.state(code, wanted, month)),
            gap=_score(own) if code == found.state.code else _gap(own, one.score),
            own=code == found.state.code,
        )
        for code, one in shown
    )


def _score(score: Decimal | None) -> str:
    return MISSING if score is None else f"{score:.2f}"


def _gap(own: Decimal | None, other: Decimal | None) -> str:
    if own is None or other is None:
        return MISSING
    gap = other - own
    return f"+{gap:.2f}" if gap > 0 else f"−{-gap:.2f}" if gap < 0 else "="


def step(found: Standings, wanted: Asked) -> Step | None:
    """None where the figures are not known, and for a State that is unranked or first."""
    if found.workings is None:
        return None
    plan = step_up(found.workings, found.state)
    if plan is None:
        return None
    place_now = next(one for code, one in found.listed.items() if code == found.state.code)
    ahead = [code for code, one in found.listed.items() if one.rank == plan.target]
    names = labels.listed([labels.state_name(found.states[code]) for code in ahead])
    gap = max(one.score or Decimal(0) for code, one in found.listed.items() if code in ahead)
    values = {
        "states": names, "place": place(plan.target),
        "gap": f"{gap - (place_now.score or Decimal(0)):.2f}",
    }  # fmt: skip
    text = gettext("%(gap)s more in score draws level with %(states)s.") % values
    if plan.reached:
        text += " " + gettext("The fewest cases that do it, while the others stand still:")
    else:
        text += " " + gettext("Its own figures cannot reach that while the others stand still.")
    return Step(
        title=gettext("To be in %(place)s place") % values,
        text=text,
        steps=tuple(_step(step, found.workings, found) for step in plan.steps) if plan.reached else (),
        reached=plan.reached,
        more=Choice(
            gettext("The plan, its proof, and other places"),
            links.plan(found.state.code, wanted, None if found.newest else found.month, {"by": "effort"}),
        ),
    )


def _step(one: PlanStep, workings: Ground, found: Standings) -> str:
    """`Sexual-offence investigations completed in 60 days (ITSSO): 57 → 60 of 66`"""
    parameter = workings.parameters[one.parameter]
    whole = workings.worked.basis.figures[found.state.code][one.parameter].denominator
    values = {
        "name": labels.either(parameter["name"], parameter["name_hi"]),
        "before": grouped(one.before), "after": grouped(one.after),
        "whole": MISSING if whole is None else grouped(whole),
    }  # fmt: skip
    return gettext("%(name)s: %(before)s → %(after)s of %(whole)s") % values


# A State's places on every board in one month.


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """The State on one board: in India and in its category."""

    board: Choice
    in_india: str
    in_category: str
    score: str
    behind: str


def place_on(found: Standings, board: str, category: str) -> Place | None:
    """The State in one list of the month; None where it is not named there."""
    return next((place for place in found.places if (place.board, place.category) == (board, category)), None)


def place_rows(found: Standings, wanted: Asked, month: Month | None) -> list[PlaceRow]:
    """Every board on which the State is named; `month` is the one that the address names."""
    rows = []
    for board in Board:
        own, inside = place_on(found, board, ALL_INDIA), place_on(found, board, found.category)
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


# What can be asked about a State from its page: why its rank changed, what would make it first.


def questions(found: Standings, wanted: Asked) -> tuple[Choice, ...]:
    """Links that answer; none where the month's list has no figures to answer from."""
    if found.marks is None or found.month is None or found.in_india is None:
        return ()
    asked = []
    computed = [month for month, origin in found.in_india.origins.items() if origin == Origin.COMPUTED]
    before = [month for month in computed if month < found.month]
    if found.month not in computed:
        return ()
    if before:
        address = links.why(found.state.code, wanted, before[-1], found.month)
        asked.append(Choice(gettext("Why the rank changed"), address))
    own = found.listed.get(found.state.code)
    if own is not None and own.rank is not None and own.rank > 1:
        month = None if found.newest else found.month
        address = links.plan(found.state.code, wanted, month, {"target": "1"})
        asked.append(Choice(gettext("What would make it first"), address))
    return tuple(asked)


# How often a State's figures came in by the deadline, as far as that is on record.


@dataclass(frozen=True, slots=True)
class ArrivalRow:
    month: str
    said: str


@dataclass(frozen=True, slots=True)
class Punctual:
    """`summary` counts the months that were in time; `rows` are newest first, none where nothing is on record."""

    summary: str
    rows: tuple[ArrivalRow, ...]


def punctual(found: Standings) -> Punctual:
    """Only months that have a list, so that nothing is said of a month that is still being taken in."""
    known = [arrival for arrival in found.arrivals if arrival.month in found.months]
    if not known:
        sample = any(place.sample for place in found.places)
        return Punctual(
            gettext("Not on record: these are sample months, for which nobody handed anything in.")
            if sample
            else gettext("Not on record for these months."),
            (),
        )
    kept = sum(1 for one in known if one.on_time)
    text = ngettext(
        "In time in %(kept)s of %(count)s month on record",
        "In time in %(kept)s of %(count)s months on record",
        len(known),
    )
    return Punctual(
        text % {"kept": kept, "count": len(known)},
        tuple(ArrivalRow(month_name(one.month), _said(one)) for one in reversed(known)),
    )


def _said(one: Arrival) -> str:
    """`04-11-2023, 11 days early`, `17-11-2023, 2 days late`, `never handed in`."""
    if one.handed_in is None:
        return gettext("never handed in")
    days = abs(timezone.localtime(one.handed_in).date() - timezone.localtime(one.due).date()) // timedelta(
        days=1
    )
    values = {"day": day(timezone.localtime(one.handed_in).date()), "days": days}
    if not one.on_time:
        text = ngettext("%(day)s, %(days)s day late", "%(day)s, %(days)s days late", max(days, 1))
        said = text % {**values, "days": max(days, 1)}
    elif days:
        said = ngettext("%(day)s, %(days)s day early", "%(day)s, %(days)s days early", days) % values
    else:
        said = gettext("%(day)s, on the last day") % values
    return f"{said} ({gettext('longer deadline')})" if one.longer else said


# A State's history month by month, and its months in first place.


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """`others` are rank and score on the other boards, in the order of `other_boards`.

    `changed` says that another methodology version ranked from this month on; else it is empty.
    """

    month: Choice
    in_india: str
    in_category: str
    score: str
    others: tuple[str, ...]
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


def other_boards(found: Standings, wanted: Asked) -> tuple[str, ...]:
    """The other boards on which the State has a history."""
    return tuple(board.value for board in Board if board != wanted.board and found.courses.get(board.value))


def history_rows(found: Standings, wanted: Asked) -> list[HistoryRow]:
    """Every month on record, newest first."""
    if found.in_india is None:
        return []
    inside = found.in_category.standings if found.in_category else {}
    beside = other_boards(found, wanted)
    rows, changed = [], figures.changes(found.in_india.versions)
    for month in reversed(found.in_india.months):
        own, other = found.in_india.standings.get(month), inside.get(month)
        rows.append(
            HistoryRow(
                month=Choice(month_name(month), links.leaderboard(month, wanted)),
                in_india=MISSING if own is None or own.rank is None else str(own.rank),
                in_category=MISSING if other is None or other.rank is None else str(other.rank),
                score=MISSING if own is None or own.score is None else f"{own.score:.2f}",
                others=tuple(_rank_and_score(found.courses.get(board, {}).get(month)) for board in beside),
                recorded=found.in_india.origins.get(month) == Origin.RECORDED,
                changed=changed.get(month, ""),
            )
        )
    return rows


def _rank_and_score(standing: Standing | None) -> str:
    """`10 · 96.33`"""
    if standing is None or standing.rank is None:
        return MISSING
    return str(standing.rank) if standing.score is None else f"{standing.rank} · {standing.score:.2f}"


def firsts_of(past: Past, wanted: Asked) -> Firsts:
    """The counts of one category, up to the month that is shown."""
    count = past.count
    inside = wanted.in_category(past.category)
    return Firsts(
        name=labels.category_name(past.category),
        count=wording.months_first(past),
        now=wording.streak(count.current_streak, certain=count.streak_certain),
        longest=wording.longest(count),
        months=tuple(
            Choice(month_name(month), links.leaderboard(month, inside)) for month in count.first_months
        ),
    )


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
    earlier = [month for month in found.months if found.month and month < found.month]
    pasts = [one for one in (found.in_india, found.in_category) if one]
    later = [month for month in found.months if found.month and month > found.month]
    return ProfilePage(
        state=name,
        code=found.state.code,
        title=_title(name, found, wanted),
        headline=_headline(name, found, shown, marks),
        lede=_lede(found, wanted),
        sample=any(place.sample for place in found.places),
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
        other_boards=tuple(labels.board_name(board) for board in other_boards(found, wanted)),
        marks=marks_table(marks, front_words(found)) if marks else None,
        marks_caption=_marks_caption(found, wanted),
        strengths=strength_table(found) if marks else None,
        methodology=_methodology(found),
        step=step(found, wanted),
        neighbours=neighbours(found, wanted, month),
        progress=_progress(found, wanted),
        punctual=punctual(found),
        firsts=tuple(firsts_of(past, wanted) for past in pasts if past.count.months_first),
        never=wording.never_first([past for past in pasts if not past.count.months_first]),
        questions=questions(found, wanted),
        data=tuple(_data(found, wanted)),
        canonical=links.state(found.state.code, wanted, month),
    )


def _marks(found: Standings, wanted: Asked) -> list[ParameterMark]:
    """The parameters that count on the board; none where the State sent nothing at all."""
    if found.marks is None or all(row.status == "not_reported" for row in found.marks.rows):
        return []
    return [row for row in found.marks.rows if wanted.board in row.boards]


def _title(name: str, found: Standings, wanted: Asked) -> str:
    parts = [name, labels.board_name(wanted.board)]
    if found.month:
        parts.append(month_name(found.month))
    return " · ".join([*parts, *labels.lists_of(wanted.origin)])


def _headline(name: str, found: Standings, shown: Place | None, marks: list[ParameterMark]) -> str:
    if found.month is None:
        return gettext("%(state)s: no list is on record yet") % {"state": name}
    sentence = wording.headline(name, shown, found.in_india, losses(marks) if marks else None)
    if found.newest:
        return sentence
    return gettext("%(month)s: %(sentence)s") % {"month": month_name(found.month), "sentence": sentence}


def _lede(found: Standings, wanted: Asked) -> tuple[str, ...]:
    """`October 2023`, `CCTNS`, `6th of 35 in India`, `2nd of 10 among Union Territories`, `score 96.19`."""
    if found.month is None:
        return (labels.board_name(wanted.board),)
    parts = [month_name(found.month), labels.board_name(wanted.board)]
    places = [place_on(found, wanted.board, category) for category in (ALL_INDIA, found.category)]
    parts += [wording.standing(place) for place in places if place is not None and place.rank is not None]
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
            Choice(progress.span_name(stride.span), links.progress(found.month, inside, stride.span)),
            progress.stride(stride),
        )
        for stride in found.strides
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


@gzip_page
@explained
def state(request: HttpRequest, code: str) -> HttpResponse:
    """`/states/HR/`: a State's profile. ISO codes lead to the address with our own code."""
    wanted = Asked.of(request).in_category(ALL_INDIA)
    one = state_by_code(code)
    if code.upper() != one.code:
        query = request.META.get("QUERY_STRING", "")
        address = links.page("state", one.code)
        return redirect(f"{address}?{query}" if query else address, permanent=True)
    version = rescored.asked_version(request, wanted)
    if version is not None:
        return rescored.state(request, one, wanted, version)
    shown = asked.month(request.GET.get("month"), "month")
    found = standings(one, wanted.scope, str(shown or LATEST))
    page = profile_page(found, wanted, shown)
    practices = practices_of(one)
    context = {"page": page, "practices": practices, **known(wanted), **rescored.views_of(wanted, one.code)}
    return charted(request, "dashboard/state.html", context)
