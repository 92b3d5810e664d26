"""What decides a computed list: saturation, weights, correlations, and the list without a parameter or a group."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from common.months import Month
from insights.decides.core import (
    Correlation,
    LeftOut,
    Saturation,
    Weight,
    correlations,
    left_out,
    saturation,
    top_deciders,
    weights,
)
from rankings.lists.histories import Scope
from rankings.lists.scored_list import Worked
from rankings.lists.scored_lists import Ground, computed_list, grounds_of
from rankings.models import ListRow, RankingList


@dataclass(frozen=True, slots=True)
class Deciding:
    """All that follows from a list alone. `groups` hold (code, the list without it) in the methodology's order."""

    saturation: tuple[Saturation, ...]
    weights: tuple[Weight, ...]
    top: tuple[Weight, ...]
    correlations: tuple[Correlation, ...]
    parameters: tuple[LeftOut, ...]
    groups: tuple[tuple[str, LeftOut], ...]


@dataclass(frozen=True, slots=True)
class Decided:
    """A computed list, its rows in printed order, and what decides it. `months` are all that have such a list."""

    list: RankingList
    months: tuple[Month, ...]
    rows: tuple[ListRow, ...]
    worked: Worked
    parameters: Mapping[str, Mapping[str, Any]]
    groups: Mapping[str, Mapping[str, Any]]
    deciding: Deciding


def decided(scope: Scope, month: str) -> Decided:
    """The list of a month (`YYYY-MM` or `latest`). Raises NoFiguresError, WithdrawnListError."""
    found, months = computed_list(scope, month)
    ground, deciding = _worked_out(found.pk, found.digest)
    rows = tuple(ListRow.objects.filter(list=found).select_related("state").order_by("position"))
    return Decided(found, months, rows, ground.worked, ground.parameters, ground.groups, deciding)


@lru_cache(maxsize=32)
def _worked_out(pk: int, digest: str) -> tuple[Ground, Deciding]:
    """`digest` is the list's, so that no other list is ever taken for it."""
    [ground] = grounds_of([RankingList.objects.get(pk=pk, digest=digest)])
    worked = ground.worked
    groups: dict[str, list[str]] = {}
    for code, rule in worked.basis.on_board().items():
        groups.setdefault(rule.group, []).append(code)
    return ground, Deciding(
        saturation(worked),
        weights(worked),
        top_deciders(worked),
        correlations(worked),
        tuple(left_out(worked, [code]) for code in worked.basis.on_board()),
        tuple((group, left_out(worked, codes)) for group, codes in groups.items()),
    )
