"""A list with all that stands around it on its page, in a number of queries that no history makes grow."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from common.charts.small import BINS, Position, positions, shade
from common.forms import ReadField
from common.months import FIRST_YEAR, Month
from insights.registry import Note, notes_of
from insights.sensitivity.core import Range, read_ranges
from rankings.lists import asked
from rankings.lists.histories import Scope, chosen_lists, standing_lists
from rankings.lists.history import History, SampleBasis, sample_basis
from rankings.lists.queries import ListView, OtherRank, Row, list_and_history
from rankings.lists.query import ListQuery
from rankings.models import ListRow, Origin, RankingList, Status
from states.models import State
from states.selectors import ALL_INDIA, state_by_code

# What may be asked of a list's page: which list, in which order, as a table or a map, with which State found.

SORTS = {"rank": "asc", "name": "asc", "moved": "desc", "score": "desc", "lost": "asc", "first": "desc"}
"""What a list can be sorted by, each with the order that it begins with."""


class LeaderboardQuery(ListQuery):
    """`state` is the code of the State to be found, empty where none is asked for. Raises UnknownStateError too."""

    sort = ReadField(lambda text: asked.one_of(text, "sort", SORTS), initial="rank")
    order = ReadField(lambda text: asked.one_of(text, "order", ("asc", "desc")))
    view = ReadField(lambda text: asked.one_of(text, "view", ("table", "map")), initial="table")
    state = ReadField(lambda text: state_by_code(text).code, initial="")

    def clean_order(self) -> str:
        order: str | None = self.cleaned_data["order"]
        return order or SORTS[self.cleaned_data["sort"]]

    def usual(self, name: str, values: Mapping[str, Any]) -> Any:
        """Each column has an order of its own that it begins with."""
        return SORTS[values["sort"]] if name == "order" else super().usual(name, values)


RECENT_MONTHS = 12
Key = tuple[str, str, str]
"""Board, category and origin of a list."""


@dataclass(frozen=True, slots=True)
class Leaderboard:
    """A list and its surroundings; months oldest first, States by English name.

    `months` have a list of this board, category and origin. `firsts` says who was proven first, month by month, as
    of now or, for a revision, as it was known when published; `without_ranks` are months whose complete list ranks
    nobody. `past` holds the ranks of each State in the months of `recent`, None where it had none; a State without
    any is absent. `beside` are the lists of the same month. `elsewhere` has each State's rank in its own category
    on a list of all India, and the other way about. `agreement` counts (places that agree, places on record), None
    where the month lacks a computed or a recorded list. `ranges` are the sensitivity ranges of the ranked States,
    marks varied by `width` percent; empty where the list was not studied.
    """

    ranking: ListView
    months: list[Month]
    firsts: list[tuple[Month, list[State]]]
    without_ranks: set[Month]
    sample_basis: SampleBasis
    recent: list[Month]
    past: Mapping[str, list[int | None]]
    beside: set[Key]
    elsewhere: Mapping[str, OtherRank]
    agreement: tuple[int, int] | None
    revisions: list[RankingList]
    ties: str | None
    ranges: Mapping[str, Range]
    width: int
    states: list[State]
    notes: list[Note]

    @property
    def newest(self) -> bool:
        """Whether the list is of the newest month on record."""
        return self.ranking.month == self.months[-1]

    @property
    def earlier(self) -> Month | None:
        """The month on record before this one, and likewise `later`."""
        return max((month for month in self.months if month < self.ranking.month), default=None)

    @property
    def later(self) -> Month | None:
        return min((month for month in self.months if month > self.ranking.month), default=None)

    @property
    def worst(self) -> int:
        """The largest rank in `past`, at least 2: where a scale ends that all sparklines share."""
        return max((rank for ranks in self.past.values() for rank in ranks if rank), default=2)

    @property
    def stands(self) -> bool:
        """Whether the month has a list of this board, category and origin now."""
        return (self.ranking.board, self.ranking.category, self.ranking.origin) in self.beside

    @property
    def other_origin(self) -> str:
        """The origin of the month's other list, recorded or computed; empty where there is none."""
        other = Origin.RECORDED if self.ranking.origin == Origin.COMPUTED else Origin.COMPUTED
        return other if (self.ranking.board, self.ranking.category, other) in self.beside else ""

    @property
    def all_india(self) -> bool:
        """Whether the month has a list of all India beside this one of a category."""
        lists = {(board, category) for board, category, _ in self.beside}
        return self.ranking.category != ALL_INDIA and (self.ranking.board, ALL_INDIA) in lists

    def explains(self, row: Row) -> bool:
        """Whether both this list and that of the month before rest on figures that explain a movement."""
        origins = {self.ranking.origin, self.ranking.previous_origin}
        return row.rank_change is not None and origins == {Origin.COMPUTED.value}


def leaderboard(scope: Scope, month: str, revision: int | None = None) -> Leaderboard:
    """The list of a month (`YYYY-MM` or `latest`) or one revision of it.

    Eight queries beside those of `notes_of`, ten for a revision. Raises UnknownNameError, WithdrawnListError.
    """
    ranking, history = list_and_history(scope, month, revision, later=True)
    same = {
        "month": ranking.month,
        "board": ranking.board,
        "category": ranking.category,
        "origin": ranking.origin,
    }
    revisions = list(
        RankingList.objects.filter(**same, status=Status.PUBLISHED)
        .select_related("publication__withdrawal")
        .order_by("revision")
    )
    entry = next(each for each in revisions if each.revision == ranking.revision)
    then = scope if revision is None else replace(scope, known_at=entry.publication_id, as_of=None)
    places = _places(scope, ranking)
    states = list(State.objects.all())
    recent = list(
        Month.from_ordinal(max(ranking.month.ordinal - RECENT_MONTHS + 1, FIRST_YEAR * 12)).to(ranking.month)
    )
    ties, sensitivity = (
        RankingList.objects.filter(pk=entry.pk)
        .values_list("methodology__rules__ties", "sensitivity__content")
        .get()
    )
    ranges = read_ranges(sensitivity) if sensitivity and ranking.origin == Origin.COMPUTED else None
    width = ranges.widths[0] if ranges else 0
    window = list(min(history).to(ranking.month if revision is not None else max(history)))
    notes = notes_of(ranking.month) if ranking.origin == Origin.COMPUTED else []
    return Leaderboard(
        ranking=ranking,
        months=sorted(history if revision is None else chosen_lists(scope)),
        firsts=_firsts(history, window, states),
        without_ranks={
            each for each in window if each in history and history[each].complete and not _leaders(history, each)
        },
        sample_basis=sample_basis(history[each].sample for each in window if each in history),
        recent=recent,
        past=_past(history, recent, ranking),
        beside=set(
            standing_lists(as_of=scope.as_of)
            .filter(month=ranking.month)
            .order_by()
            .values_list("board", "category", "origin")
        ),
        elsewhere=_elsewhere(places if then is scope else _places(then, ranking), scope.origin, ranking.category),
        agreement=_agreement(places, ranking.category),
        revisions=revisions,
        ties=ties,
        ranges={code: ranges.of(code, width) for code in ranges.states} if ranges else {},
        width=width,
        states=states,
        notes=notes,
    )  # fmt: skip


def _leaders(history: History, month: Month) -> set[str]:
    """The States that are proven first in a month."""
    rows = history[month].rows if month in history else {}
    return {code for code, standing in rows.items() if standing.rank == 1}


def _firsts(history: History, window: list[Month], states: list[State]) -> list[tuple[Month, list[State]]]:
    leaders = {month: _leaders(history, month) for month in window}
    return [(month, [state for state in states if state.code in leaders[month]]) for month in window]


def _past(history: History, recent: list[Month], ranking: ListView) -> dict[str, list[int | None]]:
    if len(recent) < 2:
        return {}
    months = [history[month].rows if month in history else {} for month in recent]
    past = {
        row.state.code: [rows[row.state.code].rank if row.state.code in rows else None for rows in months]
        for row in ranking.rows
    }
    return {code: ranks for code, ranks in past.items() if any(ranks)}


Places = Mapping[tuple[str, str], tuple[bool, Mapping[str, tuple[int | None, Decimal | None]]]]
"""(category, origin) → whether the list is complete, and (rank, score) by State code."""


def _places(scope: Scope, ranking: ListView) -> Places:
    """Every list of the month and board. One query."""
    lists = standing_lists(as_of=scope.as_of, known_at=scope.known_at)
    lists = lists.filter(month=ranking.month, board=ranking.board)
    places: dict[tuple[str, str], tuple[bool, dict[str, tuple[int | None, Decimal | None]]]] = {}
    rows = ListRow.objects.filter(list__in=lists.order_by().values("pk"))
    for category, origin, complete, code, rank, score in rows.values_list(
        "list__category", "list__origin", "list__complete", "state_id", "rank", "score"
    ):
        places.setdefault((category, origin), (complete, {}))[1][code] = (rank, score)
    return places


def _elsewhere(places: Places, origin: Origin | None, category: str) -> dict[str, OtherRank]:
    """The other rank that is quoted; of a computed and a recorded list the computed one counts."""
    chosen = {}
    for other, kind in sorted(places, reverse=True):  # recorded before computed, which takes its place
        if (other != ALL_INDIA) == (category == ALL_INDIA) and origin in {None, kind}:
            chosen[other] = places[other, kind]
    return {
        code: OtherRank(other, rank, sum(place is not None for place, _ in rows.values()), complete)
        for other, (complete, rows) in sorted(chosen.items())
        for code, (rank, _) in rows.items()
    }


def _agreement(places: Places, category: str) -> tuple[int, int] | None:
    """A place agrees where the rank is the same and, where the record states a score, the score too."""
    _, recorded = places.get((category, Origin.RECORDED), (False, {}))
    _, computed = places.get((category, Origin.COMPUTED), (False, {}))
    if not recorded or not computed:
        return None
    agreeing = sum(
        code in computed and computed[code] == (rank, computed[code][1] if score is None else score)
        for code, (rank, score) in recorded.items()
    )
    return agreeing, len(recorded)


# The tile map: a list's scores by place. The table beside it holds the same numbers.

FULL = 100


Tile = tuple[State, Position, Row | None, str]
"""A State, where it stands, its row, and its kind: bin-1 to bin-5, unranked, or absent (without a score on record)."""


def tiles(board: Leaderboard) -> list[Tile]:
    """Every State and UT, row by row from the north."""
    rows = {row.state.code: row for row in board.ranking.rows}
    states = {state.code: state for state in board.states}
    return [
        (states[code], place, rows.get(code), _kind(rows.get(code)))
        for code, place in positions().items()
        if code in states
    ]


def _kind(row: Row | None) -> str:
    if row is not None and row.rank is None:
        return "unranked"
    return "absent" if row is None or row.score is None else f"bin-{shade(row.score)}"


def legend(tiled: Sequence[Tile]) -> list[tuple[str, int, int, int]]:
    """(kind, its lowest score, its highest, how many States), the last two kinds only where there are any."""
    counts = Counter(kind for *_, kind in tiled)
    bounds = zip(BINS, [*BINS[1:], FULL + 1], strict=True)
    shades = [
        (f"bin-{number}", least, following - 1, counts[f"bin-{number}"])
        for number, (least, following) in enumerate(bounds, start=1)
    ]
    return [*shades, *((kind, 0, 0, counts[kind]) for kind in ("unranked", "absent") if counts[kind])]
