"""The stored sensitivity of a list: how far its ranks would move under other marks."""

from __future__ import annotations

from dataclasses import dataclass

from common.months import Month
from insights.sensitivity.core import Ranges, read_ranges
from rankings.lists.asked import LATEST
from rankings.lists.histories import Scope
from rankings.lists.queries import refuse_withdrawn_month
from rankings.lists.scored_lists import NoFiguresError, computed_lists, one_list
from rankings.models import ListRow, ListSensitivity, RankingList


@dataclass(frozen=True, slots=True)
class Sureness:
    """A computed list with its rows in printed order. `months` are all that have one; `digest` is the sensitivity's."""

    list: RankingList
    months: tuple[Month, ...]
    rows: tuple[ListRow, ...]
    ranges: Ranges | None
    digest: str


def computed_list(scope: Scope, month: str) -> tuple[RankingList, tuple[Month, ...]]:
    """The computed list of a month (`YYYY-MM` or `latest`) and the months that have one.

    Raises NoFiguresError, WithdrawnListError.
    """
    try:
        wanted = None if month == LATEST else Month.parse(month)
    except ValueError:
        raise NoFiguresError(month, computed_lists(scope)) from None
    try:
        return one_list(scope, wanted)
    except NoFiguresError:
        if wanted is not None:
            refuse_withdrawn_month(scope, wanted, computed_only=True)
        raise


def sureness(scope: Scope, month: str) -> Sureness:
    """The list of a month (`YYYY-MM` or `latest`). Raises NoFiguresError, WithdrawnListError."""
    found, months = computed_list(scope, month)
    rows = tuple(ListRow.objects.filter(list=found).select_related("state").order_by("position"))
    kept = ListSensitivity.objects.filter(list=found).first()
    return Sureness(
        found, months, rows, read_ranges(kept.content) if kept else None, kept.digest if kept else ""
    )
