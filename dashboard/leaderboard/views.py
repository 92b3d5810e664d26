"""The leaderboard: one list with its sentence, strip, choices, table and facts."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext, ngettext

from common.asking import Choice, UnknownNameError
from common.dates import month_name, month_short, place
from common.months import Month
from dashboard.leaderboard.queries import Leaderboard, leaderboard
from dashboard.leaderboard.rows import Head, TableRow, heads, table_rows
from dashboard.leaderboard.strips import Cell, Strip, calendar, strip
from dashboard.leaderboard.tiles import TileMap, tile_map
from dashboard.robustness.wording import plus_minus
from dashboard.site import figures
from dashboard.site.charted import charted
from dashboard.site.errors import empty_page, explained
from dashboard.site.figures import ChartFigure
from dashboard.site.notes import NoteLine, note_lines
from dashboard.site.points import known, revised
from rankings.lists import headlines, labels, links
from rankings.lists.asked import LATEST
from rankings.lists.labels import listed, state_name
from rankings.lists.links import VIEWS, Asked, Look
from rankings.lists.shapes import Agreement, ListView, Row
from rankings.models import Origin
from states.models import State
from states.selectors import ALL_INDIA

# What a list rests on: methodology, ties, digest, data, origin, and how it agrees with the record.

DIGEST_SHOWN = 15
"""Characters of a digest that are shown: `sha256:` and eight more."""


@dataclass(frozen=True, slots=True)
class Fact:
    """A term and the texts or links that answer it; an answer's `title` is the whole of a shortened text."""

    term: str
    answers: tuple[Choice, ...]


def facts(found: Leaderboard, wanted: Asked, *, frozen: bool) -> list[Fact]:
    """The facts beside a list; `frozen` on the page of one revision."""
    view = found.shown
    own = [_origin(found, wanted)]
    if found.agreement is not None:
        own.append(Fact(gettext("Against the record"), (Choice(agreement(found.agreement), ""),)))
    if view.origin == Origin.RECORDED:
        own.append(Fact(gettext("Data month"), (Choice(labels.month_basis(view.month_basis), ""),)))
    if view.methodology:
        address = links.page("methodology", view.methodology)
        own.append(Fact(gettext("Methodology"), (Choice(view.methodology, address),)))
    if found.methodology is not None:
        own.append(Fact(gettext("Ties"), (Choice(_ties(found.methodology.rules["ties"]), ""),)))
    if len(found.revisions) > 1:
        own.append(
            Fact(
                gettext("Revisions"),
                tuple(_revision_fact(revision, view, wanted) for revision in found.revisions),
            )
        )
    if view.origin == Origin.COMPUTED:
        address = links.sureness(view.month, wanted)
        own.append(Fact(gettext("How sure"), (Choice(gettext("ranks under other marks"), address),)))
        own.append(
            Fact(
                gettext("What decides"),
                (Choice(gettext("parameter by parameter"), links.deciding(view.month, wanted)),),
            )
        )
    own.append(
        Fact(gettext("Progress"), (Choice(gettext("who improved most"), links.progress(view.month, wanted)),))
    )
    own.append(Fact(gettext("Digest"), (Choice(f"{view.digest[:DIGEST_SHOWN]}…", "", title=view.digest),)))
    own.append(Fact(gettext("Proof"), (Choice(gettext("how to check this list"), _proof(view)),)))
    own.append(Fact(gettext("As data"), tuple(_data(view, frozen=frozen))))
    return own


def _proof(view: ListView) -> str:
    """The page that proves this very list: its board, category, origin and revision."""
    address = reverse("release:proof", kwargs={"month": str(view.month)})
    query = {"board": view.board, "category": view.category, "origin": view.origin, "revision": view.revision}
    return f"{address}?{urlencode(query)}"


def agreement(found: Agreement) -> str:
    """`6 of 6 places on record agree`"""
    text = ngettext(
        "%(agreeing)s of %(count)s place on record agrees",
        "%(agreeing)s of %(count)s places on record agree",
        found.on_record,
    )
    return text % {"agreeing": found.agreeing, "count": found.on_record}


def _origin(found: Leaderboard, wanted: Asked) -> Fact:
    """Whether the list is computed or recorded, with the other kind where the month has one."""
    view = found.shown
    shown = (
        gettext("computed from figures")
        if view.origin == Origin.COMPUTED
        else gettext("from the published record")
    )
    answers = [Choice(shown, "")]
    other = Origin.RECORDED if view.origin == Origin.COMPUTED else Origin.COMPUTED
    if any(
        (one.board, one.category, one.origin) == (view.board, view.category, other) for one in found.beside
    ):
        text = (
            gettext("see the recorded list") if other is Origin.RECORDED else gettext("see the computed list")
        )
        answers.append(Choice(text, links.leaderboard(view.month, wanted.of_origin(other))))
    return Fact(gettext("Origin"), tuple(answers))


def _ties(method: str) -> str:
    if method == "dense":
        return gettext("equal scores share a rank, and the next rank follows")
    return gettext("equal scores share a rank, and the next rank skips")


def _revision_fact(number: int, view: ListView, wanted: Asked) -> Choice:
    address = links.leaderboard(view.month, wanted, number)
    return Choice(str(number), "" if number == view.revision else address, number == view.revision)


def _data(view: ListView, *, frozen: bool) -> list[Choice]:
    """The same list from the API."""
    path = f"rankings/{view.month}/rev/{view.revision}/" if frozen else f"rankings/{view.month}/"
    query = {"board": view.board, "category": view.category, "origin": view.origin}
    return [
        Choice("JSON", links.data(path, query)),
        Choice("CSV", links.data(path, {**query, "format": "csv"})),
        Choice("XLSX", links.data(path, {**query, "format": "xlsx"})),
    ]


# Find my State in a list: a form that keeps the address's other parts, and the answer in one line.


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
        (Choice(labels.state_name(state), state.code, state.code == look.state) for state in found.states),
        key=lambda choice: choice.label,
    )
    state = next((state for state in found.states if state.code == look.state), None)
    return Finder(
        tuple(kept.items()),
        tuple(options),
        None if state is None else _found(found, wanted, state, month if found.newest else found.shown.month),
    )


def _found(found: Leaderboard, wanted: Asked, state: State, month: Month | None) -> Found:
    row = next((row for row in found.shown.rows if row.state.code == state.code), None)
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


# Who moved most since the month before, in one line.

MOST_NAMES = 3


def movers(view: ListView) -> str:
    """`Moved most: Maharashtra, up 3 to 5th place; Mizoram and Punjab, down 3 each.`

    Where States left the ranking or came into it, who moved is told among those ranked in both lists, and the others
    are named. Empty where there is no month before to compare with, or too few are on record to say.
    """
    return " ".join(filter(None, (_left(view), _came(view), _moved(view))))


def _left(view: ListView) -> str:
    """Who went out. All the unranked are named beside this already."""
    if not view.left:
        return ""
    if view.left == view.unranked:
        return ngettext(
            "It was ranked the month before.", "All of them were ranked the month before.", len(view.left)
        )
    return gettext("Out of the ranking went %(states)s.") % {"states": _all(view.left)}


def _came(view: ListView) -> str:
    return gettext("Into the ranking came %(states)s.") % {"states": _all(view.came)} if view.came else ""


def _all(rows: Sequence[Row]) -> str:
    return listed([state_name(row.state) for row in rows])


def _moved(view: ListView) -> str:
    moved = [row for row in view.ranked if row.change_among_both is not None]
    others = bool(view.left or view.came)
    if not moved:
        if not others:
            return ""
        return gettext("Fewer than two States are ranked in both lists, so no movement can be told.")
    changes = [row.change_among_both or 0 for row in moved]
    parts = [
        _move([row for row in moved if row.change_among_both == change], change, alone=not others)
        for change in (max(0, *changes), min(0, *changes))
        if change
    ]
    values = {"moves": "; ".join(parts), "count": len(moved)}
    if not parts:
        if others:
            return gettext("The %(count)s ranked in both lists kept their places among themselves.") % values
        return gettext("No State changed its rank.") if view.complete else ""
    said = gettext("Moved most among the %(count)s ranked in both lists: %(moves)s.") % values
    if not others:
        said = gettext("Moved most: %(moves)s.") % values
    if any(row.movement_flagged for row in moved):
        said += " " + gettext("Not like for like: see the note below the table.")
    return said


def _move(rows: Sequence[Row], change: int, *, alone: bool) -> str:
    """`alone`: no other State left or came, so that the place won or lost is the one that is printed."""
    values = {"states": _names(rows), "places": abs(change), "place": place(rows[0].rank or 1)}
    if len(rows) > 1:
        each = (
            gettext("%(states)s, up %(places)s each")
            if change > 0
            else gettext("%(states)s, down %(places)s each")
        )
        return each % values
    if not alone:
        return (
            gettext("%(states)s, up %(places)s") if change > 0 else gettext("%(states)s, down %(places)s")
        ) % values
    one = (
        gettext("%(states)s, up %(places)s to %(place)s place")
        if change > 0
        else gettext("%(states)s, down %(places)s to %(place)s place")
    )
    return one % values


def _names(rows: Sequence[Row]) -> str:
    if len(rows) <= MOST_NAMES:
        return listed([state_name(row.state) for row in rows])
    return ngettext("%(count)s State", "%(count)s States", len(rows)) % {"count": len(rows)}


@dataclass(frozen=True, slots=True)
class Banner:
    text: str
    link: Choice


@dataclass(frozen=True, slots=True)
class LeaderboardPage:
    """Everything the page prints. `earlier`, `later` and `latest` are None where there is nothing to go to.

    `as_map`: the map comes before the table. `compared` goes with the States that are ticked to the page that
    compares them. `other_head` and `past_head` are the heads of the columns of the other rank and of the
    sparklines, `scale` is the sparklines' scale.
    `range_note` says what the bars under the ranks are; `what_if` leads to the list ranked again.
    """

    headline: str
    title: str
    meta: tuple[str, ...]
    moved: str
    unranked: tuple[str, ...]
    superseded: Banner | None
    sample: bool
    mixed: str
    strip: Strip | None
    month: str
    earlier: Choice | None
    later: Choice | None
    latest: Choice | None
    years: tuple[tuple[int, tuple[Cell, ...]], ...]
    boards: tuple[Choice, ...]
    categories: tuple[Choice, ...]
    views: tuple[Choice, ...]
    as_map: bool
    finder: Finder
    compared: tuple[tuple[str, str], ...]
    caption: str
    heads: Mapping[str, Head]
    other_head: str
    range_note: Choice | None
    what_if: Choice | None
    past_head: str
    scale: str
    rows: tuple[TableRow, ...]
    tiles: TileMap
    recorded: bool
    flagged: bool
    facts: tuple[Fact, ...]
    sources: tuple[str, ...]
    notes: tuple[NoteLine, ...]
    chart: ChartFigure | None
    canonical: str


def leaderboard_page(
    found: Leaderboard, wanted: Asked, look: Look, *, month: Month | None, revision: int | None
) -> LeaderboardPage:
    """`month` and `revision` are those that the address names; None on the page of the latest list."""
    view = found.shown
    frozen = revision is not None
    newest = found.newest and not frozen
    own = None if found.newest else view.month
    rows = table_rows(found, wanted, own, look)

    def looked(other: Look) -> str:
        return links.leaderboard(month, wanted, revision, other)

    return LeaderboardPage(
        headline=headlines.headline(view, newest=newest),
        title=_title(view, frozen=frozen),
        meta=_meta(view),
        moved=movers(view),
        unranked=tuple(headlines.unranked(view)),
        superseded=_superseded(found, wanted),
        sample=view.sample,
        mixed=labels.mixed(found.firsts.sample_basis),
        strip=_strip(found, wanted, look),
        month=month_name(view.month),
        earlier=_month_choice([month for month in found.months if month < view.month][-1:], wanted, look),
        later=_month_choice([month for month in found.months if month > view.month][:1], wanted, look),
        latest=None if newest else Choice(gettext("Latest"), links.leaderboard(None, wanted, look=look)),
        years=_years(found, wanted, look),
        boards=tuple(links.board_choices(wanted, _boards(found, wanted, month, look))),
        categories=tuple(links.category_choices(wanted, _categories(found, wanted, month, look))),
        views=_views(look, looked),
        as_map=look.view == "map",
        finder=finder(found, wanted, look, month),
        compared=tuple(links.compared(wanted, own).items()),
        caption=_caption(view),
        heads=heads(look, looked),
        other_head=gettext("In its category") if view.category == ALL_INDIA else gettext("In India"),
        range_note=_range_note(found, wanted),
        what_if=_what_if(found, wanted),
        past_head=_span(found),
        scale=gettext("top 1, bottom %(worst)s") % {"worst": found.recent.worst},
        rows=tuple(rows),
        tiles=tile_map(found, wanted, own, look),
        recorded=view.origin == Origin.RECORDED,
        flagged=any(row.movement.flagged for row in rows if row.movement),
        facts=tuple(facts(found, wanted, frozen=frozen)),
        sources=view.sources,
        notes=note_lines(view),
        chart=figures.scores(view),
        canonical=links.leaderboard(month, wanted, revision),
    )


def _views(look: Look, looked: Callable[[Look], str]) -> tuple[Choice, ...]:
    names = {"table": gettext("Table"), "map": gettext("Map")}
    return tuple(Choice(names[view], looked(replace(look, view=view)), view == look.view) for view in VIEWS)


def _range_note(found: Leaderboard, wanted: Asked) -> Choice | None:
    """What the thin bars are, with the way to how sure the order is; None where the list was not studied."""
    if found.ranges is None or not found.ranges.states:
        return None
    text = gettext("Bar under a rank: where marks varied by %(width)s could put the State, up to the left")
    address = links.sureness(found.shown.month, wanted)
    return Choice(text % {"width": plus_minus(found.ranges.widths[0])}, address)


def _what_if(found: Leaderboard, wanted: Asked) -> Choice | None:
    """None where the list has no figures to rank again."""
    if found.shown.origin != Origin.COMPUTED:
        return None
    label = gettext("What if the figures or the marks were other?")
    return Choice(label, links.what_if(found.shown.month, wanted))


def _span(found: Leaderboard) -> str:
    """`Rank, Nov 2022 to Oct 2023`"""
    first, last = found.recent.months[0], found.recent.months[-1]
    return gettext("Rank, %(first)s to %(last)s") % {"first": month_short(first), "last": month_short(last)}


def _title(view: ListView, *, frozen: bool) -> str:
    """`October 2023 · CCTNS · All India`: unique among pages."""
    parts = [month_name(view.month), labels.board_name(view.board), labels.category_name(view.category)]
    if frozen:
        parts.append(_revision(view))
    if view.origin == Origin.RECORDED:
        parts.append(gettext("from the published record"))
    return " · ".join(parts)


def _meta(view: ListView) -> tuple[str, ...]:
    """`October 2023`, `CCTNS`, `all 36 States and UTs`, `released 27-11-2023`, `revision 1`, `methodology 2023-01`."""
    parts = [
        month_name(view.month),
        labels.board_name(view.board),
        *_who(view),
        labels.released(view.released_on),
        _revision(view),
    ]
    if view.methodology:
        parts.append(gettext("methodology %(version)s") % {"version": view.methodology})
    return tuple(parts)


def _who(view: ListView) -> list[str]:
    """Who is in the list; the category by name where not all its members are ranked or on record."""
    size = len(view.rows)
    if view.unranked:
        return [labels.category_name(view.category), *headlines.ranked(view)]
    if view.complete:
        return [labels.members_of(view.category, size)]
    places = ngettext("%(count)s place on record", "%(count)s places on record", size) % {"count": size}
    return [labels.category_name(view.category), places]


def _revision(view: ListView) -> str:
    return gettext("revision %(number)s") % {"number": view.revision}


def _superseded(found: Leaderboard, wanted: Asked) -> Banner | None:
    """What became of an old revision; where the one that replaced it was withdrawn, no list of the month stands."""
    view = found.shown
    if view.is_current:
        return None
    values = {"number": view.revision}
    own = (view.board, view.category, view.origin)
    if own not in {(one.board, one.category, one.origin) for one in found.beside}:
        text = gettext(
            "Revision %(number)s of this list has been superseded by a later one, which was withdrawn."
        )
        return Banner(text % values, Choice(gettext("Latest list"), links.leaderboard(None, wanted)))
    text = gettext("Revision %(number)s of this list has been superseded by a later one.") % values
    return Banner(text, Choice(gettext("See the current list"), links.leaderboard(view.month, wanted)))


def _strip(found: Leaderboard, wanted: Asked, look: Look) -> Strip | None:
    leaders = [row.state.code for row in found.shown.first]
    return strip(
        found.firsts,
        found.shown.month,
        leaders,
        lambda month: links.leaderboard(month, wanted, look=look),
        found.months,
    )


def _years(found: Leaderboard, wanted: Asked, look: Look) -> tuple[tuple[int, tuple[Cell, ...]], ...]:
    years = calendar(
        found.months, found.shown.month, lambda month: links.leaderboard(month, wanted, look=look)
    )
    return tuple((year, tuple(cells)) for year, cells in years)


def _month_choice(months: list[Month], wanted: Asked, look: Look) -> Choice | None:
    if not months:
        return None
    return Choice(month_name(months[0]), links.leaderboard(months[0], wanted, look=look))


def _boards(found: Leaderboard, wanted: Asked, month: Month | None, look: Look) -> dict[str, str]:
    """The page of each board that has a list of this month and category."""
    there = {
        one.board for one in found.beside if one.category == wanted.category and _fits(one.origin, wanted)
    }
    return {board: links.leaderboard(month, wanted.on_board(board), look=look) for board in there}


def _categories(found: Leaderboard, wanted: Asked, month: Month | None, look: Look) -> dict[str, str]:
    there = {one.category for one in found.beside if one.board == wanted.board and _fits(one.origin, wanted)}
    return {category: links.leaderboard(month, wanted.in_category(category), look=look) for category in there}


def _fits(origin: str, wanted: Asked) -> bool:
    return wanted.origin is None or wanted.origin == origin


def _caption(view: ListView) -> str:
    values = {"month": month_name(view.month), "board": labels.board_name(view.board)}
    if view.complete:
        return gettext("States and UTs by score, %(month)s, board %(board)s") % values
    return gettext("Places on record, %(month)s, board %(board)s") % values


@explained
def latest(request: HttpRequest) -> HttpResponse:
    """`/`: the newest list of a board, category and origin."""
    wanted, look = Asked.of(request), Look.of(request)
    try:
        found = leaderboard(wanted.scope, LATEST)
    except UnknownNameError:
        return render(request, "empty.html", {"page": empty_page(wanted)})
    page = leaderboard_page(found, wanted, look, month=None, revision=None)
    return charted(request, "dashboard/leaderboard.html", page, **known(wanted), **revised(found, wanted))


@explained
def month(request: HttpRequest, month: str) -> HttpResponse:
    """`/rankings/2023-10/`: the list of a month."""
    wanted, look = Asked.of(request), Look.of(request)
    found = leaderboard(wanted.scope, month)
    page = leaderboard_page(found, wanted, look, month=found.shown.month, revision=None)
    return charted(request, "dashboard/leaderboard.html", page, **known(wanted), **revised(found, wanted))


@explained
def revision(request: HttpRequest, month: str, number: int) -> HttpResponse:
    """`/rankings/2023-10/rev/1/`: one revision, as it was known when it was published."""
    wanted, look = Asked.of(request), Look.of(request)
    found = leaderboard(wanted.scope, month, number)
    page = leaderboard_page(found, wanted, look, month=found.shown.month, revision=number)
    return charted(request, "dashboard/leaderboard.html", page, **revised(found, wanted))
