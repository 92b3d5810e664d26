"""Do the computed lists say what the press reported?"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from rankings.models import ListRow, Origin
from rankings.selectors.histories import standing_lists
from rankings.selectors.shapes import Agreement
from states.months import Month

Key = tuple[Month, str, str]


def agreements(month: Month | None = None, as_of: date | None = None) -> list[Agreement]:
    """Every month, board and category that has both a computed and a recorded list, oldest first. Two queries.

    A place agrees where the rank is the same and, where the record states a score, the score too.
    """
    recorded = _rows(Origin.RECORDED, month, as_of)
    computed = _rows(Origin.COMPUTED, month, as_of)
    return [
        _compare(key, recorded[key], {row.state_id: row for row in computed[key]})
        for key in sorted(recorded)
        if key in computed
    ]


def _rows(origin: Origin, month: Month | None, as_of: date | None) -> dict[Key, list[ListRow]]:
    lists = standing_lists(as_of=as_of).filter(origin=origin)
    if month is not None:
        lists = lists.filter(month=month)
    rows = ListRow.objects.filter(list__in=lists.values("pk"))
    found: dict[Key, list[ListRow]] = {}
    for row in rows.select_related("list").order_by("list", "position"):
        found.setdefault((row.list.month, row.list.board, row.list.category), []).append(row)
    return found


def _compare(key: Key, recorded: Iterable[ListRow], computed: dict[str, ListRow]) -> Agreement:
    month, board, category = key
    disagreements = []
    total = 0
    for row in recorded:
        total += 1
        ours = computed.get(row.state_id)
        theirs = _place(row.rank, row.score)
        if ours is None:
            disagreements.append(
                f"{month} {board} {category} {row.state_id}: on record {theirs}, not computed"
            )
        elif ours.rank != row.rank or (row.score is not None and ours.score != row.score):
            own = _place(ours.rank, ours.score)
            disagreements.append(
                f"{month} {board} {category} {row.state_id}: on record {theirs}, computed {own}"
            )
    return Agreement(month, board, category, total - len(disagreements), total, tuple(disagreements))


def _place(rank: int | None, score: object) -> str:
    return f"rank {rank if rank is not None else '–'}, score {score if score is not None else '–'}"
