"""Where a State stands: its place on every board in a month, its history and its counts up to then."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.db.models import F, Q

from common.asking import UnknownNameError
from common.cache import recall, remember
from common.months import Month
from insights.plan.queries import step_up
from insights.progress.queries import Stride, strides
from insights.registry import Arrival, arrivals_of
from insights.what_if.core import fronts, strengths
from metrics.selectors import document_of, figures_at
from rankings.lists.histories import Scope, month_list, standing_lists
from rankings.lists.history import Count, History, SampleBasis, Standing, count_all, sample_basis
from rankings.lists.scored_list import Basis, work
from rankings.lists.scored_lists import Ground
from rankings.models import ListRow, Origin, RankingList
from states.models import State
from states.selectors import ALL_INDIA

Courses = Mapping[str, Mapping[Month, Standing]]


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

    `worth` is what `worth_of` says of its figures, empty where the month's list was not computed from any. `listed` is
    that list in printed order, `courses` the State's places in India on every board up to the month, and `strides`
    its progress over one, three and twelve months. `sample_basis` is that of the lists up to then, in India and in
    the category.
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
    worth: Mapping[str, Any] = field(default_factory=dict)
    listed: Mapping[str, Standing] = field(default_factory=dict)
    courses: Courses = field(default_factory=dict)
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
    names = {one.code: one.name for one in states.values()}
    worth = worth_of(
        chosen[scope.board, ALL_INDIA][shown],
        code,
        {one: names[one] for one in listed},
        sorted(one for one, name in categories.items() if name == category),
    )
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
        worth=worth,
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
        arrivals=tuple(arrival for arrival in arrivals_of(code) if arrival.month <= shown),
        strides=tuple(strides(india.history, shown, code, names, worth.get("ties", "competition"))),
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
    needed = ("month", "board", "category", "origin", "complete", "sample", "methodology", "digest")
    for ranking in lists.only(*needed).order_by("month", "revision"):
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
        month: month_list(one, {state: Standing(*row[:2]) for state, row in rows[one.pk].items()})
        for month, one in lists.items()
        if month <= shown
    }
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


def worth_of(
    ranking: RankingList, code: str, names: Mapping[str, str], members: Sequence[str]
) -> dict[str, Any]:
    """What a State's figures on a computed list are worth; empty for a list that was not computed here.

    `version` and `ties` are the methodology's; `marks` the State's, in its order, empty where the list has it not;
    `fronts` says who is at the front of each parameter (States at full marks, else the leaders and their percent);
    `strengths` has the groups (code, names, own share, median share of `members`, how many of them counted); `step`
    what would bring it to the next better place, None where there is none.

    It follows from the list's digest, so it is kept: plain values, which every later version of this program can
    read. Four queries the first time, then none. `names` are those of the States on the list, in printed order.
    """
    if ranking.methodology_id is None or ranking.origin != Origin.COMPUTED:
        return {}
    key = f"worth:{ranking.digest}:{code}:{','.join(members)}"
    kept: dict[str, Any] | None = recall(key)
    if kept is None:
        kept = _worth(ranking.pk, code, names, members)
        remember({key: kept})
    return kept


def _worth(pk: int, code: str, names: Mapping[str, str], members: Sequence[str]) -> dict[str, Any]:
    ranking = RankingList.objects.select_related("methodology", "publication").get(pk=pk)
    assert ranking.methodology is not None  # constraints hold both for computed lists
    assert ranking.publication is not None
    document = document_of(ranking.methodology)
    figures = figures_at(ranking.month, ranking.publication.inputs)
    rules = document.parameter_rules()
    basis = Basis(ranking.month, ranking.board, document.version, rules, document.rules, figures, names)
    parameters, groups = (
        {each["code"]: each for each in document.document[kind]} for kind in ("parameters", "groups")
    )
    ground = Ground(ranking, work(basis), parameters, groups)
    marks, sent = ground.worked.marks.get(code, {}), figures.get(code, {})
    step = step_up(ground, code)
    return {
        "version": document.version,
        "ties": document.rules.ties,
        "marks": [
            {
                "parameter": rule.code,
                "name": parameters[rule.code]["name"],
                "name_hi": parameters[rule.code]["name_hi"],
                "on_board": ranking.board in rule.boards,
                "status": mark.status.value,
                "numerator": sent[rule.code].numerator if rule.code in sent else None,
                "denominator": sent[rule.code].denominator if rule.code in sent else None,
                "percent": mark.percent,
                "earned": None if mark.percent is None else mark.marks,
                "max_marks": mark.max_marks,
                "lost": Fraction(mark.max_marks) - mark.marks if mark.counts else None,
                "full": mark.full_marks,
            }
            for rule in rules
            if (mark := marks.get(rule.code)) is not None
        ],
        "fronts": {
            parameter: (front.full, front.leaders, front.percent)
            for parameter, front in fronts(ground.worked).items()
        },
        "strengths": [
            (
                one.group, groups[one.group]["name"], groups[one.group]["name_hi"],
                one.share, one.median, one.counted,
            )
            for one in strengths(ground.worked, code, members)
        ],
        "step": step and {
            "target": step.target,
            "reached": step.reached,
            "parts": [(part.parameter, part.before, part.after) for part in step.steps],
        },
    }  # fmt: skip
