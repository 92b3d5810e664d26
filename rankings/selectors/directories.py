"""Every State and Union Territory with its category and its place in the newest list."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from rankings.selectors.asked import LATEST, UnknownNameError
from rankings.selectors.histories import Scope
from rankings.selectors.lists import list_view
from rankings.selectors.shapes import ListView
from states.models import State
from states.selectors import all_states, categories_in


@dataclass(frozen=True, slots=True)
class Directory:
    """`states` by English name, `categories` by State code; `newest` is None where no list is on record."""

    states: tuple[State, ...]
    categories: Mapping[str, str]
    newest: ListView | None


def directory(scope: Scope) -> Directory:
    try:
        newest = list_view(scope, LATEST)
    except UnknownNameError:
        newest = None
    return Directory(tuple(all_states()), categories_in(), newest)
