"""`states/`: who is ranked; one State's history on a board and its marks in a month."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework.request import Request

from common.api import kinds
from common.api.answers import Answer, Table
from common.months import Month
from dashboard.state import documents
from dashboard.state.documents import RescoredPoint
from insights.tryout.queries import RescoredHistory, rescored_history
from rankings.api.reading import POINT, WINDOW, CollectionView, OneStateView, Query, scope_of
from rankings.api.reading import point_document as known_on
from rankings.api.said import fields, figure, flat, four_decimals, state_brief, text
from rankings.lists import asked
from rankings.lists.asked import HIGHEST_LIMIT, LATEST, Page
from rankings.lists.asked import QUERY as PAGING
from rankings.lists.histories import Scope
from rankings.lists.history import Standing, sample_basis
from rankings.lists.marks import ParameterMark, marks_view, months_with_marks, state_history
from rankings.lists.queries import HistoryPoint
from states.models import State
from states.selectors import ALL_INDIA, all_states, categories_in

# The re-scored view of a State's history: `?view=rescored&methodology=VERSION`. Nothing in it was published.

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


STATE_COLUMNS = ("code", "name", "name_hi", "kind", "category", "lgd_code", "iso", "iso_old")
POINT_COLUMNS = ("month", "rank", "score", "reason", "origin", "sample", "methodology", "revision")
HISTORY_HEAD = ("board", "category", "state", "name", "name_hi")
MARK_COLUMNS = (
    "group", "boards", "numerator", "denominator", "percent", "marks", "max_marks", "full_marks", "status",
)  # fmt: skip
MARKS_COLUMNS = (
    "month", "methodology", "sample", "state", "name", "name_hi", "parameter", "parameter_name",
    "parameter_name_hi", *MARK_COLUMNS,
)  # fmt: skip


class States(CollectionView):
    """All States and UTs by English name."""

    operation, shape = "list_states", documents.States
    title = _("States and UTs")
    query = ("category", "state")
    problems = (kinds.UNKNOWN_CATEGORY, kinds.UNKNOWN_STATE)

    def read(self, request: Request, query: Query, **path: Any) -> Answer:
        categories, wanted = categories_in(), asked.category(query.get("category"))
        only = asked.states(query.get("state"))
        results = [
            documents.state_document(state, categories[state.code])
            for state in all_states()
            if wanted in {ALL_INDIA, categories[state.code]} and (only is None or state.code in only)
        ]
        table = Table(STATE_COLUMNS, results, fields(STATE_COLUMNS))
        return Answer({"count": len(results), "results": results}, table, "pragati-states")


class OneState(OneStateView):
    """Who it is."""

    operation, shape = "get_state", documents.State
    title = _("One State or UT")
    problems = (kinds.UNKNOWN_STATE,)

    def read(self, request: Request, query: Query, **path: Any) -> Answer:
        state: State = path["state"]
        return Answer(documents.state_document(state, categories_in()[state.code]))


class History(OneStateView, CollectionView):
    """A State's places on a board and in a category, oldest first; months that do not name it have no entry.

    With `view=rescored` the published months as they would stand under one methodology version, which nobody
    published; the version of the newest list where `methodology` names none.
    """

    operation, shape, also = "get_state_history", documents.History, (documents.RescoredHistory,)
    title = _("A State's places over the months")
    query = (*POINT, *WINDOW, "view", "methodology", "updated_after", *PAGING)
    problems = (
        kinds.UNKNOWN_STATE, kinds.UNKNOWN_BOARD, kinds.UNKNOWN_CATEGORY, kinds.UNKNOWN_METHODOLOGY,
    )  # fmt: skip

    def read(self, request: Request, query: Query, **path: Any) -> Answer:
        state: State = path["state"]
        scope, page = scope_of(query), Page.of(query, HIGHEST_LIMIT)
        first, last = asked.window(query.get("from"), query.get("to"))
        after = asked.moment(query.get("updated_after"), "updated_after")
        version = asked.rescored_under(query.get("view"), query.get("methodology"), scope.origin)
        about: dict[str, Any] = {}
        entries: list[Any]
        if version is None:
            entries = [point_document(one) for one in state_history(scope, state, first, last, after)]
            about["origins"] = sorted({entry["origin"] for entry in entries})
        else:
            named, entries = results(scope, state, version, first, last)
            about |= {"view": asked.RESCORED, "methodology": named}
            if after is not None:
                fresh = {str(one.month) for one in state_history(scope, state, first, last, after)}
                entries = [entry for entry in entries if entry["month"] in fresh]
        beside = page.beside(request._request, len(entries))
        document = {
            "state": state_brief(state),
            "board": scope.board,
            "category": scope.category,
            **known_on(scope),
            "from": text(first),
            "to": text(last),
            "sample": any(entry["sample"] for entry in entries),
            "sample_basis": sample_basis(entry["sample"] for entry in entries).value,
            **about,
            "count": len(entries),
            "next": beside.get("next"),
            "previous": beside.get("prev"),
            "results": page.cut(entries),
        }
        table, name = (
            _history_table(document),
            f"pragati-{state.code.lower()}-history-{scope.board}-{scope.category}",
        )
        if version is not None:
            name += f"-rescored-{document['methodology']}"
        return Answer(document, table, name, links=list(beside.items()))


def _history_table(document: dict[str, Any]) -> Table:
    head = [key for key in ("view", "state", "board", "category") if key in document]
    own = flat({key: document[key] for key in head})
    columns = COLUMNS if "view" in document else POINT_COLUMNS
    around = ("view", *HISTORY_HEAD) if "view" in document else HISTORY_HEAD
    rows = [own | {**result} for result in document["results"]]
    return Table((*around, *columns), rows, fields(columns))


class Marks(OneStateView, CollectionView):
    """What it sent and what that is worth, parameter by parameter, on which the month's current lists rest."""

    operation, shape = "get_state_marks", documents.Marks
    title = _("A State's marks in a month")
    problems = (kinds.UNKNOWN_STATE, kinds.UNKNOWN_MONTH, kinds.WITHDRAWN)

    def read(self, request: Request, query: Query, **path: Any) -> Answer:
        state: State = path["state"]
        month = path["month"]
        if month == LATEST:
            month = next(map(str, reversed(months_with_marks())), month)
        view = marks_view(state, month)
        results = [mark_document(row) for row in view.rows]
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
            own | {**result} | {"name": state.name, "name_hi": state.name_hi}
            | {"parameter_name": result["name"], "parameter_name_hi": result["name_hi"]}
            for result in results
        ]  # fmt: skip
        shown = fields(("parameter", *MARK_COLUMNS), parameter_name="name", parameter_name_hi="name_hi")
        name = f"pragati-{state.code.lower()}-marks-{view.month}"
        return Answer(document, Table(MARKS_COLUMNS, rows, shown), name)


def point_document(point: HistoryPoint) -> documents.HistoryPoint:
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


def mark_document(mark: ParameterMark) -> documents.ParameterMark:
    """`percent` is null where there is nothing to rate, `marks` only where the parameter does not apply."""
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
