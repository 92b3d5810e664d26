"""The course of a load run: readers all the time; files, verdicts, restarts, one publication; then the account."""

from __future__ import annotations

import json
import queue
import random
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from tests.soak.account import Account, flipped
from tests.soak.installation import Installation
from tests.soak.memory import Memory
from tests.soak.people import NotDoneError, Person, close_month, propose, send, sign, verify

HANDS = 3
"""Officers who sit at it at the same time."""

FILES = (0.05, 0.45)
"""Shares of the run in which the first and the last file are begun."""

PUBLISHED = 0.6
"""The share of the run before which nobody publishes."""

Trouble = tuple[float, str, signal.Signals]
"""The share of the run at which a service gets a signal."""


@dataclass(frozen=True, slots=True)
class Plan:
    """`seconds` of reading; every `step`-th State sends its file; `troubles` in order.

    `interval`: seconds between two looks at memory.
    """

    seconds: float
    readers: int = 300
    pause: float = 3.0
    step: int = 1
    interval: float = 5.0
    troubles: tuple[Trouble, ...] = ()
    seed: int = 1


def troubles(seconds: float, every: float, seed: int = 1) -> tuple[Trouble, ...]:
    """About every so many seconds the first worker is stopped or killed, in turns; once, a web server renews itself."""
    dice, found = random.Random(seed), list[Trouble]()
    count = max(int(seconds / every), 2)
    for number in range(count):
        share = 0.08 + 0.85 * (number + dice.uniform(0, 0.8)) / count
        found.append((share, "worker", signal.SIGTERM if number % 2 else signal.SIGKILL))
    return tuple(sorted([*found, (1 / 3, "web", signal.SIGHUP)]))


@dataclass
class Run:
    """A run under way. `sent` is what was acknowledged to each State; `errors` what went wrong for anybody."""

    site: Installation
    plan: Plan
    say: Callable[[str], None]
    sent: dict[str, dict[str, Any]] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)
    restarts: dict[str, int] = field(default_factory=dict)
    ended: threading.Event = field(default_factory=threading.Event)
    began: float = 0.0

    def until(self, share: float) -> None:
        """Wait until that share of the run is over."""
        self.ended.wait(max(0.0, self.began + share * self.plan.seconds - time.monotonic()))

    @contextmanager
    def person(self, made: Person) -> Iterator[Person]:
        try:
            yield made
        finally:
            made.close()

    def send_all(self, submitted: queue.Queue[tuple[str, int] | None]) -> None:
        """Every State's officer sends the file: every other one in the browser, the rest by their own program."""
        states = self.site.states[:: self.plan.step]
        first, last = FILES

        def one(number: int) -> None:
            state = states[number]
            self.until(first + (last - first) * number / len(states))
            with self.person(self.site.person(f"soak.{state.lower()}")) as officer:
                program = self.site.program(state) if number % 2 else None
                submission, self.sent[state] = send(officer, program, state)
            submitted.put((state, submission))

        with ThreadPoolExecutor(HANDS) as hands:
            done = [hands.submit(one, number) for number in range(len(states))]
        submitted.put(None)
        for work in done:
            work.result()

    def verify_all(self, submitted: queue.Queue[tuple[str, int] | None]) -> None:
        with self.person(self.site.person("ravi")) as reviewer:
            while (given := submitted.get()) is not None:
                verify(reviewer, *given)
            close_month(reviewer)

    def trouble(self) -> None:
        for share, service, how in self.plan.troubles:
            self.until(share)
            if self.ended.is_set():
                return
            name = f"{service} {how.name}"
            self.restarts[name] = self.restarts.get(name, 0) + 1
            if how == signal.SIGHUP:
                self.site.renew(service)
            else:
                self.site.restart(service, how)

    def publish(self) -> tuple[float, float]:
        """Two people publish through the first web process; what the second shows within a second is theirs.

        Returns when the second signature was sent and when it was answered.
        """
        with (
            self.person(self.site.person("meera")) as first,
            self.person(self.site.person("arjun")) as second,
        ):
            proposal = propose(first)
            self.until(PUBLISHED)
            here, there = self.site.servers
            began = time.monotonic()
            sign(second, proposal, here)
            ended = time.monotonic()
        with self.person(Person([there], "10.201.0.1")) as reader:
            for path in ("/api/v1/rankings/latest/", "/api/v1/rankings/latest/?format=csv", "/", "/hi/"):
                asked = ended
                while not names_november(reader.ask("GET", path).text):
                    if asked > ended + 1:
                        raise NotDoneError(f"{there}{path} shows another month than {here} has published")
                    asked = time.monotonic()
        return began, ended

    # --- the whole ------------------------------------------------------------------------------------------

    def play(self) -> Account:
        self.began = time.monotonic()
        memory = Memory(self.site.services, self.plan.interval)
        with self.site.crowd(self.plan.readers, self.plan.pause) as crowd, memory:
            published = self._work()
            self.until(1)
            given = _account_of(crowd)
        self.say("reading is over; what is left is worked off")
        self.site.wait_for("worker")
        self.site.finish()
        told = self.site.told({"states": self.sent})
        return Account(
            answers=given, memory=memory.longest(), restarts=self.restarts, told=told, sent=len(self.sent),
            errors=[*self.errors, *given["faults"]], error_count=len(self.errors) + given["fault_count"],
            stale=flipped(given["seen"], *published) if published else [],
        )  # fmt: skip

    def _work(self) -> tuple[float, float] | None:
        """Everybody but the readers; returns when the publication was. What went wrong is kept."""
        submitted: queue.Queue[tuple[str, int] | None] = queue.Queue()
        published: tuple[float, float] | None = None
        with ThreadPoolExecutor(3) as hands:
            trouble = hands.submit(self.trouble)
            works: list[Future[Any]] = [
                hands.submit(self.send_all, submitted),
                hands.submit(self.verify_all, submitted),
            ]
            for work in works:
                self._kept(work.result)
            self.say(f"{len(self.sent)} files sent and verified, the month is closed")
            published = self._kept(self.publish)
            self.say("published" if published else "NOT published")
            self._kept(trouble.result)
        return published

    def _kept(self, work: Callable[[], Any]) -> Any:
        try:
            return work()
        except Exception as problem:  # whatever it is, it is an error of the run, and the run goes on
            self.errors.append(f"{type(problem).__name__}: {problem}")
            return None


def _account_of(crowd: subprocess.Popen[str]) -> dict[str, Any]:
    said, _ = crowd.communicate(timeout=120)
    if crowd.returncode:
        raise NotDoneError(f"the readers ended with status {crowd.returncode}")
    return dict(json.loads(said))


def names_november(text: str) -> bool:
    """Whether a page or a document is about the month that this run publishes."""
    return any(word in text for word in ("2023-11", "November 2023", "नवंबर 2023"))
