"""A month's computed list, worked out parameter by parameter, and one parameter month by month."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from metrics.boards import DEFAULT_BOARD
from metrics.catalogue import MethodologyDocument
from metrics.models import Methodology, Parameter
from metrics.scoring import ParameterRule, mark
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
from rankings.core.parameters import Spread, spread
from rankings.core.worked import Basis, Worked, work
from rankings.models import ListRow, Origin, RankingList
from rankings.models.lists import Unranked
from rankings.selectors.histories import Scope, chosen_lists
from rankings.selectors.withdrawals import refuse_withdrawn_month
from states.asking import UnknownNameError
from states.models import State
from states.months import Month
from states.selectors import DEFAULT_CATEGORY


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
        raise UnknownNameError("month", str(month), [str(one) for one in lists])
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
