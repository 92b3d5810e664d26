"""What the room where figures come in knows and a ranking cannot see: it registers here, and is asked here.

Notes that a reader must know beside a list, when a State's figures came in, and which figures are in doubt.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

from django.utils.functional import Promise

from common.months import Month

Asked = TypeVar("Asked")
Answer = TypeVar("Answer")


class Sources(Generic[Asked, Answer]):
    """Functions that answer one question; registered again, one changes nothing."""

    def __init__(self) -> None:
        self.known: list[Callable[[Asked], Answer]] = []

    def register(self, source: Callable[[Asked], Answer]) -> None:
        if source not in self.known:
            self.known.append(source)

    def answers(self, asked: Asked) -> Iterator[Answer]:
        return (source(asked) for source in self.known)


@dataclass(frozen=True, slots=True)
class Note:
    """A note on a State: on one parameter, or (`parameter` empty) on its time; then `until` says how long."""

    state: str
    parameter: str
    kind: str | Promise
    text: str
    until: datetime | None = None


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


notes: Sources[Month, list[Note]] = Sources()
"""Caveats to the figures of a month, and who had more time."""

arrivals: Sources[str, list[Arrival]] = Sources()
"""State code → every month for which figures were taken."""

doubts: Sources[Month, frozenset[tuple[str, str]]] = Sources()
"""A month's figures that are not confirmed or objected to, as pairs of State code and parameter code."""


def notes_of(month: Month) -> list[Note]:
    """Every public note of a month, by State, then parameter."""
    every = [note for found in notes.answers(month) for note in found]
    return sorted(every, key=lambda note: (note.state, note.parameter))


def arrivals_of(state: str) -> list[Arrival]:
    """The arrivals of a State, oldest month first."""
    every = [arrival for found in arrivals.answers(state) for arrival in found]
    return sorted(every, key=lambda arrival: arrival.month)


def doubtful(month: Month) -> frozenset[tuple[str, str]]:
    """Every figure of a month that some source doubts."""
    return frozenset().union(*doubts.answers(month))
