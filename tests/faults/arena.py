"""A whole installation that may be hurt: its own PostgreSQL and Redis, real Celery workers, real processes."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg2
import redis

from tests.servers import leash
from tests.servers.postgres import start_postgres
from tests.servers.redis import start_redis
from tests.servers.session import ROOT, clean_environment
from tests.servers.watched import ServerError, Watched

PATIENCE = 90
LEASE = 2
"""Seconds after which a job whose worker is gone may be given to another."""


class Arena:
    """`faults` counts what was done to it; `expected` holds the reason of every publication that must exist once;
    `ended` counts workers that ended by themselves.
    """

    def __init__(self, folder: Path, seed: int) -> None:
        self.folder, self.dice = folder, random.Random(seed)
        self.faults, self.expected, self.ended = 0, ["first"], 0
        folder.chmod(0o711)  # PostgreSQL runs as another user where the suite runs as root
        (folder / "postgres").mkdir()
        self.postgres, address = start_postgres(folder / "postgres")
        with closing(psycopg2.connect(address.replace("/pragati?", "/postgres?"))) as connection:
            connection.autocommit = True  # the statement may not run inside a transaction
            connection.cursor().execute("CREATE DATABASE pragati")
        self.redis, redis_address = start_redis(folder / "redis")
        self.environment = clean_environment() | {
            "DATABASE_URL": address,
            "REDIS_URL": redis_address,
            "PRAGATI_VAR": str(folder / "var"),
            "JOB_LEASE_SECONDS": str(LEASE),
            "DJANGO_SETTINGS_MODULE": "progress.settings",
        }
        self.worker: Watched | None = None
        self.run(["manage.py", "migrate", "-v0"])
        self.run(["manage.py", "collectstatic", "--noinput", "-v0"])
        self.act("prepare")
        self.run(["manage.py", "publish", "2023-11", "--by", "meera", "--second", "arjun"])

    def stop(self) -> None:
        for one in (self.worker, self.redis, self.postgres):
            if one is not None:
                one.stop(signal.SIGINT if one is self.postgres else signal.SIGTERM)

    # --- people -------------------------------------------------------------------------------------------

    def start(self, arguments: list[str]) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, *arguments], cwd=ROOT, env=self.environment, text=True, stdin=subprocess.PIPE,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True,
        )  # fmt: skip
        leash.hold(process.pid)
        return process

    def run(self, arguments: list[str], *, may_fail: bool = False) -> str:
        process = self.start(arguments)
        said, _ = process.communicate(timeout=PATIENCE)
        leash.let_go(process.pid)
        if process.returncode and not may_fail:
            raise AssertionError(f"{arguments} ended with {process.returncode}:\n{said}")
        return said

    def act(self, *arguments: str, may_fail: bool = False) -> str:
        return self.run(["-m", "tests.faults.act", *arguments], may_fail=may_fail)

    def new_reason(self) -> str:
        """The reason of a correction that is to be published, and must then be there once."""
        self.expected.append(f"round {len(self.expected)}")
        return self.expected[-1]

    def publisher(self) -> subprocess.Popen[str]:
        """Somebody who is about to publish a correction, and does so upon `go`."""
        process = self.start(["-m", "tests.faults.act", "publish", self.new_reason()])
        assert process.stdout is not None
        if process.stdout.readline() != "ready\n":
            raise AssertionError(f"nobody is ready to publish:\n{process.communicate(timeout=PATIENCE)[0]}")
        return process

    @staticmethod
    def go(process: subprocess.Popen[str]) -> None:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()

    def some_state(self) -> tuple[str, str]:
        return self.dice.choice(["HR", "HP", "DL", "GJ", "MZ"]), str(self.dice.randint(400, 1000))

    # --- machines -----------------------------------------------------------------------------------------

    def work(self) -> Watched:
        """A worker, started where none runs."""
        if self.worker is None or self.worker.process.poll() is not None:
            command = [
                "-m",
                "celery",
                "-A",
                "tests.faults.worker",
                "worker",
                "--concurrency=2",
                "--loglevel=INFO",
            ]
            self.worker = Watched(
                [sys.executable, *command, "--without-gossip", "--without-mingle", "--pool=prefork"],
                environment=self.environment, folder=ROOT,
            )  # fmt: skip
            self.worker.wait_for(r"celery@\S+ ready", PATIENCE)
        return self.worker

    def kill_worker(self) -> None:
        """The worker and its children, at once and without a word."""
        worker = self.work()
        os.killpg(worker.process.pid, signal.SIGKILL)
        worker.process.wait(PATIENCE)

    def crash_postgres(self) -> None:
        """One of its processes dies: PostgreSQL throws every connection out, recovers and takes new ones."""
        with psycopg2.connect(self.environment["DATABASE_URL"]) as connection, connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            row = cursor.fetchone()
        assert row is not None
        os.kill(row[0], signal.SIGKILL)
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            try:
                psycopg2.connect(self.environment["DATABASE_URL"]).close()
            except psycopg2.OperationalError:
                continue  # it is still recovering
            return
        raise ServerError("PostgreSQL did not come back")

    def keep_busy(self) -> Path:
        """Have the worker hold a message; returns the file that lets it go."""
        self.work()
        file = self.folder / f"go-{self.dice.random()}"
        self.act("linger", str(file))
        deadline = time.monotonic() + PATIENCE
        while ("linger", "running") not in self._waiting():
            if time.monotonic() > deadline:
                raise ServerError("the worker did not take the job up")
            time.sleep(0.05)
        return file

    def worker_hears_again(self, times: int) -> bool:
        """Whether the worker, which has connected so many times before, connects once more; False where it ended."""
        try:
            self.work().wait_for(rf"(?s)(Connected to .*?){{{times + 1}}}", PATIENCE)
        except ServerError:
            return False
        return True

    def stop_redis(self) -> None:
        self.redis.stop(signal.SIGKILL)

    def start_redis(self) -> None:
        """Redis comes back at its address, with nothing of what it held."""
        address = urlsplit(self.environment["REDIS_URL"])
        settings = (
            f"bind 127.0.0.1\nport {address.port}\nrequirepass {address.password}\ndir {self.folder / 'redis'}\n"
            'save ""\nappendonly no\n'
        )
        self.redis = Watched([str(self.redis.process.args[0]), "-"], given=settings)  # type: ignore[index]
        self.redis.wait_for("[Rr]eady to accept connections", PATIENCE)

    def flush_redis(self) -> None:
        redis.Redis.from_url(self.environment["REDIS_URL"]).flushall()

    def fill_disk(self) -> None:
        """From now on PostgreSQL refuses studies of lists as it does where its disk is full."""
        self._sql(
            "CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            "RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = 'disk_full'; END $$; "
            "CREATE TRIGGER full_disk BEFORE INSERT OR UPDATE ON rankings_listsensitivity "
            "FOR EACH ROW EXECUTE FUNCTION full_disk()"
        )

    def empty_disk(self) -> None:
        self._sql("DROP TRIGGER full_disk ON rankings_listsensitivity; DROP FUNCTION full_disk()")

    def _sql(self, statements: str) -> None:
        with closing(psycopg2.connect(self.environment["DATABASE_URL"])) as connection:
            connection.autocommit = True
            connection.cursor().execute(statements)

    def pause(self, longest: float) -> None:
        """Let what was started run on to a random point."""
        time.sleep(self.dice.uniform(0, longest))

    # --- the verdict --------------------------------------------------------------------------------------

    def healed(self) -> dict[str, Any]:
        """Bring everything up again and wait until no work is left; returns how it then stands."""
        self.work()
        deadline = time.monotonic() + PATIENCE
        while not self.done(LEASE) and time.monotonic() < deadline:
            self.act("sweep")
            self.work()
        return dict(json.loads(self.act("told").splitlines()[-1]))

    def done(self, seconds: float) -> bool:
        """Whether no work is left within so many seconds, or as soon as that is so: who is alive needs no sweep."""
        until = time.monotonic() + seconds
        while (left := self._waiting()) and time.monotonic() < until:
            # Nobody is told as a job ends, and asking without a pause would take the worker's processor.
            time.sleep(0.05)
        return not left

    def _waiting(self) -> list[tuple[str, str]]:
        """Kind and state of every job that is not over."""
        with closing(psycopg2.connect(self.environment["DATABASE_URL"])) as connection:
            cursor = connection.cursor()
            cursor.execute("SELECT kind, state FROM common_job WHERE state IN ('queued', 'running')")
            return [(kind, state) for kind, state in cursor]
