"""The published lists of a board and category as one history, in two queries however long it is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from common.months import FIRST_YEAR, LAST_YEAR, Month
from metrics.boards import DEFAULT_BOARD
from rankings.lists.history import MonthList, Standing
from rankings.models import ListRow, Origin, Publication, RankingList, Status
from states.selectors import DEFAULT_CATEGORY

# A list whose release date nobody knows counts as known from so many days after its month's end: lists are
# released 27 to 42 days after it, so by then it was out. An answer that rests on this says so.
ASSUMED_DELAY = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class Scope:
    """Which history is meant.

    `origin` None takes the computed list of a month where there is one and the recorded one elsewhere.
    `known_at` is the number of a publication: the history as it was known just after it. `as_of` is a day:
    what was known on it, by the dates of release and withdrawal. Both None: as of now.
    """

    board: str
    category: str
    origin: Origin | None = None
    known_at: int | None = None
    as_of: date | None = None

    @property
    def query(self) -> dict[str, str]:
        """What differs from the defaults, as an address says it."""
        parts = {
            "board": self.board if self.board != DEFAULT_BOARD else "",
            "category": self.category if self.category != DEFAULT_CATEGORY else "",
            "origin": self.origin,
            "as_of": self.as_of,
        }
        return {name: str(value) for name, value in parts.items() if value}


def standing_lists(
    *, as_of: date | None = None, known_at: int | None = None, own: bool = True
) -> QuerySet[RankingList]:
    """The lists that stand: of each month, board, category and origin the newest revision, if not withdrawn.

    A withdrawn revision leaves a gap: the one before it was superseded and does not come back. With `as_of`
    only what was released on that day or before counts, and a withdrawn list until the day of withdrawal; with
    `known_at` only what was published before that publication or, with `own`, with it. A list whose release
    date is not known counts as released `ASSUMED_DELAY` after its month's end.
    """
    published = RankingList.objects.filter(status=Status.PUBLISHED)
    if known_at is not None:
        at = Publication.objects.filter(pk=known_at).values("published_at")
        known = Q(publication__lte=known_at) if own else Q(publication__lt=known_at)
        return _newest(
            published.filter(known),
            Q(publication__withdrawal__withdrawn_at__lt=Subquery(at)),
        )
    if as_of is not None:
        return _newest(
            published.filter(released_by(as_of)), Q(publication__withdrawal__withdrawn_on__lte=as_of)
        )
    return published.filter(is_current=True)


def released_by(day: date) -> Q:
    """Lists that were released on a day or before it."""
    known = Q(publication__released_on__lte=day)
    if day.year <= FIRST_YEAR:
        return known
    settled = min(day - ASSUMED_DELAY, date(LAST_YEAR, 12, 31))
    month = Month.of(settled)
    last = month if settled == month.last_day else month.previous()
    return known | Q(publication__released_on__isnull=True, month__lte=last)


def _newest(known: QuerySet[RankingList], withdrawn: Q) -> QuerySet[RankingList]:
    same = {name: OuterRef(name) for name in ("month", "board", "category", "origin")}
    newer = known.filter(**same, revision__gt=OuterRef("revision"))
    return known.filter(~Exists(newer)).exclude(withdrawn)


def chosen_lists(scope: Scope) -> dict[Month, RankingList]:
    """The one list that stands for each month, oldest month first. One query."""
    lists = standing_lists(as_of=scope.as_of, known_at=scope.known_at).filter(
        board=scope.board, category=scope.category
    )
    if scope.origin is not None:
        lists = lists.filter(origin=scope.origin)
    return by_month(lists)


def by_month(lists: QuerySet[RankingList]) -> dict[Month, RankingList]:
    """One list for each month, oldest first: the computed one where there are both."""
    chosen: dict[Month, RankingList] = {}
    for ranking in lists.select_related("publication").order_by("month", "revision"):
        present = chosen.get(ranking.month)
        if present is None or ranking.origin == Origin.COMPUTED:
            chosen[ranking.month] = ranking
    return chosen


def assumed_releases(scope: Scope) -> list[Month]:
    """The months of a history whose day of release is not known, so that an `as_of` rests on `ASSUMED_DELAY`."""
    return [month for month, one in chosen_lists(scope).items() if _undated(one)]


def _undated(one: RankingList) -> bool:
    return one.publication is None or one.publication.released_on is None


def history(scope: Scope) -> dict[Month, MonthList]:
    """The history of a board and category, oldest month first; months without a list are absent."""
    return month_lists(chosen_lists(scope).values())


def month_lists(lists: Iterable[RankingList]) -> dict[Month, MonthList]:
    """The content of lists, in the plain form that counting takes. One query."""
    chosen = list(lists)
    standings = _standings(chosen)
    return {one.month: month_list(one, standings[one.pk]) for one in chosen}


def month_histories(lists: QuerySet[RankingList]) -> dict[tuple[str, str], dict[Month, MonthList]]:
    """The histories of several boards and categories, by board and category. Two queries."""
    grouped: dict[tuple[str, str], dict[Month, RankingList]] = {}
    for one in lists.order_by("month", "revision"):
        chosen = grouped.setdefault((one.board, one.category), {})
        if one.month not in chosen or one.origin == Origin.COMPUTED:
            chosen[one.month] = one
    standings = _standings([one for chosen in grouped.values() for one in chosen.values()])
    return {
        key: {month: month_list(one, standings[one.pk]) for month, one in chosen.items()}
        for key, chosen in grouped.items()
    }


def _standings(lists: Iterable[RankingList]) -> dict[int, dict[str, Standing]]:
    standings: dict[int, dict[str, Standing]] = {ranking.pk: {} for ranking in lists}
    rows = ListRow.objects.filter(list__in=standings).order_by("list", "position")
    for list_id, state, rank, score in rows.values_list("list_id", "state_id", "rank", "score"):
        standings[list_id][state] = Standing(rank, score)
    return standings


def month_list(one: RankingList, rows: dict[str, Standing]) -> MonthList:
    """A list in the plain form that counting takes."""
    return MonthList(one.month, one.complete, one.origin, one.sample, one.methodology_id, rows)
