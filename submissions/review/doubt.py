"""Which figures of a submission are in doubt, and how many places hang on them. Plain Python.

A reviewer has one evening for 36 submissions. What deserves the first look is not the longest list of
warnings but the doubt that could move a State furthest. So each State is placed twice: as it sent its
figures, and with every doubtful figure put back to last month's percent (to no marks where last month has
none). The places between the two order the queue.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from metrics.scoring import Figure, Mark, ParameterRule, Rules, mark, score


class Doubt(StrEnum):
    """Why a figure deserves a look, in the order in which the reasons are told."""

    STOCK_FELL = "stock_fell"
    JUMP = "jump"
    FIGURE_MISSING = "figure_missing"
    EXCEEDS = "numerator_exceeds_denominator"
    REMARK = "remark"
    RETURNED = "returned"
    COMMENT = "comment"
    OBJECTION = "objection"


@dataclass(frozen=True, slots=True)
class Movement:
    """Where a State stands on a board as sent, and where without its doubtful figures; `of` States are placed.

    A State without a score stands behind every placed one.
    """

    board: str
    as_sent: int
    instead: int
    of: int

    @property
    def places(self) -> int:
        return abs(self.as_sent - self.instead)


def doubts(
    warnings: Collection[str] = (),
    remark: str = "",
    *,
    comments: int = 0,
    open_objection: bool = False,
    verdict: str = "",
) -> tuple[Doubt, ...]:
    """The reasons to look at a figure; none once a reviewer approved it, but an open objection stays.

    `warnings` are the codes at its checking (`jump`: outside the State's usual range), `verdict` is the reviewer's
    word on it, empty where there is none.

    >>> doubts(["jump"], "Two stations were merged")
    (<Doubt.JUMP: 'jump'>, <Doubt.REMARK: 'remark'>)
    >>> doubts(["jump"], verdict="approved")
    ()
    """
    warned = (Doubt.STOCK_FELL, Doubt.JUMP, Doubt.FIGURE_MISSING, Doubt.EXCEEDS)
    reasons = {doubt: doubt.value in warnings for doubt in warned} | {
        Doubt.REMARK: bool(remark.strip()),
        Doubt.RETURNED: verdict == "returned",
        Doubt.COMMENT: comments > 0,
    }
    if verdict == "approved":
        reasons = {}
    reasons[Doubt.OBJECTION] = open_objection
    return tuple(doubt for doubt, holds in reasons.items() if holds)


def instead_of(rule: ParameterRule, sent: Figure, last: Figure | None) -> Figure:
    """The figure that stands in for a doubtful one: last month's, else one that earns no marks.

    Marks depend on the percent alone, so last month's own figure keeps its percent exactly.
    """
    if last is not None and last.numerator is not None and last.denominator is not None:
        if last.numerator <= last.denominator or rule.numerator_may_exceed:
            return last
        return Figure(last.denominator, last.denominator)
    if sent.denominator is None or sent.denominator == 0:
        return Figure(None, None)
    worst = min(max(Decimal(rule.worst_percent), Decimal(0)), Decimal(100))
    return Figure(sent.denominator * worst / 100, sent.denominator)


def without_doubt(
    rules: Iterable[ParameterRule],
    sent: Mapping[str, Figure],
    doubtful: Collection[str],
    last: Mapping[str, Figure],
) -> dict[str, Figure]:
    """A State's figures with every doubtful one put back."""
    known = {rule.code: rule for rule in rules}
    return {
        code: instead_of(known[code], figure, last.get(code))
        if code in doubtful and code in known
        else figure
        for code, figure in sent.items()
    }


def board_scores(
    rules: Sequence[ParameterRule], figures: Mapping[str, Figure], of_method: Rules, boards: Iterable[str]
) -> dict[str, Decimal | None]:
    """A State's printed score on each board; None where it has none."""
    marks: list[Mark] = [mark(rule, figures.get(rule.code)) for rule in rules]
    return {
        board: score(
            marks, on_board=frozenset(rule.code for rule in rules if board in rule.boards), rules=of_method
        ).printed
        for board in boards
    }


def place(own: Decimal | None, others: Iterable[Decimal | None], ties: str = "competition") -> int:
    """The place of a printed score among the others; without a score, the place behind all of them.

    >>> place(Decimal("9.00"), [Decimal("9.50"), Decimal("9.50"), Decimal("9.00"), None])
    3
    >>> place(Decimal("9.00"), [Decimal("9.50"), Decimal("9.50")], "dense")
    2
    """
    scores = [other for other in others if other is not None]
    better = scores if own is None else [score for score in scores if score > own]
    return 1 + len(better if ties == "competition" else set(better))


def widest(movements: Iterable[Movement]) -> Movement | None:
    """The movement over most places; of equals the first, so the order of boards decides."""
    return max(movements, key=lambda movement: movement.places, default=None)
