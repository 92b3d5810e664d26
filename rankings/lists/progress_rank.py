"""Progress beside level: who moved most over one, three or twelve months, and who closed most of the gap left.

Two measures, both from printed scores as the lists published them:

- *change*: score now − score then, in points;
- *gap closed*: 100 × change ÷ (100 − score then), in percent, rounded once, half away from 0, to two decimals. It is
  fair to those near the ceiling: from 98 to 99 and from 50 to 75 both close half of the gap. Who stood at 100
  then had no gap, and has no such number.

*Then* is the list of exactly so many calendar months before; a gap in the record is never skipped. Both lists
must be complete, else a rank could not be proven. Ranks are given on the printed value as in a month: equal
values share a rank, ordered by State name. The most improved are those of rank 1, if they gained at all.
Where there is no progress list at all, `obstacle` says why.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from common.months import Month
from rankings.lists.history import History, MonthList, Standing
from rankings.lists.ranks import Scored, Ties, places

SPANS = (1, 3, 12)
_FULL = Decimal(100)


class Measure(StrEnum):
    CHANGE = "change"
    GAP_CLOSED = "gap_closed"


class NoProgress(StrEnum):
    """Why a State has no progress rank."""

    NOT_RANKED_NOW = "not_ranked_now"
    NOT_RANKED_THEN = "not_ranked_then"
    NOT_LISTED_THEN = "not_listed_then"
    SCORE_NOT_KNOWN = "score_not_known"
    NO_GAP = "no_gap"


class Obstacle(StrEnum):
    """Why a month has no progress list: a list is not on record, or names only some places."""

    NOT_ON_RECORD_THEN = "not_on_record_then"
    PARTIAL_THEN = "partial_then"
    NOT_ON_RECORD_NOW = "not_on_record_now"
    PARTIAL_NOW = "partial_now"


@dataclass(frozen=True, slots=True)
class Progress:
    """A row of a progress list; `rank` and `value` are None where `reason` says why (a code of `NoProgress`)."""

    state: str
    rank: int | None
    value: Decimal | None
    then: Decimal | None
    now: Decimal | None
    reason: str = ""

    @property
    def change(self) -> Decimal | None:
        """In points; None where one of the two scores is not there."""
        return None if self.then is None or self.now is None else self.now - self.then

    @property
    def gap_closed(self) -> Decimal | None:
        """In percent; None where one of the two scores is not there, or where there was no gap."""
        return None if self.then is None or self.now is None else gap_closed(self.then, self.now)


@dataclass(frozen=True, slots=True)
class ProgressList:
    """Rows in printed order. `flagged`: the methodology or the origin changed in between, as in a movement.

    `sample`: one of the two lists rests on sample figures; `mixed_sample`: only one of them does.
    """

    month: Month
    since: Month
    measure: Measure
    flagged: bool
    sample: bool
    mixed_sample: bool
    rows: tuple[Progress, ...]

    @property
    def most_improved(self) -> tuple[str, ...]:
        """The States of rank 1, where their value is above 0."""
        return tuple(
            row.state for row in self.rows if row.rank == 1 and row.value is not None and row.value > 0
        )


def gap_closed(then: Decimal, now: Decimal) -> Decimal | None:
    """The share of the remaining gap that was closed, in percent; None where there was no gap.

    >>> gap_closed(Decimal("98.00"), Decimal("99.00")), gap_closed(Decimal("50.00"), Decimal("40.00"))
    (Decimal('50.00'), Decimal('-20.00'))
    """
    if then >= _FULL:
        return None
    exact = Fraction(now - then) / Fraction(_FULL - then) * 10_000
    size = (2 * abs(exact.numerator) + exact.denominator) // (2 * exact.denominator)
    return Decimal(size if exact >= 0 else -size).scaleb(-2)


def obstacle(history: History, month: Month, span: int) -> Obstacle | None:
    """Why there is no progress list of a month over `span` months; None where there is one."""
    now, then = history.get(month), _before(history, month, span)
    if now is None:
        return Obstacle.NOT_ON_RECORD_NOW
    if not now.complete:
        return Obstacle.PARTIAL_NOW
    if then is None:
        return Obstacle.NOT_ON_RECORD_THEN
    return None if then.complete else Obstacle.PARTIAL_THEN


def progress_list(
    history: History,
    month: Month,
    span: int,
    measure: Measure,
    names: Mapping[str, str],
    ties: Ties = "competition",
) -> ProgressList | None:
    """The progress list of a month over `span` months; None where one of the two lists is not there, or partial."""
    if span < 1:
        raise ValueError(f"a span of {span} months")
    now, then = history.get(month), _before(history, month, span)
    if now is None or then is None or not (now.complete and then.complete):
        return None
    found = {state: _progress(state, now, then, measure) for state in now.rows}
    scored = [Scored(state, names[state], one.value, one.reason) for state, one in found.items()]
    rows = tuple(
        Progress(row.state, row.rank, row.score, found[row.state].then, found[row.state].now, row.reason)
        for row in places(scored, ties)
    )
    flagged = (then.methodology, then.origin) != (now.methodology, now.origin)
    sample, mixed = now.sample or then.sample, now.sample != then.sample
    return ProgressList(month, then.month, measure, flagged, sample, mixed, rows)


def progress_history(
    history: History, span: int, measure: Measure, names: Mapping[str, str], ties: Ties = "competition"
) -> dict[Month, MonthList]:
    """The progress lists as a history of their own, so that months first and streaks are counted as of any list.

    A first place without any gain is no first: such a list gives its leaders no rank.
    """
    found = {}
    for month, now in history.items():
        listed = progress_list(history, month, span, measure, names, ties)
        if listed is None:
            continue
        gained = bool(listed.most_improved)
        rows = {
            row.state: Standing(row.rank if gained or row.rank != 1 else None, row.value)
            for row in listed.rows
        }
        found[month] = MonthList(month, True, now.origin, listed.sample, now.methodology, rows)
    return found


def _before(history: History, month: Month, span: int) -> MonthList | None:
    """The list of exactly `span` calendar months before. Asked by number, for months do not begin before a year."""
    return next((one for other, one in history.items() if other.ordinal == month.ordinal - span), None)


def _progress(state: str, now: MonthList, then: MonthList, measure: Measure) -> Progress:
    after, before = now.rows[state].score, then.rows[state].score if state in then.rows else None
    reason = _reason(state, now, then)
    if reason is not None or after is None or before is None:
        return Progress(state, None, None, before, after, "" if reason is None else reason.value)
    value = after - before if measure is Measure.CHANGE else gap_closed(before, after)
    return Progress(state, None, value, before, after, NoProgress.NO_GAP.value if value is None else "")


def _reason(state: str, now: MonthList, then: MonthList) -> NoProgress | None:
    """Why the State's two scores cannot be compared; None where they can."""
    if now.rows[state].rank is None:
        return NoProgress.NOT_RANKED_NOW
    if state not in then.rows:
        return NoProgress.NOT_LISTED_THEN
    if then.rows[state].rank is None:
        return NoProgress.NOT_RANKED_THEN
    if now.rows[state].score is None or then.rows[state].score is None:
        return NoProgress.SCORE_NOT_KNOWN
    return None
