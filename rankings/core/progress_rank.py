"""Progress beside level: who moved most over one, three or twelve months, and who closed most of the gap left.

Two measures, both from printed scores as the lists published them:

- *change*: score now − score then, in points;
- *gap closed*: 100 × change ÷ (100 − score then), in percent, rounded once, half away from 0, to two decimals. It is
  fair to those near the ceiling: from 98 to 99 and from 50 to 75 both close half of the gap. Who stood at 100
  then had no gap, and has no such number.

*Then* is the list of exactly so many calendar months before; a gap in the record is never skipped. Both lists
must be complete, else a rank could not be proven. Ranks are given on the printed value as in a month: equal
values share a rank, ordered by State name. The most improved are those of rank 1, if they gained at all.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from rankings.core.history import History, MonthList, Standing
from rankings.core.ranks import Scored, Ties, places
from states.months import Month

SPANS = (1, 3, 12)
_FULL = Decimal(100)


class Measure(StrEnum):
    CHANGE = "change"
    GAP_CLOSED = "gap_closed"


class NoProgress(StrEnum):
    """Why a State has no progress rank."""

    NOT_RANKED_NOW = "not_ranked_now"
    NOT_RANKED_THEN = "not_ranked_then"
    NO_GAP = "no_gap"


@dataclass(frozen=True, slots=True)
class Progress:
    """A row of a progress list; `rank` and `value` are None where `reason` says why (a code of `NoProgress`)."""

    state: str
    rank: int | None
    value: Decimal | None
    then: Decimal | None
    now: Decimal | None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ProgressList:
    """Rows in printed order. `flagged`: the methodology or the origin changed in between, as in a movement."""

    month: Month
    since: Month
    measure: Measure
    flagged: bool
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
    now = history.get(month)
    then = next((one for other, one in history.items() if other.ordinal == month.ordinal - span), None)
    if now is None or then is None or not (now.complete and then.complete):
        return None
    found = {state: _progress(state, now, then, measure) for state in now.rows}
    scored = [Scored(state, names[state], one.value, one.reason) for state, one in found.items()]
    rows = tuple(
        Progress(row.state, row.rank, row.score, found[row.state].then, found[row.state].now, row.reason)
        for row in places(scored, ties)
    )
    flagged = (then.methodology, then.origin) != (now.methodology, now.origin)
    return ProgressList(month, then.month, measure, flagged, rows)


def progress_history(
    history: History, span: int, measure: Measure, names: Mapping[str, str], ties: Ties = "competition"
) -> dict[Month, MonthList]:
    """The progress lists as a history of their own, so that months first and streaks are counted as of any list.

    A first place without any gain is no first: such a list gives its leaders no rank.
    """
    found = {}
    for month, shown in history.items():
        listed = progress_list(history, month, span, measure, names, ties)
        if listed is None:
            continue
        gained = bool(listed.most_improved)
        rows = {
            row.state: Standing(row.rank if gained or row.rank != 1 else None, row.value)
            for row in listed.rows
        }
        found[month] = MonthList(month, True, shown.origin, shown.sample, shown.methodology, rows)
    return found


def _progress(state: str, now: MonthList, then: MonthList, measure: Measure) -> Progress:
    after = now.rows[state].score
    before = then.rows[state].score if state in then.rows else None
    if after is None or before is None:
        reason = NoProgress.NOT_RANKED_NOW if after is None else NoProgress.NOT_RANKED_THEN
        return Progress(state, None, None, before, after, reason.value)
    value = after - before if measure is Measure.CHANGE else gap_closed(before, after)
    reason_code = NoProgress.NO_GAP.value if value is None else ""
    return Progress(state, None, value, before, after, reason_code)
