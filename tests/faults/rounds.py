"""Rounds of faults: something is going on, something dies, everything heals, and nothing is lost or doubled."""

from __future__ import annotations

import argparse
import signal
import sys
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from tests.faults.arena import PATIENCE, Arena

Fault = Callable[[Arena], None]

PUBLISHING = 0.2
"""Seconds within which a publication is over, mostly: a fault at a random point of them hits one that is at work."""


def worker_killed(arena: Arena) -> None:
    """SIGKILL of the worker at a random point of computing."""
    arena.work()
    arena.act("record", *arena.some_state())
    arena.pause(0.3)
    arena.kill_worker()


def web_killed_before_the_message(arena: Arena) -> None:
    """The process that wrote the figures dies between the commit and the message."""
    arena.act("record-and-die", *arena.some_state(), may_fail=True)


def publish_killed(arena: Arena) -> None:
    """SIGKILL of the process that publishes, at a random point."""
    arena.act("record", *arena.some_state())
    process = arena.publisher()
    arena.go(process)
    arena.pause(PUBLISHING)
    process.send_signal(signal.SIGKILL)
    process.communicate(timeout=PATIENCE)


def aftermath_killed(arena: Arena) -> None:
    """SIGKILL of the worker at a random point of what follows a publication."""
    arena.work()
    arena.act("record", *arena.some_state())
    arena.act("publish", arena.new_reason())
    arena.pause(3)
    arena.kill_worker()


def disk_filled(arena: Arena) -> None:
    """The disk is full for the study of the list: that is published, and every page is shown all the same."""
    arena.work()
    arena.fill_disk()
    try:
        arena.act("record", *arena.some_state())
        arena.act("publish", arena.new_reason())
        arena.pause(3)
        arena.act("read")
    finally:
        arena.empty_disk()


def postgres_crashed(arena: Arena) -> None:
    """PostgreSQL crashes and recovers while a month is being published and computed."""
    arena.work()
    arena.act("record", *arena.some_state())
    process = arena.publisher()
    arena.go(process)
    arena.pause(PUBLISHING)
    arena.crash_postgres()
    process.communicate(timeout=PATIENCE)


def redis_stopped(arena: Arena) -> None:
    """Figures arrive and a month is published while Redis is away; then it comes back empty."""
    arena.stop_redis()
    try:
        arena.act("record", *arena.some_state())
        arena.act("publish", arena.new_reason())
    finally:
        arena.start_redis()


def redis_killed_under_a_busy_worker(arena: Arena) -> None:
    """Redis dies while the worker holds a message, and comes back; the worker outlives it and goes on."""
    go = arena.keep_busy()
    times = arena.work().text.count("Connected to ")
    arena.stop_redis()
    arena.pause(3)
    arena.start_redis()
    arena.act("record", *arena.some_state())
    arena.ended += not arena.worker_hears_again(times)
    go.touch()


def redis_flushed(arena: Arena) -> None:
    """Every waiting message is thrown away."""
    arena.kill_worker()
    arena.act("record", *arena.some_state())
    arena.flush_redis()


def message_doubled(arena: Arena) -> None:
    """The same message is delivered twice at once, to two processes of the worker."""
    arena.work()
    arena.act("deliver-twice")


def publishers_race(arena: Arena) -> None:
    """Two people publish the same month at the same moment; both acts are meant, and each must count once."""
    arena.act("record", *arena.some_state())
    both = [arena.publisher(), arena.publisher()]
    for process in both:
        arena.go(process)
    for process in both:
        process.communicate(timeout=PATIENCE)


FAULTS: tuple[Fault, ...] = (
    worker_killed,
    publish_killed,
    aftermath_killed,
    disk_filled,
    web_killed_before_the_message,
    postgres_crashed,
    redis_stopped,
    redis_killed_under_a_busy_worker,
    redis_flushed,
    message_doubled,
    publishers_race,
)


def finished(arena: Arena) -> dict[str, Any]:
    """How it stands once a person whose publication died has looked whether it came through, and repeated it if not."""
    told = arena.healed()
    lost = [reason for reason in arena.expected[1:] if reason not in told["reasons"]]
    if not lost:
        return told
    for reason in lost:
        arena.act("publish", reason)
    return arena.healed()


def play(arena: Arena, rounds: int, say: Callable[[str], None]) -> tuple[int, int]:
    """Play so many rounds, every fault in turn; returns (lost, doubled)."""
    lost = doubled = 0
    known: set[str] = set()  # jobs that failed in an earlier round, counted there
    for number in range(rounds):
        fault = FAULTS[number % len(FAULTS)]
        fault(arena)
        arena.faults += 1
        told = finished(arena)
        reasons = [reason or "first" for reason in told["reasons"]]
        missing = [one for one in arena.expected if one not in reasons]
        twice = [one for one in arena.expected if reasons.count(one) > 1]
        failed = set(told["failed"]) - known
        known |= failed
        unsound = [*told["unsound"], *told["audit"], *failed]
        left = int(bool(told["waiting"])) + int(not told["fresh"]) + arena.ended
        arena.ended = 0
        lost += len(missing) + len(unsound) + left
        doubled += len(twice) + (len(set(told["revisions"])) != len(told["revisions"]))
        if (number + 1) % 10 == 0:
            say(f"{number + 1} of {rounds}: {lost} lost, {doubled} doubled so far")
        if missing or twice or unsound or left:
            say(f"round {number}, {fault.__name__}: {told}")
    return lost, doubled


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="pragati-faults-") as folder:
        arena = Arena(Path(folder), options.seed)
        try:
            lost, doubled = play(arena, options.rounds, partial(print, flush=True))
        finally:
            arena.stop()
    print(f"{options.rounds} faults, {lost} lost, {doubled} doubled")
    return int(bool(lost or doubled))


if __name__ == "__main__":
    sys.exit(main())
