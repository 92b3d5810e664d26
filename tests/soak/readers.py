"""Readers of two web servers, and an account of what they were given: `python -m tests.soak.readers READERS PAUSE A B`.

Each reader has an address, a connection and a memory of its own: it asks one of the servers, sends the entity tag that
it was given last time, reads for a while (`PAUSE` seconds on average) and asks for something else, until standard
input ends. A connection that the server had closed meanwhile is opened anew, as every browser does.
"""

from __future__ import annotations

import asyncio
import json
import random
import sys
import time
from collections import Counter, defaultdict
from dataclasses import dataclass, field

from common.http import plain_tags
from tests.servers.compose import HOST_NAME

MOVING = ("/", "/hi/", "/api/v1/rankings/latest/", "/api/v1/rankings/latest/?format=csv")
"""What shows another list as soon as one is published."""

STORED = (
    "/rankings/2023-10/", "/hi/rankings/2023-10/?board=icjs", "/rankings/2023-10/rev/1/", "/states/", "/hi/states/",
    "/streaks/", "/states/HR/", "/hi/states/KL/", "/api/v1/rankings/2023-10/",
    "/api/v1/rankings/2023-10/?category=major&format=csv", "/api/v1/streaks/",
)  # fmt: skip
LIVE = ("/parameters/", "/hi/states/KL/?month=2023-10", "/api/v1/states/GJ/history/", "/rankings/feed.atom")
"""What is made anew for everyone who asks."""

SHARES = ((MOVING, 50), (STORED, 47), (LIVE, 3))
PATIENCE = 60.0
MOST_FAULTS = 20


@dataclass
class Account:
    """`seen`: of each moving address and entity tag when it was first given and last asked for (machine's clock)."""

    seconds: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    statuses: Counter[int] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    fault_count: int = 0
    reopened: int = 0
    seen: dict[str, dict[str, list[float]]] = field(default_factory=lambda: defaultdict(dict))

    def fault(self, text: str) -> None:
        self.fault_count += 1
        if len(self.faults) < MOST_FAULTS:
            self.faults.append(text)

    def saw(self, path: str, tag: str, asked: float, answered: float) -> None:
        first, last = self.seen[path].get(tag, (answered, asked))
        self.seen[path][tag] = [min(first, answered), max(last, asked)]


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes


class Reader:
    def __init__(self, number: int, servers: list[str], pause: float, account: Account) -> None:
        self.dice, self.pause, self.account = random.Random(number), pause, account
        self.servers, self.tags = servers, dict[str, str]()
        self.address = f"10.{number // 65536}.{number // 256 % 256}.{number % 256}"
        self.lines: dict[str, tuple[asyncio.StreamReader, asyncio.StreamWriter]] = {}

    async def live(self, end: asyncio.Event) -> None:
        while not end.is_set():
            (paths,) = self.dice.choices([one for one, _ in SHARES], [share for _, share in SHARES])
            path, server = self.dice.choice(paths), self.dice.choice(self.servers)
            try:
                await asyncio.wait_for(self.ask(server, path), PATIENCE)
            except (OSError, asyncio.IncompleteReadError, TimeoutError, ValueError, KeyError) as problem:
                self.account.fault(f"{server}{path}: {problem!r}")
                self.drop(server)
            try:
                await asyncio.wait_for(end.wait(), self.dice.uniform(0, 2 * self.pause))
            except TimeoutError:
                continue
        for server in list(self.lines):
            self.drop(server)

    async def ask(self, server: str, path: str) -> None:
        known = self.tags.get(path, "") if self.dice.random() < 0.5 else ""
        asked = time.monotonic()
        answer = await self.exchange(server, self.request(path, known))
        answered = time.monotonic()
        self.account.statuses[answer.status] += 1
        kind = "not modified" if answer.status == 304 else kind_of(path)
        self.account.seconds[kind].append(answered - asked)
        problem = self.problem_of(path, answer, known)
        if problem:
            self.account.fault(f"{server}{path}: {problem}")
            return
        tag = answer.headers.get("etag", "")
        if tag:
            self.tags[path] = tag
        if path in MOVING:
            self.account.saw(path, plain(tag), asked, answered)

    def request(self, path: str, known: str) -> bytes:
        lines = [
            f"GET {path} HTTP/1.1", f"Host: {HOST_NAME}", "X-Forwarded-Proto: https",
            f"X-Forwarded-For: {self.address}",
            f"Accept-Encoding: {self.dice.choice(('gzip', 'br', 'gzip, br', 'identity'))}",
            *([f"If-None-Match: {known}"] if known else []), "", "",
        ]  # fmt: skip
        return "\r\n".join(lines).encode("ascii")

    def problem_of(self, path: str, answer: Answer, known: str) -> str:
        """What is wrong with an answer to who knows that tag; empty where nothing is."""
        if answer.status == 304:
            same = bool(known) and plain(answer.headers.get("etag", "")) == plain(known)
            return "" if same else "304 with another tag than was sent"
        if answer.status != 200:
            return f"status {answer.status}: {answer.body[:200]!r}"
        if path in MOVING and "etag" not in answer.headers:
            return "no entity tag"
        if path.startswith("/hi/") and answer.headers.get("content-language") != "hi":
            return "not in Hindi"
        if "content-encoding" not in answer.headers:
            return whole(path, answer.body)
        return ""

    # --- the line -------------------------------------------------------------------------------------------

    async def exchange(self, server: str, request: bytes) -> Answer:
        if server in self.lines:
            try:
                return await self.answer(server, request)
            except (ConnectionError, asyncio.IncompleteReadError) as problem:
                if getattr(problem, "partial", b""):
                    raise  # an answer had begun
                self.account.reopened += 1
        await self.open(server)
        return await self.answer(server, request)

    async def open(self, server: str) -> None:
        self.drop(server)
        host, _, port = server.partition(":")
        self.lines[server] = await asyncio.open_connection(host, int(port), limit=2**20)

    def drop(self, server: str) -> None:
        if server in self.lines:
            self.lines.pop(server)[1].close()

    async def answer(self, server: str, request: bytes) -> Answer:
        reader, writer = self.lines[server]
        writer.write(request)
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        headers = {
            name.lower(): value for name, _, value in (line.partition(": ") for line in head[1:] if line)
        }
        status = int(head[0].split()[1])
        body = b"" if status == 304 else await reader.readexactly(int(headers["content-length"]))
        if headers.get("connection", "").lower() == "close":
            self.drop(server)
        return Answer(status, headers, body)


def plain(tag: str) -> str:
    """An entity tag whatever the coding of the body."""
    return plain_tags(tag).removeprefix("W/")


def kind_of(path: str) -> str:
    if path in LIVE:
        return "made anew"
    if path.endswith("csv"):
        return "CSV"
    return "JSON" if path.startswith("/api/") else "page"


def whole(path: str, body: bytes) -> str:
    """What is wrong with a body that came uncompressed; empty where it is all there."""
    kind = kind_of(path)
    if kind == "JSON":
        json.loads(body)
    elif kind == "page" and not body.rstrip().endswith(b"</html>"):
        return "the page has no end"
    elif kind == "CSV" and body.count(b"\n") < 2:
        return "the table has no rows"
    return ""


async def crowd(readers: int, pause: float, servers: list[str]) -> Account:
    account, end = Account(), asyncio.Event()
    asyncio.get_running_loop().add_reader(sys.stdin, end.set)
    print("ready", flush=True)
    await asyncio.gather(
        *(Reader(number, servers, pause, account).live(end) for number in range(1, readers + 1))
    )
    return account


def main() -> None:
    readers, pause, *servers = sys.argv[1:]
    account = asyncio.run(crowd(int(readers), float(pause), servers))
    print(
        json.dumps(
            {
                "seconds": account.seconds,
                "statuses": {str(status): count for status, count in account.statuses.items()},
                "faults": account.faults,
                "fault_count": account.fault_count,
                "reopened": account.reopened,
                "seen": account.seen,
            }
        ),
        flush=True,
    )


if __name__ == "__main__":
    main()
