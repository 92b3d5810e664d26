"""One submission as a reviewer reads it: each figure beside last month's, with all that was said about it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from common.months import Month
from metrics.catalogue import MethodologyDocument
from metrics.scoring import Figure, Mark, ParameterRule, mark
from metrics.selectors import (
    UnknownMethodologyError,
    current_revisions,
    document_of,
    figures_at,
    methodology_in_force,
)
from rankings.models import RankingList
from rankings.models import Status as ListStatus
from states.models import State
from submissions.desk.rows import Change, Row, changes, past_figures, past_percents, rows_of
from submissions.models import Caveat, Objection, RowComment, RowDecision, Submission, Verdict
from submissions.review.doubt import Doubt, Movement
from submissions.review.queue import doubts_of, field_of, movement_of
from submissions.validation import UsualRange, usual_range

_SAID = frozenset({Doubt.REMARK, Doubt.COMMENT, Doubt.RETURNED})
"""Doubts whose words stand below the figure anyway."""


@dataclass(frozen=True, slots=True)
class ReadRow:
    """One parameter: its entry in the methodology, what was sent and what stood last month, with their worth."""

    parameter: Mapping[str, Any]
    sent: Row | None
    mark: Mark | None
    last: Figure | None
    last_mark: Mark | None
    usual: UsualRange | None
    doubts: tuple[Doubt, ...]
    decision: RowDecision | None
    comments: list[RowComment]
    objections: list[Objection]
    caveats: list[Caveat]

    @property
    def outliers(self) -> list[Doubt]:
        return [doubt for doubt in self.doubts if doubt not in _SAID]


@dataclass(frozen=True, slots=True)
class Reading:
    """A submission, ready to be read: the revision asked for, and the newest one.

    `groups` has the methodology's groups with their rows, `earlier` every other revision, newest first, with what
    differs between it and the one shown.
    """

    shown: Submission
    current: Submission
    groups: list[tuple[Mapping[str, Any], list[ReadRow]]]
    movement: Movement | None
    earlier: list[tuple[Submission, list[Change]]]
    last_known: bool

    @property
    def doubtful(self) -> list[ReadRow]:
        return [row for _group, rows in self.groups for row in rows if row.doubts]

    @property
    def returned(self) -> int:
        """How many figures are marked as returned."""
        decisions = [row.decision for _group, rows in self.groups for row in rows if row.decision]
        return sum(decision.verdict == Verdict.RETURNED for decision in decisions)


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
    last = field.last.get(state.code)
    rows = _rows(shown, field.document, last or {}, doubtful)
    in_group = [
        (group, [row for row in rows if row.parameter["group"] == group["code"]])
        for group in field.document.document["groups"]
    ]
    sent = rows_of(shown)
    return Reading(
        shown=shown,
        current=history[0],
        groups=[(group, own) for group, own in in_group if own],
        movement=movement_of(shown, doubtful, field),
        earlier=[(one, changes(rows_of(one), sent)) for one in history if one.pk != shown.pk],
        last_known=last is not None,
    )


def _rows(
    shown: Submission,
    document: MethodologyDocument,
    last: Mapping[str, Figure],
    doubtful: Mapping[str, tuple[Doubt, ...]],
) -> list[ReadRow]:
    sent = rows_of(shown)
    decisions = {decision.parameter: decision for decision in shown.decisions.all()}
    where = {"state": shown.state_id, "month": shown.month}
    comments = list(RowComment.objects.filter(**where).order_by("written_at", "pk"))
    objections = list(Objection.objects.filter(**where).order_by("raised_at"))
    caveats = list(Caveat.objects.filter(**where, withdrawn_at__isnull=True))
    rules = {rule.code: rule for rule in document.parameter_rules()}
    last_rules = _rules_of(shown.month.previous())
    past = past_percents(past_figures(shown.state_id, shown.month), rules)

    def row(parameter: Mapping[str, Any]) -> ReadRow:
        code = parameter["code"]
        one, before, rule = sent.get(code), last.get(code), last_rules.get(code)
        under = one.figure.denominator if one else None
        return ReadRow(
            parameter=parameter,
            sent=one,
            mark=mark(rules[code], one.figure) if one else None,
            last=before,
            last_mark=mark(rule, before) if rule and before else None,
            usual=usual_range(past.get(code, ()), under) if under else None,
            doubts=doubtful.get(code, ()),
            decision=decisions.get(code),
            comments=[said for said in comments if said.parameter == code],
            objections=[said for said in objections if said.parameter == code],
            caveats=[said for said in caveats if said.parameter == code],
        )

    return [row(parameter) for parameter in document.document["parameters"]]


def _rules_of(month: Month) -> dict[str, ParameterRule]:
    """The rules by which a month is marked; none where no methodology held yet."""
    try:
        document = document_of(methodology_in_force(month))
    except UnknownMethodologyError:
        return {}
    return {rule.code: rule for rule in document.parameter_rules()}


def provisional_list(month: Month, board: str, category: str) -> RankingList | None:
    """The provisional list with its rows and their States; None where the month has none."""
    lists = RankingList.objects.filter(
        month=month, board=board, category=category, status=ListStatus.PROVISIONAL
    )
    return lists.prefetch_related("rows__state").first()


def open_objections(month: Month | None = None) -> list[Objection]:
    """Every objection that waits for an answer, oldest first."""
    waiting = Objection.objects.filter(resolved_at__isnull=True).select_related("state")
    if month is not None:
        waiting = waiting.filter(month=month)
    return list(waiting.order_by("raised_at", "pk"))


def figures_of_cells(objections: Collection[Objection]) -> dict[int, Figure | None]:
    """The verified figure that each objection is about, by the objection's number."""
    months = {
        month: figures_at(month, current_revisions(month)) for month in {one.month for one in objections}
    }
    return {one.pk: months[one.month].get(one.state_id, {}).get(one.parameter) for one in objections}
