"""Where a State stands: its place on every board in a month, its history and its counts up to then."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import F, Q

from common.asking import UnknownNameError
from common.months import Month
from insights.progress.queries import Stride, strides
from insights.registry import Arrival, arrivals_of
from metrics.scoring import Figure
from metrics.selectors import document_of, figures_at
from rankings.lists.counts import Count, count_all
from rankings.lists.histories import Scope, standing_lists
from rankings.lists.history import History, MonthList, SampleBasis, Standing, sample_basis
from rankings.lists.marks import ParameterMark, parameter_mark
from rankings.lists.ranks import Ties
from rankings.lists.scored_list import Basis, work
from rankings.lists.scored_lists import Ground
from rankings.models import ListRow, Origin, RankingList
from states.models import State
from states.selectors import ALL_INDIA

Courses = Mapping[str, Mapping[Month, Standing]]
_NOTHING_SENT = Figure(None, None)


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
    sample: bool


@dataclass(frozen=True, slots=True)
class Past:
    """A State's history on one board and in one category, up to a month: every list on record, oldest first."""

    category: str
    history: History
    count: Count

    @property
    def standings(self) -> dict[Month, Standing]:
        """The months in which the State is named."""
        code = self.count.state
        return {month: listed.rows[code] for month, listed in self.history.items() if code in listed.rows}

    @property
    def versions(self) -> dict[Month, str | None]:
        return {month: listed.methodology for month, listed in self.history.items()}


@dataclass(frozen=True, slots=True)
class Profile:
    """A State on one board as of a month. `month` is None, and all else empty, where no list is on record.

    `ground` is the month's list with all that it rests on, None where it was not computed from figures; `marks` are
    then the State's, in the methodology's order. `listed` is that list in printed order, `courses` the State's places
    in India on every board up to the month, and `strides` its progress over one, three and twelve months. `members`
    are the States of its category. `sample_basis` is that of the lists up to then, in India and in the category.
    """

    state: State
    scope: Scope
    category: str
    states: Mapping[str, State]
    month: Month | None = None
    months: tuple[Month, ...] = ()
    places: Mapping[tuple[str, str], Place] = field(default_factory=dict)
    in_india: Past | None = None
    in_category: Past | None = None
    ground: Ground | None = None
    marks: tuple[ParameterMark, ...] = ()
    listed: Mapping[str, Standing] = field(default_factory=dict)
    courses: Courses = field(default_factory=dict)
    members: frozenset[str] = frozenset()
    arrivals: tuple[Arrival, ...] = ()
    strides: tuple[Stride, ...] = ()
    sample_basis: SampleBasis = SampleBasis.NONE

    @property
    def newest(self) -> bool:
        return bool(self.months) and self.month == self.months[-1]

    @property
    def place(self) -> Place | None:
        """Its place in India on the board that is shown."""
        return self.places.get((self.scope.board, ALL_INDIA))


Memberships = list[tuple[State, str | None, Month | None]]


def memberships() -> Memberships:
    """Every State with each category that it was ever in, and since when, oldest first. One query."""
    rows = State.objects.annotate(category=F("memberships__category"), since=F("memberships__holds_from"))
    return [(row, row.category, row.since) for row in rows.order_by("since")]


def profile(everyone: Memberships, code: str, scope: Scope, wanted: Month | None) -> Profile:
    """`everyone` is from `memberships`. `scope` gives board and origin; `wanted` None is the newest month.

    UnknownNameError for a month without a list. Six queries, beside those of `arrivals_of`.
    """
    states = {state.code: state for state, _, _ in everyone}
    own = {ALL_INDIA, *(category for state, category, _ in everyone if category and state.code == code)}
    chosen = _chosen(scope, own)
    months = tuple(chosen.get((scope.board, ALL_INDIA), ()))
    if wanted is not None and wanted not in months:
        raise UnknownNameError("month", str(wanted), map(str, months))
    shown = wanted or (months[-1] if months else None)
    categories = {
        state.code: category
        for state, category, since in everyone
        if category and since and (shown is None or since <= shown)
    }
    category = categories.get(code, ALL_INDIA)
    if shown is None:
        return Profile(states[code], scope, category, states)
    chosen = {key: lists for key, lists in chosen.items() if key[1] in {ALL_INDIA, category}}
    rows = _rows([one for lists in chosen.values() for one in lists.values()], scope.board, code, shown)
    india, inside = (
        _past(code, name, chosen.get((scope.board, name), {}), rows, shown) for name in (ALL_INDIA, category)
    )
    assert india is not None  # the month has a list
    listed = india.history[shown].rows
    ground = _ground(chosen[scope.board, ALL_INDIA][shown], {one: states[one].name for one in listed})
    ties: Ties = ground.worked.basis.rules.ties if ground else "competition"
    names = {one.code: one.name for one in states.values()}
    return Profile(
        state=states[code],
        scope=scope,
        category=category,
        states=states,
        month=shown,
        months=months,
        places=_places(chosen, rows, code, shown),
        in_india=india,
        in_category=inside,
        ground=ground,
        marks=_marks(ground, code) if ground else (),
        listed=listed,
        courses={
            board: {
                month: Standing(*rows[one.pk][code][:2])
                for month, one in lists.items()
                if month <= shown and code in rows[one.pk]
            }
            for (board, name), lists in sorted(chosen.items())
            if name == ALL_INDIA
        },
        members=frozenset(one for one, name in categories.items() if name == category),
        arrivals=tuple(arrival for arrival in arrivals_of(code) if arrival.month <= shown),
        strides=tuple(strides(india.history, shown, code, names, ties)),
        sample_basis=sample_basis(
            listed.sample for past in (india, inside) if past for listed in past.history.values()
        ),
    )


Lists = dict[Month, RankingList]
Rows = dict[int, dict[str, tuple[int | None, Decimal | None, str]]]
"""List → State → rank, score and reason, in printed order."""


def _chosen(scope: Scope, categories: set[str]) -> dict[tuple[str, str], Lists]:
    """The list that stands for each month, oldest first, by board and category. One query."""
    lists = standing_lists(as_of=scope.as_of).filter(category__in=categories)
    if scope.origin is not None:
        lists = lists.filter(origin=scope.origin)
    chosen: dict[tuple[str, str], Lists] = {}
    for ranking in lists.order_by("month", "revision"):
        there = chosen.setdefault((ranking.board, ranking.category), {})
        if ranking.month not in there or ranking.origin == Origin.COMPUTED:
            there[ranking.month] = ranking
    return chosen


def _rows(lists: list[RankingList], board: str, code: str, shown: Month) -> Rows:
    """Every row on the board, every row of the month, and the State's own elsewhere. One query."""
    rows: Rows = {ranking.pk: {} for ranking in lists}
    whole = [ranking.pk for ranking in lists if ranking.board == board or ranking.month == shown]
    found = ListRow.objects.filter(Q(list__in=whole) | Q(list__in=list(rows), state=code)).order_by(
        "list", "position"
    )
    for pk, state, rank, score, reason in found.values_list("list_id", "state_id", "rank", "score", "reason"):
        rows[pk][state] = (rank, score, reason)
    return rows


def _past(code: str, category: str, lists: Lists, rows: Rows, shown: Month) -> Past | None:
    history = {
        month: MonthList(
            month, one.complete, one.origin, one.sample, one.methodology_id,
            {state: Standing(rank, score) for state, (rank, score, _) in rows[one.pk].items()},
        )
        for month, one in lists.items() if month <= shown
    }  # fmt: skip
    return Past(category, history, count_all(history, [code], min(history), shown)[code]) if history else None


def _places(
    chosen: Mapping[tuple[str, str], Lists], rows: Rows, code: str, shown: Month
) -> dict[tuple[str, str], Place]:
    places = {}
    for (board, category), lists in chosen.items():
        listed = rows[lists[shown].pk] if shown in lists else {}
        if code in listed:
            ranked = [(rank, score) for rank, score, _ in listed.values() if rank is not None]
            top = next((score for rank, score in ranked if rank == 1), None)
            places[board, category] = Place(
                board, category, *listed[code], len(ranked), top, lists[shown].sample
            )
    return places


def _ground(ranking: RankingList, names: Mapping[str, str]) -> Ground | None:
    """What a list rests on; None for one that was not computed here, so that its figures are not known. Four queries.

    `names` are those of the States on the list, in printed order.
    """
    if ranking.methodology_id is None or ranking.origin != Origin.COMPUTED:
        return None
    ranking = RankingList.objects.select_related("methodology", "publication").get(pk=ranking.pk)
    assert ranking.methodology is not None
    assert ranking.publication is not None
    document = document_of(ranking.methodology)
    figures = figures_at(ranking.month, ranking.publication.inputs)
    basis = Basis(
        ranking.month,
        ranking.board,
        document.version,
        document.parameter_rules(),
        document.rules,
        figures,
        names,
    )
    by_code = [{each["code"]: each for each in document.document[kind]} for kind in ("parameters", "groups")]
    return Ground(ranking, work(basis), *by_code)


def _marks(ground: Ground, code: str) -> tuple[ParameterMark, ...]:
    """The State's marks, on this board or not, in the methodology's order; none where the list has it not."""
    basis, marks = ground.worked.basis, ground.worked.marks.get(code, {})
    figures = basis.figures.get(code, {})
    return tuple(
        parameter_mark(
            ground.parameters[rule.code]["name"],
            ground.parameters[rule.code]["name_hi"],
            rule,
            figures.get(rule.code, _NOTHING_SENT),
            marks[rule.code],
        )
        for rule in basis.parameters
        if rule.code in marks
    )
