"""A short round of every fault; `make faults` plays the long one."""

from __future__ import annotations

from pathlib import Path

from tests.faults.arena import Arena
from tests.faults.rounds import FAULTS, play


def test_nothing_is_lost_and_nothing_happens_twice(short_folder: Path) -> None:
    said: list[str] = []
    arena = Arena(short_folder, seed=1)
    try:
        lost, doubled = play(arena, len(FAULTS), said.append)
    finally:
        arena.stop()
    assert (lost, doubled) == (0, 0), "\n".join(said)
    assert arena.faults == len(FAULTS)
