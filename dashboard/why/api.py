"""`states/HR/why/`: why a State's rank changed between two computed lists."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any, TypedDict

from django.utils.translation import gettext_lazy as _
from rest_framework.request import Request

from accounts.throttles import COMPUTED
from common.api import kinds
from common.api.answers import Answer, Table
from insights.explain.core import Cause, Explanation, Kind, Mover, Part, RankSplit, ScoreSplit, Step
from insights.explain.queries import Reasons, Side, reasons
from metrics.scoring import rounded
from rankings.api.reading import WINDOW, CollectionView, OneStateView, Query, point_document, scope_of
from rankings.api.said import (
    MARKS_DECIMALS,
    Board,
    Category,
    Code,
    Count,
    Exact,
    Known,
    MonthText,
    ParameterCode,
    Rank,
    SampleBasisText,
    Score,
    StateBrief,
    Unranked,
    Version,
    fields,
    figure,
    flat,
    four_decimals,
    says,
    state_brief,
)
from rankings.lists import asked
from rankings.lists.histories import Scope
from rankings.lists.history import sample_basis
from rankings.models import RankingList
from states.models import State

# `states/HR/why/`: why a State's rank changed between two computed lists.

Points = Annotated[Decimal, says("Points of the score, to four decimals; negative where they were lost.")]
CodeList = list[Code]
ONLY_LIST = "only_list"
_Window = TypedDict("_Window", {"from": MonthText | None, "to": MonthText})
_Ranks = TypedDict("_Ranks", {"from": Rank, "to": Rank})
_Scores = TypedDict("_Scores", {"from": Score | None, "to": Score | None})


class WhyStep(_Ranks):
    """A step of the change of rank: places = won − lost + shared."""

    mover: Annotated[
        str,
        says(
            "Who moved: own score, the others' scores, the rule for ties; and who left the ranking or came into it.",
            name="Mover",
            enum=[*Mover],
        ),
    ]
    places: Annotated[int, says("Positive where the State moved up.")]
    won_from: CodeList
    lost_to: CodeList
    shared: Annotated[int, says("Places by scores shared among others.")]


class WhyRank(_Ranks):
    """The change of rank, taken apart: the places of the steps sum to it."""

    change: Annotated[int, says("Positive where the State moved up.")]
    steps: list[WhyStep]
    passed: Annotated[CodeList, says("Of the States ranked in both lists, as are the next two.")]
    passed_by: CodeList
    drew_level: CodeList
    came_in: Annotated[CodeList, says("Ranked in the later list alone.")]
    went_out: Annotated[CodeList, says("Ranked in the earlier list alone.")]
    both: Annotated[Count, says("How many States are ranked in both lists, this one among them.")]
    change_among_both: Annotated[
        int | None, says("The places won or lost among these; null where there is no other.")
    ]


class WhyScore(_Scores):
    """The change of score, taken apart: the parts and `rounding` sum to it, and so do the causes and `rounding`."""

    change: Points
    rounding: Points
    by_figures: Points
    by_methodology: Points
    by_applicability: Points


class WhySide(TypedDict):
    """What the State had of a parameter in one list."""

    numerator: Annotated[int | Decimal | None, says("As sent; null where it was not reported.", minimum=0)]
    denominator: Annotated[int | Decimal | None, says("As sent; null where it was not reported.", minimum=0)]
    marks: Annotated[Exact | None, says("Null where the parameter does not count.")]
    max_marks: Annotated[Decimal, says(exclusiveMinimum=0)]
    status: Annotated[str, says(name="MarkStatus", enum=["reported", "not_reported", "not_applicable"])]


_Sides = TypedDict("_Sides", {"from": WhySide | None, "to": WhySide | None})


class WhyPart(_Sides):
    """A part of the change of score: one parameter, one cause. A side is null where it was not on the board."""

    parameter: ParameterCode
    name: str
    name_hi: str
    cause: Annotated[str, says(name="Cause", enum=[*Cause])]
    points: Points


class Why(Known, _Window):
    """Why a rank changed, the largest part of the change of score first."""

    state: StateBrief
    board: Board
    category: Category
    sample: Annotated[bool, says("Whether one of the lists rests on sample figures.")]
    sample_basis: SampleBasisText
    methodology_from: Version | None
    methodology_to: Version
    kind: Annotated[
        str,
        says(
            "How the State stands in the two lists; `only_list` while there is none to compare with.",
            name="ChangeKind",
            enum=[*Kind, ONLY_LIST],
        ),
    ]
    reason_from: Unranked | None
    reason_to: Unranked | None
    rank: WhyRank | None
    score: WhyScore | None
    residual: Annotated[int | Decimal, says("What is left unexplained: 0.")]
    count: Count
    results: list[WhyPart]


QUERY = ("board", "category", "as_of")
COLUMNS = (
    "board", "category", "from", "to", "state", "name", "name_hi", "parameter", "parameter_name",
    "parameter_name_hi", "cause", "points", "score_change", "score_rounding", "sample_basis",
)  # fmt: skip
FIELDS = fields(("parameter", "cause", "points"), parameter_name="name", parameter_name_hi="name_hi")


class WhyView(OneStateView, CollectionView):
    """Why a State's rank changed between two computed lists.

    By default between the newest computed list and the one before it; every part sums, residual 0. While there is
    but one computed list, `kind` is `only_list` and there is nothing to explain. The points of a table sum, with
    `score_rounding`, to `score_change`.
    """

    cost = COMPUTED
    operation, shape = "explain_rank", Why
    title = _("Why a State's rank changed")
    query = (*QUERY, *WINDOW)
    problems = (
        kinds.UNKNOWN_STATE, kinds.UNKNOWN_MONTH, kinds.UNKNOWN_BOARD, kinds.UNKNOWN_CATEGORY, kinds.WITHDRAWN,
    )  # fmt: skip

    def read(self, request: Request, query: Query, **path: Any) -> Answer:
        scope = scope_of(query)
        found = reasons(path["state"], scope, *asked.window(query.get("from"), query.get("to")))
        if isinstance(found, RankingList):
            document = only_document(path["state"], scope, found)
            name = f"pragati-{path['state'].code.lower()}-why-{document['to']}-{scope.board}"
            return Answer(document, Table(COLUMNS, [], FIELDS), name)
        document = why_document(found)
        own = flat(
            {key: document[key] for key in ("state", "board", "category", "from", "to", "sample_basis")}
        )
        if document["score"]:
            own |= {f"score_{key}": document["score"][key] for key in ("change", "rounding")}
        rows = [
            own | {"parameter": result["parameter"], "cause": result["cause"], "points": result["points"]}
            | {"parameter_name": result["name"], "parameter_name_hi": result["name_hi"]}
            for result in document["results"]
        ]  # fmt: skip
        name = f"pragati-{found.state.code.lower()}-why-{document['from']}-{document['to']}-{scope.board}"
        return Answer(document, Table(COLUMNS, rows, FIELDS), name)


def only_document(state: State, scope: Scope, only: RankingList) -> dict[str, Any]:
    """The only list, and nothing to explain."""
    return {
        "state": state_brief(state),
        "board": scope.board,
        "category": scope.category,
        **point_document(scope),
        "from": None,
        "to": str(only.month),
        "sample": only.sample,
        "sample_basis": sample_basis([only.sample]).value,
        "methodology_from": None,
        "methodology_to": only.methodology_id,
        "kind": ONLY_LIST,
        "reason_from": None,
        "reason_to": None,
        "rank": None,
        "score": None,
        "residual": 0,
        "count": 0,
        "results": [],
    }


def why_document(found: Reasons) -> dict[str, Any]:
    """Points are in points of the score, to four decimals. With `rounding` the parts sum to the printed change.

    So do the causes. `residual` is what is left unexplained of the stored lists' change, in exact numbers: 0.
    """
    why = found.why
    results = [part_document(part, points, found) for part, points in _shown(why.score)]
    return {
        "state": state_brief(found.state),
        "board": found.scope.board,
        "category": found.scope.category,
        **point_document(found.scope),
        "from": str(found.before.month),
        "to": str(found.after.month),
        "sample": found.sample,
        "sample_basis": found.sample_basis.value,
        "methodology_from": found.before.version,
        "methodology_to": found.after.version,
        **_kind(why),
        "rank": rank_document(why.rank) if why.rank else None,
        "score": score_document(why.score) if why.score else None,
        "residual": rounded(found.misfit, MARKS_DECIMALS) if found.misfit else 0,
        "count": len(results),
        "results": results,
    }


def _kind(why: Explanation) -> dict[str, Any]:
    """`ranked`, `entered`, `left` or `unranked`, with the reasons where it has no rank."""
    return {
        "kind": why.kind.value,
        "reason_from": why.reason_before or None,
        "reason_to": why.reason_after or None,
    }


def rank_document(rank: RankSplit) -> WhyRank:
    """Places are positive where the State moved up; States by their codes."""
    return {
        "from": rank.before,
        "to": rank.after,
        "change": rank.change,
        "steps": [step_document(step) for step in rank.steps],
        "passed": list(rank.passed),
        "passed_by": list(rank.passed_by),
        "drew_level": list(rank.drew_level),
        "came_in": list(rank.came_in),
        "went_out": list(rank.went_out),
        "both": rank.both,
        "change_among_both": rank.change_among_both,
    }


def step_document(step: Step) -> WhyStep:
    """`mover` is left, own, others, came or rule; places = won − lost + shared."""
    return {
        "mover": step.mover.value,
        "from": step.from_rank,
        "to": step.to_rank,
        "places": step.places,
        "won_from": list(step.gained),
        "lost_to": list(step.lost),
        "shared": step.shared,
    }


def score_document(split: ScoreSplit) -> dict[str, Any]:
    by_cause = split.shown_by_cause(MARKS_DECIMALS)
    return {
        "from": split.before,
        "to": split.after,
        "change": split.change,
        "rounding": split.shown_rounding(MARKS_DECIMALS),
        **{f"by_{cause.value}": by_cause[cause] for cause in Cause},
    }


def part_document(part: Part, points: Decimal, found: Reasons) -> WhyPart:
    before, after = found.sides(part)
    name, name_hi = found.names(part.parameter)
    return {
        "parameter": part.parameter,
        "name": name,
        "name_hi": name_hi,
        "cause": part.cause.value,
        "points": points,
        "from": side_document(before),
        "to": side_document(after),
    }


def side_document(side: Side) -> WhySide | None:
    """What the State had of the parameter in one list; null where it was not on the board."""
    if side is None:
        return None
    return {
        "numerator": figure(side[0].numerator),
        "denominator": figure(side[0].denominator),
        "marks": four_decimals(side[1].marks) if side[1].counts else None,
        "max_marks": side[1].max_marks,
        "status": side[1].status.value,
    }


def _shown(split: ScoreSplit | None) -> list[tuple[Part, Decimal]]:
    """The largest part first."""
    shown = split.shown(MARKS_DECIMALS) if split else ()
    return sorted(shown, key=lambda one: (-abs(one[0].points), one[0].parameter, one[0].cause.value))
