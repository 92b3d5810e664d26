"""Rows, rounds and the table. A row is one function; `@row(...)` puts it into the suite.

    @row("rank-json", measured="rank JSON", against="hello view", aim=AtLeast(2, aimed_at=3))
    def rank_json(house: House) -> Pair:
        return Pair(ours=lambda: house.rate("/api/v1/rankings/2023-10/"), theirs=lambda: house.rate("/hello"))

Each round measures `theirs` and `ours` one after the other; the ratio is the median over the rounds of ours ÷
theirs. Both give the same quantity: a rate where more is better, seconds where less is. A row that falls short of
what is required is MISSED; what is aimed at beyond that stands in brackets.
"""

from __future__ import annotations

import json
import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.house import House

ROUNDS = 5


@dataclass(frozen=True, slots=True)
class AtLeast:
    """The ratio is to reach `limit`; `aimed_at` is what we should like."""

    limit: float
    aimed_at: float | None = None

    def met(self, ratio: float, ours: float = 0, theirs: float = 0) -> bool:
        return ratio >= self.limit

    def __str__(self) -> str:
        return f"at least {self.limit:g}{_in_brackets(self.aimed_at)}"


@dataclass(frozen=True, slots=True)
class AtMost:
    """The ratio is to stay within `limit`."""

    limit: float

    def met(self, ratio: float, ours: float = 0, theirs: float = 0) -> bool:
        return ratio <= self.limit

    def __str__(self) -> str:
        return f"at most {self.limit:g}"


@dataclass(frozen=True, slots=True)
class Within:
    """Ours, in seconds, is to stay within so many milliseconds, or with `more` within so many more than theirs."""

    milliseconds: float
    more: bool = False
    aimed_at: float | None = None

    def met(self, ratio: float, ours: float = 0, theirs: float = 0) -> bool:
        return 1000 * (ours - theirs if self.more else ours) <= self.milliseconds

    def __str__(self) -> str:
        return f"at most {self.milliseconds:g} ms{' more' if self.more else ''}{_in_brackets(self.aimed_at)}"


def _in_brackets(aimed_at: float | None) -> str:
    return "" if aimed_at is None else f" ({aimed_at:g})"


@dataclass(frozen=True, slots=True)
class NoAim:
    """The ratio is only told: what stands in the way of an aim is not ours."""

    def met(self, ratio: float, ours: float = 0, theirs: float = 0) -> bool:
        return True

    def __str__(self) -> str:
        return "none"


Aim = AtLeast | AtMost | Within | NoAim


@dataclass(frozen=True, slots=True)
class Pair:
    """What one round measures: two callables that each give one number; theirs is above 0."""

    ours: Callable[[], float]
    theirs: Callable[[], float]


@dataclass(frozen=True, slots=True)
class Row:
    name: str
    measured: str
    against: str
    aim: Aim
    prepare: Callable[[House], Pair]


@dataclass(frozen=True, slots=True)
class Result:
    """`noise` is how far the rounds' ratios lie apart, as a share of their median."""

    row: Row
    ratio: float
    noise: float
    ours: float
    theirs: float

    @property
    def met(self) -> bool:
        return self.row.aim.met(self.ratio, self.ours, self.theirs)

    @property
    def entry(self) -> dict[str, object]:
        return {
            "row": self.row.measured,
            "against": self.row.against,
            "ratio": round(self.ratio, 3),
            "aim": str(self.row.aim),
            "met": self.met,
        }


ROWS: dict[str, Row] = {}


def row(
    name: str, *, measured: str, against: str, aim: Aim
) -> Callable[[Callable[[House], Pair]], Callable[[House], Pair]]:
    """Put the function into the suite under `name`, which `make bench-NAME` runs alone."""

    def register(prepare: Callable[[House], Pair]) -> Callable[[House], Pair]:
        if name in ROWS:
            raise ValueError(f"two rows are called {name}")
        ROWS[name] = Row(name, measured, against, aim, prepare)
        return prepare

    return register


def measure(one: Row, house: House, rounds: int = ROUNDS) -> Result:
    """Warm up once, then measure side by side, `rounds` times."""
    pair = one.prepare(house)
    pair.theirs(), pair.ours()
    theirs, ours = [], []
    for number in range(rounds):  # every other round begins with the other, so that neither gains by its turn
        if number % 2:
            ours.append(pair.ours())
            theirs.append(pair.theirs())
        else:
            theirs.append(pair.theirs())
            ours.append(pair.ours())
    ratios = [mine / other for mine, other in zip(ours, theirs, strict=True)]
    ratio = statistics.median(ratios)
    noise = (max(ratios) - min(ratios)) / ratio if ratio else max(ratios)
    return Result(one, ratio, noise, statistics.median(ours), statistics.median(theirs))


HEAD = ("row", "against", "ours", "theirs", "ratio", "required (aimed at)", "", "noise")


def table(results: Sequence[Result]) -> str:
    """The results in columns, the figures to three places."""
    lines = [HEAD] + [
        (
            one.row.measured,
            one.row.against,
            f"{one.ours:,.4g}",
            f"{one.theirs:,.4g}",
            f"{one.ratio:.3g}",
            str(one.row.aim),
            "met" if one.met else "MISSED",
            f"±{50 * one.noise:.0f} %",
        )
        for one in results
    ]
    widths = [max(len(line[column]) for line in lines) for column in range(len(HEAD))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
        for line in lines
    )


def keep(results: Sequence[Result], path: Path) -> None:
    """Write the entries as JSON. A run of some rows keeps what the file has of the others."""
    kept: list[dict[str, object]] = []
    if path.exists():
        new = {(one.row.measured, one.row.against) for one in results}
        kept = [one for one in json.loads(path.read_text()) if (one["row"], one["against"]) not in new]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(kept + [one.entry for one in results], indent=1, ensure_ascii=False) + "\n")
