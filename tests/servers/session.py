"""Starts the keeper of the throw-away servers and sets the environment by what it answers."""

from __future__ import annotations

import itertools
import json
import os
import re
import secrets
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import NamedTuple
from urllib.parse import parse_qs, urlsplit, urlunsplit

import psycopg2
import redis

from tests.servers.postgres import client_folder

ROOT = Path(__file__).resolve().parent.parent.parent


OWNER, APPLICATION = "pragati_owner", "pragati"
GRANTS = ROOT / "ops" / "postgres" / "grants.sql"


class Roles(NamedTuple):
    """The addresses of one database for the role that owns it and for the role of the application."""

    owner: str
    application: str


class Servers:
    """PostgreSQL and Redis for one run. `environment` holds the settings that lead to them."""

    def __init__(self) -> None:
        self._numbers = itertools.cycle(range(1, 16))  # Redis has 16 databases; the first is the run's own
        self._keeper = subprocess.Popen(
            [sys.executable, "-m", "tests.servers.keeper"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=ROOT,
            start_new_session=True,  # Ctrl-C reaches the run, which then closes the pipe
            text=True,
        )
        assert self._keeper.stdout is not None
        answer = self._keeper.stdout.readline()
        self.environment: dict[str, str] = json.loads(answer) if answer else {}
        problem = self.environment.get(
            "problem", "" if answer else "The servers for the tests did not start."
        )
        if problem:
            self.stop()
            raise SystemExit(problem)

    @contextmanager
    def database(self) -> Iterator[str]:
        """The address of a new, empty PostgreSQL database, dropped at the end."""
        name = f"site_{secrets.token_hex(8)}"
        address = urlsplit(self.environment["DATABASE_URL"])
        host = parse_qs(address.query)["host"][0]
        with closing(psycopg2.connect(dbname="postgres", user=address.username, host=host)) as connection:
            connection.autocommit = True  # neither statement may run inside a transaction
            connection.cursor().execute(f"CREATE DATABASE {name}")
            try:
                yield urlunsplit(address._replace(path=f"/{name}"))
            finally:
                connection.cursor().execute(f"DROP DATABASE {name} WITH (FORCE)")

    @contextmanager
    def databases_of_two_roles(self, count: int = 1) -> Iterator[list[Roles]]:
        """New, empty databases that the application's role does not own, made as `docs/operate.md` has it."""
        with ExitStack() as stack:
            address = urlsplit(self.environment["DATABASE_URL"])
            for role in (OWNER, APPLICATION):
                self.psql("postgres", "--command", f"CREATE ROLE {role} LOGIN")
                stack.callback(self.psql, "postgres", "--command", f"DROP ROLE {role}")
            found = []
            for _ in range(count):
                name = urlsplit(stack.enter_context(self.database())).path
                self.psql("postgres", "--command", f"ALTER DATABASE {name[1:]} OWNER TO {OWNER}")
                self.psql(name[1:], "--file", str(GRANTS))
                owner, application = (
                    urlunsplit(address._replace(netloc=f"{role}@", path=name))
                    for role in (OWNER, APPLICATION)
                )
                found.append(Roles(owner, application))
            yield found

    def psql(self, database: str, *command: str) -> None:
        """What a superuser does on a console of a database."""
        address = urlsplit(self.environment["DATABASE_URL"])
        host = parse_qs(address.query)["host"][0]
        subprocess.run(
            [client_folder() / "psql", "--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", f"--host={host}",
             f"--username={address.username}", f"--dbname={database}", *command],
            check=True, timeout=60, capture_output=True, text=True,
        )  # fmt: skip

    @contextmanager
    def cache(self) -> Iterator[str]:
        """The address of an empty Redis database that no other site of this run uses; emptied at the end."""
        number = next(self._numbers)
        address = f"{self.environment['REDIS_URL'].removesuffix('/0')}/{number}"
        with closing(redis.Redis.from_url(address)) as connection:
            connection.flushdb()
            try:
                yield address
            finally:
                connection.flushdb()

    def stop(self) -> None:
        """Stop the servers, remove their files, and return when that is done."""
        for pipe in (self._keeper.stdin, self._keeper.stdout):
            if pipe is not None:
                pipe.close()
        self._keeper.wait(60)


def settings_names() -> list[str]:
    """Every variable that an installation may set, as `.env.example` lists them."""
    example = (ROOT / ".env.example").read_text(encoding="utf-8")
    return re.findall(r"^#?([A-Z][A-Z_]*)=", example, re.MULTILINE)


def clean_environment() -> dict[str, str]:
    """This process's environment without any setting of the project, so that no shell or `.env` bends a test."""
    names = {form for name in settings_names() for form in (name, f"{name}_FILE")}
    kept = {name: value for name, value in os.environ.items() if name not in names}
    return {**kept, "PRAGATI_ENV_FILE": os.devnull}
