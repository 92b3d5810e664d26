"""`states/HR/why/`: why a State's rank changed between two computed lists."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework.request import Request

from metrics.scoring import rounded
from rankings.api import kinds
from rankings.api.answers import Answer, Table
from rankings.api.documents import why as documents
from rankings.api.reading import WINDOW, CollectionView, Query, point_document, scope_of
from rankings.api.states import OneStateView
from rankings.api.throttles import COMPUTED
from rankings.api.values import MARKS_DECIMALS, fields, figure, flat, four_decimals, state_brief
from rankings.core.explain import Explanation, RankSplit, Step
from rankings.core.explain_score import Cause, Part, ScoreSplit
from rankings.core.history import sample_basis
from rankings.selectors import asked
from rankings.selectors.reasons import OnlyList, Reasons, Side, reasons

QUERY = ("board", "category", "as_of")
COLUMNS = (
    "board", "category", "from", "to", "state", "name", "name_hi", "parameter", "parameter_name",
    "parameter_name_hi", "cause", "points", "score_change", "score_rounding", "sample_basis",
)  # fmt: skip
FIELDS = fields(("parameter", "cause", "points"), parameter_name="name", parameter_name_hi="name_hi")


class Why(OneStateView, CollectionView):
    """Why a State's rank changed between two computed lists.

    By default between the newest computed list and the one before it; every part sums, residual 0. While there is
    but one computed list, `kind` is `only_list` and there is nothing to explain. The points of a table sum, with
    `score_rounding`, to `score_change`.
    """

    cost = COMPUTED
    operation, shape = "explain_rank", documents.Why
    title = _("Why a State's rank changed")
    query = (*QUERY, *WINDOW)
    problems = (
        kinds.UNKNOWN_STATE, kinds.UNKNOWN_MONTH, kinds.UNKNOWN_BOARD, kinds.UNKNOWN_CATEGORY, kinds.WITHDRAWN,
    )  # fmt: skip

    def read(self, request: Request, query: Query, **path: Any) -> Answer:
        scope = scope_of(query)
        found = reasons(path["state"], scope, *asked.window(query.get("from"), query.get("to")))
        if isinstance(found, OnlyList):
            document = only_document(found)
            name = f"pragati-{found.state.code.lower()}-why-{document['to']}-{scope.board}"
            return Answer(document, Table(COLUMNS, [], FIELDS), name)
        document = why_document(found)
        own = flat(
            {key: document[key] for key in ("state", "board", "category", "from", "to", "sample_basis")}
        )
        if document["score"]:
            own |= {f"score_{key}": document["score"][key] for key in ("change", "rounding")}
        rows = [
            own | {"parameter": one["parameter"], "cause": one["cause"], "points": one["points"]}
            | {"parameter_name": one["name"], "parameter_name_hi": one["name_hi"]}
            for one in document["results"]
        ]  # fmt: skip
        name = f"pragati-{found.state.code.lower()}-why-{document['from']}-{document['to']}-{scope.board}"
        return Answer(document, Table(COLUMNS, rows, FIELDS), name)


def only_document(found: OnlyList) -> dict[str, Any]:
    """The only list, and nothing to explain."""
    return {
        "state": state_brief(found.state),
        "board": found.scope.board,
        "category": found.scope.category,
        **point_document(found.scope),
        "from": None,
        "to": str(found.list.month),
        "sample": found.list.sample,
        "sample_basis": sample_basis([found.list.sample]).value,
        "methodology_from": None,
        "methodology_to": found.list.methodology_id,
        "kind": documents.ONLY_LIST,
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
    why = found.change.explanation
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
        "residual": rounded(found.change.misfit, MARKS_DECIMALS) if found.change.misfit else 0,
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


def rank_document(rank: RankSplit) -> documents.WhyRank:
    """Places are positive where the State moved up; States by their codes."""
    return {
        "from": rank.before,
        "to": rank.after,
        "change": rank.change,
        "steps": [step_document(one) for one in rank.steps],
        "passed": list(rank.passed),
        "passed_by": list(rank.passed_by),
        "drew_level": list(rank.drew_level),
        "came_in": list(rank.came_in),
        "went_out": list(rank.went_out),
        "both": rank.both,
        "change_among_both": rank.change_among_both,
    }


def step_document(step: Step) -> documents.WhyStep:
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


def part_document(part: Part, points: Decimal, found: Reasons) -> documents.WhyPart:
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


def side_document(side: Side | None) -> documents.WhySide | None:
    """What the State had of the parameter in one list; null where it was not on the board."""
    if side is None:
        return None
    return {
        "numerator": figure(side.figure.numerator),
        "denominator": figure(side.figure.denominator),
        "marks": four_decimals(side.mark.marks) if side.mark.counts else None,
        "max_marks": side.mark.max_marks,
        "status": side.mark.status.value,
    }


def _shown(split: ScoreSplit | None) -> list[tuple[Part, Decimal]]:
    """The largest part first."""
    shown = split.shown(MARKS_DECIMALS) if split else ()
    return sorted(shown, key=lambda one: (-abs(one[0].points), one[0].parameter, one[0].cause.value))
