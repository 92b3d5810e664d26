"""The leaderboard: one list with its sentence, strip, choices, table and facts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from django.utils.translation import gettext, ngettext

from rankings.models import Origin
from rankings.selectors.leaderboards import Leaderboard
from rankings.selectors.shapes import ListView
from rankings.views import links
from rankings.views.links import VIEWS, Asked, Look
from rankings.views.presenters import figures
from rankings.views.presenters.facts import Fact, facts
from rankings.views.presenters.figures import ChartFigure
from rankings.views.presenters.finding import Finder, finder
from rankings.views.presenters.listrows import TableRow, table_rows
from rankings.views.presenters.notes import NoteLine, note_lines
from rankings.views.presenters.sorting import Head, heads
from rankings.views.presenters.strips import Cell, Strip, calendar, strip
from rankings.views.presenters.tiles import TileMap, tile_map
from rankings.views.wording import headlines, labels
from rankings.views.wording.months import month_name, month_short
from rankings.views.wording.movers import movers
from rankings.views.wording.sureness import plus_minus
from states.asking import Choice
from states.months import Month
from states.selectors import ALL_INDIA


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
        earlier=_month_choice([one for one in found.months if one < view.month][-1:], wanted, look),
        later=_month_choice([one for one in found.months if one > view.month][:1], wanted, look),
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
