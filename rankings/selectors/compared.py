"""States side by side: their places over time, their counts, and their marks in one month."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rankings.core.counts import Count, count_all
from rankings.core.history import MonthList, Standing
from rankings.models import ListRow, Origin
from rankings.selectors.histories import Scope, history, standing_lists
from rankings.selectors.measured import Measured, computed, measured
from rankings.selectors.withdrawals import refuse_withdrawn_month
from states.asking import UnknownNameError
from states.models import State
from states.months import Month
from states.selectors import categories_in


@dataclass(frozen=True, slots=True)
class Compared:
    """`lists` is the history up to the month shown, oldest first; `months` all that could be shown instead.

    `inside` are the places in each State's own category, by its code; `marks` is None where the month's list was
    not computed from figures. `month` is None, and all else empty, where no list is on record.
    """

    states: tuple[State, ...]
    others: tuple[State, ...]
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


def compared(scope: Scope, states: Sequence[State], every: Sequence[State], month: Month | None) -> Compared:
    """`scope` is all India on a board; `month` None means the newest. UnknownNameError, WithdrawnListError."""
    lists = history(scope)
    if month is not None and month not in lists:
        refuse_withdrawn_month(scope, month, computed_only=False)
        raise UnknownNameError("month", str(month), [str(one) for one in lists])
    codes = [one.code for one in states]
    others = tuple(one for one in every if one.code not in codes)
    if not lists:
        return Compared(tuple(states), others, None, (), {}, {}, {}, {}, None)
    shown = max(lists) if month is None else month
    past = {one: found for one, found in lists.items() if one <= shown}
    categories = {code: own for code, own in categories_in(shown).items() if code in codes}
    marks = None
    if states and past[shown].origin == Origin.COMPUTED:
        marks = measured(scope, computed(scope), shown)
    return Compared(
        states=tuple(states),
        others=others,
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
