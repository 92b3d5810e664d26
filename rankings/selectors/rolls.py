"""Who is ranked in a month: names, and the categories in which each State counts."""

from __future__ import annotations

from collections.abc import Iterable

from rankings.core.placing import Roll
from states.models import CategoryMembership, State
from states.months import Month
from states.selectors import ALL_INDIA


def roll_of(month: Month) -> Roll:
    """The roll of one month. Two queries."""
    return rolls_of([month])[month]


def rolls_of(months: Iterable[Month]) -> dict[Month, Roll]:
    """The roll of each month, the same one where nothing changed in between. Two queries, however many months."""
    names = dict(State.objects.values_list("code", "name"))
    memberships = list(
        CategoryMembership.objects.order_by("holds_from").values_list("state_id", "category", "holds_from")
    )
    rolls: dict[Month, Roll] = {}
    known: dict[frozenset[tuple[str, str]], Roll] = {}
    for month in months:
        own = {state: category for state, category, begins in memberships if begins <= month}
        categories = {state: frozenset({ALL_INDIA, one}) for state, one in own.items()}
        rolls[month] = known.setdefault(frozenset(own.items()), Roll(names, categories))
    return rolls
