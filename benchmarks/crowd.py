"""Many readers of one path at once, and an account of it: `python -m benchmarks.crowd HOST:PORT PATH READERS`.

Each reader has a connection of its own and asks again as soon as it is answered, until standard input ends. The
moments of all answers are told, with the entity tag of each, so that whoever publishes meanwhile can see who was
given which edition.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from dataclasses import dataclass, field


@dataclass
class Account:
    """`answers` holds (when it was asked, when it was answered, status, entity tag); times in the machine's clock."""

    answers: list[tuple[float, float, int, str]] = field(default_factory=list)
    faults: int = 0


async def read(reader: asyncio.StreamReader) -> tuple[int, str]:
    """One answer to its end: status and entity tag."""
    head = (await reader.readuntil(b"\r\n\r\n")).split(b"\r\n")
    known = dict(line.lower().split(b": ", 1) for line in head[1:] if b": " in line)
    await reader.readexactly(int(known[b"content-length"]))
    return int(head[0].split()[1]), known.get(b"etag", b"").decode()


async def one(host: str, port: int, request: bytes, end: asyncio.Event, account: Account) -> None:
    while not end.is_set():
        try:
            reader, writer = await asyncio.open_connection(host, port)
            try:
                while not end.is_set():
                    asked = time.monotonic()
                    writer.write(request)
                    status, tag = await read(reader)
                    account.answers.append((asked, time.monotonic(), status, tag))
            finally:
                writer.close()
        except (OSError, asyncio.IncompleteReadError, KeyError, ValueError):
            account.faults += 1


async def crowd(address: str, path: str, readers: int) -> Account:
    host, _, port = address.partition(":")
    request = f"GET {path} HTTP/1.1\r\nHost: {address}\r\nAccept-Encoding: gzip, br\r\n\r\n".encode("ascii")
    account, end = Account(), asyncio.Event()
    asyncio.get_running_loop().add_reader(sys.stdin, end.set)
    print("ready", flush=True)
    await asyncio.gather(*(one(host, int(port), request, end, account) for _ in range(readers)))
    return account


def main() -> None:
    address, path, readers = sys.argv[1:]
    account = asyncio.run(crowd(address, path, int(readers)))
    print(json.dumps({"answers": account.answers, "faults": account.faults}), flush=True)


if __name__ == "__main__":
    main()
