"""All States and UTs, and the profile of one: its places, its rank over time, its marks, its months in first place."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from operator import attrgetter
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.views.decorators.gzip import gzip_page

from common.asking import UnknownNameError
from common.dates import day, month_name, place
from common.forms import ReadField
from common.http import redirect_with_query
from common.months import Month
from common.templatetags.pragati import MISSING, address
from dashboard.site.charted import charted, version_changes
from dashboard.site.errors import explained
from dashboard.site.notes import known, month_nav, scope_choices
from dashboard.state import rescored, sentences
from dashboard.state.charts import ranks_chart, scores_chart
from dashboard.state.queries import Profile, memberships, profile
from dashboard.state.sentences import Mark, losses, marks_on_board, marks_table, strength_table
from dashboard.why import wording as progress_wording
from insights.registry import Arrival
from insights.tryout.queries import rescored_history
from metrics.boards import Board
from rankings.lists import asked, headlines, labels, links
from rankings.lists.history import Standing
from rankings.lists.labels import grouped
from rankings.lists.progress_rank import SPANS
from rankings.lists.queries import list_view, other_ranks
from rankings.lists.query import ListQuery, RescoredQuery, rescored_address
from rankings.models import Origin
from rankings.practices.queries import practices_of
from states.models import State
from states.selectors import ALL_INDIA, all_states, categories_in, states_by_code

NEAR = 2
"""States above and below that are named."""


class StateQuery(RescoredQuery):
    """A State's places in India; whatever category was asked for, its page shows its own beside them."""

    month = ReadField(lambda text: asked.month(text, "month"))

    def clean(self) -> dict[str, Any]:
        return super().clean() | {"category": ALL_INDIA}


@explained
def states(request: HttpRequest) -> HttpResponse:
    """`/states/`: every State and UT by category, with its place in the newest list."""
    query = ListQuery.read(request.GET)
    query.cleaned_data["category"] = ALL_INDIA
    try:
        newest = list_view(query.scope, asked.LATEST)
    except UnknownNameError:
        newest = None
    inside = other_ranks(query.scope, newest) if newest else {}
    rows = {row.state: row for row in newest.rows} if newest else {}
    own, ordered = categories_in(), sorted(all_states(), key=attrgetter("label"))
    members = {
        category: [one for one in ordered if own.get(one.code) == category]
        for category in labels.CATEGORIES[1:]
    }
    context = {
        "query": query, "newest": newest, "boards": labels.BOARDS, "board": query.scope.board,
        "categories": [
            (category, [(one, rows.get(one), inside.get(one.code)) for one in states])
            for category, states in members.items()
        ],
        "listed": {place.category for place in inside.values()},
        "ranked": headlines.ranked(newest) if newest else [],
        "sample": newest and newest.sample,
        "mixed": labels.mixed(newest.sample_basis) if newest else "",
    }  # fmt: skip
    return render(request, "dashboard/states.html", {**context, **known(query.scope)})


@gzip_page
@explained
def state(request: HttpRequest, code: str) -> HttpResponse:
    """`/states/HR/`: a State's profile. ISO codes lead to the address with our own code."""
    query = StateQuery.read(request.GET)
    everyone = memberships()
    states = {one.code: one for one, _, _ in everyone}
    if code not in states:
        [one] = states_by_code([code], states.values())
        if code.upper() != one.code:
            return redirect_with_query(request, links.page("state", one.code))
        code = one.code
    if (there := rescored_address(request)) is not None:
        return redirect(there, permanent=True)
    here, under = ("rankings:state", code), query.cleaned_data["under"]
    context = {"query": query, "here": here, **known(query.scope)}

    def address_in(**changes: Any) -> str:
        return address(here, query=query.parts(**changes))

    if under is not None:
        history = rescored_history(query.scope, "" if under == asked.LATEST else under)
        query.cleaned_data |= {"under": history.version, "month": None}
        context |= rescored.context(history, states[code]) | scope_choices(query, address_in)
        parts = {"board": query.scope.board, "view": asked.RESCORED, "methodology": history.version}
        context |= {"canonical": address_in(), "data": links.data(f"states/{code}/history/", parts)}
        return charted(request, "dashboard/state/rescored.html", context)
    found = profile(everyone, code, query.scope, query.cleaned_data["month"])
    month = query.cleaned_data["month"]
    context |= profile_context(found, query) | {
        "nav": month_nav(found.months, found.month, lambda month: address_in(month=month))
        if found.month
        else None,
        "list_page": ("rankings:month", month) if month else ("rankings:latest",),
        "practices": practices_of(found.state),
        "chart": ranks_chart(found),
        "scores": scores_chart(found),
        "canonical": address_in(),
    }
    return charted(request, "dashboard/state.html", context)


def profile_context(found: Profile, query: StateQuery) -> dict[str, Any]:
    """What the template prints of a State."""
    scope = found.scope
    marks = marks_on_board(found)
    pasts = [past for past in (found.in_india, found.in_category) if past]
    return {
        "found": found, "state": found.state, "place": found.place,
        "title": title(found),
        "headline": headline(found, marks),
        "lede": lede(found),
        "sample": any(place.sample for place in found.places.values()),
        "mixed": labels.mixed(found.sample_basis),
        "boards": [
            (board.value, board == scope.board or (board, ALL_INDIA) in found.places) for board in Board
        ],
        "places": [
            (board.value, *own)
            for board in Board
            if any(own := [found.places.get((board, name)) for name in (ALL_INDIA, found.category)])
        ],
        "history": history_rows(found),
        "other_boards": other_boards(found),
        "marks": marks_table(found, marks) if marks else None,
        "strengths": strength_table(found) if marks else None,
        "step": step(found),
        "neighbours": neighbours(found),
        "progress": [
            (progress_wording.span_name(stride.span), None if stride.span == SPANS[0] else stride.span,
             progress_wording.stride(stride))
            for stride in (found.strides if found.state.code in found.listed else ())
        ],
        "punctual": punctual(found),
        "arrivals": [(arrival.month, arrived(arrival)) for arrival in reversed(arrivals_on_record(found))],
        "firsts": [
            (past, sentences.months_first(past), sentences.longest(past.count))
            for past in pasts
            if past.count.months_first
        ],
        "never": sentences.never_first([past for past in pasts if not past.count.months_first]),
        "explained_from": explained_from(found),
        "plan_month": None if found.newest else found.month,
        "history_data": links.data(f"states/{found.state.code}/history/", {"board": scope.board}),
        "marks_data": links.data(f"states/{found.state.code}/marks/{found.month}/", {}),
    }  # fmt: skip


def title(found: Profile) -> str:
    parts = [found.state.label, labels.board_name(found.scope.board)]
    if found.month:
        parts.append(month_name(found.month))
    return " · ".join([*parts, *labels.lists_of(found.scope.origin)])


def headline(found: Profile, marks: list[Mark]) -> str:
    name = found.state.label
    if found.month is None:
        return gettext("%(state)s: no list is on record yet") % {"state": name}
    lost = losses(marks) if marks else None
    sentence = sentences.headline(name, found.place, found.in_india, lost)
    if found.newest:
        return sentence
    return gettext("%(month)s: %(sentence)s") % {"month": month_name(found.month), "sentence": sentence}


def lede(found: Profile) -> list[str]:
    """`October 2023`, `CCTNS`, `6th of 35 in India`, `2nd of 10 among Union Territories`, `score 96.19`."""
    board = found.scope.board
    if found.month is None:
        return [labels.board_name(board)]
    places = [found.places.get((board, category)) for category in (ALL_INDIA, found.category)]
    parts = [month_name(found.month), labels.board_name(board)]
    parts += [sentences.standing(place) for place in places if place is not None and place.rank is not None]
    own = places[0]
    if own is not None and own.score is not None:
        parts.append(gettext("score %(score)s") % {"score": f"{own.score:.2f}"})
    return parts


def other_boards(found: Profile) -> list[str]:
    """The other boards on which the State has a history."""
    return [board.value for board in Board if board != found.scope.board and found.courses.get(board.value)]


def history_rows(found: Profile) -> list[tuple[Any, ...]]:
    """Every month on record, newest first: the list, the State in India, in its category, on the other boards.

    The last says that another methodology version ranked from this month on; else it is None.
    """
    if found.in_india is None:
        return []
    own, inside = found.in_india.standings, found.in_category.standings if found.in_category else {}
    courses = [found.courses[board] for board in other_boards(found)]
    changes = version_changes(found.in_india.versions)
    return [
        (
            listed, own.get(month), inside.get(month), [course.get(month) for course in courses],
            changes.get(month),
        )
        for month, listed in sorted(found.in_india.history.items(), reverse=True)
    ]  # fmt: skip


def neighbours(found: Profile) -> list[tuple[State, Standing, str]]:
    """The States next above and below in the list of all India, each with how much more it scores.

    None where the State is not ranked in it, or nobody else is.
    """
    ranked = {code: standing for code, standing in found.listed.items() if standing.rank is not None}
    codes = list(ranked)
    if found.state.code not in ranked or len(ranked) == 1:
        return []
    at, own = codes.index(found.state.code), ranked[found.state.code].score
    near = codes[max(at - NEAR, 0) : at + NEAR + 1]
    return [(found.states[code], ranked[code], _gap(own, ranked[code].score)) for code in near]


def _gap(own: Decimal | None, other: Decimal | None) -> str:
    if own is None or other is None:
        return MISSING
    gap = other - own
    return f"+{gap:.2f}" if gap > 0 else f"−{-gap:.2f}" if gap < 0 else "="


def step(found: Profile) -> dict[str, Any] | None:
    """What brings the State to the next better place: the steps in words, none where its figures cannot reach it.

    None where the figures are not known, and for a State that is unranked or first.
    """
    plan = found.worth.get("step")
    if plan is None:
        return None
    ahead = {
        code: standing.score for code, standing in found.listed.items() if standing.rank == plan["target"]
    }
    own = found.listed[found.state.code].score or Decimal(0)
    values = {
        "states": labels.listed([found.states[code].label for code in ahead]),
        "place": place(plan["target"]),
        "gap": f"{max(score or Decimal(0) for score in ahead.values()) - own:.2f}",
    }
    marks, steps = {mark["parameter"]: mark for mark in found.worth["marks"]}, []
    for code, before, after in plan["parts"] if plan["reached"] else ():
        mark, whole = marks[code], marks[code]["denominator"]
        steps.append(
            gettext("%(name)s: %(before)s → %(after)s of %(whole)s") % {
                "name": labels.either(mark["name"], mark["name_hi"]),
                "before": grouped(before), "after": grouped(after),
                "whole": MISSING if whole is None else grouped(whole),
            }
        )  # fmt: skip
    more = (
        gettext("The fewest cases that do it, while the others stand still:")
        if plan["reached"]
        else gettext("Its own figures cannot reach that while the others stand still.")
    )
    return {
        "title": gettext("To be in %(place)s place") % values,
        "text": gettext("%(gap)s more in score draws level with %(states)s.") % values + f" {more}",
        "steps": steps,
    }


def explained_from(found: Profile) -> Month | None:
    """The newest computed list before that of the month, from which a change of rank can be explained."""
    if not found.worth.get("marks") or found.in_india is None:
        return None
    history = found.in_india.history
    computed = [month for month in found.in_india.standings if history[month].origin == Origin.COMPUTED]
    return computed[-2] if len(computed) > 1 and computed[-1] == found.month else None


def arrivals_on_record(found: Profile) -> list[Arrival]:
    """Only months that have a list, so that nothing is said of a month that is still being taken in."""
    return [arrival for arrival in found.arrivals if arrival.month in found.months]


def punctual(found: Profile) -> str:
    """How often the State's figures came in by the deadline, as far as that is on record."""
    arrivals = arrivals_on_record(found)
    if not arrivals:
        if any(place.sample for place in found.places.values()):
            return gettext("Not on record: these are sample months, for which nobody handed anything in.")
        return gettext("Not on record for these months.")
    text = ngettext(
        "In time in %(kept)s of %(count)s month on record",
        "In time in %(kept)s of %(count)s months on record",
        len(arrivals),
    )
    return text % {"kept": sum(arrival.on_time for arrival in arrivals), "count": len(arrivals)}


def arrived(arrival: Arrival) -> str:
    """`04-11-2023, 11 days early`, `17-11-2023, 2 days late`, `never handed in`."""
    if arrival.handed_in is None:
        return gettext("never handed in")
    handed_in, due = (timezone.localtime(at).date() for at in (arrival.handed_in, arrival.due))
    days = abs(handed_in - due) // timedelta(days=1)
    if not arrival.on_time:
        days = max(days, 1)
        text = ngettext("%(day)s, %(days)s day late", "%(day)s, %(days)s days late", days)
    elif days:
        text = ngettext("%(day)s, %(days)s day early", "%(day)s, %(days)s days early", days)
    else:
        text = gettext("%(day)s, on the last day")
    sentence = text % {"day": day(handed_in), "days": days}
    return f"{sentence} ({gettext('longer deadline')})" if arrival.longer else sentence
