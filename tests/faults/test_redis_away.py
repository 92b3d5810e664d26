"""Redis hangs, then dies: everything is read, uploads are taken, and the work is done once it is back."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import psycopg2
import pytest

from common.months import Month
from tests.faults.act import OPEN
from tests.faults.arena import PATIENCE, Arena
from tests.servers.site import Site

pytestmark = pytest.mark.slow

LONGEST = 2.0
"""Seconds that a Redis which does not answer may add to a request."""

READ = (
    "/",
    "/hi/",
    "/states/HR/",
    "/streaks/",
    "/rankings/2023-11/rev/1/",
    "/api/v1/rankings/latest/",
    "/livez",
)


@pytest.fixture
def arena(short_folder: Path) -> Iterator[Arena]:
    arena = Arena(short_folder, seed=1)
    try:
        yield arena
    finally:
        arena.stop()


class Officer:
    """Haryana's officer, by the API; `slowest` is the longest that a request took."""

    def __init__(self, arena: Arena, client: httpx.Client) -> None:
        arena.act("open")
        site = Site(arena.folder / "var", **arena.environment)
        token = site.told("create_token", "asha", "--scope", "upload").split()[-1]
        self.client = client
        client.headers["Authorization"] = f"Bearer {token}"
        self.slowest = 0.0

    def ask(self, method: str, path: str, **more: Any) -> httpx.Response:
        before = time.monotonic()
        answer = self.client.request(method, path, **more)
        self.slowest = max(self.slowest, time.monotonic() - before)
        return answer

    def walk(self, month: Month, file: str) -> int:
        """Read every page, send a month's file and submit it; returns the submission's id."""
        for path in READ:
            assert self.ask("GET", path).status_code == 200, path
        sent = self.ask(
            "POST", "/api/v1/submissions/", data={"state": "HR", "month": str(month)},
            files={"file": (f"{month}.csv", file)},
        )  # fmt: skip
        assert sent.status_code == 201, sent.text
        number = int(sent.json()["id"])
        assert self.ask("POST", f"/api/v1/submissions/{number}/submit/").json()["status"] == "submitted"
        return number


def wait_until_ready(officer: Officer) -> None:
    """A worker gives its sign of life every two seconds, as soon as it hears Redis."""
    until = time.monotonic() + PATIENCE
    while (told := officer.ask("GET", "/readyz").json())["status"] != "ok":
        assert time.monotonic() < until, told
        time.sleep(0.1)


def lists_of(month: Month, arena: Arena) -> int:
    with psycopg2.connect(arena.environment["DATABASE_URL"]) as connection, connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM rankings_rankinglist WHERE month = %s", [str(month)])
        row = cursor.fetchone()
    connection.close()
    assert row is not None
    return int(row[0])


@contextmanager
def hanging(arena: Arena) -> Iterator[None]:
    """Redis takes connections and never says a word."""
    os.kill(arena.redis.process.pid, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(arena.redis.process.pid, signal.SIGCONT)


@contextmanager
def gone(arena: Arena) -> Iterator[None]:
    arena.stop_redis()
    try:
        yield
    finally:
        arena.start_redis()


def test_reading_and_sending_go_on_and_the_work_is_done_later(arena: Arena) -> None:
    site = Site(arena.folder / "var", **arena.environment)
    with site.serve() as served, httpx.Client(base_url=served.url, timeout=PATIENCE) as client:
        officer = Officer(arena, client)
        file = arena.act("file", "900").replace("\n", "\r\n")
        session = {"Cookie": f"sessionid={arena.act('session', 'asha').split()[-1]}"}
        # What the requests cost with a Redis that answers, on this machine at this moment.
        arena.work()
        wait_until_ready(officer)
        for path in READ:
            officer.ask("GET", path)
        usual = officer.slowest

        for away, month in zip((hanging, gone), OPEN, strict=True):
            officer.slowest = 0.0
            with away(arena):
                number = officer.walk(month, file)
                degraded = {"status": "degraded", "worker_age_seconds": None}
                assert officer.ask("GET", "/readyz").json() == degraded
                desk = officer.ask("GET", "/submissions/", headers=session)
                assert "Processing is delayed" in desk.text
                assert officer.slowest < usual + LONGEST, "a limit to hanging, not a speed"
                arena.act("verify", str(number))
                assert lists_of(month, arena) == 0, "nothing can have computed it"
            told = arena.healed()
            assert (told["waiting"], told["failed"], told["unsound"], told["audit"]) == (0, [], [], [])
            assert lists_of(month, arena) > 0
            wait_until_ready(officer)
            assert officer.ask("GET", f"/api/v1/submissions/{number}/").json()["status"] == "verified"
