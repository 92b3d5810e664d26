"""The other rank that is quoted in public: inside the category for a list of all India, in India for the others."""

from __future__ import annotations

from rankings.models import ListRow, Origin
from rankings.selectors.histories import Scope, standing_lists
from rankings.selectors.shapes import ListView, OtherRank
from states.selectors import ALL_INDIA


def other_ranks(scope: Scope, shown: ListView) -> dict[str, OtherRank]:
    """State code → its place in the other list of the same month and board. One query.

    `scope` says as of when; where a category has a computed and a recorded list the computed one stands.
    """
    lists = standing_lists(as_of=scope.as_of, known_at=scope.known_at).filter(
        month=shown.month, board=shown.board
    )
    if shown.category == ALL_INDIA:
        lists = lists.exclude(category=ALL_INDIA)
    else:
        lists = lists.filter(category=ALL_INDIA)
    if scope.origin is not None:
        lists = lists.filter(origin=scope.origin)
    rows = ListRow.objects.filter(list__in=lists.values("pk"))
    found: dict[tuple[str, str], tuple[bool, dict[str, int | None]]] = {}
    for category, origin, complete, state, rank in rows.values_list(
        "list__category", "list__origin", "list__complete", "state_id", "rank"
    ):
        found.setdefault((category, origin), (complete, {}))[1][state] = rank
    ranks: dict[str, OtherRank] = {}
    for (category, origin), (complete, own) in sorted(found.items()):
        if origin == Origin.RECORDED and (category, Origin.COMPUTED.value) in found:
            continue
        ranked = sum(1 for rank in own.values() if rank is not None)
        ranks |= {state: OtherRank(category, rank, ranked, complete) for state, rank in own.items()}
    return ranks
