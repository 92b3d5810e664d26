"""What a reader must know beside a list: caveats to figures, and who had more time.

The room where figures come in knows them and registers here; a ranking cannot look into that room.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise

from common.months import Month


@dataclass(frozen=True, slots=True)
class Note:
    """A note on a State: on one parameter, or (`parameter` empty) on its time; then `until` says how long."""

    state: str
    parameter: str
    kind: str | Promise
    text: str
    until: datetime | None = None


NoteSource = Callable[[Month], list[Note]]

_note_sources: list[NoteSource] = []


def register_notes(source: NoteSource) -> NoteSource:
    """Register a source of notes; the same one again changes nothing."""
    if source not in _note_sources:
        _note_sources.append(source)
    return source


def notes_of(month: Month) -> list[Note]:
    """Every public note of a month, by State, then parameter."""
    found = [note for source in _note_sources for note in source(month)]
    return sorted(found, key=lambda note: (note.state, note.parameter))


# How often a State's figures came in by the deadline.


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


ArrivalSource = Callable[[str], list[Arrival]]
"""State code → every month for which figures were taken, oldest first."""

_arrival_sources: list[ArrivalSource] = []


def register_arrivals(source: ArrivalSource) -> ArrivalSource:
    """Register a source of arrivals; the same one again changes nothing."""
    if source not in _arrival_sources:
        _arrival_sources.append(source)
    return source


def arrivals_of(state: str) -> list[Arrival]:
    """The arrivals of a State, oldest month first."""
    return sorted((one for source in _arrival_sources for one in source(state)), key=lambda one: one.month)


# Which figures are in doubt: told by whoever takes figures in, for a ranking sees verified figures only.

DoubtSource = Callable[[Month], frozenset[tuple[str, str]]]
"""A month's figures that are not confirmed or objected to, as pairs of State code and parameter code."""

_doubt_sources: list[DoubtSource] = []


def ask(source: DoubtSource) -> DoubtSource:
    """Register a source; the same one again changes nothing."""
    if source not in _doubt_sources:
        _doubt_sources.append(source)
    return source


def doubtful(month: Month) -> frozenset[tuple[str, str]]:
    """Every figure of a month that some source doubts."""
    return frozenset().union(*(source(month) for source in _doubt_sources))
