"""What a load run found: errors, how long answers took, memory, and what was lost, doubled or stale."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tests.soak.memory import Life

HEAD = ("service", "start MB", "middle MB", "end MB", "MB a minute", "minutes")


@dataclass(frozen=True, slots=True)
class Account:
    """`answers` is what the readers were given (readers.py), `told` how everything stood in the end (act.py)."""

    answers: Mapping[str, Any]
    memory: Sequence[Life]
    restarts: Mapping[str, int]
    told: Mapping[str, Any]
    sent: int
    errors: Sequence[str]
    error_count: int
    stale: Sequence[str]

    @property
    def lost(self) -> list[str]:
        """Everything that was acknowledged and is not there exactly once, or does not hold."""
        told = self.told
        found = [
            *told["lost"],
            *told["failed"],
            *(f"unsound: {one}" for one in told["unsound"]),
            *told["audit"],
        ]
        if len(told["publications"]) != 1:
            found.append(f"publications: {told['publications']}")
        return found

    @property
    def all_is_well(self) -> bool:
        return not (self.error_count or self.stale or self.lost)

    def seconds(self, kind: str | None = None) -> list[float]:
        """How long answers of a kind took, or all of them, shortest first."""
        known: Mapping[str, list[float]] = self.answers["seconds"]
        return sorted(took for name, all_took in known.items() if kind in {None, name} for took in all_took)

    @property
    def document(self) -> dict[str, Any]:
        """As `var/soak.json` keeps it."""
        return {
            "answers": len(self.seconds()),
            "statuses": self.answers["statuses"],
            "connections opened again": self.answers["reopened"],
            "errors": self.error_count,
            "first errors": list(self.errors)[:20],
            "milliseconds": {
                kind or "all": {"p50": at(0.5, self.seconds(kind)), "p99": at(0.99, self.seconds(kind))}
                for kind in (None, *sorted(self.answers["seconds"]))
            },
            "memory": [
                {
                    "service": one.service, "start": round(one.start, 1), "middle": round(one.middle, 1),
                    "end": round(one.end, 1), "slope": one.slope, "minutes": round(one.minutes, 1),
                }
                for one in self.memory
            ],
            "restarts": dict(self.restarts),
            "files sent": self.sent,
            "jobs": self.told["jobs"],
            "jobs begun again": self.told["again"],
            "lost": self.lost,
            "stale": list(self.stale),
        }  # fmt: skip

    def __str__(self) -> str:
        told = self.document
        times = [
            f"  {kind:<14} p50 {one['p50']:>8,.1f}   p99 {one['p99']:>8,.1f}"
            for kind, one in told["milliseconds"].items()
        ]
        rows = [
            [str(one[name]) for name in ("service", "start", "middle", "end", "slope", "minutes")]
            for one in told["memory"]
        ]
        memory = ["".join(f"{cell:>13}" for cell in row) for row in (HEAD, *rows)]
        restarts = ", ".join(f"{name} {count}×" for name, count in told["restarts"].items())
        return "\n".join([
            f"{told['answers']:,} answers {told['statuses']}, "
            f"{told['connections opened again']} connections opened again",
            "milliseconds of an answer:", *times,
            "memory, the longest life of each service with its processes:", *memory,
            f"restarts: {restarts}; {told['jobs']} jobs, {told['jobs begun again']} of them begun again",
            *(f"error: {one}" for one in told["first errors"]), *(f"lost: {one}" for one in self.lost),
            *(f"stale: {one}" for one in self.stale),
            f"{told['files sent']} files, {told['errors']} errors, {len(self.lost)} lost, {len(self.stale)} stale",
        ])  # fmt: skip


def at(share: float, took: Sequence[float]) -> float:
    """Milliseconds within which so large a share of the answers came.

    >>> at(0.99, [0.001 * number for number in range(1, 101)])
    99.0
    """
    return round(1000 * took[int(share * (len(took) - 1))], 2) if took else 0.0


def flipped(seen: Mapping[str, Mapping[str, Sequence[float]]], began: float, ended: float) -> list[str]:
    """Who was shown the old list more than a second after the publication; empty where nobody was.

    `seen` holds for each address and entity tag (first answered, last asked). What was first answered before the
    second signature was sent (`began`) is old. Nobody may ask for it and get it a second after its answer (`ended`), at
    whatever address and by whichever web process.

    >>> seen = {"/": {"old": (1, 6.6), "new": (5.1, 9)}, "/hi/": {"old": (1, 6.4), "new": (6, 9)}}
    >>> flipped(seen, 5, 5.5)
    ['/: the old list was given 0.100 s too late']
    >>> flipped({"/": {"old": (1, 9)}}, 5, 5.5)
    ['/: the old list was given 2.500 s too late', '/: nobody was shown the new list']
    """
    limit = ended + 1
    found = []
    for path, tags in seen.items():
        late = [last - limit for first, last in tags.values() if first < began and last > limit]
        found += [f"{path}: the old list was given {max(late):.3f} s too late"] if late else []
        found += (
            []
            if any(first >= began for first, _ in tags.values())
            else [f"{path}: nobody was shown the new list"]
        )
    return found
