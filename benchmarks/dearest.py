"""Rows about what strangers can cost: the dearest of the addresses that `hostile` draws, and what memory they leave.

A server of its own is asked, one request at a time and each as another client behind a proxy, so that no limit on how
often one may ask spares it.
"""

from __future__ import annotations

import http.client
import random
import subprocess
import sys
from functools import cache, cached_property

import psutil

from benchmarks.house import House
from benchmarks.runner import AtMost, Pair, row
from tests.servers.redis import free_port
from tests.servers.session import ROOT

REQUESTS, ODD = 2000, 1000
MEGABYTE = 1_000_000
LONGEST_HEADER = 300_000
PATIENCE = 120
"""Seconds within which every answer begins, or there is no telling what it costs."""

SHOWN = 200
HEADERS = ("Accept", "Accept-Language", "Accept-Encoding", "Cookie", "If-None-Match", "Host", "X-Request-Id")


class Besieged:
    """A server with an account of what it spends and holds, all its processes together."""

    def __init__(self, house: House) -> None:
        command = [sys.executable, "-m", "benchmarks.hostile", str(REQUESTS)]
        told = subprocess.run(
            command, cwd=ROOT, env=house.site.environment, capture_output=True, text=True, check=True
        )
        self.addresses = told.stdout.splitlines()
        self._port = free_port()
        server = [sys.executable, "-m", "progress.server", "127.0.0.1", str(self._port)]
        watched = house.start(server, r"ready at http://\S+\n", PROXIES="1", WEB_WORKERS="1")
        parent = psutil.Process(watched.process.pid)
        self._processes = [parent, *parent.children(recursive=True)]
        self._asked = 0
        for address in ("/", "/hi/", "/api/v1/states/"):
            self.ask(address, {})  # what a process loads once is nobody's cost

    def seconds(self) -> float:
        """CPU seconds spent so far."""
        return sum(sum(process.cpu_times()[:2]) for process in self._processes)

    def held(self) -> int:
        """Bytes held."""
        return sum(process.memory_info().rss for process in self._processes)

    def ask(self, address: str, headers: dict[str, str]) -> None:
        """One GET; an answer of 429 or 500 is no measure of anything, so it ends the row."""
        self._asked += 1
        client = ".".join(str(part) for part in divmod(self._asked, 250))
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=PATIENCE)
        try:
            connection.request("GET", address, headers={"X-Forwarded-For": f"10.9.{client}", **headers})
            response = connection.getresponse()
            response.read()
        except TimeoutError as problem:
            raise RuntimeError(
                f"no answer within {PATIENCE} seconds: {address[:SHOWN]} {list(headers)}"
            ) from problem
        except (ConnectionError, http.client.HTTPException):
            return  # what is too long for the server is cut off
        finally:
            connection.close()
        if response.status == 429 or response.status >= 500:
            raise RuntimeError(f"{response.status}: {address[:SHOWN]}")

    @cached_property
    def dearest(self) -> float:
        """CPU seconds of the dearest address; standard error tells it and the next."""
        costs = []
        for address in self.addresses:
            before = self.seconds()
            self.ask(address, {})
            costs.append((self.seconds() - before, address))
        costs.sort(reverse=True)
        for seconds, address in costs[:5]:
            print(f"{seconds:.2f} s: {address[:SHOWN]}", file=sys.stderr)
        return costs[0][0]

    @cached_property
    def kept(self) -> float:
        """Megabytes that the server holds more after each address was asked again, with a long header to it."""
        assert self.dearest  # asks them once: what they load and store by themselves comes before
        before = self.held()
        dice = random.Random("headers")
        for number, address in enumerate(self.addresses):
            name, long = dice.choice(HEADERS), dice.choice([60, 4_000, LONGEST_HEADER])
            filler = dice.choice(["0", "a", "en;q=0.1,", "text/html;q=0.1,"]) * long
            self.ask(address, {name: ("127.0.0.1:" if name == "Host" else "") + f"{filler[:long]}{number}"})
        return max(0, self.held() - before) / MEGABYTE

    @cached_property
    def odd(self) -> float:
        """Megabytes that it holds more after requests for kept pages by odd headers and hosts."""
        names = [name for name in HEADERS if name != "Host"]
        for _ in range(2):  # the first time it loads what it needs once
            before = self.held()
            for number in range(ODD):
                odd = {
                    names[number % len(names)]: f"{'x' * 3_000}{number}",
                    "Host": f"127.0.0.1:{number + 1:0300}",
                }
                self.ask("/" if number % 2 else "/api/v1/rankings/latest/", odd)
        return max(0, self.held() - before) / MEGABYTE


@cache
def besieged(house: House) -> Besieged:
    """One for both rows and all rounds, since it takes minutes."""
    return Besieged(house)


@row(
    "dearest",
    measured=f"dearest anonymous request of {REQUESTS:,}, CPU seconds",
    against="one second",
    aim=AtMost(1.0),
)
def dearest(house: House) -> Pair:
    return Pair(ours=lambda: besieged(house).dearest, theirs=lambda: 1.0)


@row(
    "odd",
    measured=f"MB kept after {ODD:,} requests with odd headers and hosts",
    against="one MB",
    aim=AtMost(10.0),
)
def odd(house: House) -> Pair:
    return Pair(ours=lambda: besieged(house).odd, theirs=lambda: 1.0)


@row("kept", measured=f"MB kept after {REQUESTS:,} hostile requests", against="one MB", aim=AtMost(40.0))
def kept(house: House) -> Pair:
    return Pair(ours=lambda: besieged(house).kept, theirs=lambda: 1.0)
