"""How often a State's figures came in by the deadline.

The room where figures come in knows it and registers here; a ranking cannot look into that room. Months of which
nothing was taken in, such as sample months, have no entry: nothing is known of them, and nothing is made up.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from states.months import Month


@dataclass(frozen=True, slots=True)
class Arrival:
    """When the figures of a month were first handed in, and by when they were due.

    `handed_in` is None where they never were. `due` is the State's own deadline: a longer one that it was granted
    counts, and then `longer` is set.
    """

    month: Month
    handed_in: datetime | None
    due: datetime
    longer: bool

    @property
    def on_time(self) -> bool:
        return self.handed_in is not None and self.handed_in <= self.due


Source = Callable[[str], list[Arrival]]
"""State code → every month for which figures were taken, oldest first."""

_sources: list[Source] = []


def register(source: Source) -> Source:
    """Register a source of arrivals; the same one again changes nothing."""
    if source not in _sources:
        _sources.append(source)
    return source


def arrivals_of(state: str) -> list[Arrival]:
    """The arrivals of a State, oldest month first."""
    return sorted((one for source in _sources for one in source(state)), key=lambda one: one.month)
