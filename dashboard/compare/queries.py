"""States side by side: their places over time, their counts, and their marks in one month."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from common.asking import UnknownNameError
from common.months import Month
from rankings.lists.histories import Scope, history, standing_lists
from rankings.lists.history import Count, History, MonthList, Standing, count_all
from rankings.lists.marks import Measured, computed, measured
from rankings.lists.queries import refuse_withdrawn_month
from rankings.models import ListRow, Origin
from states.models import State
from states.selectors import categories_in


@dataclass(frozen=True, slots=True)
class Compared:
    """`lists` is the history up to the month shown, oldest first; `months` all that could be shown instead.

    `inside` are the places in each State's own category, by its code; `marks` is None where the month's list was
    not computed from figures. `month` is None, and all else empty, where no list is on record.
    """

    states: tuple[State, ...]
    month: Month | None
    months: tuple[Month, ...]
    lists: Mapping[Month, MonthList]
    counts: Mapping[str, Count]
    categories: Mapping[str, str]
    inside: Mapping[str, Standing]
    marks: Measured | None

    @property
    def newest(self) -> bool:
        return bool(self.months) and self.month == self.months[-1]

    @property
    def shown(self) -> MonthList | None:
        return None if self.month is None else self.lists[self.month]

    def standing(self, code: str) -> Standing | None:
        """The State's row in the list of the month shown."""
        return self.shown.rows.get(code) if self.shown else None


def compared(scope: Scope, states: tuple[State, ...], month: Month | None) -> Compared:
    """`scope` is all India on a board; `month` None means the newest. UnknownNameError, WithdrawnListError."""
    lists = history(scope)
    if month is not None and month not in lists:
        refuse_withdrawn_month(scope, month, computed_only=False)
        raise UnknownNameError("month", str(month), [str(ranking) for ranking in lists])
    codes = [state.code for state in states]
    if not lists:
        return Compared(states, None, (), {}, {}, {}, {}, None)
    shown = max(lists) if month is None else month
    past = {one: found for one, found in lists.items() if one <= shown}
    categories = {code: own for code, own in categories_in(shown).items() if code in codes}
    marks = None
    if states and past[shown].origin == Origin.COMPUTED:
        marks = measured(scope, computed(scope), shown)
    return Compared(
        states=states,
        month=shown,
        months=tuple(lists),
        lists=past,
        counts=count_all(past, codes, min(past), shown),
        categories=categories,
        inside=_inside(scope, shown, categories) if states else {},
        marks=marks,
    )


def _inside(scope: Scope, month: Month, categories: Mapping[str, str]) -> dict[str, Standing]:
    """Each State's row in the list of its own category; the computed list's where there are both. One query."""
    lists = standing_lists(as_of=scope.as_of).filter(
        month=month, board=scope.board, category__in=set(categories.values())
    )
    if scope.origin is not None:
        lists = lists.filter(origin=scope.origin)
    rows = ListRow.objects.filter(list__in=lists.values("pk"), state__in=list(categories))
    found = {}
    # "recorded" comes after "computed" in the alphabet: what is computed is put there last.
    for row in rows.select_related("list").order_by("-list__origin"):
        if row.list.category == categories[row.state_id]:
            found[row.state_id] = Standing(row.rank, row.score)
    return found


# Several States over the same months: who of them was ahead, and how often.


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

    >>> from common.months import Month
    >>> from rankings.lists.history import MonthList, Standing
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
