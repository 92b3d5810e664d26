"""One submission as a reviewer reads it: each figure beside last month's, with all that was said about it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, TypeVar

from common.months import Month
from metrics.catalogue import MethodologyDocument
from metrics.scoring import Figure, Mark, ParameterRule, mark
from metrics.selectors import (
    Figures,
    UnknownMethodologyError,
    current_revisions,
    document_of,
    figures_at,
    methodology_in_force,
)
from rankings.models import RankingList
from rankings.models import Status as ListStatus
from states.models import State
from submissions.desk.rows import Change, changes, past_figures, past_percents, rows_of
from submissions.models import Caveat, Objection, RowComment, RowDecision, Submission, SubmittedFigure
from submissions.review.doubt import Doubt, Movement
from submissions.review.queue import doubts_of, field_of, movement_of
from submissions.validation import UsualRange, usual_range


@dataclass(frozen=True, slots=True)
class Side:
    """A figure of one month with its worth; both None where that month has no such figure."""

    figure: Figure | None
    mark: Mark | None


@dataclass(frozen=True, slots=True)
class ReadRow:
    """One parameter. `parameter` is its entry in the methodology's document."""

    parameter: Mapping[str, Any]
    now: Side
    last: Side
    remark: str
    warnings: tuple[str, ...]
    usual: UsualRange | None
    doubts: tuple[Doubt, ...]
    decision: RowDecision | None
    comments: tuple[RowComment, ...]
    objections: tuple[Objection, ...]
    caveats: tuple[Caveat, ...]


@dataclass(frozen=True, slots=True)
class Revised:
    """An earlier revision and what changed from it to the one after it."""

    submission: Submission
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """A submission, ready to be read. `shown` is the revision asked for, `current` the newest one."""

    state: State
    month: Month
    shown: Submission
    current: Submission
    document: MethodologyDocument
    rows: tuple[ReadRow, ...]
    movement: Movement | None
    earlier: tuple[Revised, ...]
    last_known: bool

    @property
    def doubtful(self) -> tuple[ReadRow, ...]:
        return tuple(row for row in self.rows if row.doubts)


T = TypeVar("T")


def reading(state: State, month: Month, revision: int | None = None) -> Reading | None:
    """A State's submission of a month, the newest revision or a given one; None where there is none."""
    history = list(
        Submission.objects.filter(state=state, month=month)
        .select_related("state", "upload")
        .prefetch_related("figures")
        .order_by("-revision")
    )
    shown = next((one for one in history if revision is None or one.revision == revision), None)
    if shown is None:
        return None
    field = field_of(month)
    doubtful = doubts_of(month, [shown], field.document)[shown.pk]
    last_figures = field.last.get(state.code)
    return Reading(
        state=state,
        month=month,
        shown=shown,
        current=history[0],
        document=field.document,
        rows=_rows(shown, field.document, last_figures or {}, doubtful),
        movement=movement_of(shown, doubtful, field),
        earlier=_earlier(history, shown),
        last_known=last_figures is not None,
    )


def provisional_list(month: Month, board: str, category: str) -> RankingList | None:
    """The provisional list with its rows and their States; None where the month has none."""
    found = RankingList.objects.filter(
        month=month, board=board, category=category, status=ListStatus.PROVISIONAL
    )
    return found.prefetch_related("rows__state").first()


def open_objections(month: Month | None = None) -> list[Objection]:
    """Every objection that waits for an answer, oldest first."""
    found = Objection.objects.filter(resolved_at__isnull=True).select_related("state")
    if month is not None:
        found = found.filter(month=month)
    return list(found.order_by("raised_at", "pk"))


def answered_objections(limit: int = 20) -> list[Objection]:
    """The objections answered last, newest answer first."""
    found = Objection.objects.filter(resolved_at__isnull=False).select_related("state")
    return list(found.order_by("-resolved_at")[:limit])


def caveats_of(month: Month) -> list[Caveat]:
    """The caveats of a month that stand, by State and parameter."""
    found = Caveat.objects.filter(month=month, withdrawn_at__isnull=True).select_related("state")
    return list(found.order_by("state__name", "parameter", "written_at"))


def figures_of_cells(objections: Iterable[Objection]) -> dict[int, Figure | None]:
    """The verified figure that each objection is about."""
    wanted = list(objections)
    months: dict[Month, Figures] = {
        month: figures_at(month, current_revisions(month)) for month in {one.month for one in wanted}
    }
    return {one.pk: months[one.month].get(one.state_id, {}).get(one.parameter) for one in wanted}


def _rows(
    shown: Submission,
    document: MethodologyDocument,
    last: Mapping[str, Figure],
    doubtful: Mapping[str, tuple[Doubt, ...]],
) -> tuple[ReadRow, ...]:
    figures = {row.parameter: row for row in shown.figures.all()}
    decisions = {decision.parameter: decision for decision in shown.decisions.all()}
    where = {"state": shown.state_id, "month": shown.month}
    comments = _by_parameter(RowComment.objects.filter(**where).order_by("written_at", "pk"))
    objections = _by_parameter(Objection.objects.filter(**where).order_by("raised_at"))
    caveats = _by_parameter(Caveat.objects.filter(**where, withdrawn_at__isnull=True))
    rules = {rule.code: rule for rule in document.parameter_rules()}
    last_rules = _rules_of(shown.month.previous())
    past = past_percents(past_figures(shown.state_id, shown.month), rules)
    return tuple(
        ReadRow(
            parameter=parameter,
            now=_side(rules[code], _figure(figures.get(code))),
            last=_side(last_rules.get(code), last.get(code)),
            remark=figures[code].remark if code in figures else "",
            warnings=tuple(figures[code].warnings) if code in figures else (),
            usual=_usual(past.get(code, ()), figures.get(code)),
            doubts=doubtful.get(code, ()),
            decision=decisions.get(code),
            comments=comments.get(code, ()),
            objections=objections.get(code, ()),
            caveats=caveats.get(code, ()),
        )
        for parameter in document.document["parameters"]
        for code in [parameter["code"]]
    )


def _usual(past: Sequence[Fraction], row: SubmittedFigure | None) -> UsualRange | None:
    """The range against which the figure was checked; None where there is nothing to check or too little past."""
    return usual_range(past, row.denominator) if row is not None and row.denominator else None


def _rules_of(month: Month) -> dict[str, ParameterRule]:
    """The rules by which a month is marked; none where no methodology held yet."""
    try:
        document = document_of(methodology_in_force(month))
    except UnknownMethodologyError:
        return {}
    return {rule.code: rule for rule in document.parameter_rules()}


def _side(rule: ParameterRule | None, figure: Figure | None) -> Side:
    if figure is None or rule is None:
        return Side(figure, None)
    return Side(figure, mark(rule, figure))


def _figure(row: SubmittedFigure | None) -> Figure | None:
    return None if row is None else Figure(row.numerator, row.denominator)


def _by_parameter(rows: Iterable[T]) -> dict[str, tuple[T, ...]]:
    found: dict[str, list[T]] = defaultdict(list)
    for one in rows:
        found[one.parameter].append(one)  # type: ignore[attr-defined]
    return {code: tuple(own) for code, own in found.items()}


def _earlier(history: list[Submission], shown: Submission) -> tuple[Revised, ...]:
    """Every other revision, newest first, with the rows that changed between it and the one shown."""
    rows = rows_of(shown)
    return tuple(Revised(one, tuple(changes(rows_of(one), rows))) for one in history if one.pk != shown.pk)
