"""What a reader can search for: States, months with a list, parameters, practices. Five queries in all."""

from __future__ import annotations

from dataclasses import dataclass

from metrics.boards import DEFAULT_BOARD
from metrics.models import Parameter
from metrics.selectors import methodologies
from rankings.selectors.histories import Scope, chosen_lists
from rankings.selectors.practices import PublicPractice, practices
from states.models import State
from states.months import Month
from states.selectors import DEFAULT_CATEGORY, all_states


@dataclass(frozen=True, slots=True)
class ParameterNames:
    """A parameter as its newest version calls it."""

    code: str
    name: str
    name_hi: str


@dataclass(frozen=True, slots=True)
class Searchable:
    """`months` newest first; `parameters` by code."""

    states: tuple[State, ...]
    months: tuple[Month, ...]
    parameters: tuple[ParameterNames, ...]
    practices: tuple[PublicPractice, ...] = ()


def searchable() -> Searchable:
    """Everything that stands on public pages and has a name."""
    rank = {one.version: place for place, one in enumerate(methodologies())}
    rows = Parameter.objects.filter(methodology__in=list(rank)).values_list(
        "methodology", "code", "name", "name_hi"
    )
    newest = {
        code: ParameterNames(code, *names) for _, code, *names in sorted(rows, key=lambda row: rank[row[0]])
    }
    return Searchable(
        states=tuple(all_states()),
        months=tuple(sorted(chosen_lists(Scope(DEFAULT_BOARD, DEFAULT_CATEGORY)), reverse=True)),
        parameters=tuple(newest[code] for code in sorted(newest)),
        practices=practices(),
    )
