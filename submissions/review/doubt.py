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
from fractions import Fraction

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
class Signs:
    """What is known about one figure: codes of the warnings at its checking (`jump` is what lies outside the
    State's usual range), and the reviewer's word on it, empty where there is none.
    """

    warnings: tuple[str, ...] = ()
    remark: str = ""
    comments: int = 0
    open_objection: bool = False
    verdict: str = ""


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


def doubts(signs: Signs) -> tuple[Doubt, ...]:
    """The reasons to look at a figure; none once a reviewer approved it, but an open objection stays.

    >>> doubts(Signs(warnings=("jump",), remark="Two stations were merged"))
    (<Doubt.JUMP: 'jump'>, <Doubt.REMARK: 'remark'>)
    >>> doubts(Signs(warnings=("jump",), verdict="approved"))
    ()
    """
    warned = (Doubt.STOCK_FELL, Doubt.JUMP, Doubt.FIGURE_MISSING, Doubt.EXCEEDS)
    open_ones = {one: one.value in signs.warnings for one in warned} | {
        Doubt.REMARK: bool(signs.remark.strip()),
        Doubt.RETURNED: signs.verdict == "returned",
        Doubt.COMMENT: signs.comments > 0,
    }
    found = () if signs.verdict == "approved" else tuple(one for one, holds in open_ones.items() if holds)
    return (*found, Doubt.OBJECTION) if signs.open_objection else found


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
    found = list(movements)
    return max(found, key=lambda one: one.places) if found else None


def change_percent(now: Fraction | None, last: Fraction | None) -> Fraction | None:
    """Percentage points between two months; None where either has no percent."""
    return None if now is None or last is None else now - last
