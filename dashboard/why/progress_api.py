"""`rankings/2023-10/progress/`: who moved most since an earlier list, beside who stands where."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework.request import Request

from accounts.throttles import COMPUTED
from common.api import kinds
from common.api.answers import Answer, Table
from dashboard.why import progress_documents as documents
from insights.progress.queries import Progressed, progressed
from rankings.api.reading import POINT, CollectionView, Query, point_document, scope_of
from rankings.api.said import STATE_FIELDS, fields, flat, state_brief, text
from rankings.lists import asked
from rankings.lists.progress_rank import Progress

OWN_COLUMNS = ("board", "category", "span", "measure", "from", "to", "sample")
ROW_COLUMNS = (
    "rank", "state", "name", "name_hi", "reason", "score_from", "score_to", "change", "gap_closed", "rank_from",
    "rank_to", "months_most_improved", "current_streak", "streak_certain", "longest_streak", "longest_streak_from",
    "longest_streak_certain", "longest_streak_at_most",
)  # fmt: skip
_SCORES = {"score_from": "score.from", "score_to": "score.to"}


class ProgressRanks(CollectionView):
    """Who moved most since the list of one, three or twelve months before, and who closed most of the gap to 100.

    From printed scores of two complete lists; a gap in the record is never skipped. Streaks are those of the State
    that was most improved, month by month, over the same span and by the same measure.
    """

    cost = COMPUTED
    operation, shape = "get_progress", documents.Progress
    title = _("Progress beside level")
    query = (*POINT, "span", "measure")
    problems = (
        kinds.UNKNOWN_MONTH, kinds.UNKNOWN_BOARD, kinds.UNKNOWN_CATEGORY, kinds.WITHDRAWN,
    )  # fmt: skip

    def read(self, request: Request, query: Query, **path: Any) -> Answer:
        scope = scope_of(query)
        span, measure = asked.span(query.get("span")), asked.measure(query.get("measure"))
        found = progressed(scope, path["month"], span, measure)
        document = progress_document(found)
        own = {key: document[key] for key in (*OWN_COLUMNS, "sample_basis")}
        rows = [
            own | flat(result) | {"score_from": result["score"]["from"], "score_to": result["score"]["to"]}
            for result in document["results"]
        ]
        shown = fields([column for column in ROW_COLUMNS if column not in _SCORES], **STATE_FIELDS, **_SCORES)
        name = f"pragati-{found.month}-{scope.board}-{scope.category}-progress-{span}-{measure.replace('_', '-')}"
        return Answer(document, Table((*OWN_COLUMNS, *ROW_COLUMNS, "sample_basis"), rows, shown), name)


def progress_document(found: Progressed) -> dict[str, Any]:
    """Without a list of progress there are no results, and `missing` says why."""
    listed, then = found.listed, found.then
    results = [row_document(row, found) for row in listed.rows] if listed else []
    return {
        "board": found.scope.board,
        "category": found.scope.category,
        **point_document(found.scope),
        "span": found.span,
        "measure": found.measure.value,
        "from": text(found.since),
        "to": str(found.month),
        "missing": found.missing and found.missing.value,
        "flagged": bool(listed and listed.flagged),
        "sample": found.sample,
        "mixed_sample": bool(listed and listed.mixed_sample),
        "sample_basis": found.sample_basis.value,
        "origin_from": then.origin if then else None,
        "origin_to": found.now.origin,
        "methodology_from": then.methodology if then else None,
        "methodology_to": found.now.methodology,
        "most_improved": list(listed.most_improved) if listed else [],
        "months_compared": len(found.coverage.on_record) if found.coverage else 0,
        "count": len(results),
        "results": results,
    }


def row_document(one: Progress, found: Progressed) -> dict[str, Any]:
    """`rank_from` and `rank_to` are the ranks by level."""
    then, count = found.then, found.counts[one.state]
    return {
        "rank": one.rank,
        "state": state_brief(found.states[one.state]),
        "reason": one.reason or None,
        "score": {"from": one.then, "to": one.now},
        "change": one.change,
        "gap_closed": one.gap_closed,
        "rank_from": then.rows[one.state].rank if then and one.state in then.rows else None,
        "rank_to": found.now.rows[one.state].rank,
        "months_most_improved": count.months_first,
        "current_streak": count.current_streak,
        "streak_certain": count.streak_certain,
        "longest_streak": count.longest_streak,
        "longest_streak_from": text(count.longest_streak_from),
        "longest_streak_certain": count.longest_streak_certain,
        "longest_streak_at_most": count.longest_streak_at_most,
    }
