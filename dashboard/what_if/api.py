"""`rankings/2023-10/what-if/`: a computed list ranked again with other figures or marks."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any, TypedDict

from django.utils.translation import gettext_lazy as _
from rest_framework.request import Request

from accounts.throttles import COMPUTED
from common.api import kinds
from common.api.answers import Answer, Table
from common.asking import MalformedQueryError
from insights.plan.forms import figures_typed, marks_typed
from insights.tryout.core import Move
from insights.what_if.queries import WhatIf as Tried
from insights.what_if.queries import given_list, read_change
from metrics.scoring import Figure
from rankings.api.reading import CollectionView, Query, point_document, scope_of
from rankings.api.said import (
    STATE_FIELDS,
    Board,
    Category,
    Code,
    Count,
    Known,
    MonthText,
    ParameterCode,
    Rank,
    Sample,
    Score,
    StateBrief,
    Unranked,
    Version,
    fields,
    figure,
    flat,
    says,
    state_brief,
)

# `rankings/2023-10/what-if/`: a computed list ranked again with other figures or marks. Never published.

MarksText = Annotated[Decimal, says("The most that a parameter can earn.", minimum=0, maximum=100)]
Sum = Annotated[Decimal, says("The marks of the board's parameters together.", minimum=0)]
Number = Annotated[int | Decimal | None, says("Null where the figure was not sent.", minimum=0)]


class WhatIfMarks(TypedDict):
    """Marks that are otherwise."""

    parameter: ParameterCode
    published: MarksText
    tried: MarksText


class WhatIfFigure(TypedDict):
    """A numerator and a denominator."""

    numerator: Number
    denominator: Number


class WhatIfChange(TypedDict):
    """A figure that is otherwise."""

    state: Code
    parameter: ParameterCode
    published: WhatIfFigure
    tried: WhatIfFigure


class WhatIfRow(TypedDict):
    """A State in the list that would come of it, beside its published place."""

    rank: Rank | None
    state: StateBrief
    score: Score | None
    reason: Unranked | None
    published_rank: Rank | None
    published_score: Score | None
    rank_change: Annotated[int | None, says("Positive where the State would move up.")]


class WhatIf(Known):
    """What if, not published: the whole list ranked again. Nothing is rescaled, and nothing is stored."""

    what_if: Annotated[bool, says("Always true: nobody published this list.")]
    month: MonthText
    board: Board
    category: Category
    sample: Sample
    methodology: Version
    marks_published: Sum
    marks_tried: Sum
    marks: list[WhatIfMarks]
    figures: list[WhatIfChange]
    count: Count
    results: list[WhatIfRow]


ROW = ("rank", "score", "reason", "published_rank", "published_score", "rank_change")
COLUMNS = ("what_if", "month", "board", "category", "rank", "state", "name", "name_hi", *ROW[1:])


class WhatIfView(CollectionView):
    """A computed list ranked again with other marks or other figures, beside the published one.

    What if, not published: nothing of it is stored. Exact, like every list."""

    cost = COMPUTED
    operation, shape = "get_what_if", WhatIf
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
        rows = [own | flat(result) for result in document["results"]]
        name = f"pragati-what-if-not-published-{document['month']}-{scope.board}-{scope.category}"
        return Answer(document, Table(COLUMNS, rows, fields(ROW, **STATE_FIELDS)), name)


def what_if_document(found: Tried) -> dict[str, Any]:
    given, change = found.given, found.change
    before, after = found.totals
    results = [_row(move, found) for move in found.moves]
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


def _figure(one: Figure) -> WhatIfFigure:
    return {"numerator": figure(one.numerator), "denominator": figure(one.denominator)}
