"""`states/`: who is ranked; one State's history on a board and its marks in a month."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any, TypedDict

from django.utils.translation import gettext_lazy as _
from rest_framework.request import Request

from common.api import kinds
from common.api.answers import Answer, Table
from insights.tryout.queries import rescored_history
from rankings.api.reading import POINT, WINDOW, CollectionView, OneStateView, Query, point_document, scope_of
from rankings.api.said import (
    Board,
    Category,
    Count,
    Exact,
    Known,
    MonthText,
    Origin,
    Paged,
    ParameterCode,
    Rank,
    Revision,
    Sample,
    SampleBasisText,
    Score,
    State,
    StateBrief,
    Unranked,
    Version,
    WindowKnown,
    fields,
    figure,
    flat,
    four_decimals,
    says,
    shaped,
    state_brief,
    text,
)
from rankings.lists import asked
from rankings.lists.asked import HIGHEST_LIMIT, LATEST, Page
from rankings.lists.asked import QUERY as PAGING
from rankings.lists.histories import Scope
from rankings.lists.history import sample_basis
from rankings.lists.marks import marks_view, months_with_marks, state_history
from states import models
from states.selectors import ALL_INDIA, all_states, categories_in


class States(TypedDict):
    """All States and UTs, by English name."""

    count: Count
    results: list[State]


class HistoryPoint(TypedDict):
    """A State in one month's list."""

    month: MonthText
    rank: Annotated[Rank | None, says("Null where the State is unranked; `reason` says why.")]
    score: Annotated[Score | None, says("Null where there is none on record.")]
    reason: Unranked | None
    origin: Origin
    sample: Sample
    methodology: Annotated[Version | None, says("Null for a recorded list.")]
    revision: Revision


class History(Paged, Known, WindowKnown):
    """A State's places on a board and in a category, oldest first; months that do not name it are absent."""

    state: StateBrief
    board: Board
    category: Category
    sample: Annotated[bool, says("Whether any of the months rests on sample figures.")]
    sample_basis: Annotated[SampleBasisText, says("Of all the months that are asked for.")]
    origins: list[Origin]
    results: list[HistoryPoint]


class RescoredPoint(TypedDict):
    """A State in a month as it would stand under another methodology version. Nobody published it."""

    month: MonthText
    rank: Annotated[Rank | None, says("Null where the State is unranked; `reason` says why.")]
    score: Annotated[Score | None, says("Null where there is none.")]
    reason: Unranked | None
    sample: Sample
    methodology: Annotated[Version, says("The version that it is scored under here.")]
    parameters_scored: Annotated[Count, says("Parameters of the board that had figures in that month.")]
    parameters: Annotated[Count, says("Parameters of the board in this version.")]
    published_methodology: Version | None
    published_rank: Rank | None
    published_score: Score | None


class RescoredHistory(Paged, Known, WindowKnown):
    """A State's published months under one methodology version, oldest first."""

    state: StateBrief
    board: Board
    category: Category
    sample: Annotated[bool, says("Whether any of the months rests on sample figures.")]
    sample_basis: Annotated[SampleBasisText, says("Of all the months that are asked for.")]
    view: Annotated[str, says(enum=["rescored"])]
    methodology: Version
    results: list[RescoredPoint]


class ParameterMark(TypedDict):
    """What a State sent for one parameter, and what it is worth."""

    parameter: ParameterCode
    name: str
    name_hi: str
    group: Annotated[str, says(examples=["REG"])]
    boards: list[Board]
    numerator: Annotated[int | Decimal | None, says("As sent; null where it was not reported.", minimum=0)]
    denominator: Annotated[int | Decimal | None, says("As sent; null where it was not reported.", minimum=0)]
    percent: Annotated[Exact | None, says("Null where there is nothing to rate.")]
    marks: Annotated[Exact | None, says("0 where it was not reported; null where it does not apply.")]
    max_marks: Annotated[Decimal, says(exclusiveMinimum=0)]
    full_marks: Annotated[bool, says("Decided on the exact value, before any rounding.")]
    status: Annotated[str, says(name="MarkStatus", enum=["reported", "not_reported", "not_applicable"])]


class Marks(TypedDict):
    """A State's marks in a month, parameter by parameter, in the order of the methodology."""

    state: StateBrief
    month: MonthText
    methodology: Version
    sample: Sample
    count: Count
    results: list[ParameterMark]


HISTORY_HEAD = ("board", "category", "state", "name", "name_hi")
MARK_COLUMNS = tuple(ParameterMark.__annotations__)[3:]
MARKS_COLUMNS = (
    "month", "methodology", "sample", "state", "name", "name_hi", "parameter", "parameter_name",
    "parameter_name_hi", *MARK_COLUMNS,
)  # fmt: skip


class StatesView(CollectionView):
    """All States and UTs by English name."""

    operation, shape = "list_states", States
    title = _("States and UTs")
    query = ("category", "state")
    problems = (kinds.UNKNOWN_CATEGORY, kinds.UNKNOWN_STATE)

    def read(self, request: Request, query: Query, **path: Any) -> Answer:
        categories, wanted = categories_in(), asked.category(query.get("category"))
        only = asked.states(query.get("state"))
        results = [
            shaped(state, State, category=categories[state.code])
            for state in all_states()
            if wanted in {ALL_INDIA, categories[state.code]} and (only is None or state.code in only)
        ]
        columns = tuple(State.__annotations__)
        table = Table(columns, results, fields(columns))
        return Answer({"count": len(results), "results": results}, table, "pragati-states")


class OneState(OneStateView):
    """Who it is."""

    operation, shape = "get_state", State
    title = _("One State or UT")
    problems = (kinds.UNKNOWN_STATE,)

    def read(self, request: Request, query: Query, **path: Any) -> Answer:
        state: models.State = path["state"]
        return Answer(shaped(state, State, category=categories_in()[state.code]))


class HistoryView(OneStateView, CollectionView):
    """A State's places on a board and in a category, oldest first; months that do not name it have no entry.

    With `view=rescored` the published months as they would stand under one methodology version, which nobody
    published; the version of the newest list where `methodology` names none.
    """

    operation, shape, also = "get_state_history", History, (RescoredHistory,)
    title = _("A State's places over the months")
    query = (*POINT, *WINDOW, "view", "methodology", "updated_after", *PAGING)
    problems = (
        kinds.UNKNOWN_STATE, kinds.UNKNOWN_BOARD, kinds.UNKNOWN_CATEGORY, kinds.UNKNOWN_METHODOLOGY,
    )  # fmt: skip

    def read(self, request: Request, query: Query, **path: Any) -> Answer:
        state: models.State = path["state"]
        scope, page = scope_of(query), Page.of(query, HIGHEST_LIMIT)
        first, last = asked.window(query.get("from"), query.get("to"))
        after = asked.moment(query.get("updated_after"), "updated_after")
        version = asked.rescored_under(query.get("view"), query.get("methodology"), scope.origin)
        name = f"pragati-{state.code.lower()}-history-{scope.board}-{scope.category}"
        about: dict[str, Any] = {}
        columns = tuple(HistoryPoint.__annotations__)
        around: tuple[str, ...] = HISTORY_HEAD
        if version is None or after is not None:
            published = state_history(scope, state, first, last, after)
        if version is None:
            entries = [
                shaped(
                    row, HistoryPoint, month=str(row.list.month), origin=row.list.origin, sample=row.list.sample,
                    methodology=row.list.methodology_id, revision=row.list.revision,
                )
                for row in published
            ]  # fmt: skip
            about["origins"] = sorted({entry["origin"] for entry in entries})
        else:
            columns, around = tuple(RescoredPoint.__annotations__), ("view", *HISTORY_HEAD)
            named, entries = rescored(scope, state.code, version)
            months = {str(row.list.month) for row in published} if after is not None else None
            entries = [
                entry
                for entry in entries
                if (months is None or entry["month"] in months)
                and str(first or "") <= entry["month"]
                and (last is None or entry["month"] <= str(last))
            ]
            about |= {"view": asked.RESCORED, "methodology": named}
            name += f"-rescored-{named}"
        beside = page.beside(request._request, len(entries))
        answer = {
            "state": state_brief(state),
            "board": scope.board,
            "category": scope.category,
            **point_document(scope),
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
        own = flat({key: answer[key] for key in ("view", "state", "board", "category") if key in answer})
        table = Table((*around, *columns), [own | entry for entry in page.cut(entries)], fields(columns))
        return Answer(answer, table, name, links=list(beside.items()))


def rescored(scope: Scope, code: str, version: str) -> tuple[str, list[dict[str, Any]]]:
    """The version and the State's re-scored months, oldest first. Raises UnknownMethodologyError."""
    found = rescored_history(scope, version)
    entries = []
    for month, again in sorted(found.months.items()):
        published, place = found.published[month], again.places.get(code)
        if place is None:
            continue
        row = published.rows.get(code)
        entries.append(
            shaped(
                place,
                RescoredPoint,
                month=str(month),
                sample=published.sample,
                methodology=found.version,
                parameters_scored=again.scored,
                parameters=again.whole,
                published_methodology=published.methodology,
                published_rank=row.rank if row else None,
                published_score=row.score if row else None,
            )
        )
    return found.version, entries


class MarksView(OneStateView, CollectionView):
    """What it sent and what that is worth, parameter by parameter, on which the month's current lists rest."""

    operation, shape = "get_state_marks", Marks
    title = _("A State's marks in a month")
    problems = (kinds.UNKNOWN_STATE, kinds.UNKNOWN_MONTH, kinds.WITHDRAWN)

    def read(self, request: Request, query: Query, **path: Any) -> Answer:
        state: models.State = path["state"]
        month = path["month"]
        if month == LATEST:
            month = next(map(str, reversed(months_with_marks())), month)
        view = marks_view(state, month)
        results = [
            shaped(
                mark,
                ParameterMark,
                boards=sorted(mark.boards),
                numerator=figure(mark.numerator),
                denominator=figure(mark.denominator),
                percent=four_decimals(mark.percent),
                marks=four_decimals(mark.marks),
            )
            for mark in view.rows
        ]
        answer = {
            "state": state_brief(state),
            "month": str(view.month),
            "methodology": view.methodology,
            "sample": view.sample,
            "count": len(results),
            "results": results,
        }
        own = flat({key: answer[key] for key in ("state", "month", "methodology", "sample")})
        names = {"name": state.name, "name_hi": state.name_hi}
        rows = [
            own | result | names
            | {"parameter_name": result["name"], "parameter_name_hi": result["name_hi"]}
            for result in results
        ]  # fmt: skip
        shown = fields(("parameter", *MARK_COLUMNS), parameter_name="name", parameter_name_hi="name_hi")
        return Answer(
            answer, Table(MARKS_COLUMNS, rows, shown), f"pragati-{state.code.lower()}-marks-{view.month}"
        )
