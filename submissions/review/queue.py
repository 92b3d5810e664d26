"""The reviewer's queue: submissions by how many places their doubtful figures could move."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from common.months import Month
from metrics.boards import Board
from metrics.catalogue import MethodologyDocument
from metrics.scoring import Figure
from metrics.selectors import Figures, current_revisions, document_of, figures_at, methodology_in_force
from rankings.compute import place_all
from states.selectors import ALL_INDIA
from submissions.models import Objection, RowComment, RowDecision, Status, Submission
from submissions.review.doubt import (
    Doubt,
    Movement,
    board_scores,
    doubts,
    place,
    widest,
    without_doubt,
)
from submissions.workflow import figures_of

BOARDS = (Board.CCTNS, Board.OVERALL, Board.ICJS, Board.ITSSO)
"""In the order in which one of equally wide movements is named."""
_SENT = (Status.SUBMITTED, Status.RETURNED, Status.VERIFIED)

Scores = Mapping[str, Mapping[str, Decimal | None]]
"""Board → State code → printed score."""


@dataclass(frozen=True, slots=True)
class Field:
    """All States of a month as they stand now: as sent, else as verified, else as in the month before."""

    document: MethodologyDocument
    last: Figures
    scores: Scores
    as_last: frozenset[str]


@dataclass(frozen=True, slots=True)
class Queued:
    """A submission that waits. `doubtful` holds the reasons by parameter, in the methodology's order."""

    submission: Submission
    doubtful: Mapping[str, tuple[Doubt, ...]]
    movement: Movement | None

    @property
    def places(self) -> int:
        return self.movement.places if self.movement else 0


def queue(month: Month) -> tuple[list[Queued], int]:
    """Everything that was submitted and waits for a reviewer, the widest doubt first; and how many States stand
    with last month's figures. The number of queries is constant.
    """
    sent = _sent(month)
    waiting = [one for one in sent if one.is_current and one.status == Status.SUBMITTED]
    field = _field(month, sent)
    reasons = doubts_of(month, waiting, field.document)
    rows = [Queued(one, reasons[one.pk], movement_of(one, reasons[one.pk], field)) for one in waiting]
    rows.sort(key=lambda row: (-row.places, -len(row.doubtful), row.submission.state.name))
    return rows, len(field.as_last)


def field_of(month: Month) -> Field:
    """All States of a month as they stand now."""
    return _field(month, _sent(month))


def movement_of(submission: Submission, doubtful: Iterable[str], field: Field) -> Movement | None:
    """The widest movement that the doubtful figures could make, over all boards; None where none is in doubt."""
    codes = frozenset(doubtful)
    if not codes:
        return None
    rules, state = field.document.parameter_rules(), submission.state_id
    sent = figures_of(submission)
    instead = without_doubt(rules, sent, codes, field.last.get(state, {}))
    own = board_scores(rules, sent, field.document.rules, BOARDS)
    other = board_scores(rules, instead, field.document.rules, BOARDS)
    ties = field.document.rules.ties
    found = []
    for board in BOARDS:
        others = [score for code, score in field.scores[board].items() if code != state]
        placed = 1 + sum(score is not None for score in others)
        found.append(
            Movement(board.value, place(own[board], others, ties), place(other[board], others, ties), placed)
        )
    return widest(found)


def doubts_of(
    month: Month, submissions: Collection[Submission], document: MethodologyDocument
) -> dict[int, dict[str, tuple[Doubt, ...]]]:
    """By submission: the figures in doubt with the reasons. The figures of each must be fetched already."""
    decisions = RowDecision.objects.filter(submission__in=[one.pk for one in submissions])
    verdicts = {(decision.submission_id, decision.parameter): decision.verdict for decision in decisions}
    comments = Counter(
        RowComment.objects.filter(month=month, state__in=[one.state_id for one in submissions]).values_list(
            "state_id", "parameter"
        )
    )
    objections = set(
        Objection.objects.filter(month=month, resolved_at__isnull=True).values_list("state_id", "parameter")
    )
    found: dict[int, dict[str, tuple[Doubt, ...]]] = {}
    for one in submissions:
        rows = {row.parameter: row for row in one.figures.all()}
        own = {
            rule.code: doubts(
                rows[rule.code].warnings,
                rows[rule.code].remark,
                comments=comments[one.state_id, rule.code],
                open_objection=(one.state_id, rule.code) in objections,
                verdict=verdicts.get((one.pk, rule.code), ""),
            )
            for rule in document.parameter_rules()
            if rule.code in rows
        }
        found[one.pk] = {code: reasons for code, reasons in own.items() if reasons}
    return found


def _sent(month: Month) -> list[Submission]:
    """The newest revision of each State that was sent, with its State and figures; drafts are not read."""
    newest: dict[str, Submission] = {}
    rows = Submission.objects.filter(month=month, status__in=_SENT).order_by("revision")
    for one in rows.select_related("state").prefetch_related("figures"):
        newest[one.state_id] = one
    # A sent revision that a draft overtook still says where the State stands, though it waits for nobody.
    return list(newest.values())


def _field(month: Month, sent: Iterable[Submission]) -> Field:
    document = document_of(methodology_in_force(month))
    last = figures_at(month.previous(), current_revisions(month.previous()))
    verified = figures_at(month, current_revisions(month))
    own = {one.state_id: figures_of(one) for one in sent}
    known = {**last, **verified, **own}
    placed = place_all(month, document, _sound(document, known))
    return Field(
        document=document,
        last=last,
        scores={board: {one.state: one.score for one in placed[board, ALL_INDIA]} for board in BOARDS},
        as_last=frozenset(last) - frozenset(verified) - frozenset(own),
    )


def _sound(document: MethodologyDocument, known: Figures) -> Figures:
    """The figures, capped where the methodology in force does not let a numerator exceed its denominator.

    Figures of this month were checked against it; last month's may rest on another version.
    """
    strict = {rule.code for rule in document.parameter_rules() if not rule.numerator_may_exceed}

    def capped(code: str, one: Figure) -> Figure:
        if code in strict and one.numerator is not None and one.denominator is not None:
            return Figure(min(one.numerator, one.denominator), one.denominator)
        return one

    return {state: {code: capped(code, one) for code, one in own.items()} for state, own in known.items()}


# Which verified figures are still in doubt: what a publisher wants to know before signing.


def doubtful_figures(month: Month) -> frozenset[tuple[str, str]]:
    """Pairs of State code and parameter code: verified without being confirmed by a reviewer, or objected to.

    Unconfirmed is what gave a reason to look at (a warning, a remark, a comment) and was not approved by itself.
    """
    objected = Objection.objects.filter(month=month, resolved_at__isnull=True)
    found = set(objected.values_list("state_id", "parameter"))
    verified = Submission.objects.filter(month=month, status=Status.VERIFIED, is_current=True)
    rows = list(verified.prefetch_related("figures"))
    if rows:
        reasons = doubts_of(month, rows, document_of(methodology_in_force(month)))
        found |= {(row.state_id, code) for row in rows for code in reasons[row.pk]}
    return frozenset(found)
