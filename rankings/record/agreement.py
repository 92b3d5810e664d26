"""Do the computed lists say what the press reported?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from common.months import Month
from rankings.lists.histories import standing_lists
from rankings.lists.queries import Agreement
from rankings.models import ListRow, Origin

Key = tuple[Month, str, str]


def agreements() -> list[Agreement]:
    """Every month, board and category that has both a computed and a recorded list, oldest first. Two queries.

    A place agrees where the rank is the same and, where the record states a score, the score too.
    """
    return _compared(_rows(Origin.RECORDED), _rows(Origin.COMPUTED))


def agreement(month: Month, board: str, category: str, as_of: date | None = None) -> Agreement | None:
    """How the computed list of a month agrees with the record; None where either is missing. At most two queries."""
    one = {"month": month, "board": board, "category": category}
    recorded = _rows(Origin.RECORDED, as_of, **one)
    found = _compared(recorded, _rows(Origin.COMPUTED, as_of, **one)) if recorded else []
    return found[0] if found else None


def _compared(
    recorded: Mapping[Key, list[ListRow]], computed: Mapping[Key, list[ListRow]]
) -> list[Agreement]:
    return [
        _compare(key, recorded[key], {row.state_id: row for row in computed[key]})
        for key in sorted(recorded)
        if key in computed
    ]


def _rows(origin: Origin, as_of: date | None = None, **of_list: Any) -> dict[Key, list[ListRow]]:
    lists = standing_lists(as_of=as_of).filter(origin=origin, **of_list)
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
