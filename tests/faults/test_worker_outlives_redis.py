"""A busy worker outlives Redis, time after time, and a month that was released meanwhile is done within a minute."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

import pytest

from tests.faults.arena import PATIENCE, Arena
from tests.servers.session import ROOT
from tests.servers.watched import Watched

pytestmark = pytest.mark.slow

TIMES = 10 if os.environ.get("HYPOTHESIS_PROFILE") == "long" else 2
MINUTE = 60


def test_a_busy_worker_outlives_redis_and_does_the_release_within_a_minute(short_folder: Path) -> None:
    arena = Arena(short_folder, seed=1)
    beat = Watched(
        [
            sys.executable, "-m", "celery", "-A", "tests.faults.worker", "beat", "--pidfile=", "--loglevel=INFO",
            f"--schedule={short_folder / 'beat'}",
        ],
        environment=arena.environment, folder=ROOT,
    )  # fmt: skip
    try:
        beat.wait_for("beat: Starting", PATIENCE)
        worker = arena.work()
        for _ in range(TIMES):
            go = arena.keep_busy()
            arena.act("record", *arena.some_state())
            arena.stop_redis()
            arena.act("publish", arena.new_reason())
            arena.start_redis()
            back = time.monotonic()
            go.touch()
            assert arena.done(MINUTE), f"after {time.monotonic() - back:.0f} seconds:\n{worker.text[-3000:]}"
            assert arena.worker is worker
            assert worker.process.poll() is None, worker.text[-3000:]
            told = arena.healed()
            assert (told["failed"], told["unsound"], told["audit"]) == ([], [], [])
            assert sorted(reason or "first" for reason in told["reasons"]) == sorted(arena.expected)
    finally:
        beat.stop()
        arena.stop()
