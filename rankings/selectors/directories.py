"""Every State and Union Territory with its category and its place in the newest list."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from rankings.selectors.asked import LATEST
from rankings.selectors.elsewhere import other_ranks
from rankings.selectors.histories import Scope
from rankings.selectors.lists import list_view
from rankings.selectors.shapes import ListView, OtherRank
from states.asking import UnknownNameError
from states.models import State
from states.selectors import all_states, categories_in


@dataclass(frozen=True, slots=True)
class Directory:
    """`states` by English name, `categories` by State code; `newest` is None where no list is on record.

    `inside` has the rank in the State's own category.
    """

    states: tuple[State, ...]
    categories: Mapping[str, str]
    newest: ListView | None
    inside: Mapping[str, OtherRank]


def directory(scope: Scope) -> Directory:
    try:
        newest = list_view(scope, LATEST)
    except UnknownNameError:
        newest = None
    inside = other_ranks(scope, newest) if newest else {}
    return Directory(tuple(all_states()), categories_in(), newest, inside)
