"""The published lists of a board and category as one history, in two queries however long it is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from rankings.core.history import MonthList, Standing
from rankings.models import ListRow, Origin, RankingList, Status
from states.months import Month


@dataclass(frozen=True, slots=True)
class Scope:
    """Which history is meant.

    `origin` None takes the computed list of a month where there is one and the recorded one elsewhere.
    `known_at` is the number of a publication: the history as it was known just after it; None: as of now.
    """

    board: str
    category: str
    origin: Origin | None = None
    known_at: int | None = None


def chosen_lists(scope: Scope) -> dict[Month, RankingList]:
    """The one list that stands for each month, oldest month first. One query."""
    lists = RankingList.objects.filter(board=scope.board, category=scope.category, status=Status.PUBLISHED)
    if scope.origin is not None:
        lists = lists.filter(origin=scope.origin)
    if scope.known_at is None:
        lists = lists.filter(is_current=True)
    else:
        lists = lists.filter(publication__lte=scope.known_at)
    chosen: dict[Month, RankingList] = {}
    # The last one wins: revisions in order, recorded before computed.
    for one in lists.select_related("publication").order_by("month", "revision"):
        present = chosen.get(one.month)
        if present is None or _weight(one) > _weight(present):
            chosen[one.month] = one
    return chosen


def _weight(one: RankingList) -> tuple[bool, int]:
    return one.origin == Origin.COMPUTED, one.revision


def history(scope: Scope) -> dict[Month, MonthList]:
    """The history of a board and category, oldest month first; months without a list are absent."""
    return month_lists(chosen_lists(scope).values())


def month_lists(lists: Iterable[RankingList]) -> dict[Month, MonthList]:
    """The content of lists, in the plain form that counting takes. One query."""
    by_id = {one.pk: one for one in lists}
    standings: dict[int, dict[str, Standing]] = {pk: {} for pk in by_id}
    rows = ListRow.objects.filter(list__in=by_id).order_by("list", "position")
    for list_id, state, rank, score in rows.values_list("list_id", "state_id", "rank", "score"):
        standings[list_id][state] = Standing(rank, score)
    return {
        one.month: MonthList(
            one.month, one.complete, one.origin, one.sample, one.methodology_id, standings[pk]
        )
        for pk, one in by_id.items()
    }
