"""What a reader must know beside a list: caveats to figures, and who had more time.

The room where figures come in knows them and registers here; a ranking cannot look into that room.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise

from states.months import Month


@dataclass(frozen=True, slots=True)
class Note:
    """A note on a State: on one parameter, or (`parameter` empty) on its time; then `until` says how long."""

    state: str
    parameter: str
    kind: str | Promise
    text: str
    until: datetime | None = None


Source = Callable[[Month], list[Note]]

_sources: list[Source] = []


def register(source: Source) -> Source:
    """Register a source of notes; the same one again changes nothing."""
    if source not in _sources:
        _sources.append(source)
    return source


def notes_of(month: Month) -> list[Note]:
    """Every public note of a month, by State, then parameter."""
    found = [note for source in _sources for note in source(month)]
    return sorted(found, key=lambda note: (note.state, note.parameter))
