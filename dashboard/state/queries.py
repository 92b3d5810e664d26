"""Where a State stands: its place on every board in a month, its history and its counts up to then."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from common.asking import UnknownNameError
from common.months import Month
from insights.plan.queries import marks_in, workings
from insights.progress.queries import Stride, strides, ties_of
from insights.registry import Arrival, arrivals_of
from rankings.lists.asked import LATEST
from rankings.lists.counts import Count, count_all
from rankings.lists.histories import Scope, chosen_lists, history, month_lists, standing_lists
from rankings.lists.history import MonthList, SampleBasis, Standing, sample_basis
from rankings.lists.marks import MarksView
from rankings.lists.queries import states_by_code
from rankings.lists.scored_lists import Ground
from rankings.models import ListRow, Origin, RankingList
from states.models import State
from states.selectors import ALL_INDIA, categories_in


class _Listed(NamedTuple):
    """A row of a list, of which a whole month's are read."""

    state: str
    rank: int | None
    score: Decimal | None
    reason: str


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
    `versions` the methodology version that ranked it (None where it is not known). `ranked` is how many States each
    complete list ranks.
    """

    category: str
    months: tuple[Month, ...]
    standings: Mapping[Month, Standing]
    origins: Mapping[Month, str]
    versions: Mapping[Month, str | None]
    ranked: Mapping[Month, int]
    count: Count


@dataclass(frozen=True, slots=True)
class Standings:
    """A State on one board as of a month. `month` is None, and all else empty, where no list is on record.

    `marks` and `workings` are None where the month's list was not computed from figures. `listed` is that list
    in printed order, `courses` the State's places in India on every board up to the month, and `strides` its progress
    over one, three and twelve months. `sample_basis` is that of the lists up to then, in India and in the
    category.
    """

    state: State
    category: str
    month: Month | None
    months: tuple[Month, ...]
    places: tuple[Place, ...]
    in_india: Past | None
    in_category: Past | None
    marks: MarksView | None
    workings: Ground | None = None
    listed: Mapping[str, Standing] = field(default_factory=dict)
    courses: Mapping[str, Mapping[Month, Standing]] = field(default_factory=dict)
    members: frozenset[str] = frozenset()
    states: Mapping[str, State] = field(default_factory=dict)
    arrivals: tuple[Arrival, ...] = ()
    strides: tuple[Stride, ...] = ()
    sample_basis: SampleBasis = SampleBasis.NONE

    @property
    def newest(self) -> bool:
        return bool(self.months) and self.month == self.months[-1]


def standings(state: State, scope: Scope, month: str) -> Standings:
    """`scope` gives board and origin; `month` is `YYYY-MM` or `latest`. Raises UnknownNameError."""
    chosen = chosen_lists(scope)
    lists = month_lists(chosen.values())
    if not lists and month == LATEST:
        return Standings(state, categories_in().get(state.code, ALL_INDIA), None, (), (), None, None, None)
    shown = max(lists) if month == LATEST else _known(month, lists)
    categories = categories_in(shown)
    category = categories[state.code]
    own = history(replace(scope, category=category))
    worked = workings(chosen[shown])
    behind = [one for one in (*lists.values(), *own.values()) if one.month <= shown]
    everyone = states_by_code()
    names = {code: one.name for code, one in everyone.items()}
    ties = worked.worked.basis.rules.ties if worked else ties_of(chosen[shown])
    return Standings(
        state=state,
        category=category,
        month=shown,
        months=tuple(lists),
        places=tuple(_places(state, shown, category, scope.origin, scope.as_of)),
        in_india=_past(state, ALL_INDIA, lists, shown),
        in_category=_past(state, category, own, shown),
        marks=marks_in(worked, state) if worked else None,
        workings=worked,
        listed=lists[shown].rows,
        courses=courses(state, scope, shown),
        members=frozenset(code for code, one in categories.items() if one == category),
        states=everyone,
        arrivals=tuple(one for one in arrivals_of(state.code) if one.month <= shown),
        strides=tuple(strides(lists, shown, state.code, names, ties)),
        sample_basis=sample_basis(one.sample for one in behind),
    )


def courses(state: State, scope: Scope, last: Month) -> dict[str, dict[Month, Standing]]:
    """The State's places in India on every board, oldest month first, up to a month. Two queries."""
    lists = standing_lists(as_of=scope.as_of, known_at=scope.known_at).filter(
        category=ALL_INDIA, month__lte=last
    )
    if scope.origin is not None:
        lists = lists.filter(origin=scope.origin)
    boards: dict[str, dict[Month, RankingList]] = {}
    for one in lists.order_by("month", "revision"):
        there = boards.setdefault(one.board, {})
        if one.month not in there or one.origin == Origin.COMPUTED:
            there[one.month] = one
    wanted = [one.pk for own in boards.values() for one in own.values()]
    rows = ListRow.objects.filter(list__in=wanted, state=state).values_list("list_id", "rank", "score")
    found = {pk: Standing(rank, score) for pk, rank, score in rows}
    return {
        board: {month: found[one.pk] for month, one in own.items() if one.pk in found}
        for board, own in sorted(boards.items())
    }


def _known(month: str, lists: Mapping[Month, MonthList]) -> Month:
    for ranking in lists:
        if str(ranking) == month:
            return ranking
    raise UnknownNameError("month", month, map(str, lists))


def _places(
    state: State, month: Month, category: str, origin: Origin | None, as_of: date | None
) -> list[Place]:
    """The State's rows in the month's lists of all boards, in India and in its category. One query."""
    lists = standing_lists(as_of=as_of).filter(month=month, category__in=[ALL_INDIA, category])
    rows = ListRow.objects.filter(list__in=lists.values("pk"))
    if origin is not None:
        rows = rows.filter(list__origin=origin)
    by_list: dict[tuple[str, str, str, bool], list[_Listed]] = {}
    named = (
        "list__board",
        "list__category",
        "list__origin",
        "list__sample",
        "state_id",
        "rank",
        "score",
        "reason",
    )
    for board, inside, kind, sample, *row in rows.order_by("list", "position").values_list(*named):
        by_list.setdefault((board, inside, kind, sample), []).append(_Listed(*row))
    computed = {(board, inside) for board, inside, kind, _ in by_list if kind == Origin.COMPUTED}
    found = []
    for (board, inside, kind, sample), listed in by_list.items():
        if kind == Origin.RECORDED and (board, inside) in computed:
            continue
        own = next((row for row in listed if row.state == state.code), None)
        if own is not None:
            top = next((row.score for row in listed if row.rank == 1), None)
            ranked = sum(1 for row in listed if row.rank is not None)
            found.append(Place(board, inside, own.rank, own.score, own.reason, ranked, top, kind, sample))
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
        ranked={
            month: sum(row.rank is not None for row in one.rows.values())
            for month, one in past.items()
            if one.complete
        },
        count=count_all(past, [state.code], min(past), shown)[state.code],
    )
