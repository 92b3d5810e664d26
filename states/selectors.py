"""Reads about who: States by any of their codes, and the members of a category in a month."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from functools import cache
from pathlib import Path

from common.months import Month
from states.models import Category, CategoryMembership, State

# The reviewed tables of the States and UTs, and of the other names by which people look for them.

DATA = Path(__file__).parent / "data"
STATES_FILE, NAMES_FILE = DATA / "states.csv", DATA / "other_names.csv"


def listed(path: Path = STATES_FILE) -> list[dict[str, str]]:
    """The rows of a table, by the names of its columns."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def other_names() -> dict[str, tuple[str, ...]]:
    """The other names of each State, by its code: former ones, short ones, other spellings.

    A State without any has no entry.
    """
    found: dict[str, list[str]] = defaultdict(list)
    for row in listed(NAMES_FILE):
        found[row["code"]].append(row["name"])
    return {code: tuple(names) for code, names in found.items()}


ALL_INDIA = "all"
CATEGORIES: tuple[str, ...] = (ALL_INDIA, *Category.values)
DEFAULT_CATEGORY = ALL_INDIA
# The first month of the ranking; memberships as published have held since then.
FIRST_MONTH = Month(2021, 6)


class UnknownStateError(LookupError):
    """No State has this code. `known` holds the codes that there are."""

    def __init__(self, code: str, known: list[str]) -> None:
        super().__init__(code)
        self.code, self.known = code, known


def state_by_code(code: str) -> State:
    """Find a State by its code or ISO code, old or new, in any case: `hr`, `IN-HR`, `IN-UT`.

    Codes of two letters are ours first (`UT` is no State's code; `IN-UT` is Uttarakhand's old ISO code).
    """
    return states_by_code([code])[0]


def states_by_code(codes: Iterable[str], among: Collection[State] = ()) -> list[State]:
    """A State for each of these codes, found as `state_by_code` does. One query where `among` are not all States."""
    states = list(among or State.objects.all())
    found = []
    for code in codes:
        wanted = code.upper()
        keys = [(key, state) for key in ("code", "iso", "iso_old") for state in states]
        match = next((state for key, state in keys if getattr(state, key) == wanted), None)
        if match is None:
            raise UnknownStateError(code, [state.code for state in states])
        found.append(match)
    return found


def all_states() -> list[State]:
    """Every State and UT by English name."""
    return list(State.objects.all())


def categories_in(month: Month | None = None) -> dict[str, str]:
    """Category by State code, as it holds in `month` (the newest where None)."""
    memberships = CategoryMembership.objects.order_by("holds_from")
    if month is not None:
        memberships = memberships.filter(holds_from__lte=month)
    return {membership.state_id: membership.category for membership in memberships}


def members(category: str, month: Month | None = None) -> frozenset[str]:
    """Codes of the States in a category in `month`; `all` has every one."""
    by_state = categories_in(month)
    return frozenset(code for code, own in by_state.items() if category in {ALL_INDIA, own})


def membership(category: str) -> Callable[[Month], frozenset[str]]:
    """`members` for many months: read once, in one query."""
    rows = list(
        CategoryMembership.objects.order_by("holds_from").values_list("state_id", "category", "holds_from")
    )

    def members_in(month: Month) -> frozenset[str]:
        by_state = {state: own for state, own, holds_from in rows if holds_from <= month}
        return frozenset(code for code, own in by_state.items() if category in {ALL_INDIA, own})

    return members_in
