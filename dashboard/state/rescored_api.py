"""The re-scored view of a State's history: `?view=rescored&methodology=VERSION`. Nothing in it was published."""

from __future__ import annotations

from common.months import Month
from dashboard.state.documents import RescoredPoint
from insights.tryout.queries import RescoredHistory, rescored_history
from rankings.lists.histories import Scope
from rankings.lists.history import Standing
from states.models import State

COLUMNS = (
    "month", "rank", "score", "reason", "sample", "methodology", "parameters_scored", "parameters",
    "published_methodology", "published_rank", "published_score",
)  # fmt: skip


def results(
    scope: Scope, state: State, version: str, first: Month | None, last: Month | None
) -> tuple[str, list[RescoredPoint]]:
    """The version and the State's re-scored months, oldest first. Raises UnknownMethodologyError."""
    found = rescored_history(scope, version)
    months = [
        month
        for month in sorted(found.months)
        if (first is None or month >= first) and (last is None or month <= last)
    ]
    return found.version, [
        _month(found, month, state.code) for month in months if state.code in found.months[month].places
    ]


def _month(found: RescoredHistory, month: Month, code: str) -> RescoredPoint:
    """`parameters_scored` of the board's `parameters` had figures; the others are not applicable in that month."""
    again, published = found.months[month], found.published[month]
    place = again.places[code]
    row = published.rows.get(code, Standing(None, None))
    return {
        "month": str(month),
        "rank": place.rank,
        "score": place.score,
        "reason": place.reason or None,
        "sample": published.sample,
        "methodology": found.version,
        "parameters_scored": again.scored,
        "parameters": again.whole,
        "published_methodology": published.methodology,
        "published_rank": row.rank,
        "published_score": row.score,
    }
