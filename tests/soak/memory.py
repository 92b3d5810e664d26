"""How much memory each service holds, and whether it grows."""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field

import psutil

from tests.servers.watched import Watched

MEGABYTE = 2**20
WARM = 0.2
"""The share of a life after which a process is taken to be warm: from then on growth counts."""


@dataclass(slots=True)
class Life:
    """From one start of a service to its end: (seconds, MB) of its processes together, oldest first."""

    service: str
    pid: int
    samples: list[tuple[float, float]] = field(default_factory=list)

    @property
    def start(self) -> float:
        return self.samples[0][1]

    @property
    def middle(self) -> float:
        return self.samples[len(self.samples) // 2][1]

    @property
    def end(self) -> float:
        return self.samples[-1][1]

    @property
    def minutes(self) -> float:
        return (self.samples[-1][0] - self.samples[0][0]) / 60

    @property
    def slope(self) -> float:
        """MB a minute, by least squares over the warm part of the life; 0 for a life too short to tell.

        >>> Life("web", 1, [(60.0 * minute, 100.0 + 2 * minute) for minute in range(11)]).slope
        2.0
        """
        warm = self.samples[int(len(self.samples) * WARM) :]
        middle = sum(at for at, _ in warm) / len(warm)
        spread = sum((at - middle) ** 2 for at, _ in warm)
        return round(60 * sum((at - middle) * held for at, held in warm) / spread, 3) if spread else 0.0


class Memory:
    """Looks every `interval` seconds, in a thread of its own, from `with` to the end of it."""

    def __init__(self, services: Mapping[str, Watched], interval: float) -> None:
        self._services, self._interval = services, interval
        self._end = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self.lives: list[Life] = []

    def __enter__(self) -> Memory:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._end.set()
        self._thread.join()

    def longest(self) -> list[Life]:
        """The longest life of each service."""
        found: dict[str, Life] = {}
        for one in self.lives:
            if one.service not in found or one.minutes > found[one.service].minutes:
                found[one.service] = one
        return list(found.values())

    def _watch(self) -> None:
        while True:
            for service, process in list(self._services.items()):
                self._look(service, process.process.pid)
            if self._end.wait(self._interval):
                return

    def _look(self, service: str, pid: int) -> None:
        held = held_by(pid)
        if held is None:
            return
        life = next((one for one in self.lives if (one.service, one.pid) == (service, pid)), None)
        if life is None:
            life = Life(service, pid)
            self.lives.append(life)
        life.samples.append((time.monotonic(), held))


def held_by(pid: int) -> float | None:
    """MB held by a process and its children, pages that they share counted once for each; None where it has ended."""
    try:
        process = psutil.Process(pid)
        family = [process, *process.children(recursive=True)]
        return float(sum(one.memory_info().rss for one in family) / MEGABYTE)
    except psutil.Error:
        return None
