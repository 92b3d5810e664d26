"""Several States over the same months: who of them was ahead, and how often."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rankings.core.history import History


@dataclass(frozen=True, slots=True)
class Ahead:
    """Of the `months` in which two or more of the States are ranked, each State was ahead of the rest in so many.

    `counts` is in the order given; in `level` months two or more shared the best rank among them.
    """

    months: int
    counts: tuple[tuple[str, int], ...]
    level: int

    @property
    def most(self) -> tuple[str, int] | None:
        """The State that was ahead most often; None where nobody was, or where two were equally often."""
        ordered = sorted((count for _, count in self.counts), reverse=True)
        if not ordered or not ordered[0] or ordered[:2] == [ordered[0]] * 2:
            return None
        return next(pair for pair in self.counts if pair[1] == ordered[0])


def ahead(history: History, states: Sequence[str]) -> Ahead:
    """Month by month the best rank among the States; a month in which fewer than two are ranked says nothing.

    >>> from states.months import Month
    >>> from rankings.core.history import MonthList, Standing
    >>> rows = {"HR": Standing(1, None), "HP": Standing(2, None)}
    >>> one = MonthList(Month(2023, 10), True, "computed", False, None, rows)
    >>> ahead({one.month: one}, ["HP", "HR"])
    Ahead(months=1, counts=(('HP', 0), ('HR', 1)), level=0)
    """
    counts = dict.fromkeys(states, 0)
    months = level = 0
    for one in history.values():
        ranks = _ranks(states, {code: one.rows[code].rank for code in states if code in one.rows})
        if len(ranks) < 2:
            continue
        months += 1
        best = [code for code, rank in ranks if rank == min(rank for _, rank in ranks)]
        if len(best) == 1:
            counts[best[0]] += 1
        else:
            level += 1
    return Ahead(months, tuple(counts.items()), level)


def _ranks(states: Iterable[str], ranks: dict[str, int | None]) -> list[tuple[str, int]]:
    return [(code, rank) for code in states if (rank := ranks.get(code)) is not None]
