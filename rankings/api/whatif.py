"""`rankings/2023-10/what-if/`: a computed list ranked again with other figures or marks."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework.request import Request

from metrics.scoring import Figure
from rankings.api import kinds
from rankings.api.answers import Answer, Table
from rankings.api.documents import whatif as documents
from rankings.api.reading import CollectionView, Query, point_document, scope_of
from rankings.api.throttles import COMPUTED
from rankings.api.values import STATE_FIELDS, fields, figure, flat, state_brief
from rankings.core.tryout import Move
from rankings.selectors.typed import figures_typed, marks_typed
from rankings.selectors.whatifs import WhatIf as Tried
from rankings.selectors.whatifs import given_list, read_change
from states.asking import MalformedQueryError

ROW = ("rank", "score", "reason", "published_rank", "published_score", "rank_change")
COLUMNS = ("what_if", "month", "board", "category", "rank", "state", "name", "name_hi", *ROW[1:])


class WhatIf(CollectionView):
    """A computed list ranked again with other marks or other figures, beside the published one.

    What if, not published: nothing of it is stored. Exact, like every list."""

    cost = COMPUTED
    operation, shape = "get_what_if", documents.WhatIf
    title = _("What if figures or marks were other")
    query = ("marks", "figures", "board", "category", "as_of")
    problems = (
        kinds.UNKNOWN_MONTH, kinds.UNKNOWN_BOARD, kinds.UNKNOWN_CATEGORY, kinds.WITHDRAWN,
    )  # fmt: skip

    def read(self, request: Request, query: Query, **path: Any) -> Answer:
        scope = scope_of(query)
        given = given_list(scope, path["month"])
        change, problems = read_change(marks_typed(query), figures_typed(query), given)
        for key, told in problems.items():
            field = key.partition(":")[0]
            raise MalformedQueryError(field, f"{field}: {told}")
        document = what_if_document(Tried(given, change))
        own = {key: document[key] for key in COLUMNS[:4]}
        rows = [own | flat(one) for one in document["results"]]
        name = f"pragati-what-if-not-published-{document['month']}-{scope.board}-{scope.category}"
        return Answer(document, Table(COLUMNS, rows, fields(ROW, **STATE_FIELDS)), name)


def what_if_document(found: Tried) -> dict[str, Any]:
    given, change = found.given, found.change
    before, after = found.totals
    results = [_row(one, found) for one in found.moves]
    return {
        "what_if": True,
        "month": str(given.ground.month),
        "board": given.scope.board,
        "category": given.scope.category,
        **point_document(given.scope),
        "sample": given.ground.list.sample,
        "methodology": given.ground.version,
        "marks_published": before,
        "marks_tried": after,
        "marks": [
            {"parameter": code, "published": given.rules[code].max_marks, "tried": value}
            for code, value in sorted(change.marks.items())
        ],
        "figures": [
            {
                "state": state,
                "parameter": code,
                "published": _figure(given.figure(state, code)),
                "tried": _figure(value),
            }
            for (state, code), value in sorted(change.figures.items())
        ],
        "count": len(results),
        "results": results,
    }


def _row(one: Move, found: Tried) -> dict[str, Any]:
    return {
        "rank": one.tried_rank,
        "state": state_brief(found.given.states[one.state]),
        "score": one.tried_score,
        "reason": found.places[one.state].reason or None,
        "published_rank": one.rank,
        "published_score": one.score,
        "rank_change": one.places,
    }


def _figure(one: Figure) -> documents.WhatIfFigure:
    return {"numerator": figure(one.numerator), "denominator": figure(one.denominator)}
