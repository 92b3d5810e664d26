"""`states/`: who is ranked; one State's history on a board and its marks in a month."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse, HttpResponsePermanentRedirect
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from rest_framework.request import Request

from rankings.api import rescored
from rankings.api.answers import Answer, Table
from rankings.api.conditional import FRESH
from rankings.api.reading import POINT, WINDOW, CollectionView, Query, scope_of
from rankings.api.reading import point_document as known_on
from rankings.api.renderers import JSONRenderer
from rankings.api.values import figure, flat, four_decimals, state_brief, text
from rankings.selectors import asked
from rankings.selectors.asked import LATEST
from rankings.selectors.profiles import ParameterMark, marks_view, months_with_marks, state_history
from rankings.selectors.shapes import HistoryPoint
from states.models import State
from states.selectors import all_states, categories_in, state_by_code

STATE_COLUMNS = ("code", "name", "name_hi", "kind", "category", "lgd_code", "iso", "iso_old")
HISTORY_COLUMNS = (
    "board", "category", "state", "name", "name_hi", "month", "rank", "score", "reason", "origin", "sample",
    "methodology", "revision",
)  # fmt: skip
MARKS_COLUMNS = (
    "month", "methodology", "sample", "state", "name", "name_hi", "parameter", "parameter_name",
    "parameter_name_hi", "group", "boards", "numerator", "denominator", "percent", "marks", "max_marks",
    "full_marks", "status",
)  # fmt: skip


class States(CollectionView):
    """All States and UTs by English name."""

    def read(self, request: Request, query: Query, **path: Any) -> Answer:
        categories = categories_in()
        results = [state_document(state, categories[state.code]) for state in all_states()]
        return Answer(
            {"count": len(results), "results": results}, Table(STATE_COLUMNS, results), "pragati-states"
        )


class OneStateView(CollectionView):
    """An address of one State. Any of its codes leads there; all but its own in capitals by a redirect."""

    def get(self, request: Request, **path: Any) -> HttpResponse:
        state = state_by_code(path["code"])
        if state.code != path["code"]:
            return self._elsewhere(request, path | {"code": state.code})
        return super().get(request, **(path | {"state": state}))

    def _elsewhere(self, request: Request, path: dict[str, Any]) -> HttpResponse:
        match = request._request.resolver_match
        assert match is not None
        query = request.META.get("QUERY_STRING", "")
        address = reverse(match.view_name, kwargs=path)
        response = HttpResponsePermanentRedirect(f"{address}?{query}" if query else address)
        response.headers["Cache-Control"] = FRESH
        patch_vary_headers(response, ["Accept"])
        return response


class OneState(OneStateView):
    """Who it is."""

    renderer_classes = (JSONRenderer,)

    def read(self, request: Request, query: Query, **path: Any) -> Answer:
        state: State = path["state"]
        return Answer(state_document(state, categories_in()[state.code]))


class History(OneStateView):
    """Its places on a board and category, oldest first; a month whose list does not name it has no entry.

    With `view=rescored` the published months as they would stand under one methodology version, which nobody
    published; the version of the newest list where `methodology` names none.
    """

    query = (*POINT, *WINDOW, "view", "methodology")

    def read(self, request: Request, query: Query, **path: Any) -> Answer:
        state: State = path["state"]
        scope = scope_of(query)
        first, last = asked.window(query.get("from"), query.get("to"))
        version = asked.rescored_under(query.get("view"), query.get("methodology"), scope.origin)
        about: dict[str, Any] = {}
        if version is None:
            results = [point_document(one) for one in state_history(scope, state, first, last)]
            about["origins"] = sorted({one["origin"] for one in results})
        else:
            named, results = rescored.results(scope, state, version, first, last)
            about |= {"view": asked.RESCORED, "methodology": named}
        document = {
            "state": state_brief(state),
            "board": scope.board,
            "category": scope.category,
            **known_on(scope),
            "from": text(first),
            "to": text(last),
            "sample": any(one["sample"] for one in results),
            **about,
            "count": len(results),
            "results": results,
        }
        own = flat({key: document[key] for key in ("state", "board", "category", "view") if key in document})
        name = f"pragati-{state.code.lower()}-history-{scope.board}-{scope.category}"
        if version is not None:
            name += f"-rescored-{document['methodology']}"
        columns = HISTORY_COLUMNS if version is None else rescored.COLUMNS
        return Answer(document, Table(columns, [own | one for one in results]), name)


class Marks(OneStateView):
    """What it sent and what that is worth, parameter by parameter, on which the month's current lists rest."""

    def read(self, request: Request, query: Query, **path: Any) -> Answer:
        state: State = path["state"]
        month = path["month"]
        if month == LATEST:
            month = next(map(str, reversed(months_with_marks())), month)
        view = marks_view(state, month)
        results = [mark_document(one) for one in view.rows]
        document = {
            "state": state_brief(state),
            "month": str(view.month),
            "methodology": view.methodology,
            "sample": view.sample,
            "count": len(results),
            "results": results,
        }
        own = flat({key: document[key] for key in ("state", "month", "methodology", "sample")})
        rows = [
            own | one | {"name": state.name, "name_hi": state.name_hi}
            | {"parameter_name": one["name"], "parameter_name_hi": one["name_hi"]}
            for one in results
        ]  # fmt: skip
        return Answer(
            document, Table(MARKS_COLUMNS, rows), f"pragati-{state.code.lower()}-marks-{view.month}"
        )


def state_document(state: State, category: str) -> dict[str, Any]:
    return {
        "code": state.code,
        "name": state.name,
        "name_hi": state.name_hi,
        "kind": state.kind,
        "category": category,
        "lgd_code": state.lgd_code,
        "iso": state.iso,
        "iso_old": state.iso_old,
    }


def point_document(point: HistoryPoint) -> dict[str, Any]:
    """A State in one month's list; `reason` says why it is unranked."""
    return {
        "month": str(point.month),
        "rank": point.rank,
        "score": point.score,
        "reason": point.reason or None,
        "origin": point.origin,
        "sample": point.sample,
        "methodology": point.methodology,
        "revision": point.revision,
    }


def mark_document(mark: ParameterMark) -> dict[str, Any]:
    """`marks` and `percent` are null where there is nothing to rate; `status` says which of the two it is."""
    return {
        "parameter": mark.parameter,
        "name": mark.name,
        "name_hi": mark.name_hi,
        "group": mark.group,
        "boards": sorted(mark.boards),
        "numerator": figure(mark.numerator),
        "denominator": figure(mark.denominator),
        "percent": four_decimals(mark.percent),
        "marks": four_decimals(mark.marks),
        "max_marks": mark.max_marks,
        "full_marks": mark.full_marks,
        "status": mark.status,
    }
