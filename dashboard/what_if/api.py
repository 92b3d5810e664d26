"""`rankings/2023-10/what-if/`: a computed list ranked again with other figures or marks."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, Any, TypedDict

from django.utils.translation import gettext_lazy as _
from rest_framework.request import Request

from accounts.throttles import COMPUTED
from common.api import kinds
from common.api.answers import Answer, Table
from dashboard.what_if.forms import WhatIfQuery
from insights.what_if.queries import all_marks, given_list, ranked_again, sent
from metrics.scoring import Figure
from rankings.api.reading import CollectionView, Query, point_document
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
from rankings.lists.queries import states_by_code
from rankings.lists.scored_lists import Ground
from states.models import State

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
        asked = WhatIfQuery.read(query)
        ground, states = given_list(asked.scope, path["month"]), states_by_code()
        asked.check(ground, states)
        asked.refuse_problems()
        document = what_if_document(ground, asked, states)
        own = {key: document[key] for key in COLUMNS[:4]}
        rows = [own | flat(result) for result in document["results"]]
        name = f"pragati-what-if-not-published-{document['month']}-{document['board']}-{document['category']}"
        return Answer(document, Table(COLUMNS, rows, fields(ROW, **STATE_FIELDS)), name)


def what_if_document(ground: Ground, asked: WhatIfQuery, states: Mapping[str, State]) -> dict[str, Any]:
    scope, change, basis = asked.scope, asked.change, ground.worked.basis
    worked, moves = ranked_again(ground, change)
    published = {rule.code: rule.max_marks for rule in basis.parameters}
    return {
        "what_if": True,
        "month": str(ground.month),
        "board": scope.board,
        "category": scope.category,
        **point_document(scope),
        "sample": ground.list.sample,
        "methodology": ground.version,
        "marks_published": all_marks(basis),
        "marks_tried": all_marks(worked.basis),
        "marks": [
            {"parameter": code, "published": published[code], "tried": most}
            for code, most in sorted(change.marks.items())
        ],
        "figures": [
            {
                "state": state,
                "parameter": code,
                "published": _figure(sent(ground, state, code)),
                "tried": _figure(tried),
            }
            for (state, code), tried in sorted(change.figures.items())
        ],
        "count": len(moves),
        "results": [
            {
                "rank": move.tried_rank,
                "state": state_brief(states[move.state]),
                "score": move.tried_score,
                "reason": worked.places[move.state].reason or None,
                "published_rank": move.rank,
                "published_score": move.score,
                "rank_change": move.places,
            }
            for move in moves
        ],
    }


def _figure(value: Figure) -> WhatIfFigure:
    return {"numerator": figure(value.numerator), "denominator": figure(value.denominator)}
