"""A State on its own: its history on a board, and its marks in a month."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

from common.asking import UnknownNameError
from common.months import Month
from metrics.boards import DEFAULT_BOARD
from metrics.catalogue import MethodologyDocument
from metrics.models import Methodology, Parameter
from metrics.scoring import Figure, Mark, ParameterRule, Status, mark
from metrics.selectors import (
    UnknownMethodologyError,
    document_of,
    figures_at,
    methodologies,
    methodology_by_version,
    methodology_in_force,
    parameter_figures,
    parameter_versions,
    rule_of,
)
from rankings.lists.histories import Scope, chosen_lists, standing_lists
from rankings.lists.queries import refuse_withdrawn_marks, refuse_withdrawn_month
from rankings.lists.scored_list import Basis, Worked, work
from rankings.models import ListRow, Origin, Publication, RankingList, Unranked
from states.models import State
from states.selectors import DEFAULT_CATEGORY


@dataclass(frozen=True, slots=True)
class ParameterMark:
    """A parameter of a State in a month: what was sent and what it is worth.

    `percent` and `marks` are exact. `percent` is None where there is nothing to rate; `marks` are 0 where nothing was
    reported and None where the parameter does not apply.
    """

    parameter: str
    name: str
    name_hi: str
    group: str
    boards: frozenset[str]
    numerator: Decimal | None
    denominator: Decimal | None
    percent: Fraction | None
    marks: Fraction | None
    max_marks: Decimal
    full_marks: bool
    status: str


@dataclass(frozen=True, slots=True)
class MarksView:
    """The marks of a State on which the current computed lists of a month rest."""

    state: State
    month: Month
    methodology: str
    sample: bool
    rows: tuple[ParameterMark, ...]


def state_history(
    scope: Scope, state: State, first: Month | None, last: Month | None, after: datetime | None = None
) -> list[ListRow]:
    """The State's rows on a board and category with their lists, oldest first; months that do not name it are absent.

    With `after`, only the months whose list was published later than that.
    """
    lists = [
        ranking
        for month, ranking in chosen_lists(scope).items()
        if (first is None or month >= first)
        and (last is None or month <= last)
        and (after is None or (ranking.published_at is not None and ranking.published_at > after))
    ]
    rows = ListRow.objects.filter(list__in=[ranking.pk for ranking in lists], state=state)
    return list(rows.select_related("list").order_by("list__month"))


def months_with_marks(as_of: date | None = None) -> list[Month]:
    """Months whose published lists were computed here and stand, so that their figures are known."""
    lists = standing_lists(as_of=as_of).filter(origin=Origin.COMPUTED)
    return sorted(set(lists.order_by().values_list("month", flat=True).distinct()))


def marks_view(state: State, month: str, as_of: date | None = None) -> MarksView:
    """Marks per parameter, in the order of the methodology, as of now or of a day.

    UnknownNameError where no list was computed, WithdrawnListError where it was withdrawn.
    """
    known = months_with_marks(as_of)
    try:
        wanted = Month.parse(month)
    except ValueError:
        raise UnknownNameError("month", month, map(str, known)) from None
    if wanted not in known:
        refuse_withdrawn_marks(wanted)
        raise UnknownNameError("month", month, map(str, known))
    resting_on = standing_lists(as_of=as_of).filter(month=wanted, origin=Origin.COMPUTED)
    publication = Publication.objects.filter(lists__in=resting_on.values("pk")).order_by("-revision")[0]
    methodology = Methodology.objects.get(pk=publication.lists.values_list("methodology", flat=True)[0])
    revisions = {code: number for code, number in publication.inputs.items() if code == state.code}
    figures = figures_at(wanted, revisions).get(state.code, {})
    rules = {rule.code: rule for rule in document_of(methodology).parameter_rules()}
    rows = []
    for parameter in methodology.parameters.order_by("position"):
        rule, figure = rules[parameter.code], figures.get(parameter.code, Figure(None, None))
        rated = mark(rule, figure)
        rows.append(
            ParameterMark(
                parameter.code, parameter.name, parameter.name_hi, rule.group, rule.boards, figure.numerator,
                figure.denominator, rated.percent, rated.marks if rated.counts else None, rated.max_marks,
                rated.full_marks, rated.status.value,
            )
        )  # fmt: skip
    return MarksView(state, wanted, methodology.version, publication.sample, tuple(rows))


# One parameter across States: who is at full marks, the middle, the ends, and how much it still separates.

FULL = 100
# Percent of the maximum from which a cell has each shade but the first, which is full marks alone.
_SHADES = (95, 85, 70, 50)


@dataclass(frozen=True, slots=True)
class Spread:
    """How the States stand on a parameter. Percents are exact and None where nobody reported.

    `full` are at full marks among the `applicable`, which are ranked; to `idle` it does not apply. `silent` did not
    report it, those that sent nothing at all among them.
    """

    parameter: str
    full: int
    applicable: int
    silent: int
    idle: int
    best: Fraction | None
    median: Fraction | None
    worst: Fraction | None

    @property
    def share_full(self) -> Fraction | None:
        """The share at full marks, the saturation; None where it applies to nobody who is ranked."""
        return Fraction(self.full, self.applicable) if self.applicable else None


@dataclass(frozen=True, slots=True)
class Span:
    """How far States lie apart on a parameter: `most` and `least` marks of those to which it applies.

    `apart` is None where it applies to fewer than two of them.
    """

    parameter: str
    most: Fraction | None
    least: Fraction | None

    @property
    def apart(self) -> Fraction | None:
        return None if self.most is None or self.least is None else self.most - self.least


@dataclass(frozen=True, slots=True)
class GroupSum:
    """The marks of a State in a group of parameters; `share` is None where none of them was `reported`."""

    group: str
    obtained: Fraction
    applicable: Fraction
    reported: bool

    @property
    def share(self) -> Fraction | None:
        return self.obtained / self.applicable if self.reported else None


def median(values: Iterable[Fraction]) -> Fraction | None:
    """The middle value, or the mean of the two in the middle; None for no values.

    >>> median([Fraction(3), Fraction(1), Fraction(2)]), median([Fraction(1), Fraction(2)])
    (Fraction(2, 1), Fraction(3, 2))
    """
    ordered = sorted(values)
    if not ordered:
        return None
    middle = len(ordered) // 2
    return ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) / 2


def spread(rule: ParameterRule, marks: Mapping[str, Mark], nothing_sent: Collection[str]) -> Spread:
    """The spread of one parameter over the marks of several States, some of which sent nothing at all."""
    every = [one for state, one in marks.items() if state not in nothing_sent]
    percents = [one.percent for one in every if one.percent is not None]
    low, high = min(percents, default=None), max(percents, default=None)
    upwards = rule.best_percent > rule.worst_percent
    return Spread(
        parameter=rule.code,
        full=sum(one.full_marks for one in every),
        applicable=sum(one.counts for one in every),
        silent=sum(mark.status is Status.NOT_REPORTED for mark in marks.values()),
        idle=sum(not one.counts for one in every),
        best=high if upwards else low,
        median=median(percents),
        worst=low if upwards else high,
    )


def spans(marks: Mapping[str, Mapping[str, Mark]], codes: Iterable[str]) -> tuple[Span, ...]:
    """The parameters by how far the States lie apart in marks, the farthest first, then in the order given.

    `marks` are State → parameter → mark. A figure that was not sent counts as 0 marks, as it does in the score.
    """
    found = []
    for code in codes:
        own = [mark[code].marks for mark in marks.values() if mark[code].counts]
        found.append(Span(code, max(own), min(own)) if len(own) > 1 else Span(code, None, None))
    return tuple(sorted(found, key=lambda one: (one.apart is None, -(one.apart or 0))))


def group_sums(marks: Mapping[str, Mark], rules: Sequence[ParameterRule]) -> tuple[GroupSum, ...]:
    """A State's marks group by group, over the parameters of `rules`, in the order in which the groups come."""
    groups: dict[str, list[Mark]] = {}
    for rule in rules:
        groups.setdefault(rule.group, []).append(marks[rule.code])
    return tuple(
        GroupSum(
            group,
            sum((one.marks for one in own), Fraction(0)),
            sum((Fraction(one.max_marks) for one in own if one.counts), Fraction(0)),
            any(one.status is Status.REPORTED for one in own),
        )
        for group, own in groups.items()
    )


def share_of_marks(mark: Mark) -> Fraction | None:
    """The part of its maximum that a figure earns, 0 where none was sent; None where it does not apply."""
    return mark.marks / Fraction(mark.max_marks) if mark.counts else None


def whole_percent(share: Fraction) -> int:
    """A share as a whole percent that never says more than is so: 100 is full marks alone, 0 is nothing at all.

    >>> [whole_percent(Fraction(one)) for one in ("1", "0.999", "0.945", "0.001", "0")]
    [100, 99, 95, 1, 0]
    """
    nearest = (200 * share.numerator + share.denominator) // (2 * share.denominator)
    if share < 1:
        nearest = min(nearest, FULL - 1)
    return max(nearest, 1) if share > 0 else nearest


def shade(share: Fraction) -> int:
    """The step of a share of marks on a scale from 0, full marks, to 5, less than half of them.

    By the percent that is printed, so that no two cells with the same number look different.

    >>> [shade(Fraction(one)) for one in ("1", "0.99", "0.9", "0.75", "0.5", "0")]
    [0, 1, 2, 3, 4, 5]
    """
    printed = whole_percent(share)
    if printed == FULL:
        return 0
    return 1 + next((step for step, least in enumerate(_SHADES) if printed >= least), len(_SHADES))


# A month's computed list, worked out parameter by parameter, and one parameter month by month.


@dataclass(frozen=True, slots=True)
class Measured:
    """A computed list with its marks. `months` are those that could be asked for instead, oldest first."""

    months: tuple[Month, ...]
    month: Month
    sample: bool
    released_on: date | None
    document: MethodologyDocument
    worked: Worked
    states: Mapping[str, State]

    @property
    def newest(self) -> bool:
        return self.month == self.months[-1]

    @property
    def reasons(self) -> list[str]:
        """Why each State of the list is unranked, empty where it is ranked."""
        return [place.reason for place in self.worked.places.values()]

    def in_order(self) -> list[State]:
        """The States of the list in printed order, unranked ones last."""
        placed = sorted(self.worked.places.values(), key=lambda place: place.position)
        return [self.states[place.state] for place in placed]


@dataclass(frozen=True, slots=True)
class MonthSpread:
    """A parameter in one month, under the version that ranked it."""

    month: Month
    sample: bool
    version: str
    rule: ParameterRule
    spread: Spread


Lists = Mapping[Month, RankingList]


def computed(scope: Scope) -> dict[Month, RankingList]:
    """The computed lists of a board and category, oldest month first: those whose figures are known. One query."""
    return chosen_lists(replace(scope, origin=Origin.COMPUTED))


def measured(scope: Scope, lists: Lists, month: Month | None) -> Measured | None:
    """The list of a month, the newest of `lists` where None; None where there is no list at all.

    UnknownNameError for a month that is not in `lists`, WithdrawnListError where it was withdrawn.
    """
    if month is not None and month not in lists:
        refuse_withdrawn_month(replace(scope, origin=Origin.COMPUTED), month, computed_only=True)
        raise UnknownNameError("month", str(month), [str(ranking) for ranking in lists])
    if not lists:
        return None
    shown = lists[max(lists) if month is None else month]
    assert shown.methodology is not None  # a constraint holds it for computed lists
    assert shown.publication is not None
    document = document_of(shown.methodology)
    codes = list(shown.rows.order_by("position").values_list("state", flat=True))
    states = State.objects.in_bulk(codes)
    basis = Basis(
        month=shown.month,
        board=shown.board,
        methodology=document.version,
        parameters=document.parameter_rules(),
        rules=document.rules,
        figures=figures_at(shown.month, shown.publication.inputs),
        names={code: one.name for code, one in states.items()},
    )
    released_on = shown.publication.released_on
    return Measured(tuple(lists), shown.month, shown.sample, released_on, document, work(basis), states)


def spreads(code: str, lists: Lists, versions: Mapping[str, Parameter]) -> list[MonthSpread]:
    """A parameter in every month whose version measured it, oldest first. Two queries.

    `versions` are its entries by methodology version.
    """
    rules = {version: rule_of(one) for version, one in versions.items()}
    shown = {month: one for month, one in lists.items() if one.methodology_id in rules}
    rows: dict[int, dict[str, str]] = {one.pk: {} for one in shown.values()}
    for pk, state, reason in ListRow.objects.filter(list__in=rows).values_list(
        "list_id", "state_id", "reason"
    ):
        rows[pk][state] = reason
    inputs = {month: one.publication.inputs for month, one in shown.items() if one.publication is not None}
    figures = parameter_figures(code, inputs)
    found = []
    for month, one in shown.items():
        version = str(one.methodology_id)
        marks = {state: mark(rules[version], figures[month].get(state)) for state in rows[one.pk]}
        silent = {state for state, reason in rows[one.pk].items() if reason == Unranked.NOT_REPORTED}
        spread_ = spread(rules[version], marks, silent)
        found.append(MonthSpread(month, one.sample, version, rules[version], spread_))
    return found


def entries(code: str) -> dict[str, Parameter]:
    """A parameter in every version that has it, oldest first. UnknownNameError with the codes that there are."""
    found = parameter_versions(code)
    if not found:
        known = Parameter.objects.order_by("code").values_list("code", flat=True).distinct()
        raise UnknownNameError("parameter", code, known)
    return {one.methodology_id: one for one in found}


def current_methodology() -> Methodology:
    """The version that the latest list rests on (in force in its month, where it is a recorded one).

    The newest version before the first list. UnknownMethodologyError where none is loaded.
    """
    lists = chosen_lists(Scope(DEFAULT_BOARD.value, DEFAULT_CATEGORY))
    if not lists:
        versions = methodologies()
        if not versions:
            raise UnknownMethodologyError("", [])
        return versions[-1]
    latest = lists[max(lists)]
    if latest.methodology_id:
        return methodology_by_version(latest.methodology_id)
    return methodology_in_force(latest.month)
