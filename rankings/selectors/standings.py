"""Where a State stands: its place on every board in a month, its history and its counts up to then."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from rankings.core.counts import Count, count_all
from rankings.core.history import MonthList, Standing
from rankings.models import ListRow, Origin
from rankings.selectors.asked import LATEST, UnknownNameError
from rankings.selectors.histories import Scope, history, standing_lists
from rankings.selectors.profiles import MarksView, marks_view
from states.models import State
from states.months import Month
from states.selectors import ALL_INDIA, categories_in


@dataclass(frozen=True, slots=True)
class Place:
    """A State in one list: `rank` of so many `ranked`, `top` the best score; `rank` None with the reason."""

    board: str
    category: str
    rank: int | None
    score: Decimal | None
    reason: str
    ranked: int
    top: Decimal | None
    origin: str
    sample: bool


@dataclass(frozen=True, slots=True)
class Past:
    """A State's history on one board and in one category, up to a month.

    `standings` holds the months in which it is named, oldest first; `months` every month on record, and
    `versions` the methodology version that ranked it (None where it is not known).
    """

    category: str
    months: tuple[Month, ...]
    standings: Mapping[Month, Standing]
    origins: Mapping[Month, str]
    versions: Mapping[Month, str | None]
    count: Count


@dataclass(frozen=True, slots=True)
class Standings:
    """A State on one board as of a month. `month` is None, and all else empty, where no list is on record.

    `marks` is None where the month's list was not computed from figures.
    """

    state: State
    category: str
    month: Month | None
    months: tuple[Month, ...]
    places: tuple[Place, ...]
    in_india: Past | None
    in_category: Past | None
    marks: MarksView | None

    @property
    def newest(self) -> bool:
        return bool(self.months) and self.month == self.months[-1]


def standings(state: State, scope: Scope, month: str) -> Standings:
    """`scope` gives board and origin; `month` is `YYYY-MM` or `latest`. Raises UnknownNameError."""
    lists = history(scope)
    if not lists and month == LATEST:
        return Standings(state, categories_in().get(state.code, ALL_INDIA), None, (), (), None, None, None)
    shown = max(lists) if month == LATEST else _known(month, lists)
    category = categories_in(shown)[state.code]
    own = history(replace(scope, category=category))
    return Standings(
        state=state,
        category=category,
        month=shown,
        months=tuple(lists),
        places=tuple(_places(state, shown, category, scope.origin, scope.as_of)),
        in_india=_past(state, ALL_INDIA, lists, shown),
        in_category=_past(state, category, own, shown),
        marks=_marks(state, shown, lists[shown], scope.as_of),
    )


def _known(month: str, lists: Mapping[Month, MonthList]) -> Month:
    for one in lists:
        if str(one) == month:
            return one
    raise UnknownNameError("month", month, map(str, lists))


def _places(
    state: State, month: Month, category: str, origin: Origin | None, as_of: date | None
) -> list[Place]:
    """The State's rows in the month's lists of all boards, in India and in its category. One query."""
    lists = standing_lists(as_of=as_of).filter(month=month, category__in=[ALL_INDIA, category])
    rows = ListRow.objects.filter(list__in=lists.values("pk"))
    if origin is not None:
        rows = rows.filter(list__origin=origin)
    by_list: dict[tuple[str, str, str], list[ListRow]] = {}
    for row in rows.select_related("list").order_by("list", "position"):
        by_list.setdefault((row.list.board, row.list.category, row.list.origin), []).append(row)
    found = []
    for (board, inside, kind), listed in by_list.items():
        if kind == Origin.RECORDED and (board, inside, Origin.COMPUTED.value) in by_list:
            continue
        own = next((row for row in listed if row.state_id == state.code), None)
        if own is not None:
            top = next((row.score for row in listed if row.rank == 1), None)
            ranked = sum(1 for row in listed if row.rank is not None)
            found.append(
                Place(board, inside, own.rank, own.score, own.reason, ranked, top, kind, own.list.sample)
            )
    return found


def _past(state: State, category: str, lists: Mapping[Month, MonthList], shown: Month) -> Past | None:
    past = {month: one for month, one in lists.items() if month <= shown}
    if not past:
        return None
    named = {month: one for month, one in past.items() if state.code in one.rows}
    return Past(
        category=category,
        months=tuple(past),
        standings={month: one.rows[state.code] for month, one in named.items()},
        origins={month: one.origin for month, one in named.items()},
        versions={month: one.methodology for month, one in past.items()},
        count=count_all(past, [state.code], min(past), shown)[state.code],
    )


def _marks(state: State, month: Month, shown: MonthList, as_of: date | None) -> MarksView | None:
    return marks_view(state, str(month), as_of) if shown.origin == Origin.COMPUTED else None
